// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/layered.h"

#include <algorithm>
#include <bit>

namespace orrery::layout {

Layered makeLayered(std::span<const std::uint32_t> nodeLayer, std::span<const Edge> edges,
                    const std::vector<bool> &direct)
{
    Layered graph;
    graph.nodeCount = static_cast<std::uint32_t>(nodeLayer.size());
    graph.layer.assign(nodeLayer.begin(), nodeLayer.end());
    graph.firstBend.reserve(edges.size() + 1);
    std::vector<Edge> segments;
    segments.reserve(edges.size());
    for (std::size_t e = 0; e < edges.size(); ++e) {
        const auto [from, to] = edges[e];
        graph.firstBend.push_back(graph.vertexCount());
        if (direct[e])
            continue;
        std::uint32_t last = from;
        for (std::uint32_t l = nodeLayer[from] + 1; l < nodeLayer[to]; ++l) {
            segments.emplace_back(last, graph.vertexCount());
            last = graph.vertexCount();
            graph.layer.push_back(l);
        }
        segments.emplace_back(last, to);
    }
    graph.firstBend.push_back(graph.vertexCount());

    const std::uint32_t count = graph.vertexCount();
    graph.down = groupBy(
        count, segments.size(), [&](std::size_t i) { return segments[i].first; },
        [&](std::size_t i) { return segments[i].second; });
    graph.up = groupBy(
        count, segments.size(), [&](std::size_t i) { return segments[i].second; },
        [&](std::size_t i) { return segments[i].first; });
    const std::uint32_t layers = *std::ranges::max_element(graph.layer) + 1;
    Adjacency grouped = groupBy(
        layers, count, [&](std::size_t v) { return graph.layer[v]; },
        [](std::size_t v) { return v; });
    graph.layerStart = std::move(grouped.start);
    graph.slots = std::move(grouped.items);
    graph.place.resize(count);
    for (std::uint32_t l = 0; l < layers; ++l)
        renumber(graph, l);
    return graph;
}

void renumber(Layered &graph, std::uint32_t layer)
{
    std::uint32_t place = 0;
    for (const std::uint32_t v : graph.slotsOf(layer))
        graph.place[v] = place++;
}

void setSlots(Layered &graph, const std::vector<std::uint32_t> &slots)
{
    graph.slots = slots;
    for (std::uint32_t l = 0; l < graph.layerCount(); ++l)
        renumber(graph, l);
}

namespace {

/// Counts pairs (i < j) with ends[i] > ends[j]; ends[i] < width.
std::uint64_t inversions(std::span<const std::uint32_t> ends, std::uint32_t width,
                         std::vector<std::uint32_t> &tree)
{
    std::uint64_t count = 0;
    if (ends.size() <= 24) {
        for (std::size_t j = 1; j < ends.size(); ++j) {
            for (std::size_t i = 0; i < j; ++i)
                count += ends[i] > ends[j] ? 1 : 0;
        }
        return count;
    }
    const std::uint32_t leaves = std::bit_ceil(width);
    tree.assign(std::size_t{leaves} * 2, 0);
    for (const std::uint32_t end : ends) {
        std::uint32_t node = leaves + end;
        ++tree[node];
        for (; node > 1; node /= 2) {
            if (node % 2 == 0)
                count += tree[node + 1];
            ++tree[node / 2];
        }
    }
    return count;
}

std::uint64_t crossingsBelow(const Layered &graph, std::uint32_t layer,
                             std::vector<std::uint32_t> &ends, std::vector<std::uint32_t> &tree)
{
    ends.clear();
    for (const std::uint32_t v : graph.slotsOf(layer)) {
        const std::size_t first = ends.size();
        for (const std::uint32_t w : graph.down.of(v))
            ends.push_back(graph.place[w]);
        std::sort(ends.begin() + static_cast<std::ptrdiff_t>(first), ends.end());
    }
    const std::uint32_t width = graph.layerStart[layer + 2] - graph.layerStart[layer + 1];
    return inversions(ends, width, tree);
}

} // namespace

std::uint64_t crossingsBelow(const Layered &graph, std::uint32_t layer)
{
    std::vector<std::uint32_t> ends;
    std::vector<std::uint32_t> tree;
    return crossingsBelow(graph, layer, ends, tree);
}

std::uint64_t crossings(const Layered &graph)
{
    std::vector<std::uint32_t> ends;
    std::vector<std::uint32_t> tree;
    std::uint64_t count = 0;
    for (std::uint32_t l = 0; l + 1 < graph.layerCount(); ++l)
        count += crossingsBelow(graph, l, ends, tree);
    return count;
}

} // namespace orrery::layout
