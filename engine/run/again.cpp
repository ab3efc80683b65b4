// SPDX-License-Identifier: GPL-3.0-or-later
// Stopping a run, and starting parts of an ended one over.
#include <utility>

#include "run/state.h"

namespace orrery::run {

/// Nothing more is started for this task: the run was cancelled.
bool Machine::State::stopped(TaskIndex task) const
{
    return m_cancel && (m_cancelAll || plan.setupOf(rows[task].node) == none);
}

/// A teardown goes on in a cancelled run, unless that is cancelled once more.
bool Machine::State::sparedByCancel(TaskIndex task) const
{
    return !m_cancelAll && plan.setupOf(rows[task].node) != none;
}

/// What waits ends at once; what is placed is killed and ends when its TaskEnded arrives.
void Machine::State::on(const CancelRequested &event)
{
    if (std::exchange(m_awaitsTurn, false)) { // it ends without having begun
        m_commands->emplace_back(WithdrawTurn{});
        summary.state = RunState::Running;
    }
    if (!active() || m_cancelAll)
        return;
    m_cancelAll = m_cancel.has_value();
    if (!m_cancel)
        m_cancel = event; // the first one is the cause
    m_held.reset();
    m_holds.clear();
    m_pauseAfter.clear();
    summary.state = RunState::Running;
    const std::string reason = event.by.empty() ? "cancelled" : "cancelled by " + event.by;
    const auto spared = [this](TaskIndex task) { return sparedByCancel(task); };
    m_gate.keepOnly(spared);
    for (auto &[node, group] : m_groups)
        group.gate.keepOnly(spared);
    const auto count = static_cast<TaskIndex>(work.size());
    for (TaskIndex task = 0; task < count; ++task) {
        const Phase phase = work[task].phase;
        if (isFinal(rows[task].state))
            continue;
        if (sparedByCancel(task)) {
            if (phase == Phase::Held)
                unhold(task);
            continue;
        }
        if (phase == Phase::Placed || phase == Phase::Carried) {
            if (!std::exchange(work[task].killed, true))
                emit(task, Kill{task, rows[task].attempts});
        } else if (rows[task].state != TaskState::Running) { // a running group ends with its items
            if (phase == Phase::Asked)
                emit(task, WithdrawPlacement{task});
            finish(task, TaskState::Cancelled, reason);
            if (phase == Phase::Asked)
                leaveGates(task);
        }
    }
}

/// In an ended run everything that is chosen starts over; in a running one what has ended already.
void Machine::State::on(const RetryRequested &event)
{
    const bool ended = isFinal(summary.state);
    if (!ended && (!active() || m_cancel || event.tasks.empty()))
        return;
    const std::vector<bool> again = tasksToRepeat(event.tasks);
    if (ended) {
        summary.cause.clear();
        summary.ended = 0;
        m_cancel.reset();
        m_cancelAll = false;
        m_gate = Gate(dag->maxParallelTasks);
        beginRun(event.at);
    }
    m_finishing = false;
    std::erase_if(m_failures, [&](TaskIndex task) { return again[task]; });
    m_values.clear();
    for (TaskIndex task = 0; task < again.size(); ++task) {
        if (again[task])
            reset(task);
    }
    for (const TaskIndex task : event.tasks) {
        if (task < again.size() && again[task])
            work[task].afresh = true;
    }
    countUpstream(again);
    for (TaskIndex task = 0; task < again.size(); ++task) {
        if (!again[task] || !isItem(task) || rowOf(rows[task].node).state != TaskState::Running)
            continue;
        ++m_groups.at(rows[task].node).open; // its group is under way
        begin(task);
    }
}

/// How much upstream of what starts over, and of what waits behind it, has not ended.
void Machine::State::countUpstream(const std::vector<bool> &again)
{
    for (NodeIndex node = 0; node < dag->nodes.size(); ++node) {
        if (rowOf(node).state != TaskState::Pending)
            continue;
        m_openUpstream[node] = 0;
        for (const EdgeIndex edge : plan.incoming(node))
            m_openUpstream[node] += isFinal(rowOf(dag->edges[edge].from).state) ? 0 : 1;
        if (!again[taskOf(node)])
            continue;
        m_early.erase(node);
        if (m_openUpstream[node] == 0 || plan.rule(node) == TriggerRule::First)
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
        if (task >= again.size() || again[task] || rows[task].state == TaskState::Succeeded ||
            !isFinal(rows[task].state))
            return;
        if (!m_leftOut.empty() && m_leftOut[rows[task].node])
            return; // it was never part of this run
        again[task] = true;
        if (!isItem(task))
            nodes.push_back(rows[task].node);
    };
    const auto chooseItems = [&](NodeIndex node) {
        const auto group = m_groups.find(node);
        if (group == m_groups.end())
            return;
        for (const TaskIndex item : group->second.items)
            choose(item);
    };
    const auto chooseGroup = [&](NodeIndex node) { // also one that succeeded without this item
        if (isFinal(rowOf(node).state) && !again[taskOf(node)]) {
            again[taskOf(node)] = true;
            nodes.push_back(node);
        }
    };
    for (TaskIndex task = 0; chosen.empty() && task < work.size(); ++task)
        choose(task);
    for (const TaskIndex task : chosen) {
        choose(task);
        if (task < again.size() && again[task] && isItem(task))
            chooseGroup(rows[task].node);
        else if (task < again.size() && !isItem(task))
            chooseItems(rows[task].node);
    }
    for (std::size_t next = 0; next < nodes.size(); ++next) {
        for (const EdgeIndex edge : plan.outgoing(nodes[next])) {
            const NodeIndex to = dag->edges[edge].to;
            const TaskIndex behind = taskOf(to);
            const bool known = again[behind];
            choose(behind);
            if (!known && again[behind])
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
