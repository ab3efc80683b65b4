// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt: placed, started, ended; and whether another one follows.
#include <algorithm>
#include <cmath>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

constexpr std::uint32_t mostLosses = 10;
constexpr double longestDelay = 30.0 * 24 * 3600 * 1000; ///< [ms] a back-off grows no further

/// interval * multiplier^(n - 1) for the n-th retry
SpanMs backoff(const RetryPolicy &policy, std::uint32_t n)
{
    const double span =
        static_cast<double>(policy.interval) * std::pow(policy.backoffMultiplier, n - 1);
    return std::llround(std::clamp(span, 0.0, longestDelay));
}

/// "250 ms", "5 s", "1.5 s"
std::string spanText(SpanMs span)
{
    if (span < 1000)
        return std::to_string(span) + " ms";
    std::string text = std::to_string(span / 1000);
    if (const SpanMs tenths = span % 1000 / 100)
        text += "." + std::to_string(tenths);
    return text + " s";
}

} // namespace

void Machine::State::on(const TaskPlaced &event)
{
    if (event.task >= work.size() || work[event.task].phase != Phase::Asked)
        return;
    work[event.task].phase = Phase::Placed;
    TaskRow &row = rows[event.task];
    row.attempts = event.attempt;
    row.host = event.host.text;
    row.start = row.end = 0;
    row.exitCode = -1;
    row.usage = {};
    row.reason.clear();
    setState(event.task, TaskState::Queued);
    emit(event.task, Launch{event.task, event.attempt});
}

void Machine::State::on(const TaskStarted &event)
{
    if (event.task >= work.size() || work[event.task].phase != Phase::Placed)
        return;
    TaskRow &row = rows[event.task];
    if (row.attempts != event.attempt || row.state != TaskState::Queued)
        return;
    row.start = event.at;
    setState(event.task, TaskState::Running);
    if (isItem(event.task) && rows[row.node].start == 0) {
        rows[row.node].start = event.at;
        touch(row.node);
    }
}

void Machine::State::on(const TaskEnded &event)
{
    if (event.task >= work.size())
        return;
    const Phase phase = work[event.task].phase;
    TaskRow &row = rows[event.task];
    const bool current =
        phase == Phase::Placed ? event.attempt == row.attempts : event.attempt == row.attempts + 1;
    if (!current || (phase != Phase::Placed && phase != Phase::Asked && phase != Phase::Ending))
        return;
    if (phase == Phase::Asked) // it never started
        emit(event.task, WithdrawPlacement{event.task});
    const Exit exit = judged(event.task, event.exit);
    row.attempts = event.attempt;
    row.exitCode = exit.exitCode;
    row.start = exit.start != 0 ? exit.start : row.start;
    row.end = exit.end;
    row.usage = exit.usage;
    if (isItem(event.task) && rows[row.node].start == 0)
        rows[row.node].start = row.start;
    work[event.task].phase = Phase::Idle;
    work[event.task].killed = false;
    work[event.task].outputs = exit.outputs;
    if (phase != Phase::Ending)
        leaveGates(event.task);

    if (exit.succeeded())
        finish(event.task, TaskState::Succeeded, {});
    else if (exit.cause == Cause::Cancelled || (m_cancel && exit.cause == Cause::Lost))
        finish(event.task, TaskState::Cancelled, causeText(exit));
    else
        failed(event.task, exit);
}

/// Does the edge lead from one plain task to the next, and nowhere else, with nothing to pass on?
bool Machine::State::mayLead(EdgeIndex index) const
{
    const EdgeSpec &edge = dag->edges[index];
    return plan.condition(index) == Plan::Condition::Success && edge.dataMapping.empty() &&
           plan.outgoing(edge.from).size() == 1 && plan.incoming(edge.to).size() == 1 &&
           plan.needs(edge.from).empty() && !plan.mapped(edge.from) && !plan.mapped(edge.to) &&
           dag->nodes[edge.to].task.runtime != Runtime::None;
}

std::vector<TaskIndex> Machine::State::followers(TaskIndex task, std::size_t most) const
{
    std::vector<TaskIndex> chain;
    if (isItem(task) || work[task].phase != Phase::Placed || m_cancel || dag->maxParallelTasks > 0)
        return chain;
    for (TaskIndex last = task; chain.size() < most; last = chain.back()) {
        const auto out = plan.outgoing(rows[last].node);
        if (out.size() != 1 || !mayLead(out.front()))
            break;
        const NodeIndex next = dag->edges[out.front()].to;
        if (rows[next].attempts != 0 || rows[next].state != TaskState::Pending)
            break;
        chain.push_back(next);
    }
    return chain;
}

void Machine::State::failed(TaskIndex task, const Exit &exit)
{
    Work &w = work[task];
    const RetryPolicy &policy = plan.retry(rows[task].node);
    if (m_cancel || exit.cause == Cause::BadTemplate)
        return finish(task, TaskState::Failed, causeText(exit));
    if (exit.cause == Cause::Lost && w.losses < mostLosses) {
        ++w.losses;
        return begin(task);
    }
    if (exit.cause == Cause::Lost || w.failures >= policy.maxRetries)
        return finish(task, TaskState::Failed, causeText(exit));
    ++w.failures;
    delay(task, backoff(policy, w.failures), exit, policy.maxRetries);
}

void Machine::State::delay(TaskIndex task, SpanMs span, const Exit &exit, std::uint32_t retries)
{
    if (span == 0)
        return begin(task);
    Work &w = work[task];
    w.phase = Phase::Delayed;
    w.delay = span;
    w.since = exit.end != 0 ? exit.end : m_now;
    setState(task, TaskState::Waiting);
    setReason(task, "retry " + std::to_string(w.failures) + " of " + std::to_string(retries) +
                        " follows " + spanText(span) + " after its end. " + causeText(exit));
    emit(task, StartTimer{task, span, w.since});
}

void Machine::State::on(const RetryDue &event)
{
    if (event.task >= work.size() || work[event.task].phase != Phase::Delayed)
        return;
    setReason(event.task, {});
    begin(event.task);
}

} // namespace orrery::run
