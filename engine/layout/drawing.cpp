// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/drawing.h"

#include <algorithm>
#include <numeric>

#include "layout/adjacency.h"

namespace orrery::layout {

namespace {

constexpr std::uint64_t bendsAlways = 20'000; // this many bends are made in any case
constexpr std::uint64_t bendsPerItem = 4;     // and so many per node and edge

/// The usable edges of the graph: numbers of those between two different known nodes.
std::vector<std::uint32_t> usableEdges(const Graph &graph)
{
    std::vector<std::uint32_t> usable;
    usable.reserve(graph.edges.size());
    for (std::uint32_t e = 0; e < graph.edges.size(); ++e) {
        const auto [from, to] = graph.edges[e];
        if (from < graph.nodeCount && to < graph.nodeCount && from != to)
            usable.push_back(e);
    }
    return usable;
}

/// Marks the edges that close a cycle.
std::vector<bool> backEdges(const Graph &graph, const std::vector<std::uint32_t> &usable)
{
    const Adjacency out = groupBy(
        graph.nodeCount, usable.size(), [&](std::size_t i) { return graph.edges[usable[i]].first; },
        [&](std::size_t i) { return usable[i]; });
    enum class Mark : std::uint8_t { New, Open, Done };
    std::vector<Mark> marks(graph.nodeCount, Mark::New);
    std::vector<bool> back(graph.edges.size(), false);
    struct Frame {
        std::uint32_t node;
        std::uint32_t next;
    };
    std::vector<Frame> stack;
    for (std::uint32_t root = 0; root < graph.nodeCount; ++root) {
        if (marks[root] != Mark::New)
            continue;
        marks[root] = Mark::Open;
        stack.push_back({root, 0});
        while (!stack.empty()) {
            Frame &frame = stack.back();
            const auto list = out.of(frame.node);
            if (frame.next == list.size()) {
                marks[frame.node] = Mark::Done;
                stack.pop_back();
                continue;
            }
            const std::uint32_t e = list[frame.next++];
            const std::uint32_t to = graph.edges[e].second;
            if (marks[to] == Mark::Open)
                back[e] = true;
            if (marks[to] != Mark::New)
                continue;
            marks[to] = Mark::Open;
            stack.push_back({to, 0});
        }
    }
    return back;
}

/// Component of each node, numbered from the largest.
std::vector<std::uint32_t> componentOf(const Graph &graph, const std::vector<std::uint32_t> &usable,
                                       std::uint32_t &count)
{
    std::vector<std::uint32_t> parent(graph.nodeCount);
    std::iota(parent.begin(), parent.end(), 0U);
    const auto root = [&](std::uint32_t v) {
        while (parent[v] != v)
            v = parent[v] = parent[parent[v]];
        return v;
    };
    for (const std::uint32_t e : usable) {
        const std::uint32_t a = root(graph.edges[e].first);
        const std::uint32_t b = root(graph.edges[e].second);
        parent[std::max(a, b)] = std::min(a, b); // a root is its component's first node
    }
    std::vector<std::uint32_t> size(graph.nodeCount, 0);
    std::vector<std::uint32_t> roots;
    for (std::uint32_t v = 0; v < graph.nodeCount; ++v) {
        if (root(v) == v)
            roots.push_back(v);
        ++size[root(v)];
    }
    std::ranges::stable_sort(roots, [&](auto a, auto b) { return size[a] > size[b]; });
    count = static_cast<std::uint32_t>(roots.size());
    std::vector<std::uint32_t> rankOfRoot(graph.nodeCount);
    for (std::uint32_t i = 0; i < count; ++i)
        rankOfRoot[roots[i]] = i;
    std::vector<std::uint32_t> component(graph.nodeCount);
    for (std::uint32_t v = 0; v < graph.nodeCount; ++v)
        component[v] = rankOfRoot[root(v)];
    return component;
}

/// Gives each usable edge, turned forward, to its component; equal ones share a place.
void shareEdges(const Graph &graph, const std::vector<std::uint32_t> &usable,
                const std::vector<std::uint32_t> &component,
                const std::vector<std::uint32_t> &local, Drawing &drawing)
{
    const std::vector<bool> back = backEdges(graph, usable);
    struct Key {
        std::uint64_t ends;
        std::uint32_t edge;
        auto operator<=>(const Key &) const = default;
    };
    std::vector<Key> keys;
    keys.reserve(usable.size());
    for (const std::uint32_t e : usable) {
        auto [from, to] = graph.edges[e];
        if (back[e])
            std::swap(from, to);
        keys.push_back({std::uint64_t{from} << 32U | to, e});
    }
    std::ranges::sort(keys);
    std::vector<std::uint32_t> first(graph.edges.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        first[keys[i].edge] =
            i > 0 && keys[i].ends == keys[i - 1].ends ? first[keys[i - 1].edge] : keys[i].edge;
    for (const std::uint32_t e : usable) {
        auto [from, to] = graph.edges[e];
        if (back[e])
            std::swap(from, to);
        EdgeRef &ref = drawing.edges[e];
        ref.component = component[from];
        ref.reversed = back[e];
        Component &home = drawing.components[ref.component];
        ref.edge = first[e] == e ? static_cast<std::uint32_t>(home.edges.size())
                                 : drawing.edges[first[e]].edge;
        if (first[e] == e)
            home.edges.emplace_back(local[from], local[to]);
    }
}

} // namespace

Drawing split(const Graph &graph)
{
    Drawing drawing;
    drawing.edges.resize(graph.edges.size());
    const std::vector<std::uint32_t> usable = usableEdges(graph);
    std::uint32_t count = 0;
    const std::vector<std::uint32_t> component = componentOf(graph, usable, count);
    drawing.components.resize(count);
    std::vector<std::uint32_t> local(graph.nodeCount);
    for (std::uint32_t v = 0; v < graph.nodeCount; ++v) {
        auto &nodes = drawing.components[component[v]].nodes;
        local[v] = static_cast<std::uint32_t>(nodes.size());
        nodes.push_back(v);
    }
    shareEdges(graph, usable, component, local, drawing);
    return drawing;
}

void setLayers(Component &component, std::span<const std::uint32_t> nodeLayer)
{
    const std::size_t count = component.edges.size();
    component.direct.assign(count, false);
    const auto bends = [&](std::uint32_t e) {
        const auto [from, to] = component.edges[e];
        return std::uint64_t{nodeLayer[to] - nodeLayer[from] - 1};
    };
    std::uint64_t total = 0;
    for (std::uint32_t e = 0; e < count; ++e)
        total += bends(e);
    const std::uint64_t budget = bendsAlways + bendsPerItem * (component.nodes.size() + count);
    if (total > budget) {
        std::vector<std::uint32_t> byLength(count);
        std::iota(byLength.begin(), byLength.end(), 0U);
        std::ranges::stable_sort(byLength, [&](auto a, auto b) { return bends(a) > bends(b); });
        for (const std::uint32_t e : byLength) {
            if (total <= budget)
                break;
            total -= bends(e);
            component.direct[e] = true;
        }
    }
    component.layered = makeLayered(nodeLayer, component.edges, component.direct);
}

} // namespace orrery::layout
