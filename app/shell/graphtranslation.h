// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG and its layout as the universe wants them.
#pragma once

#include "engine/toolkit.h"
#include "universe/universegraph.h"

namespace orrery::shell {

[[nodiscard]] universe::UniverseGraph toGraph(const DagSpec &dag, const toolkit::Layout &layout);
[[nodiscard]] universe::UniversePositions toPositions(const toolkit::Layout &layout);

} // namespace orrery::shell
