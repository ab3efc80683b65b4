// SPDX-License-Identifier: GPL-3.0-or-later
// What the layout works on: connected components without cycles, loops and doubles, and the way
// back to the edges that were given.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "layout/layered.h"
#include "layout/layout.h"

namespace orrery::layout {

struct Component {
    std::vector<std::uint32_t> nodes; ///< [local node] its index in the graph, ascending
    std::vector<Edge> edges;          ///< local, forward, each pair once, in order of appearance
    std::vector<bool> direct;         ///< [edge] too long to bend at every layer: routed around
    Layered layered;
};

/// Where an edge of the graph went.
struct EdgeRef {
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t component = nowhere; ///< nowhere = self-loop or unknown node
    std::uint32_t edge = 0;
    bool reversed = false;
};

struct Drawing {
    std::vector<Component> components; ///< most nodes first, ties by first node
    std::vector<EdgeRef> edges;        ///< [edge of the graph]
};

/// Cuts the graph into components; edges that close a cycle (depth first from node 0) are turned
/// around. Layers are not set yet.
[[nodiscard]] Drawing split(const Graph &graph);

/// Lays a component's nodes on the given layers and makes the bends of its long edges. Where these
/// would be far more than nodes and edges, the longest edges become direct.
void setLayers(Component &component, std::span<const std::uint32_t> nodeLayer);

} // namespace orrery::layout
