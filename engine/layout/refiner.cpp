// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "layout/anneal.h"
#include "layout/drawing.h"
#include "layout/layout.h"
#include "layout/place.h"
#include "layout/restore.h"

namespace orrery::layout {

namespace {

/// Three runs, each three times as thorough as the one before: the first one ends after some
/// milliseconds with clearly fewer crossings, so that stopping early is worth it.
constexpr std::array<std::uint64_t, 3> stagePasses{6, 20, 64};
constexpr std::uint64_t leastWork = 100'000;    // of a component's stage: small graphs are cheap
constexpr std::uint64_t mostWork = 400'000'000; // of a whole stage

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

/// One stage of one component. All components pass a stage before the next one begins.
struct Job {
    std::uint32_t component = 0;
    std::uint64_t plan = 0;
};

std::vector<Job> planJobs(const Drawing &drawing)
{
    std::vector<Job> jobs;
    for (const std::uint64_t passes : stagePasses) {
        std::uint64_t left = mostWork;
        for (std::uint32_t c = 0; c < drawing.components.size() && left > 0; ++c) {
            const Layered &graph = drawing.components[c].layered;
            if (crossings(graph) == 0)
                continue;
            jobs.push_back({c, std::min(left, std::max(leastWork, passes * passWork(graph)))});
            left -= jobs.back().plan;
        }
    }
    return jobs;
}

} // namespace

struct Refiner::State {
    std::vector<Edge> edges;
    std::uint32_t nodeCount = 0;
    Options options;
    Drawing drawing;               ///< holds the best order of each component
    std::vector<Across> positions; ///< of the picture given out last
    Placed placed;
    std::vector<Job> jobs;
    std::size_t active = 0;           ///< job
    Layered working;                  ///< of the active job
    std::optional<Annealer> annealer; ///< of the active job, on `working`
    std::uint64_t planned = 0;
    std::uint64_t asked = 0; ///< work asked for so far
    std::uint64_t begun = 0; ///< planned work of the jobs before the active one
    bool stale = false;      ///< `placed` shows less than the best order

    [[nodiscard]] Graph graph() const { return {nodeCount, edges}; }
    [[nodiscard]] Layered &target() { return drawing.components[jobs[active].component].layered; }
    void takeBest();
    void picture();
};

Refiner::Refiner(const Graph &graph, Placed placed, const Options &options)
    : m_state(std::make_unique<State>())
{
    State &s = *m_state;
    s.edges.assign(graph.edges.begin(), graph.edges.end());
    s.nodeCount = graph.nodeCount;
    s.options = options;
    Restored restored = restore(s.graph(), placed);
    s.drawing = std::move(restored.drawing);
    s.positions = std::move(restored.positions);
    s.placed = std::move(placed);
    s.jobs = planJobs(s.drawing);
    for (const Job &job : s.jobs)
        s.planned += job.plan;
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
    while (s.active < s.jobs.size() && s.asked > s.begun) {
        if (!s.annealer) {
            s.working = s.target();
            s.annealer.emplace(s.working, s.jobs[s.active].plan);
        }
        const std::uint64_t before = s.annealer->best();
        const bool more = s.annealer->runTo(s.asked - s.begun);
        s.stale = s.stale || s.annealer->best() < before;
        if (more)
            return true;
        s.takeBest();
        s.annealer.reset();
        s.begun += s.jobs[s.active++].plan;
    }
    return s.active < s.jobs.size();
}

std::uint64_t Refiner::crossings() const
{
    const State &s = *m_state;
    std::uint64_t sum = 0;
    for (std::uint32_t c = 0; c < s.drawing.components.size(); ++c) {
        const bool active = s.annealer && s.jobs[s.active].component == c;
        sum += active ? s.annealer->best() : layout::crossings(s.drawing.components[c].layered);
    }
    return sum;
}

void Refiner::State::takeBest()
{
    if (annealer)
        setSlots(target(), annealer->bestSlots());
}

void Refiner::State::picture()
{
    takeBest();
    for (std::size_t c = 0; c < positions.size(); ++c) {
        Layered &layered = drawing.components[c].layered;
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

} // namespace orrery::layout
