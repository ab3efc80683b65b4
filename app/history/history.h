// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a DAG in the window: its runs by node, the course of one of them, two compared.
#pragma once

#include "engine/ids.h"

namespace orrery::widgets {
class Workbench;
}

namespace orrery::history {

/// Panels "history", "gantt" and "compare"; actions "history.report" and "history.compare".
void addHistory(widgets::Workbench &bench);
/// Shows two runs side by side, the older one first.
void compareRuns(widgets::Workbench &bench, const RunId &one, const RunId &other);

} // namespace orrery::history
