// SPDX-License-Identifier: GPL-3.0-or-later
// A layered graph whose edges join neighbouring layers only, and the order inside its layers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "layout/adjacency.h"
#include "layout/layout.h"

namespace orrery::layout {

/// One connected component, ready to be ordered. Vertices 0 .. nodeCount-1 are its nodes, the
/// others are bends: where a long edge meets the layers between its ends.
struct Layered {
    std::uint32_t nodeCount = 0;
    std::vector<std::uint32_t> layer;      ///< [vertex]
    std::vector<std::uint32_t> layerStart; ///< [layer + 1] into slots
    std::vector<std::uint32_t> slots;      ///< vertices, layer by layer, each in order
    std::vector<std::uint32_t> place;      ///< [vertex] its index within its layer
    std::vector<std::uint32_t> firstBend;  ///< [edge + 1] edge e bends at vertices firstBend[e] ..
    Adjacency up, down;                    ///< neighbours one layer lower, one layer higher

    [[nodiscard]] std::uint32_t vertexCount() const
    {
        return static_cast<std::uint32_t>(layer.size());
    }
    [[nodiscard]] std::uint32_t layerCount() const
    {
        return static_cast<std::uint32_t>(layerStart.size() - 1);
    }
    [[nodiscard]] bool isBend(std::uint32_t vertex) const { return vertex >= nodeCount; }
    [[nodiscard]] std::span<std::uint32_t> slotsOf(std::uint32_t l)
    {
        return {slots.data() + layerStart[l], slots.data() + layerStart[l + 1]};
    }
    [[nodiscard]] std::span<const std::uint32_t> slotsOf(std::uint32_t l) const
    {
        return {slots.data() + layerStart[l], slots.data() + layerStart[l + 1]};
    }
};

/// @param edges   from a lower to a higher layer
/// @param direct  [edge] true = the edge takes no part (it is routed around everything)
/// The order is that of vertex numbers.
[[nodiscard]] Layered makeLayered(std::span<const std::uint32_t> nodeLayer,
                                  std::span<const Edge> edges, const std::vector<bool> &direct);

/// Makes `place` agree with `slots`.
void renumber(Layered &graph, std::uint32_t layer);

/// Takes a whole order over, as `slots` of the same graph had it.
void setSlots(Layered &graph, const std::vector<std::uint32_t> &slots);

/// Crossings of the edges between `layer` and the one after it.
[[nodiscard]] std::uint64_t crossingsBelow(const Layered &graph, std::uint32_t layer);
/// Crossings of all pairs of neighbouring layers. O(e log w); accumulator tree after Barth,
/// Juenger, Mutzel, "Simple and efficient bilayer cross counting", GD 2002.
[[nodiscard]] std::uint64_t crossings(const Layered &graph);

} // namespace orrery::layout
