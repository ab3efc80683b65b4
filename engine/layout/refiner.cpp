// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <utility>

#include "layout/anneal.h"
#include "layout/drawing.h"
#include "layout/layout.h"
#include "layout/place.h"

namespace orrery::layout {

namespace {

/// Enough to end clearly below the crossings of dot, see tests/engine/layout/tst_crossings.cpp.
constexpr std::uint64_t workPerVertex = 15'000;
constexpr std::uint64_t mostWork = 1'000'000'000;

void setSlots(Layered &graph, const std::vector<std::uint32_t> &slots)
{
    graph.slots = slots;
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l)
        renumber(graph, l);
}

/// Reads the order of an earlier picture. Vertices that it does not know keep their number's order.
void readOrder(Component &component, const Placed &placed, std::size_t &bend)
{
    Layered &graph = component.layered;
    std::vector<std::uint32_t> wish(graph.vertexCount(), std::numeric_limits<std::uint32_t>::max());
    for (std::uint32_t v = 0; v < graph.nodeCount; ++v)
        wish[v] = placed.order[component.nodes[v]];
    for (std::uint32_t v = graph.nodeCount; v < graph.vertexCount(); ++v, ++bend) {
        if (bend < placed.bendOrder.size())
            wish[v] = placed.bendOrder[bend];
    }
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l) {
        std::ranges::stable_sort(graph.slotsOf(l), {}, [&](auto v) { return wish[v]; });
        renumber(graph, l);
    }
}

/// Mirrors the order when the other way round lies closer to `before` (positions of all vertices).
void keepSide(Layered &graph, const Across &before)
{
    double likeness = 0;
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l) {
        const auto slots = graph.slotsOf(l);
        const double middle = (static_cast<double>(slots.size()) - 1) / 2;
        for (std::size_t i = 0; i < slots.size(); ++i)
            likeness += (static_cast<double>(i) - middle) * before[slots[i]];
    }
    if (likeness >= 0)
        return;
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l) {
        std::ranges::reverse(graph.slotsOf(l));
        renumber(graph, l);
    }
}

/// Shifts the positions so that the nodes as a whole stay where they were.
void keepMiddle(const Layered &graph, const Across &before, Across &now)
{
    double shift = 0;
    for (std::uint32_t v = 0; v < graph.nodeCount; ++v)
        shift += before[v] - now[v];
    shift /= graph.nodeCount;
    for (double &y : now)
        y += shift;
}

}  // namespace

struct Refiner::State {
    /// One component on its way: the annealer works on `working`, pictures show the best order.
    struct Part {
        Layered working;
        std::unique_ptr<Annealer> annealer;
        std::uint64_t plan = 0;
    };

    std::vector<Edge> edges;
    std::uint32_t nodeCount = 0;
    Options options;
    Drawing drawing;
    std::vector<Part> parts;
    std::vector<Across> positions;
    Placed placed;
    std::size_t active = 0;
    std::uint64_t asked = 0;  ///< work asked for so far
    std::uint64_t planned = 0;
    std::uint64_t begun = 0;  ///< planned work of the parts that are done
    bool stale = false;

    [[nodiscard]] Graph graph() const { return {nodeCount, edges}; }
    void picture();
};

Refiner::Refiner(const Graph &graph, Placed placed, const Options &options)
    : m_state(std::make_unique<State>())
{
    State &s = *m_state;
    s.edges.assign(graph.edges.begin(), graph.edges.end());
    s.nodeCount = graph.nodeCount;
    s.options = options;
    s.drawing = split(s.graph());
    std::size_t bend = 0;
    for (Component &component : s.drawing.components) {
        std::vector<std::uint32_t> layers;
        for (const std::uint32_t v : component.nodes)
            layers.push_back(placed.layer[v]);
        setLayers(component, std::move(layers));
        readOrder(component, placed, bend);
        s.positions.push_back(across(component.layered, options, {}));
        State::Part &part = s.parts.emplace_back();
        if (component.nodes.size() > 2)
            part.plan = std::min(mostWork, workPerVertex * component.layered.vertexCount());
        s.planned += part.plan;
    }
    s.placed = std::move(placed);
}

Refiner::~Refiner() = default;
Refiner::Refiner(Refiner &&) noexcept = default;
Refiner &Refiner::operator=(Refiner &&) noexcept = default;

std::uint64_t Refiner::plannedWork() const
{
    return m_state->planned;
}

bool Refiner::run(std::uint64_t work)
{
    State &s = *m_state;
    s.asked += std::min(work, std::numeric_limits<std::uint64_t>::max() - s.asked);
    while (s.active < s.parts.size() && s.asked > s.begun) {
        State::Part &part = s.parts[s.active];
        if (part.plan == 0) {
            ++s.active;
            continue;
        }
        if (!part.annealer) {
            part.working = s.drawing.components[s.active].layered;
            part.annealer = std::make_unique<Annealer>(part.working, part.plan);
        }
        const std::uint64_t before = part.annealer->best();
        const bool more = part.annealer->runTo(s.asked - s.begun);
        s.stale = s.stale || part.annealer->best() < before;
        if (more)
            return true;
        setSlots(s.drawing.components[s.active].layered, part.annealer->bestSlots());
        s.begun += std::exchange(part, {}).plan;
        ++s.active;
    }
    return s.active < s.parts.size();
}

std::uint64_t Refiner::crossings() const
{
    const State &s = *m_state;
    std::uint64_t sum = 0;
    for (std::size_t c = 0; c < s.parts.size(); ++c)
        sum += s.parts[c].annealer ? s.parts[c].annealer->best()
                                   : layout::crossings(s.drawing.components[c].layered);
    return sum;
}

void Refiner::State::picture()
{
    for (std::size_t c = 0; c < parts.size(); ++c) {
        Layered &layered = drawing.components[c].layered;
        if (parts[c].annealer)
            setSlots(layered, parts[c].annealer->bestSlots());
        keepSide(layered, positions[c]);
        Across now = across(layered, options, positions[c]);
        keepMiddle(layered, positions[c], now);
        positions[c] = std::move(now);
    }
    placed = assemble(graph(), drawing, positions, options);
    stale = false;
}

const Placed &Refiner::placed()
{
    if (m_state->stale)
        m_state->picture();
    return m_state->placed;
}

}  // namespace orrery::layout
