// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/selection.h"

#include "bridge/runfacade.h"

namespace orrery::bridge {

Selection::Selection(RunFacade &run, QObject *parent) : QObject(parent), m_run(run)
{
    connect(&run, &RunFacade::reset, this, [this] { set(m_node, none); });
    connect(&run, &RunFacade::tasksChanged, this, &Selection::follow);
    connect(&run, &RunFacade::tasksShrank, this, [this](std::size_t count) {
        if (m_task != none && m_task >= count)
            selectNode(m_node);
    });
}

/// A node that was selected before its task, or its mapped items, were known.
void Selection::follow(const std::vector<TaskRow> &rows)
{
    const bool waits =
        m_node != none && (m_task == none || (m_byNode && m_run.tasks()[m_task].item < 0));
    if (waits && std::any_of(rows.begin(), rows.end(),
                             [this](const TaskRow &row) { return row.node == m_node; }))
        selectNode(m_node);
}

TaskIndex Selection::taskOf(NodeIndex node) const
{
    const auto &tasks = m_run.tasks();
    const TaskRow *own = m_run.rowOf(node);
    if (own == nullptr)
        return none;
    const TaskIndex first = own->task;
    const auto urgency = [](TaskState state) {
        return state == TaskState::Failed ? 2 : state == TaskState::Running ? 1 : 0;
    };
    TaskIndex best = first;
    for (const TaskRow &row : tasks)
        if (row.node == node && row.item >= 0 &&
            (best == first || urgency(row.state) > urgency(tasks[best].state)))
            best = row.task;
    return best;
}

void Selection::selectNode(NodeIndex node)
{
    m_byNode = true;
    set(node, taskOf(node));
}

void Selection::selectTask(TaskIndex task)
{
    m_byNode = false;
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

} // namespace orrery::bridge
