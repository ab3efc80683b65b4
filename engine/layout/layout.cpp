// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layout.h"

#include <algorithm>
#include <limits>

#include "layout/anneal.h"
#include "layout/drawing.h"
#include "layout/order.h"
#include "layout/place.h"
#include "layout/rank.h"
#include "layout/restore.h"

namespace orrery::layout {

namespace {

// Limits of the first picture, chosen so that 1,000 nodes take some 5 ms and 10,000 some 60 ms.
constexpr std::uint64_t rankBudget = 400'000;
constexpr std::uint64_t rankBudgetPerNode = 40;
constexpr int sweepRounds = 8;
constexpr std::uint32_t manyVertices = 60'000;  // above, fewer sweeps
constexpr int siftPasses = 2;
constexpr std::uint64_t siftBudgetPerVertex = 400;
constexpr std::uint64_t siftBudget = 4'000'000;  // over all components

/// A quick good order: depth first, barycentre sweeps, then each vertex to its best place.
/// @param sifted  work spent so far on sifting, over all components
void quickOrder(Layered &graph, std::uint64_t &sifted)
{
    startOrder(graph);
    const bool many = graph.vertexCount() > manyVertices;
    if (sweep(graph, many ? sweepRounds / 3 : sweepRounds) == 0)
        return;
    const std::uint64_t budget =
        std::min(siftBudget - std::min(siftBudget, sifted), siftBudgetPerVertex * graph.vertexCount());
    Annealer sifter(graph, budget);
    sifter.freeze(siftPasses, budget);
    sifted += sifter.done();
}

}  // namespace

Placed fast(const Graph &graph, const Options &options)
{
    Drawing drawing = split(graph);
    std::vector<Across> positions;
    std::uint64_t sifted = 0;
    positions.reserve(drawing.components.size());
    for (Component &component : drawing.components) {
        const auto count = static_cast<std::uint32_t>(component.nodes.size());
        setLayers(component,
                  ranks(count, component.edges, rankBudget + rankBudgetPerNode * count));
        quickOrder(component.layered, sifted);
        positions.push_back(across(component.layered, options, {}));
    }
    return assemble(graph, drawing, positions, options);
}

Placed redrawn(const Graph &graph, const Placed &placed, const Options &options)
{
    const Restored restored = restore(graph, placed);
    std::vector<Across> positions;
    positions.reserve(restored.positions.size());
    for (const Component &component : restored.drawing.components)
        positions.push_back(across(component.layered, options, {}));
    return assemble(graph, restored.drawing, positions, options);
}

Placed refined(const Graph &graph, const Options &options)
{
    Refiner refiner(graph, fast(graph, options), options);
    refiner.run(std::numeric_limits<std::uint64_t>::max());
    return refiner.placed();
}

}  // namespace orrery::layout
