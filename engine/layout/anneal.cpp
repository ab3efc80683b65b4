// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/anneal.h"

#include <algorithm>
#include <cmath>

namespace orrery::layout {

namespace {
constexpr std::uint32_t window = 96;    // places looked at on each side
constexpr std::size_t noiseSize = 4096; // a power of two
constexpr double startHeat = 2.0;       // [crossings]: an order this much worse is met often
constexpr double endHeat = 0.3;
constexpr double melted = 0.9; // share of the work before it freezes

std::uint64_t xorshift(std::uint64_t &seed)
{
    seed ^= seed << 13U;
    seed ^= seed >> 7U;
    seed ^= seed << 17U;
    return seed;
}

/// Gumbel noise: the place with the least cost - heat * noise is a Boltzmann draw.
const std::array<float, noiseSize> &gumbel()
{
    static const auto table = [] {
        std::array<float, noiseSize> values{};
        std::uint64_t seed = 0x2545f4914f6cdd1dU;
        for (float &value : values) {
            const double uniform = (static_cast<double>(xorshift(seed) >> 11U) + 0.5) * 0x1p-53;
            value = static_cast<float>(-std::log(-std::log(uniform)));
        }
        return values;
    }();
    return table;
}

} // namespace

std::uint64_t passWork(const Layered &graph)
{
    constexpr std::uint64_t endsPerPlace = 4;
    std::uint64_t work = 0;
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l) {
        const std::uint64_t width = graph.layerStart[l + 1] - graph.layerStart[l];
        work += width * std::min<std::uint64_t>(width, 2 * window + 1) * endsPerPlace;
    }
    return work;
}

Annealer::Annealer(Layered &graph, std::uint64_t plan)
    : m_graph(graph), m_plan(plan), m_current(crossings(graph)), m_best(m_current),
      m_bestSlots(graph.slots)
{
}

std::uint64_t Annealer::random()
{
    return xorshift(m_seed);
}

void Annealer::prepare(Side &side, const Adjacency &adjacency, std::uint32_t vertex)
{
    side.places.clear();
    for (const std::uint32_t w : adjacency.of(vertex))
        side.places.push_back(m_graph.place[w]);
    side.useTable = side.places.size() > 4;
    if (!side.useTable)
        return;
    std::sort(side.places.begin(), side.places.end());
    const std::uint32_t neighbourLayer = m_graph.layer[adjacency.of(vertex)[0]];
    const std::size_t width =
        m_graph.layerStart[neighbourLayer + 1] - m_graph.layerStart[neighbourLayer];
    side.table.resize(width);
    const auto degree = static_cast<std::int32_t>(side.places.size());
    std::int32_t before = 0;
    std::size_t next = 0;
    for (std::size_t place = 0; place < width; ++place) {
        std::int32_t here = 0;
        while (next < side.places.size() && side.places[next] == place) {
            ++here;
            ++next;
        }
        side.table[place] = before - (degree - before - here);
        before += here;
    }
    m_done += width;
}

std::int64_t Annealer::gain(const Side &side, const Adjacency &adjacency, std::uint32_t other) const
{
    std::int64_t sum = 0;
    if (side.places.empty())
        return 0;
    if (side.useTable) {
        for (const std::uint32_t w : adjacency.of(other))
            sum += side.table[m_graph.place[w]];
        return sum;
    }
    for (const std::uint32_t w : adjacency.of(other)) {
        const std::uint32_t a = m_graph.place[w];
        for (const std::uint32_t b : side.places)
            sum += static_cast<int>(b < a) - static_cast<int>(b > a);
    }
    return sum;
}

std::int64_t Annealer::gain(std::uint32_t other) const
{
    return gain(m_sides[0], m_graph.up, other) + gain(m_sides[1], m_graph.down, other);
}

void Annealer::move(std::uint32_t layer, std::uint32_t from, std::uint32_t to)
{
    const auto slots = m_graph.slotsOf(layer);
    const std::uint32_t vertex = slots[from];
    for (; from < to; ++from) {
        slots[from] = slots[from + 1];
        m_graph.place[slots[from]] = from;
    }
    for (; from > to; --from) {
        slots[from] = slots[from - 1];
        m_graph.place[slots[from]] = from;
    }
    slots[to] = vertex;
    m_graph.place[vertex] = to;
}

void Annealer::sift(std::uint32_t vertex, double temperature)
{
    const std::uint32_t layer = m_graph.layer[vertex];
    const auto slots = m_graph.slotsOf(layer);
    const std::uint32_t from = m_graph.place[vertex];
    prepare(m_sides[0], m_graph.up, vertex);
    prepare(m_sides[1], m_graph.down, vertex);
    const auto heat = static_cast<float>(temperature);
    std::uint32_t noise = static_cast<std::uint32_t>(random());
    const auto &table = gumbel();
    const auto draw = [&] { return heat * table[noise++ % noiseSize]; };

    std::int64_t cost = 0;
    std::int64_t bestCost = 0;
    std::uint32_t best = from;
    float bestScore = -draw();
    const auto consider = [&](std::uint32_t place) {
        const float score = static_cast<float>(cost) - draw();
        if (score < bestScore) {
            bestScore = score;
            bestCost = cost;
            best = place;
        }
    };
    const auto last = std::min(static_cast<std::uint32_t>(slots.size()) - 1, from + window);
    const std::uint32_t first = from > window ? from - window : 0;
    for (std::uint32_t place = from + 1; place <= last; ++place) {
        cost += gain(slots[place]);
        consider(place);
    }
    cost = 0;
    for (std::uint32_t place = from; place-- > first;) {
        cost -= gain(slots[place]);
        consider(place);
    }
    const std::size_t degree = m_sides[0].places.size() + m_sides[1].places.size();
    m_done += (last - first + 1) * (degree < 8 ? degree + 1 : 3);
    if (best != from)
        move(layer, from, best);
    m_current = static_cast<std::uint64_t>(static_cast<std::int64_t>(m_current) + bestCost);
}

void Annealer::pass(std::uint32_t layer, double temperature)
{
    const auto slots = m_graph.slotsOf(layer);
    m_visit.assign(slots.begin(), slots.end());
    for (std::size_t i = m_visit.size(); i > 1; --i)
        std::swap(m_visit[i - 1], m_visit[random() % i]);
    for (const std::uint32_t vertex : m_visit)
        sift(vertex, temperature);
}

void Annealer::keepBest()
{
    if (m_current >= m_best)
        return;
    m_best = m_current;
    m_bestSlots = m_graph.slots;
}

void Annealer::freeze(int passes, std::uint64_t work)
{
    for (int i = 0; i < passes && m_done < work && m_current > 0; ++i) {
        const std::uint64_t before = m_current;
        for (std::uint32_t l = 0; l < m_graph.layerCount() && m_done < work; ++l)
            pass(l, 0);
        if (m_current == before)
            break;
    }
    keepBest();
}

bool Annealer::runTo(std::uint64_t work)
{
    while (m_done < m_plan && m_done < work && m_best > 0) {
        const double share = static_cast<double>(m_done) / static_cast<double>(m_plan);
        pass(m_layer,
             share < melted ? startHeat * std::pow(endHeat / startHeat, share / melted) : 0);
        m_layer = m_layer + 1 == m_graph.layerCount() ? 0 : m_layer + 1;
        if (m_layer == 0)
            keepBest();
    }
    if (m_done < m_plan && m_best > 0)
        return true;
    keepBest();
    return false;
}

} // namespace orrery::layout
