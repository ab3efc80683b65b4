// SPDX-License-Identifier: GPL-3.0-or-later
// What the user looks at: nodes or an edge of the DAG and, when a run is watched, one task of it.
#pragma once

#include <vector>

#include <QObject>

#include "engine/run.h"

namespace orrery::bridge {

class RunFacade;
class RunNodes;

/// The index of an edge in DagSpec::edges, or `none`.
using EdgeIndex = std::uint32_t;

/// The universe, the lists and the panels all follow this one object. Of several selected nodes one
/// is the chief: the panels show it.
class Selection final : public QObject {
    Q_OBJECT
public:
    /// @param nodes  null: the nodes of the run are those of the DAG
    explicit Selection(RunFacade &run, const RunNodes *nodes = nullptr, QObject *parent = nullptr);

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

signals:
    void nodeChanged(orrery::NodeIndex node);
    /// Another set of nodes, or another edge; nodeChanged() came before if the chief changed.
    void changed();
    void taskChanged(orrery::TaskIndex task);

private:
    void set(std::vector<NodeIndex> nodes, EdgeIndex edge, TaskIndex task);
    void follow(const std::vector<TaskRow> &rows);
    [[nodiscard]] TaskIndex taskOf(NodeIndex node) const;

    RunFacade &m_run;
    [[nodiscard]] NodeIndex dagNode(NodeIndex runNode) const;
    [[nodiscard]] NodeIndex runNode(NodeIndex dagNode) const;
    const RunNodes *m_runNodes;
    std::vector<NodeIndex> m_nodes;
    EdgeIndex m_edge = none;
    TaskIndex m_task = none;
    bool m_byNode = false; ///< the task was taken for its node's sake
};

} // namespace orrery::bridge
