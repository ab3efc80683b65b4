// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/order.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace orrery::layout {

void startOrder(Layered &graph)
{
    std::vector<bool> seen(graph.vertexCount(), false);
    std::vector<std::uint32_t> fill(graph.layerStart.begin(), graph.layerStart.end() - 1);
    struct Frame {
        std::uint32_t vertex;
        std::uint32_t next;
    };
    std::vector<Frame> stack;
    const std::vector<std::uint32_t> roots(graph.slots);
    const auto enter = [&](std::uint32_t v) {
        seen[v] = true;
        graph.slots[fill[graph.layer[v]]++] = v;
        stack.push_back({v, 0});
    };
    for (const std::uint32_t root : roots) {
        if (seen[root])
            continue;
        enter(root);
        while (!stack.empty()) {
            Frame &frame = stack.back();
            const auto down = graph.down.of(frame.vertex);
            const auto up = graph.up.of(frame.vertex);
            if (frame.next == down.size() + up.size()) {
                stack.pop_back();
                continue;
            }
            const std::uint32_t i = frame.next++;
            const std::uint32_t w = i < down.size() ? down[i] : up[i - down.size()];
            if (!seen[w])
                enter(w);
        }
    }
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l)
        renumber(graph, l);
}

namespace {

/// Sorts a layer by the mean place of each vertex's neighbours; without neighbours it keeps its
/// relative place. Keys are fixed-point numbers, so the result is the same everywhere.
class Sorter {
public:
    explicit Sorter(Layered &graph) : m_graph(graph) {}

    /// @return true when the order changed
    bool sort(std::uint32_t layer, const Adjacency &side, std::uint32_t sideWidth)
    {
        const auto slots = m_graph.slotsOf(layer);
        m_keys.clear();
        for (std::uint32_t place = 0; place < slots.size(); ++place) {
            const auto neighbours = side.of(slots[place]);
            std::uint64_t key = (std::uint64_t{place} * 2 + 1) * sideWidth * half / slots.size();
            if (!neighbours.empty()) {
                std::uint64_t sum = 0;
                for (const std::uint32_t w : neighbours)
                    sum += m_graph.place[w];
                key = (sum * 2 + neighbours.size()) * half / neighbours.size();
            }
            m_keys.emplace_back(key, slots[place]);
        }
        const auto less = [](const auto &a, const auto &b) { return a.first < b.first; };
        if (std::is_sorted(m_keys.begin(), m_keys.end(), less))
            return false;
        std::stable_sort(m_keys.begin(), m_keys.end(), less);
        for (std::uint32_t place = 0; place < slots.size(); ++place) {
            slots[place] = m_keys[place].second;
            m_graph.place[slots[place]] = place;
        }
        return true;
    }

private:
    static constexpr std::uint64_t half = 512;
    Layered &m_graph;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> m_keys;
};

} // namespace

std::uint64_t sweep(Layered &graph, int rounds)
{
    const std::uint32_t layers = graph.layerCount();
    std::uint64_t best = crossings(graph);
    std::vector<std::uint32_t> bestSlots = graph.slots;
    Sorter sorter(graph);
    const auto width = [&](std::uint32_t l) {
        return graph.layerStart[l + 1] - graph.layerStart[l];
    };
    for (int round = 0; round < rounds && best > 0; ++round) {
        bool changed = false;
        for (std::uint32_t l = 1; l < layers; ++l)
            changed |= sorter.sort(l, graph.up, width(l - 1));
        for (std::uint32_t l = layers - 1; l-- > 0;)
            changed |= sorter.sort(l, graph.down, width(l + 1));
        if (!changed)
            break;
        if (const std::uint64_t now = crossings(graph); now < best) {
            best = now;
            bestSlots = graph.slots;
        }
    }
    setSlots(graph, bestSlots);
    return best;
}

} // namespace orrery::layout
