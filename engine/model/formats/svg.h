// SPDX-License-Identifier: GPL-3.0-or-later
// A flat picture of a DAG.
#pragma once

#include <string>

#include "engine/dag.h"
#include "engine/toolkit.h"

namespace orrery::model {

/// Rounded nodes with title and type, curved edges with arrow heads, on the cockpit's dark ground;
/// self-contained, no script. A unit box of the layout becomes one node, so boxes that do not
/// overlap there do not overlap here; z is ignored: give a flat layout.
[[nodiscard]] std::string toSvg(const DagSpec &dag, const toolkit::Layout &layout);

} // namespace orrery::model
