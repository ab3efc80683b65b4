// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/restore.h"

#include <algorithm>
#include <cstdint>

namespace orrery::layout {

namespace {

std::vector<Across> readPositions(const Drawing &drawing, const Placed &placed)
{
    std::vector<Across> positions;
    positions.reserve(drawing.components.size());
    for (const Component &component : drawing.components) {
        Across &y = positions.emplace_back(component.layered.vertexCount(), 0.0);
        for (std::uint32_t v = 0; v < component.layered.nodeCount; ++v)
            y[v] = static_cast<double>(placed.y[component.nodes[v]]);
    }
    for (std::size_t e = 0; e < drawing.edges.size(); ++e) {
        const EdgeRef &ref = drawing.edges[e];
        if (ref.component == EdgeRef::nowhere)
            continue;
        const Layered &graph = drawing.components[ref.component].layered;
        const std::uint32_t first = graph.firstBend[ref.edge];
        const std::uint32_t bends = graph.firstBend[ref.edge + 1] - first;
        const auto route = placed.route(e);
        if (bends == 0 || route.size() != 2 + std::size_t{bends} * 2)
            continue;
        for (std::uint32_t i = 0; i < bends; ++i) {
            const std::size_t at = 1 + std::size_t{i} * 2;
            positions[ref.component][first + i] =
                static_cast<double>(route[ref.reversed ? route.size() - 1 - at : at].y);
        }
    }
    return positions;
}

} // namespace

Restored restore(const Graph &graph, const Placed &placed)
{
    Restored restored{split(graph), {}};
    for (Component &component : restored.drawing.components) {
        std::vector<std::uint32_t> layers;
        layers.reserve(component.nodes.size());
        for (const std::uint32_t v : component.nodes)
            layers.push_back(placed.layer[v]);
        setLayers(component, layers);
    }
    restored.positions = readPositions(restored.drawing, placed);
    for (std::size_t c = 0; c < restored.positions.size(); ++c) {
        Layered &layered = restored.drawing.components[c].layered;
        const Across &y = restored.positions[c];
        for (std::uint32_t l = 0; l < layered.layerCount(); ++l) {
            std::ranges::stable_sort(layered.slotsOf(l), {}, [&](auto v) { return y[v]; });
            renumber(layered, l);
        }
    }
    return restored;
}

} // namespace orrery::layout
