// SPDX-License-Identifier: GPL-3.0-or-later
// What the user looks at: nodes or an edge of the DAG and, when a run is watched, one task of it.
#pragma once

#include <vector>

#include <QObject>

#include "engine/run.h"

namespace orrery::bridge {

class RunFacade;

/// The index of an edge in DagSpec::edges, or `none`.
using EdgeIndex = std::uint32_t;

/// The universe, the lists and the panels all follow this one object. Of several selected nodes one
/// is the chief: the panels show it.
class Selection final : public QObject {
    Q_OBJECT
public:
    explicit Selection(RunFacade &run, QObject *parent = nullptr);

    [[nodiscard]] NodeIndex node() const { return m_nodes.empty() ? none : m_nodes.back(); }
    /// All that are selected, the chief last.
    [[nodiscard]] const std::vector<NodeIndex> &nodes() const { return m_nodes; }
    [[nodiscard]] bool holds(NodeIndex node) const;
    [[nodiscard]] EdgeIndex edge() const { return m_edge; }
    [[nodiscard]] TaskIndex task() const { return m_task; }

    /// Selects a node and its task, or nothing. Of a mapped node that item is taken which one would
    /// look at first: a failed one, else a running one, else the first.
    void selectNode(NodeIndex node);
    void selectNodes(std::vector<NodeIndex> nodes);
    void toggleNode(NodeIndex node);
    void selectEdge(EdgeIndex edge);
    /// Selects a task and the node it belongs to.
    void selectTask(TaskIndex task);

    /// The DAG was edited. @param now  the new index of each node; none = it is gone
    void renumber(const std::vector<NodeIndex> &now);
    /// The watched run ran another text: which node of the DAG each node of the run is. Empty: they
    /// are the same.
    void setNodesOfRun(std::vector<NodeIndex> dagNodes);

signals:
    void nodeChanged(orrery::NodeIndex node);
    /// Another set of nodes, or another edge; nodeChanged() came before if the chief changed.
    void changed();
    void taskChanged(orrery::TaskIndex task);

private:
    void set(std::vector<NodeIndex> nodes, EdgeIndex edge, TaskIndex task);
    void follow(const std::vector<TaskRow> &rows);
    [[nodiscard]] TaskIndex taskOf(NodeIndex node) const;
    [[nodiscard]] NodeIndex dagNode(NodeIndex runNode) const;
    [[nodiscard]] NodeIndex runNode(NodeIndex dagNode) const;

    RunFacade &m_run;
    std::vector<NodeIndex> m_nodes;
    EdgeIndex m_edge = none;
    TaskIndex m_task = none;
    std::vector<NodeIndex> m_nodesOfRun;
    bool m_byNode = false; ///< the task was taken for its node's sake
};

} // namespace orrery::bridge
