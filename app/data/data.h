// SPDX-License-Identifier: GPL-3.0-or-later
// What went in and came out of a task, in the window.
#pragma once

namespace orrery::widgets {
class Workbench;
}

namespace orrery::data {

/// Panel "data".
void addData(widgets::Workbench &bench);

} // namespace orrery::data
