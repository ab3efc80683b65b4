// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that call for somebody, and what they raised, in the window.
#pragma once

namespace orrery::widgets {
class Workbench;
}

namespace orrery::alerts {

/// Panel "alerts"; rules are kept in HOME/alerts.json.
void addAlerts(widgets::Workbench &bench);

} // namespace orrery::alerts
