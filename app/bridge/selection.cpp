// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/selection.h"

#include <algorithm>

#include "bridge/runfacade.h"
#include "bridge/runnodes.h"

namespace orrery::bridge {

Selection::Selection(RunFacade &run, const RunNodes *nodes, QObject *parent)
    : QObject(parent), m_run(run), m_runNodes(nodes)
{
    connect(&run, &RunFacade::reset, this, [this] { set(m_nodes, m_edge, none); });
    if (nodes)
        connect(nodes, &RunNodes::changed, this, [this] {
            if (!m_nodes.empty() && m_byNode)
                set(m_nodes, m_edge, taskOf(node()));
        });
    connect(&run, &RunFacade::tasksChanged, this, &Selection::follow);
    connect(&run, &RunFacade::tasksShrank, this, [this](std::size_t count) {
        if (m_task != none && m_task >= count)
            set(m_nodes, m_edge, taskOf(node()));
    });
}

bool Selection::holds(NodeIndex node) const
{
    return std::find(m_nodes.begin(), m_nodes.end(), node) != m_nodes.end();
}

NodeIndex Selection::dagNode(NodeIndex runNode) const
{
    return m_runNodes ? m_runNodes->ofDag(runNode) : runNode;
}

NodeIndex Selection::runNode(NodeIndex dagNode) const
{
    return m_runNodes ? m_runNodes->ofRun(dagNode) : dagNode;
}

/// A node that was selected before its task, or its mapped items, were known.
void Selection::follow(const std::vector<TaskRow> &rows)
{
    const NodeIndex chief = runNode(node());
    const bool waits =
        chief != none && (m_task == none || (m_byNode && m_run.tasks()[m_task].item < 0));
    if (waits && std::any_of(rows.begin(), rows.end(),
                             [chief](const TaskRow &row) { return row.node == chief; })) {
        m_byNode = true;
        set(m_nodes, m_edge, taskOf(node()));
    }
}

TaskIndex Selection::taskOf(NodeIndex node) const
{
    const auto &tasks = m_run.tasks();
    const NodeIndex ran = runNode(node);
    const TaskRow *own = ran == none ? nullptr : m_run.rowOf(ran);
    if (own == nullptr)
        return none;
    const TaskIndex first = own->task;
    const auto urgency = [](TaskState state) {
        return state == TaskState::Failed ? 2 : state == TaskState::Running ? 1 : 0;
    };
    TaskIndex best = first;
    for (const TaskRow &row : tasks)
        if (row.node == ran && row.item >= 0 &&
            (best == first || urgency(row.state) > urgency(tasks[best].state)))
            best = row.task;
    return best;
}

void Selection::selectNode(NodeIndex node)
{
    m_byNode = true;
    set(node == none ? std::vector<NodeIndex>{} : std::vector{node}, none, taskOf(node));
}

void Selection::selectNodes(std::vector<NodeIndex> nodes)
{
    m_byNode = true;
    const NodeIndex chief = nodes.empty() ? none : nodes.back();
    set(std::move(nodes), none, taskOf(chief));
}

void Selection::toggleNode(NodeIndex node)
{
    std::vector<NodeIndex> nodes = m_nodes;
    if (std::erase(nodes, node) == 0)
        nodes.push_back(node);
    selectNodes(std::move(nodes));
}

void Selection::selectEdge(EdgeIndex edge)
{
    set({}, edge, none);
}

void Selection::selectTask(TaskIndex task)
{
    m_byNode = false;
    const auto &tasks = m_run.tasks();
    if (task >= tasks.size()) {
        set(m_nodes, m_edge, task);
        return;
    }
    const NodeIndex node = dagNode(tasks[task].node);
    set(node == none ? std::vector<NodeIndex>{} : std::vector{node}, none, task);
}

void Selection::renumber(const std::vector<NodeIndex> &now)
{
    const auto moved = [&now](NodeIndex node) { return node < now.size() ? now[node] : none; };
    std::vector<NodeIndex> nodes;
    for (const NodeIndex node : m_nodes)
        if (const NodeIndex next = moved(node); next != none)
            nodes.push_back(next);
    set(std::move(nodes), none, m_task);
}

void Selection::set(std::vector<NodeIndex> nodes, EdgeIndex edge, TaskIndex task)
{
    const NodeIndex before = node();
    const bool moved = m_nodes != nodes || m_edge != edge;
    m_nodes = std::move(nodes);
    m_edge = edge;
    const bool taskMoved = std::exchange(m_task, task) != task;
    if (node() != before)
        emit nodeChanged(node());
    if (moved)
        emit changed();
    if (taskMoved)
        emit taskChanged(task);
}

} // namespace orrery::bridge
