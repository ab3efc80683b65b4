// SPDX-License-Identifier: GPL-3.0-or-later
// Neighbours of the nodes of a DAG, in two arrays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/dag.h"

namespace orrery::model {

/// Both ways along the edges; the ends of every edge must be known. O(nodes + edges).
class Adjacency {
public:
    explicit Adjacency(const DagSpec &dag) : m_down(dag, true), m_up(dag, false) {}

    [[nodiscard]] std::span<const NodeIndex> downstream(NodeIndex n) const { return m_down.of(n); }
    [[nodiscard]] std::span<const NodeIndex> upstream(NodeIndex n) const { return m_up.of(n); }

private:
    struct Way {
        std::vector<std::uint32_t> start;
        std::vector<NodeIndex> ends;

        Way(const DagSpec &dag, bool down) : start(dag.nodes.size() + 1, 0), ends(dag.edges.size())
        {
            for (const EdgeSpec &e : dag.edges)
                ++start[(down ? e.from : e.to) + 1];
            for (std::size_t i = 1; i < start.size(); ++i)
                start[i] += start[i - 1];
            std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
            for (const EdgeSpec &e : dag.edges)
                ends[next[down ? e.from : e.to]++] = down ? e.to : e.from;
        }
        [[nodiscard]] std::span<const NodeIndex> of(NodeIndex n) const
        {
            return {ends.data() + start[n], start[n + 1] - start[n]};
        }
    };
    Way m_down;
    Way m_up;
};

/// Nodes so that every edge leads forward; shorter than the DAG when it has a cycle.
[[nodiscard]] inline std::vector<NodeIndex> topologicalOrder(const DagSpec &dag,
                                                             const Adjacency &adjacency)
{
    std::vector<std::size_t> open(dag.nodes.size());
    std::vector<NodeIndex> order;
    order.reserve(dag.nodes.size());
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        open[n] = adjacency.upstream(n).size();
        if (open[n] == 0)
            order.push_back(n);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (const NodeIndex to : adjacency.downstream(order[i])) {
            if (--open[to] == 0)
                order.push_back(to);
        }
    }
    return order;
}

} // namespace orrery::model
