// SPDX-License-Identifier: GPL-3.0-or-later
// One attempt: placed, started, ended; and whether another one follows.
#include <algorithm>
#include <cmath>
#include <utility>

#include "model/runtime.h"
#include "run/state.h"

namespace orrery::run {
namespace {

constexpr std::uint32_t mostLosses = 10;
constexpr double longestDelay = 30.0 * 24 * 3600 * 1000; ///< [ms] a back-off grows no further

/// A number from 0 to 1 that belongs to an attempt: the same in every replay, different in every
/// run. Mixed as by SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
double spread(const RunId &run, TaskIndex task, std::uint32_t n)
{
    std::uint64_t hash = 0;
    const auto mix = [&hash](std::uint64_t value) {
        hash += value + 0x9E3779B97F4A7C15ULL;
        hash = (hash ^ (hash >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        hash = (hash ^ (hash >> 27U)) * 0x94D049BB133111EBULL;
        hash ^= hash >> 31U;
    };
    for (const char c : run.text)
        mix(static_cast<unsigned char>(c));
    mix(task);
    mix(n);
    return static_cast<double>(hash & 0xFFFFFFU) / static_cast<double>(0xFFFFFFU);
}

bool isOf(const FailureClass &failure, const Exit &exit)
{
    using Kind = FailureClass::Kind;
    const auto within = [&](std::int32_t number) {
        return failure.low == 0 || (number >= failure.low && number <= failure.high);
    };
    switch (exit.cause) {
    case Cause::Exited:
        return failure.kind == Kind::Exit && within(exit.exitCode);
    case Cause::Signalled:
        return failure.kind == Kind::Signal && within(exit.signal);
    case Cause::OutOfMemory:
        return failure.kind == Kind::OutOfMemory;
    case Cause::TimedOut:
        return failure.kind == Kind::TimedOut;
    case Cause::Lost:
        return failure.kind == Kind::Lost;
    case Cause::BadOutput:
    case Cause::BadGrowth:
    case Cause::LogTooLarge:
        return failure.kind == Kind::Output;
    case Cause::MissingProgram:
    case Cause::SpawnFailed:
        return failure.kind == Kind::Start;
    case Cause::InnerRun:
        return failure.kind == Kind::Exit && failure.low == 0;
    case Cause::Cancelled:
    case Cause::BadTemplate:
        break;
    }
    return false;
}

/// Why a carried task waits.
std::string waitText(const Carried &what)
{
    if (what.approval)
        return "waits for an answer" +
               (what.approval->message.empty() ? "" : ": " + what.approval->message);
    if (!what.wait)
        return {};
    if (!what.wait->file.empty())
        return "waits for the file " + what.wait->file;
    if (!what.wait->url.empty())
        return "waits for an answer of " + what.wait->url;
    if (!what.wait->dag.empty())
        return "waits for a run of " + what.wait->dag + " to succeed";
    return "waits until " + (what.wait->until.empty() ? "its time is over" : what.wait->until);
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
    if (event.task >= work.size())
        return;
    if (work[event.task].phase == Phase::Carried)
        return carry(event);
    if (work[event.task].phase != Phase::Placed)
        return;
    TaskRow &row = rows[event.task];
    if (row.attempts != event.attempt || row.state != TaskState::Queued)
        return;
    row.start = event.at;
    setState(event.task, TaskState::Running);
    if (isItem(event.task) && rowOf(row.node).start == 0) {
        rows[taskOf(row.node)].start = event.at;
        touch(taskOf(row.node));
    }
}

/// The engine sees a task through by itself now. What waits for the world or for a person stays
/// `waiting`; a sub-DAG runs.
void Machine::State::carry(const TaskStarted &event)
{
    TaskRow &row = rows[event.task];
    if (event.attempt != row.attempts + 1 || row.start != 0)
        return;
    const NodeSpec &node = dag->nodes[row.node];
    row.attempts = event.attempt;
    row.start = event.at;
    row.end = 0;
    row.exitCode = -1;
    const Carried what = carried(event.task);
    setReason(event.task, waitText(what));
    if (node.task.runtime == Runtime::SubDag)
        setState(event.task, TaskState::Running);
}

void Machine::State::on(const TaskEnded &event)
{
    if (event.task >= work.size())
        return;
    const Phase phase = work[event.task].phase;
    TaskRow &row = rows[event.task];
    const bool begun =
        phase == Phase::Placed || (phase == Phase::Carried && rows[event.task].start != 0);
    const bool expected = phase == Phase::Placed || phase == Phase::Carried ||
                          phase == Phase::Asked || phase == Phase::Ending;
    if (!expected || event.attempt != row.attempts + (begun ? 0 : 1))
        return;
    if (phase == Phase::Asked) // it never started
        emit(event.task, WithdrawPlacement{event.task});
    const Exit exit = judged(event.task, event.exit);
    row.attempts = event.attempt;
    row.exitCode = exit.exitCode;
    row.start = exit.start != 0 ? exit.start : row.start;
    row.end = exit.end;
    row.usage = exit.usage;
    if (isItem(event.task) && rowOf(row.node).start == 0) {
        rows[taskOf(row.node)].start = row.start;
        touch(taskOf(row.node));
    }
    work[event.task].phase = Phase::Idle;
    work[event.task].killed = false;
    work[event.task].outputs = exit.outputs;
    if (phase == Phase::Placed || phase == Phase::Asked)
        leaveGates(event.task);

    if (const auto mark = m_marks.find(event.task); mark != m_marks.end()) {
        const TaskMarked marked = mark->second;
        m_marks.erase(mark);
        return finishMarked(event.task, marked);
    }
    if (exit.succeeded() && !missed.empty() && missed.contains(event.task))
        emit(event.task, KeepResult{event.task});
    if (exit.succeeded())
        finish(event.task, TaskState::Succeeded, {});
    else if (exit.cause == Cause::Cancelled || (stopped(event.task) && exit.cause == Cause::Lost))
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
           !model::startsNoProcess(dag->nodes[edge.to].task.runtime) && plan.plain(edge.to) &&
           plan.cache(edge.to) == nullptr && !plan.looped(edge.from) && !plan.looped(edge.to);
}

std::vector<TaskIndex> Machine::State::followers(TaskIndex task, std::size_t most) const
{
    std::vector<TaskIndex> chain;
    const bool byHand = m_held || !m_holds.empty() || !m_pauseAfter.empty() || !m_marks.empty();
    if (isItem(task) || work[task].phase != Phase::Placed || m_cancel || byHand ||
        dag->maxParallelTasks > 0)
        return chain;
    for (TaskIndex last = task; chain.size() < most; last = chain.back()) {
        const auto out = plan.outgoing(rows[last].node);
        if (out.size() != 1 || !mayLead(out.front()))
            break;
        const TaskIndex next = taskOf(dag->edges[out.front()].to);
        if (rows[next].attempts != 0 || rows[next].state != TaskState::Pending)
            break;
        chain.push_back(next);
    }
    return chain;
}

/// interval * multiplier^(n - 1) for the n-th retry, spread by the jitter
SpanMs Machine::State::backoff(TaskIndex task, const RetryPolicy &policy) const
{
    const std::uint32_t n = work[task].failures;
    const double most =
        policy.maxInterval > 0 ? static_cast<double>(policy.maxInterval) : longestDelay;
    const double span =
        static_cast<double>(policy.interval) * std::pow(policy.backoffMultiplier, n - 1);
    const double share = 1.0 + policy.jitter * (2.0 * spread(run, task, n) - 1.0);
    return std::llround(std::clamp(std::min(span, most) * share, 0.0, longestDelay));
}

bool Machine::State::repeats(const RetryPolicy &policy, const Exit &exit) const
{
    return policy.on.empty() ||
           std::any_of(policy.on.begin(), policy.on.end(),
                       [&](const FailureClass &failure) { return isOf(failure, exit); });
}

/// The next attempt gets more of what this one lacked.
void Machine::State::grow(TaskIndex task, const RetryPolicy &policy, const Exit &exit)
{
    const auto times = [](std::uint64_t value, double factor) {
        return static_cast<std::uint64_t>(std::ceil(static_cast<double>(value) * factor));
    };
    const NodeIndex node = rows[task].node;
    if (exit.cause == Cause::OutOfMemory && policy.memoryGrowth > 1.0) {
        const std::uint64_t had = work[task].memoryMB > 0 ? work[task].memoryMB
                                  : node < fitted.size()  ? fitted[node].memoryMB
                                                          : dag->nodes[node].resources.memoryMB;
        const std::uint64_t peak = exit.usage.maxMemoryKiB / 1024;
        work[task].memoryMB = times(std::max(had, peak), policy.memoryGrowth);
    }
    if (exit.cause == Cause::TimedOut && policy.timeoutGrowth > 1.0) {
        const SpanMs had =
            work[task].timeout > 0 ? work[task].timeout : dag->nodes[node].execution.timeout;
        work[task].timeout =
            static_cast<SpanMs>(times(static_cast<std::uint64_t>(had), policy.timeoutGrowth));
    }
}

void Machine::State::failed(TaskIndex task, const Exit &exit)
{
    Work &w = work[task];
    const RetryPolicy &policy = plan.retry(rows[task].node);
    if (stopped(task) || exit.cause == Cause::BadTemplate || !repeats(policy, exit))
        return finish(task, TaskState::Failed, causeText(exit));
    if (exit.cause == Cause::Lost && w.losses < mostLosses) {
        ++w.losses;
        return begin(task);
    }
    if (exit.cause == Cause::Lost || w.failures >= policy.maxRetries)
        return finish(task, TaskState::Failed, causeText(exit));
    ++w.failures;
    grow(task, policy, exit);
    delay(task, backoff(task, policy), exit, policy.maxRetries);
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
