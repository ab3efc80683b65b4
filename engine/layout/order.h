// SPDX-License-Identifier: GPL-3.0-or-later
// A first order inside the layers, in a few linear passes.
#pragma once

#include <cstdint>

#include "layout/layered.h"

namespace orrery::layout {

/// Depth-first order from the first layer: a tree is drawn without a crossing.
void startOrder(Layered &graph);

/// Barycentre sweeps down and up; leaves the best order met.
/// @param rounds  pairs of sweeps; ends early when nothing changes
/// @return        its crossings
std::uint64_t sweep(Layered &graph, int rounds);

} // namespace orrery::layout
