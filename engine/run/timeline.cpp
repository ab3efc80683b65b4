// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/timeline.h"

#include <algorithm>
#include <cmath>

namespace orrery::run {
namespace {

/// The last of the changes that had happened after so many events; nullptr = none had.
template <typename Change>
const Change *lastOf(const std::vector<Change> &changes, std::uint64_t events)
{
    const auto next =
        std::upper_bound(changes.begin(), changes.end(), events,
                         [](std::uint64_t n, const Change &change) { return n < change.event; });
    return next == changes.begin() ? nullptr : &*(next - 1);
}

} // namespace

Timeline::Timeline(RunId run, std::shared_ptr<const DagSpec> dag)
    : m_machine(std::move(run), std::move(dag))
{
    m_changes.resize(m_machine.taskCount());
    m_works.resize(m_machine.taskCount());
    m_taskCounts.emplace_back(0, m_machine.taskCount());
}

void Timeline::add(const Event &event)
{
    m_commands.clear();
    m_machine.apply(event, m_commands);
    m_times.push_back(m_machine.now());
    m_seqs.push_back(event.seq);
    const auto number = static_cast<std::uint32_t>(m_times.size());
    if (const std::uint32_t count = m_machine.taskCount(); count != m_changes.size()) {
        m_changes.resize(count);
        m_works.resize(count);
        m_taskCounts.emplace_back(number, count);
    }
    for (const TaskIndex task : m_machine.takeChanged()) {
        const TaskRow &row = m_machine.task(task);
        m_changes[task].push_back({number, row.state, row.attempts, row.exitCode, keep(row.host),
                                   keep(row.reason), keep(row.usage), row.start, row.end});
        const bool works = atWork(row);
        m_working += (works ? 1U : 0U) - (m_works[task] ? 1U : 0U);
        m_works[task] = works;
    }
    m_meanings.push_back(meaningOf(event.fact));
    noteRun();
}

bool Timeline::atWork(const TaskRow &row) const
{
    const Runtime runtime = m_machine.dag().nodes[row.node].task.runtime;
    const bool group = row.item < 0 && m_machine.itemCount(row.task) > 0;
    return row.state == TaskState::Running && !group && runtime != Runtime::Wait &&
           runtime != Runtime::Approve;
}

/// After the event was applied: whether a failed attempt was the last one shows in its task.
Timeline::Meaning Timeline::meaningOf(const Fact &fact) const
{
    Meaning meaning;
    meaning.running = m_working;
    if (const auto *started = std::get_if<TaskStarted>(&fact)) {
        meaning.task = started->task;
        meaning.what = Happening::Start;
    } else if (const auto *ended = std::get_if<TaskEnded>(&fact)) {
        meaning.task = ended->task;
        if (ended->task >= m_machine.taskCount())
            return meaning;
        const TaskState now = m_machine.task(ended->task).state;
        meaning.what = now == TaskState::Failed      ? Happening::Failure
                       : now == TaskState::Cancelled ? Happening::Cancel
                       : isFinal(now)                ? Happening::Success
                                                     : Happening::Retry;
    } else if (const auto *marked = std::get_if<TaskMarked>(&fact)) {
        meaning.task = marked->task;
        meaning.what = Happening::Mark;
    } else if (const auto *reused = std::get_if<TaskReused>(&fact)) {
        meaning.task = reused->task;
        meaning.what = Happening::Success;
    } else if (const auto *placed = std::get_if<TaskPlaced>(&fact)) {
        meaning.task = placed->task;
        meaning.what = Happening::Place;
    } else if (const auto *due = std::get_if<RetryDue>(&fact)) {
        meaning.task = due->task;
    } else if (std::holds_alternative<CancelRequested>(fact)) {
        meaning.what = Happening::Cancel;
    } else if (std::holds_alternative<RetryRequested>(fact)) {
        meaning.what = Happening::Retry;
    } else if (std::holds_alternative<HoldChanged>(fact)) {
        meaning.what = Happening::Hold;
    } else if (std::holds_alternative<RunEnded>(fact)) {
        meaning.what = Happening::End;
    }
    return meaning;
}

RunCourse Timeline::course(Seq after) const
{
    RunCourse course;
    const auto first = static_cast<std::size_t>(
        std::upper_bound(m_seqs.begin(), m_seqs.end(), after) - m_seqs.begin());
    course.points.reserve(m_seqs.size() - first);
    for (std::size_t i = first; i < m_seqs.size(); ++i)
        course.points.push_back(
            {m_seqs[i], m_times[i], m_meanings[i].task, m_meanings[i].what, m_meanings[i].running});
    return course;
}

std::uint32_t Timeline::keep(const std::string &text)
{
    const auto [known, added] =
        m_textIds.try_emplace(text, static_cast<std::uint32_t>(m_texts.size()));
    if (added)
        m_texts.push_back(text);
    return known->second;
}

std::uint32_t Timeline::keep(const Usage &usage)
{
    if (usage.cpuSeconds == 0 && usage.maxMemoryKiB == 0 && usage.readBytes == 0 &&
        usage.writeBytes == 0)
        return 0;
    m_usages.push_back(usage);
    return static_cast<std::uint32_t>(m_usages.size() - 1);
}

void Timeline::noteRun()
{
    const RunSummary &now = m_machine.summary();
    const bool same = !m_runChanges.empty() && m_runChanges.back().state == now.state &&
                      m_runChanges.back().ended == now.ended &&
                      m_runChanges.back().cause == now.cause;
    if (!same)
        m_runChanges.push_back(
            {static_cast<std::uint32_t>(m_times.size()), now.state, now.cause, now.ended});
}

std::uint64_t Timeline::eventsAt(const Moment &moment) const
{
    const auto until = [](const auto &sorted, auto value) {
        return static_cast<std::uint64_t>(std::upper_bound(sorted.begin(), sorted.end(), value) -
                                          sorted.begin());
    };
    if (moment.kind == Moment::Kind::Event)
        return until(m_seqs, moment.seq);
    if (moment.kind == Moment::Kind::Share && moment.share >= 1)
        return m_times.size();
    return until(m_times, timeAt(moment, 0));
}

WallMs Timeline::timeAt(const Moment &moment, std::uint64_t events) const
{
    if (m_times.empty())
        return 0;
    const WallMs begin = m_times.front();
    const WallMs end = m_times.back();
    switch (moment.kind) {
    case Moment::Kind::Time:
        return moment.ms;
    case Moment::Kind::Since:
        return begin + moment.ms;
    case Moment::Kind::Share:
        return begin +
               std::llround(std::clamp(moment.share, 0.0, 1.0) * static_cast<double>(end - begin));
    case Moment::Kind::Event:
        break;
    }
    return events == 0 ? begin : m_times[events - 1];
}

TaskRow Timeline::task(TaskIndex task, std::uint64_t events) const
{
    const TaskRow &now = m_machine.task(task);
    TaskRow row;
    row.task = now.task;
    row.node = now.node;
    row.item = now.item;
    row.label = now.label;
    const Change *change = lastOf(m_changes[task], events);
    if (change == nullptr)
        return row;
    row.state = change->state;
    row.attempts = change->attempts;
    row.exitCode = change->exitCode;
    row.start = change->start;
    row.end = change->end;
    row.host = m_texts[change->host];
    row.reason = m_texts[change->reason];
    row.usage = m_usages[change->usage];
    if (row.state == TaskState::Succeeded && now.state == row.state && now.end == row.end) {
        row.cachedFrom = now.cachedFrom;
        row.cachedAt = now.cachedAt;
    }
    return row;
}

RunSummary Timeline::summaryAt(std::uint64_t events) const
{
    RunSummary summary = m_machine.summary();
    const RunChange *change = lastOf(m_runChanges, events);
    summary.state = change == nullptr ? RunState::Pending : change->state;
    summary.cause = change == nullptr ? std::string() : change->cause;
    summary.ended = change == nullptr ? 0 : change->ended;
    summary.counts = {};
    return summary;
}

RunMoment Timeline::at(const Moment &moment) const
{
    RunMoment then;
    then.events = eventsAt(moment);
    then.totalEvents = m_times.size();
    if (!m_times.empty()) {
        then.begin = m_times.front();
        then.end = m_times.back();
        then.at = std::clamp(timeAt(moment, then.events), then.begin, then.end);
    }
    then.seq = then.events == 0 ? 0 : m_seqs[then.events - 1];
    then.summary = summaryAt(then.events);
    const auto counted =
        std::upper_bound(m_taskCounts.begin(), m_taskCounts.end(), then.events,
                         [](std::uint64_t n, const auto &count) { return n < count.first; });
    const std::uint32_t count = (counted - 1)->second;
    then.tasks.reserve(count);
    for (TaskIndex index = 0; index < count; ++index) {
        then.tasks.push_back(task(index, then.events));
        ++then.summary.counts[static_cast<std::size_t>(then.tasks.back().state)];
    }
    return then;
}

} // namespace orrery::run
