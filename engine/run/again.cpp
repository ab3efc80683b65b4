// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping a run, and starting parts of an ended one over.
#include <utility>

#include "run/state.h"

namespace orrery::run {

/// What waits ends at once; what is placed is killed and ends when its TaskEnded arrives.
void Machine::State::on(const CancelRequested &event)
{
    if (m_cancel || summary.state != RunState::Running)
        return;
    m_cancel = event;
    m_gate.dismiss();
    for (auto &[node, group] : m_groups)
        group.gate.dismiss();
    const std::string reason = event.by.empty() ? "cancelled" : "cancelled by " + event.by;
    for (TaskIndex task = 0; task < work.size(); ++task) {
        const Phase phase = work[task].phase;
        if (isFinal(rows[task].state))
            continue;
        if (phase == Phase::Placed) {
            work[task].killed = true;
            emit(task, Kill{task, rows[task].attempts});
        } else if (rows[task].state != TaskState::Running) { // a running group ends with its items
            if (phase == Phase::Asked)
                emit(task, WithdrawPlacement{task});
            finish(task, TaskState::Cancelled, reason);
        }
    }
}

void Machine::State::on(const RetryRequested &event)
{
    if (!isFinal(summary.state))
        return;
    const std::vector<bool> again = tasksToRepeat(event.tasks);
    summary.state = RunState::Running;
    summary.cause.clear();
    summary.ended = 0;
    m_cancel.reset();
    m_finishing = false;
    m_gate = Gate(dag->maxParallelTasks);
    std::erase_if(m_failures, [&](TaskIndex task) { return again[task]; });
    m_values.clear();
    for (TaskIndex task = 0; task < again.size(); ++task) {
        if (again[task])
            reset(task);
    }
    for (NodeIndex node = 0; node < dag->nodes.size(); ++node) {
        if (!again[node])
            continue;
        m_openUpstream[node] = 0;
        for (const EdgeIndex edge : plan.incoming(node))
            m_openUpstream[node] += isFinal(rows[dag->edges[edge].from].state) ? 0 : 1;
        if (m_openUpstream[node] == 0)
            m_ready.push_back(node);
    }
}

/// The chosen tasks that did not succeed (none chosen = all of them), the groups of chosen items,
/// the items of chosen groups, and everything behind them that did not succeed either.
std::vector<bool> Machine::State::tasksToRepeat(const std::vector<TaskIndex> &chosen) const
{
    std::vector<bool> again(work.size());
    std::vector<NodeIndex> nodes;
    const auto choose = [&](TaskIndex task) {
        if (task >= again.size() || again[task] || rows[task].state == TaskState::Succeeded)
            return;
        again[task] = true;
        if (!isItem(task))
            nodes.push_back(task);
    };
    const auto chooseItems = [&](NodeIndex node) {
        const auto group = m_groups.find(node);
        for (std::uint32_t i = 0; group != m_groups.end() && i < group->second.count; ++i)
            choose(group->second.first + i);
    };
    for (TaskIndex task = 0; chosen.empty() && task < work.size(); ++task)
        choose(task);
    for (const TaskIndex task : chosen) {
        choose(task);
        if (task < again.size() && again[task] && isItem(task))
            choose(rows[task].node);
        else if (task < again.size())
            chooseItems(task);
    }
    for (std::size_t next = 0; next < nodes.size(); ++next) {
        for (const EdgeIndex edge : plan.outgoing(nodes[next])) {
            const NodeIndex to = dag->edges[edge].to;
            const bool known = again[to];
            choose(to);
            if (!known && again[to])
                chooseItems(to);
        }
    }
    return again;
}

void Machine::State::reset(TaskIndex task)
{
    const std::uint64_t order = work[task].order;
    const bool changed = work[task].changed;
    work[task] = Work{.changed = changed, .order = order};
    TaskRow &row = rows[task];
    row.start = row.end = 0;
    row.exitCode = -1;
    row.reason.clear();
    setState(task, TaskState::Pending);
}

} // namespace orrery::run
