// SPDX-License-Identifier: GPL-3.0-or-later
// Coordinates: straight long edges, balanced nodes, room for every box, routes.
#pragma once

#include <vector>

#include "layout/drawing.h"

namespace orrery::layout {

/// Positions across the flow of one component's vertices, bends included.
using Across = std::vector<double>;

/// Finds them for the present order.
/// @param near  positions to stay close to, from an earlier order of the same component; may be
/// empty Least squares with minimum distances, layer by layer (isotonic regression by pooling
/// neighbours).
[[nodiscard]] Across across(const Layered &graph, const Options &options, const Across &near);

/// Puts the components side by side and routes all edges.
[[nodiscard]] Placed assemble(const Graph &graph, const Drawing &drawing,
                              const std::vector<Across> &positions, const Options &options);

/// Rows into which a layer of `width` vertices folds, one behind the other. 1 when flat.
[[nodiscard]] std::uint32_t rowsOf(std::uint32_t width, const Options &options);

} // namespace orrery::layout
