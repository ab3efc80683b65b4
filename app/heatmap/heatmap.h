// SPDX-License-Identifier: GPL-3.0-or-later
// The use of hosts and devices over time, in the window.
#pragma once

namespace orrery::widgets {
class Workbench;
}

namespace orrery::heatmap {

/// Panel "heat": hosts as they are read, or a recording of nvidia-smi.
void addHeatmap(widgets::Workbench &bench);

} // namespace orrery::heatmap
