// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks of a connected DAG: every edge points to a higher rank, edges are short.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "layout/layout.h"

namespace orrery::layout {

/// Ranks from 0 with small total edge length.
/// @param nodeCount  >= 1; the graph is connected, without cycles, self-loops and doubles
/// @param budget     work for the exact method [visited edges]; when it is spent the ranks are
/// valid
///                   but edges may be longer than needed. 0 = longest path, tightened
/// Network simplex: Gansner et al., IEEE TSE 19(3), 1993.
[[nodiscard]] std::vector<std::uint32_t> ranks(std::uint32_t nodeCount, std::span<const Edge> edges,
                                               std::uint64_t budget);

} // namespace orrery::layout
