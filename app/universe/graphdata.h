// SPDX-License-Identifier: GPL-3.0-or-later
// The graph as flat arrays: what tables, picking and labels read.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <QString>
#include <QVector3D>

#include "universegraph.h"

namespace orrery::universe {

inline constexpr int noNode = -1;
inline constexpr int noEdge = -1;

struct Bounds {
    QVector3D low;
    QVector3D high;

    [[nodiscard]] QVector3D center() const { return (low + high) / 2; }
    [[nodiscard]] float radius() const { return (high - low).length() / 2; }
};

class GraphData {
public:
    struct Edge {
        int from;
        int to;
        EdgeCondition condition;
    };

    void assign(const UniverseGraph &graph);
    /// Takes over the states of known nodes; true if one of them changed its TaskState.
    bool apply(std::span<const NodeState> states);

    [[nodiscard]] int nodeCount() const { return int(m_position.size()); }
    [[nodiscard]] int edgeCount() const { return int(m_edges.size()); }
    [[nodiscard]] bool holds(int node) const { return node >= 0 && node < nodeCount(); }
    [[nodiscard]] bool holdsEdge(int edge) const { return edge >= 0 && edge < edgeCount(); }

    [[nodiscard]] const std::vector<QVector3D> &positions() const { return m_position; }
    [[nodiscard]] QVector3D position(int node) const { return m_position[std::size_t(node)]; }
    [[nodiscard]] float size(int node) const { return m_alike ? 1.0F : m_size[std::size_t(node)]; }
    void setAlike(bool alike) { m_alike = alike; } ///< all boxes of one size
    [[nodiscard]] int priority(int node) const { return m_priority[std::size_t(node)]; }
    /// -1..1 of the largest priority, whatever its sign.
    [[nodiscard]] float rise(int node) const
    {
        return m_mostPriority > 0 ? float(priority(node)) / float(m_mostPriority) : 0.0F;
    }
    [[nodiscard]] int mapped(int node) const { return m_mapped[std::size_t(node)]; }
    [[nodiscard]] const QString &id(int node) const { return m_id[std::size_t(node)]; }
    [[nodiscard]] const QString &title(int node) const { return m_title[std::size_t(node)]; }
    [[nodiscard]] const QString &type(int node) const { return m_type[std::size_t(node)]; }
    [[nodiscard]] const NodeState &state(int node) const { return m_state[std::size_t(node)]; }

    [[nodiscard]] const std::vector<Edge> &edges() const { return m_edges; }
    [[nodiscard]] const std::vector<QVector3D> &route(int edge) const
    {
        return m_route[std::size_t(edge)];
    }
    /// Edges that leave and that reach a node, as indices of edges().
    [[nodiscard]] std::span<const int> outgoing(int node) const { return m_out.of(node); }
    [[nodiscard]] std::span<const int> incoming(int node) const { return m_in.of(node); }

    /// Nodes by state, indexed by TaskState.
    [[nodiscard]] const std::array<int, taskStateCount> &counts() const { return m_counts; }
    [[nodiscard]] bool running() const { return m_counts[std::size_t(TaskState::Running)] > 0; }
    [[nodiscard]] Bounds bounds() const; ///< of the boxes; a unit box at the origin when empty

    void setPositions(std::vector<QVector3D> nodes) { m_position = std::move(nodes); }
    /// The routes of its edges go straight from then on.
    void setPosition(int node, const QVector3D &position);
    void setRoutes(std::vector<std::vector<QVector3D>> routes) { m_route = std::move(routes); }

    /// One byte per node: 1 for `node`, everything before it and everything after it.
    [[nodiscard]] std::vector<std::uint8_t> pathThrough(int node) const;

private:
    struct Adjacency { // compressed rows
        std::vector<int> first, edge;
        [[nodiscard]] std::span<const int> of(int node) const
        {
            const auto from = std::size_t(first[std::size_t(node)]);
            return {edge.data() + from, std::size_t(first[std::size_t(node) + 1]) - from};
        }
    };
    [[nodiscard]] Adjacency adjacency(bool outgoing) const;
    void mark(int node, bool forward, std::vector<std::uint8_t> &mask) const;

    std::vector<QVector3D> m_position;
    std::vector<float> m_size;
    std::vector<int> m_mapped;
    std::vector<int> m_priority;
    int m_mostPriority = 0;
    bool m_alike = false;
    std::vector<QString> m_id, m_title, m_type;
    std::vector<NodeState> m_state;
    std::vector<Edge> m_edges;
    std::vector<std::vector<QVector3D>> m_route;
    Adjacency m_out, m_in;
    std::array<int, taskStateCount> m_counts{};
};

} // namespace orrery::universe
