// SPDX-License-Identifier: GPL-3.0-or-later
// What the user looks at: one node of the DAG and, when a run is watched, one task of it.
#pragma once

#include <QObject>

#include "engine/run.h"

namespace orrery::bridge {

class RunFacade;

/// The universe, the lists and the panels all follow this one object.
class Selection final : public QObject {
    Q_OBJECT
public:
    explicit Selection(RunFacade &run, QObject *parent = nullptr);

    [[nodiscard]] NodeIndex node() const { return m_node; }
    [[nodiscard]] TaskIndex task() const { return m_task; }

    /// Selects a node and its task, or nothing. Of a mapped node that item is taken which one would
    /// look at first: a failed one, else a running one, else the first.
    void selectNode(NodeIndex node);
    /// Selects a task and the node it belongs to.
    void selectTask(TaskIndex task);

signals:
    void nodeChanged(orrery::NodeIndex node);
    void taskChanged(orrery::TaskIndex task);

private:
    void set(NodeIndex node, TaskIndex task);
    void follow(const std::vector<TaskRow> &rows);
    [[nodiscard]] TaskIndex taskOf(NodeIndex node) const;

    RunFacade &m_run;
    NodeIndex m_node = none;
    TaskIndex m_task = none;
    bool m_byNode = false; ///< the task was taken for its node's sake
};

} // namespace orrery::bridge
