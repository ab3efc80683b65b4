// SPDX-License-Identifier: GPL-3.0-or-later
// What a person decides while a run goes on: hold and release, pause, single step, and how a task
// is to have ended.
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

std::string heldBy(const std::string &by)
{
    return by.empty() ? "held" : "held by " + by;
}

} // namespace

bool Machine::State::holds(TaskIndex task) const
{
    return m_held || m_holds.contains(task) || m_holds.contains(taskOf(rows[task].node));
}

/// The task was about to begin.
void Machine::State::hold(TaskIndex task)
{
    const auto own = m_holds.find(task);
    const auto node = m_holds.find(taskOf(rows[task].node));
    work[task].phase = Phase::Held;
    setState(task, TaskState::Held);
    setReason(task, own != m_holds.end()    ? heldBy(own->second)
                    : node != m_holds.end() ? heldBy(node->second)
                                            : "the run is " + heldBy(m_held->by));
}

/// Takes every task that a hold covers back from where it waits.
void Machine::State::holdWaiting()
{
    const auto free = [this](TaskIndex task) { return !holds(task); };
    m_gate.keepOnly(free);
    for (auto &[node, group] : m_groups)
        group.gate.keepOnly(free);
    for (TaskIndex task = 0; task < work.size(); ++task) {
        const Phase phase = work[task].phase;
        const bool waits =
            phase == Phase::Limited || phase == Phase::Asked || phase == Phase::Delayed;
        if (!waits || !holds(task))
            continue;
        hold(task);
        if (phase == Phase::Asked)
            emit(task, WithdrawPlacement{task});
        if (phase == Phase::Asked)
            leaveGates(task);
    }
}

void Machine::State::unhold(TaskIndex task)
{
    work[task].phase = Phase::Idle;
    setReason(task, {});
    const NodeIndex node = rows[task].node;
    const bool group = !isItem(task) && (plan.mapped(node) || plan.looped(node));
    if (group)
        expand(node);
    else
        beginNow(task);
}

void Machine::State::on(const HoldChanged &event)
{
    if (m_awaitsTurn)
        return holdTurn(event);
    if (!active() || m_cancel)
        return;
    if (!event.held) {
        releaseTasks(event);
    } else if (event.after) {
        for (const TaskIndex task : event.tasks) {
            if (task < rows.size() && !isFinal(rows[task].state))
                m_pauseAfter[task] = event.by;
        }
    } else {
        if (event.tasks.empty())
            m_held = event;
        for (const TaskIndex task : event.tasks) {
            if (task < rows.size() && !isFinal(rows[task].state))
                m_holds[task] = event.by;
        }
        holdWaiting();
    }
    summary.state = m_held ? RunState::Paused : RunState::Running;
}

/// The run has not begun: as a whole it waits no more, or again; its tasks are held when they come.
void Machine::State::holdTurn(const HoldChanged &event)
{
    const bool whole = event.tasks.empty() && !event.after && !event.step;
    if (whole && event.held && !m_held) {
        m_held = event;
        m_commands->emplace_back(WithdrawTurn{});
    } else if (whole && !event.held && m_held) {
        m_held.reset();
        m_commands->emplace_back(RequestTurn{});
    }
    if (whole && !event.held) {
        m_holds.clear();
        m_pauseAfter.clear();
    }
    for (const TaskIndex task : event.tasks) {
        if (task >= rows.size() || isFinal(rows[task].state))
            continue;
        auto &named = event.after ? m_pauseAfter : m_holds;
        if (event.held)
            named[task] = event.by;
        else
            named.erase(task);
    }
}

/// No task named: everything; with `step`, the first one that is held.
void Machine::State::releaseTasks(const HoldChanged &event)
{
    const bool all = event.tasks.empty();
    const auto named = [&](TaskIndex task) {
        for (const TaskIndex wanted : event.tasks) {
            if (wanted == task || wanted == taskOf(rows[task].node))
                return true;
        }
        return all;
    };
    if (!event.step) {
        if (all) {
            m_held.reset();
            m_holds.clear();
            m_pauseAfter.clear();
        }
        for (const TaskIndex task : event.tasks) {
            m_holds.erase(task);
            m_pauseAfter.erase(task);
        }
    }
    const auto count = static_cast<TaskIndex>(work.size()); // what begins may add tasks
    for (TaskIndex task = 0; task < count; ++task) {
        if (work[task].phase != Phase::Held || !named(task) || (!event.step && holds(task)))
            continue;
        unhold(task);
        if (event.step)
            return;
    }
}

/// An answer to APPROVE, or a mark. What runs is ended first and gets its mark then.
void Machine::State::on(const TaskMarked &event)
{
    if (event.task >= work.size() || summary.state == RunState::Pending)
        return;
    const TaskIndex task = event.task;
    Work &w = work[task];
    const bool expanded =
        !isItem(task) && m_groups.contains(rows[task].node) && !isFinal(rows[task].state);
    if (expanded)
        return; // its items are what can be marked
    if (w.phase == Phase::Placed) {
        m_marks[task] = event;
        if (!std::exchange(w.killed, true))
            emit(task, Kill{task, rows[task].attempts});
        return;
    }
    if (w.phase == Phase::Asked) {
        emit(task, WithdrawPlacement{task});
        leaveGates(task);
    } else if (w.phase == Phase::Limited) {
        m_gate.forget(task);
        if (Group *group = groupOf(task))
            group->gate.forget(task);
    } else if (w.phase == Phase::Carried) {
        emit(task, Kill{task, rows[task].attempts}); // nobody has to see it through any more
    }
    finishMarked(task, event);
}

void Machine::State::finishMarked(TaskIndex task, const TaskMarked &mark)
{
    const bool answered =
        dag->nodes[rows[task].node].task.runtime == Runtime::Approve && !isFinal(rows[task].state);
    const std::string verb = !answered                            ? "marked"
                             : mark.state == TaskState::Succeeded ? "approved"
                                                                  : "rejected";
    std::string reason = verb + (mark.by.empty() ? "" : " by " + mark.by);
    if (!mark.why.empty())
        reason += ": " + mark.why;
    m_holds.erase(task);
    work[task].outputs = mark.outputs;
    m_values.erase(rows[task].node);
    if (!isFinal(rows[task].state)) {
        rows[task].end = mark.at;
        return finish(task, mark.state, std::move(reason));
    }
    std::erase(m_failures, task); // it had ended: what follows it is for a retry of the run
    if (mark.state == TaskState::Failed)
        m_failures.push_back(task);
    setState(task, mark.state);
    setReason(task, std::move(reason));
}

} // namespace orrery::run
