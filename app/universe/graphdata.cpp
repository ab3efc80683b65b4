// SPDX-License-Identifier: GPL-3.0-or-later
#include "graphdata.h"

#include <algorithm>
#include <cstdlib>

namespace orrery::universe {

void GraphData::assign(const UniverseGraph &graph)
{
    const bool alike = m_alike;
    *this = {};
    m_alike = alike;
    for (const UniverseNode &node : graph.nodes) {
        m_position.push_back(node.position);
        m_size.push_back(std::clamp(node.size, 0.6F, 1.8F));
        m_mapped.push_back(node.mappedCount > 1 ? node.mappedCount : 0);
        m_priority.push_back(node.priority);
        m_mostPriority = std::max(m_mostPriority, std::abs(node.priority));
        m_id.push_back(node.id);
        m_title.push_back(node.title.isEmpty() ? node.id : node.title);
        m_type.push_back(node.type);
        m_state.push_back({.node = int(m_state.size())});
    }
    for (const UniverseEdge &edge : graph.edges) {
        if (!holds(edge.from) || !holds(edge.to))
            continue;
        m_edges.push_back({edge.from, edge.to, edge.condition});
        m_route.push_back(edge.route);
    }
    m_out = adjacency(true);
    m_in = adjacency(false);
    m_counts[std::size_t(TaskState::Pending)] = nodeCount();
}

GraphData::Adjacency GraphData::adjacency(bool outgoing) const
{
    Adjacency rows;
    rows.first.assign(std::size_t(nodeCount()) + 1, 0);
    rows.edge.resize(m_edges.size());
    const auto end = [&](const Edge &edge) { return std::size_t(outgoing ? edge.from : edge.to); };
    for (const Edge &edge : m_edges)
        ++rows.first[end(edge) + 1];
    for (std::size_t i = 1; i < rows.first.size(); ++i)
        rows.first[i] += rows.first[i - 1];
    std::vector<int> next = rows.first;
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        rows.edge[std::size_t(next[end(m_edges[i])]++)] = int(i);
    return rows;
}

bool GraphData::apply(std::span<const NodeState> states)
{
    bool changed = false;
    for (const NodeState &next : states) {
        if (!holds(next.node))
            continue;
        NodeState &now = m_state[std::size_t(next.node)];
        if (now.state != next.state) {
            --m_counts[std::size_t(now.state)];
            ++m_counts[std::size_t(next.state)];
            changed = true;
        }
        now = next;
    }
    return changed;
}

void GraphData::setPosition(int node, const QVector3D &position)
{
    m_position[std::size_t(node)] = position;
    for (const auto edges : {outgoing(node), incoming(node)})
        for (const int edge : edges)
            m_route[std::size_t(edge)].clear();
}

Bounds GraphData::bounds() const
{
    if (m_position.empty())
        return {{-0.5F, -0.5F, -0.5F}, {0.5F, 0.5F, 0.5F}};
    Bounds box{m_position[0], m_position[0]};
    for (std::size_t i = 0; i < m_position.size(); ++i) {
        const QVector3D half = QVector3D(1, 1, 1) * (size(int(i)) / 2);
        const QVector3D low = m_position[i] - half;
        const QVector3D high = m_position[i] + half;
        for (int axis = 0; axis < 3; ++axis) {
            box.low[axis] = std::min(box.low[axis], low[axis]);
            box.high[axis] = std::max(box.high[axis], high[axis]);
        }
    }
    return box;
}

std::vector<std::uint8_t> GraphData::pathThrough(int node) const
{
    std::vector<std::uint8_t> mask(m_position.size(), 0);
    if (!holds(node))
        return mask;
    mark(node, true, mask);
    std::vector<std::uint8_t> before(m_position.size(), 0);
    mark(node, false, before);
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] = mask[i] | before[i];
    return mask;
}

void GraphData::mark(int node, bool forward, std::vector<std::uint8_t> &mask) const
{
    std::vector<int> open{node};
    mask[std::size_t(node)] = 1;
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        for (const int edge : forward ? outgoing(at) : incoming(at)) {
            const Edge &e = m_edges[std::size_t(edge)];
            const int next = forward ? e.to : e.from;
            if (!mask[std::size_t(next)]) {
                mask[std::size_t(next)] = 1;
                open.push_back(next);
            }
        }
    }
}

} // namespace orrery::universe
