// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/rank.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "layout/adjacency.h"

namespace orrery::layout {

namespace {

constexpr std::uint32_t nil = std::numeric_limits<std::uint32_t>::max();

/// The graph with edge numbers on both ends.
struct Dag {
    std::uint32_t nodeCount;
    std::span<const Edge> edges;
    Adjacency out, in; // edge numbers

    Dag(std::uint32_t count, std::span<const Edge> list) : nodeCount(count), edges(list)
    {
        const auto self = [](std::size_t i) { return i; };
        out = groupBy(
            count, list.size(), [&](std::size_t e) { return list[e].first; }, self);
        in = groupBy(
            count, list.size(), [&](std::size_t e) { return list[e].second; }, self);
    }
};

/// Longest path from the sources; `topological` receives the nodes in an order that respects the
/// edges.
std::vector<int> longestPath(const Dag &dag, std::vector<std::uint32_t> &topological)
{
    std::vector<int> rank(dag.nodeCount, 0);
    std::vector<std::uint32_t> waiting(dag.nodeCount);
    topological.clear();
    topological.reserve(dag.nodeCount);
    for (std::uint32_t v = 0; v < dag.nodeCount; ++v) {
        waiting[v] = dag.in.degree(v);
        if (waiting[v] == 0)
            topological.push_back(v);
    }
    for (std::size_t i = 0; i < topological.size(); ++i) {
        const std::uint32_t v = topological[i];
        for (const std::uint32_t e : dag.out.of(v)) {
            const std::uint32_t w = dag.edges[e].second;
            rank[w] = std::max(rank[w], rank[v] + 1);
            if (--waiting[w] == 0)
                topological.push_back(w);
        }
    }
    return rank;
}

/// Moves single nodes towards the side with more edges until nothing gets shorter.
void tighten(const Dag &dag, std::span<const std::uint32_t> topological, std::vector<int> &rank)
{
    const int top = *std::ranges::max_element(rank);
    bool moved = true;
    for (int round = 0; moved && round < 8; ++round) {
        moved = false;
        for (std::size_t i = topological.size(); i-- > 0;) {
            const std::uint32_t v = topological[i];
            if (dag.out.degree(v) <= dag.in.degree(v))
                continue;
            int highest = top;
            for (const std::uint32_t e : dag.out.of(v))
                highest = std::min(highest, rank[dag.edges[e].second] - 1);
            moved = moved || highest > rank[v];
            rank[v] = highest;
        }
        for (const std::uint32_t v : topological) {
            if (dag.in.degree(v) <= dag.out.degree(v))
                continue;
            int lowest = 0;
            for (const std::uint32_t e : dag.in.of(v))
                lowest = std::max(lowest, rank[dag.edges[e].first] + 1);
            moved = moved || lowest < rank[v];
            rank[v] = lowest;
        }
    }
}

/// The exact method: a spanning tree of tight edges, improved edge by edge.
class NetworkSimplex {
public:
    NetworkSimplex(const Dag &dag, std::vector<int> &rank) : m_dag(dag), m_rank(rank) {}

    void run(std::uint64_t budget)
    {
        growTree();
        number(0, nil, 1);
        initCutValues();
        for (std::uint32_t e = 0; e < m_dag.edges.size(); ++e)
            m_excess += slack(e);
        while (m_excess > 0 && m_work < budget) {
            const std::uint32_t leaving = leavingEdge();
            if (leaving == nil)
                return;
            exchange(leaving, enteringEdge(leaving));
        }
    }

private:
    [[nodiscard]] int slack(std::uint32_t e) const
    {
        return m_rank[m_dag.edges[e].second] - m_rank[m_dag.edges[e].first] - 1;
    }
    [[nodiscard]] std::uint32_t other(std::uint32_t e, std::uint32_t v) const
    {
        const auto [from, to] = m_dag.edges[e];
        return from == v ? to : from;
    }
    [[nodiscard]] bool inSubtree(std::uint32_t v, std::uint32_t root) const
    {
        return m_low[root] <= m_lim[v] && m_lim[v] <= m_lim[root];
    }

    /// Prim's way: the tree takes the nearest node each time; the whole tree moves by one offset,
    /// so both heaps keep constant keys. Ranks of tree nodes are kept without the offset until the
    /// end.
    void growTree()
    {
        using Item = std::pair<int, std::uint32_t>;
        using Heap = std::priority_queue<Item, std::vector<Item>, std::greater<>>;
        Heap ahead, behind; // edges leaving the tree at their tail, and at their head
        std::vector<bool> inTree(m_dag.nodeCount, false);
        m_isTree.assign(m_dag.edges.size(), false);
        m_tree.assign(m_dag.nodeCount, {});
        int offset = 0;
        const auto add = [&](std::uint32_t v) {
            inTree[v] = true;
            for (const std::uint32_t e : m_dag.out.of(v)) {
                if (const std::uint32_t w = m_dag.edges[e].second; !inTree[w])
                    ahead.emplace(m_rank[w] - m_rank[v] - 1, e);
            }
            for (const std::uint32_t e : m_dag.in.of(v)) {
                if (const std::uint32_t w = m_dag.edges[e].first; !inTree[w])
                    behind.emplace(m_rank[v] - m_rank[w] - 1, e);
            }
        };
        add(0);
        for (std::uint32_t size = 1; size < m_dag.nodeCount; ++size) {
            while (!ahead.empty() && inTree[m_dag.edges[ahead.top().second].second])
                ahead.pop();
            while (!behind.empty() && inTree[m_dag.edges[behind.top().second].first])
                behind.pop();
            const bool forward =
                behind.empty() ||
                (!ahead.empty() && ahead.top().first - offset <= behind.top().first + offset);
            Heap &heap = forward ? ahead : behind;
            const auto [key, e] = heap.top();
            heap.pop();
            offset += forward ? key - offset : -(key + offset);
            const auto [from, to] = m_dag.edges[e];
            const std::uint32_t v = forward ? to : from;
            m_rank[v] -= offset;
            m_isTree[e] = true;
            m_tree[from].push_back(e);
            m_tree[to].push_back(e);
            add(v);
        }
    }

    /// Post-order numbers of the subtree under `root`, whose parent edge is `parent`.
    void number(std::uint32_t root, std::uint32_t parent, std::uint32_t first)
    {
        m_lim.resize(m_dag.nodeCount);
        m_low.resize(m_dag.nodeCount);
        m_parent.resize(m_dag.nodeCount, nil);
        m_cut.resize(m_dag.edges.size(), 0);
        m_frames.assign(1, {root, 0});
        m_parent[root] = parent;
        m_low[root] = first;
        std::uint32_t lim = first;
        while (!m_frames.empty()) {
            Frame &frame = m_frames.back();
            const std::uint32_t v = frame.node;
            if (frame.next == m_tree[v].size()) {
                m_lim[v] = lim++;
                m_frames.pop_back();
                continue;
            }
            const std::uint32_t e = m_tree[v][frame.next++];
            if (e == m_parent[v])
                continue;
            const std::uint32_t w = other(e, v);
            m_parent[w] = e;
            m_low[w] = lim;
            m_frames.push_back({w, 0});
        }
        m_work += lim - first;
    }

    /// Cut value of a node's parent edge: edges crossing the cut its way minus those the other way.
    /// Edges inside a subtree cancel out, so it is the sum of (out - in) over the subtree's nodes.
    void initCutValues()
    {
        std::vector<std::uint32_t> byLim(m_dag.nodeCount);
        for (std::uint32_t v = 0; v < m_dag.nodeCount; ++v)
            byLim[m_lim[v] - 1] = v;
        std::vector<int> net(m_dag.nodeCount);
        for (const std::uint32_t v : byLim) {
            net[v] += static_cast<int>(m_dag.out.degree(v)) - static_cast<int>(m_dag.in.degree(v));
            const std::uint32_t parent = m_parent[v];
            if (parent == nil)
                continue;
            net[other(parent, v)] += net[v];
            m_cut[parent] = m_dag.edges[parent].first == v ? net[v] : -net[v];
        }
        m_work += m_dag.nodeCount;
    }

    /// The most negative cut value among the next 30 negative ones, searched in a circle.
    std::uint32_t leavingEdge()
    {
        std::uint32_t best = nil;
        int found = 0;
        const std::uint32_t n = m_dag.nodeCount;
        for (std::uint32_t i = 0; i < n && found < 30; ++i) {
            const std::uint32_t e = m_parent[m_search];
            m_search = m_search + 1 == n ? 0 : m_search + 1;
            if (e == nil || m_cut[e] >= 0)
                continue;
            ++found;
            if (best == nil || m_cut[e] < m_cut[best])
                best = e;
        }
        m_work += 30;
        return best;
    }

    /// The shortest edge that joins the two halves against the direction of the leaving edge.
    std::uint32_t enteringEdge(std::uint32_t leaving)
    {
        const auto [from, to] = m_dag.edges[leaving];
        const bool tailBelow = m_lim[from] < m_lim[to];
        const std::uint32_t root = tailBelow ? from : to;
        std::uint32_t best = nil;
        int least = std::numeric_limits<int>::max();
        m_stack.assign(1, root);
        while (!m_stack.empty()) {
            const std::uint32_t v = m_stack.back();
            m_stack.pop_back();
            // The leaving edge goes from the tail's half to the head's; the new one comes back.
            const auto candidates = tailBelow ? m_dag.in.of(v) : m_dag.out.of(v);
            for (const std::uint32_t e : candidates) {
                if (!m_isTree[e] && !inSubtree(other(e, v), root) && slack(e) < least) {
                    least = slack(e);
                    best = e;
                }
            }
            for (const std::uint32_t e : m_tree[v]) {
                if (e != m_parent[v])
                    m_stack.push_back(other(e, v));
            }
            m_work += candidates.size() + m_tree[v].size();
        }
        return best;
    }

    /// Adds `change` along the path from v up to the first ancestor that holds w; returns that
    /// ancestor.
    std::uint32_t updatePath(std::uint32_t v, std::uint32_t w, int change, bool up)
    {
        while (!inSubtree(w, v)) {
            const std::uint32_t e = m_parent[v];
            const bool tailBelow = m_dag.edges[e].first == v;
            m_cut[e] += tailBelow == up ? change : -change;
            v = other(e, v);
            ++m_work;
        }
        return v;
    }

    void shift(std::uint32_t root, int delta)
    {
        m_stack.assign(1, root);
        while (!m_stack.empty()) {
            const std::uint32_t v = m_stack.back();
            m_stack.pop_back();
            m_rank[v] += delta;
            for (const std::uint32_t e : m_tree[v]) {
                if (e != m_parent[v])
                    m_stack.push_back(other(e, v));
            }
            ++m_work;
        }
    }

    void exchange(std::uint32_t leaving, std::uint32_t entering)
    {
        const auto [leaveFrom, leaveTo] = m_dag.edges[leaving];
        const bool tailBelow = m_lim[leaveFrom] < m_lim[leaveTo];
        const int shiftedBy = slack(entering);
        if (shiftedBy > 0)
            shift(tailBelow ? leaveFrom : leaveTo, tailBelow ? -shiftedBy : shiftedBy);

        const auto [from, to] = m_dag.edges[entering];
        const int cut = m_cut[leaving];
        m_excess += std::int64_t{cut} * shiftedBy;
        const std::uint32_t ancestor = updatePath(from, to, cut, true);
        updatePath(to, from, cut, false);
        m_cut[entering] = -cut;
        m_cut[leaving] = 0;
        m_isTree[leaving] = false;
        m_isTree[entering] = true;
        std::erase(m_tree[leaveFrom], leaving);
        std::erase(m_tree[leaveTo], leaving);
        m_tree[from].push_back(entering);
        m_tree[to].push_back(entering);
        number(ancestor, m_parent[ancestor], m_low[ancestor]);
    }

    struct Frame {
        std::uint32_t node;
        std::uint32_t next;
    };

    const Dag &m_dag;
    std::vector<int> &m_rank;
    std::vector<Frame> m_frames;
    std::vector<std::vector<std::uint32_t>> m_tree; // tree edges of each node
    std::vector<bool> m_isTree;
    std::vector<std::uint32_t> m_lim, m_low, m_parent;
    std::vector<int> m_cut;
    std::vector<std::uint32_t> m_stack;
    std::uint32_t m_search = 0;
    std::uint64_t m_work = 0;
    std::int64_t m_excess = 0; // edge length beyond 1 per edge, over all edges
};

/// Nodes that may stand on several ranks at the same cost go to the emptiest one.
void balance(const Dag &dag, std::vector<int> &rank)
{
    const int top = *std::ranges::max_element(rank);
    std::vector<std::uint32_t> population(static_cast<std::size_t>(top) + 1, 0);
    for (const int r : rank)
        ++population[static_cast<std::size_t>(r)];
    for (std::uint32_t v = 0; v < dag.nodeCount; ++v) {
        if (dag.in.degree(v) != dag.out.degree(v) || dag.in.degree(v) == 0)
            continue;
        int low = 0;
        int high = top;
        for (const std::uint32_t e : dag.in.of(v))
            low = std::max(low, rank[dag.edges[e].first] + 1);
        for (const std::uint32_t e : dag.out.of(v))
            high = std::min(high, rank[dag.edges[e].second] - 1);
        int best = rank[v];
        --population[static_cast<std::size_t>(best)];
        for (int r = low; r <= std::min(high, low + 255); ++r) {
            if (population[static_cast<std::size_t>(r)] <
                population[static_cast<std::size_t>(best)])
                best = r;
        }
        ++population[static_cast<std::size_t>(best)];
        rank[v] = best;
    }
}

void startAtZero(std::vector<int> &rank)
{
    const int least = *std::ranges::min_element(rank);
    for (int &r : rank)
        r -= least;
}

} // namespace

std::vector<std::uint32_t> ranks(std::uint32_t nodeCount, std::span<const Edge> edges,
                                 std::uint64_t budget)
{
    const Dag dag(nodeCount, edges);
    std::vector<std::uint32_t> topological;
    std::vector<int> rank = longestPath(dag, topological);
    tighten(dag, topological, rank);
    if (budget > 0 && nodeCount > 2) {
        NetworkSimplex(dag, rank).run(budget);
        startAtZero(rank);
    }
    startAtZero(rank);
    balance(dag, rank);
    return {rank.begin(), rank.end()};
}

} // namespace orrery::layout
