// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/selection.h"

#include "bridge/runfacade.h"

namespace orrery::bridge {

Selection::Selection(RunFacade &run, QObject *parent) : QObject(parent), m_run(run)
{
    connect(&run, &RunFacade::reset, this, [this] { set(m_node, none); });
    // A node that was selected before its task was known.
    connect(&run, &RunFacade::tasksChanged, this, [this] {
        if (m_task == none && m_node != none)
            selectNode(m_node);
    });
}

void Selection::selectNode(NodeIndex node)
{
    // The first tasks of a run are its nodes, in file order.
    const auto &tasks = m_run.tasks();
    const bool known = node < tasks.size() && tasks[node].node == node;
    set(node, known ? TaskIndex{node} : none);
}

void Selection::selectTask(TaskIndex task)
{
    const auto &tasks = m_run.tasks();
    set(task < tasks.size() ? tasks[task].node : m_node, task);
}

void Selection::set(NodeIndex node, TaskIndex task)
{
    const bool nodeMoved = std::exchange(m_node, node) != node;
    const bool taskMoved = std::exchange(m_task, task) != task;
    if (nodeMoved)
        emit nodeChanged(node);
    if (taskMoved)
        emit taskChanged(task);
}

}  // namespace orrery::bridge
