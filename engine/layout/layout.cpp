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
constexpr std::uint32_t manyVertices = 60'000; // above, fewer sweeps
constexpr int siftPasses = 2;
constexpr std::uint64_t siftBudgetPerVertex = 400;
constexpr std::uint64_t annealBudgetPerVertex = 700;
constexpr std::uint64_t annealBudgetAlways = 50'000;
constexpr std::uint64_t annealPasses = 4;         // fewer are no use
constexpr std::uint64_t polishBudget = 4'000'000; // over all components

/// A quick good order: depth first, barycentre sweeps, then a short annealing where the graph is
/// small enough for one, else each vertex to its best place.
/// @param spent  work done so far on polishing, over all components
void quickOrder(Layered &graph, std::uint64_t &spent)
{
    startOrder(graph);
    const bool many = graph.vertexCount() > manyVertices;
    if (sweep(graph, many ? sweepRounds / 3 : sweepRounds) == 0 || spent >= polishBudget)
        return;
    const std::uint64_t left = polishBudget - spent;
    const std::uint64_t vertices = graph.vertexCount();
    const std::uint64_t plan =
        std::min(left, std::max(annealBudgetAlways, annealBudgetPerVertex * vertices));
    Annealer annealer(graph, plan);
    if (plan >= annealPasses * passWork(graph))
        annealer.runTo(plan);
    else
        annealer.freeze(siftPasses, std::min(left, siftBudgetPerVertex * vertices));
    setSlots(graph, annealer.bestSlots());
    spent += annealer.done();
}

} // namespace

Placed fast(const Graph &graph, const Options &options)
{
    Drawing drawing = split(graph);
    std::vector<Across> positions;
    std::uint64_t polished = 0;
    positions.reserve(drawing.components.size());
    for (Component &component : drawing.components) {
        const auto count = static_cast<std::uint32_t>(component.nodes.size());
        setLayers(component, ranks(count, component.edges, rankBudget + rankBudgetPerNode * count));
        quickOrder(component.layered, polished);
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

} // namespace orrery::layout
