// SPDX-License-Identifier: GPL-3.0-or-later
// Answers to sessions: what is read here is never more than the journal says.
#include <algorithm>
#include <cstdlib>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/core.h"
#include "engine/dagfiles.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "model/runtime.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr std::uint64_t tailBytes = 16U << 10U;
constexpr std::size_t tailLines = 20;
constexpr std::uint32_t runsForHistory = 500;
constexpr std::size_t lastRunsShown = 12;

/// The last lines of a text, at most `count`.
std::string lastLines(const std::string &text, std::size_t count)
{
    std::size_t from = text.size();
    if (from > 0 && text.back() == '\n')
        --from;
    for (std::size_t lines = 0; lines < count; ++lines) {
        const std::size_t newline = from == 0 ? std::string::npos : text.rfind('\n', from - 1);
        if (newline == std::string::npos)
            return text;
        from = newline;
    }
    return text.substr(from + 1);
}

} // namespace

tl::unexpected<Error> unknownTask(const RunId &run, TaskIndex task)
{
    return fail(ErrorCode::NotFound, run.text, "the run has no task " + std::to_string(task));
}

void Core::info(const Reply<EngineInfo> &reply)
{
    EngineInfo info;
    info.version = versionText();
    info.home = m_options.home;
    info.pid = ::getpid();
    info.epoch = m_epoch;
    info.started = m_started;
    info.activeRuns = activeRuns();
    info.owner = m_options.role;
    info.hosts.push_back(hostNow());
    const store::Counters counters = m_store->counters();
    info.counters = {counters.commits, counters.events, counters.journalBytes,
                     counters.syncs,   m_launched,      counters.syncP99Ms};
    info.stalled = m_stalled;
    reply(std::move(info));
}

std::uint32_t Core::activeRuns() const
{
    return static_cast<std::uint32_t>(std::count_if(
        m_runs.begin(), m_runs.end(), [](const auto &run) { return !run.second->ended; }));
}

HostInfo Core::hostNow() const
{
    HostInfo host = m_host;
    const resources::Usage usage = m_allocator.usage(m_host.id);
    host.cpuReserved = static_cast<double>(usage.milliCpu) / 1000;
    host.memoryReservedMiB = usage.memoryMiB;
    host.gpusReserved = usage.gpus;
    host.now = m_hostSample;
    if (!m_hostSample.gpus.empty())
        host.gpus = m_hostSample.gpus;
    return host;
}

void Core::dags(const Reply<std::vector<DagSummary>> &reply)
{
    std::vector<RunSummary> recent = m_store->runs(runsForHistory);
    for (RunSummary &run : recent)
        if (const auto live = m_runs.find(run.id); live != m_runs.end())
            run = summaryOf(*live->second);
    const DagPlaces places{m_options.home, m_options.examplesDir, m_options.programDir,
                           m_store->rememberedFiles()};
    m_workers.run(
        [this, places, recent = std::move(recent), reply, alive = std::weak_ptr(m_alive)] {
            std::vector<DagSummary> found = listDags(places);
            for (DagSummary &dag : found) {
                for (const RunSummary &run : recent)
                    if (run.file == dag.file && dag.lastRuns.size() < lastRunsShown)
                        dag.lastRuns.push_back(run);
            }
            m_loop.post([found = std::move(found), reply, alive]() mutable {
                if (!alive.expired())
                    reply(std::move(found));
            });
        });
}

void Core::remember(const std::string &file, const Reply<> &reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    recordOf({}, FileRemembered{file, m_loop.wall()});
    answerSynced(reply);
}

void Core::cancel(const RunId &run, Reply<> reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    if (m_gate.stopped())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    if (!(*found)->ended) // an end that is not synced yet may be lost again: it is waited for
        record(**found, CancelRequested{userName(), "", m_loop.wall()});
    answerSynced(std::move(reply));
}

void Core::retry(const RunId &run, std::vector<TaskIndex> tasks, Reply<> reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    LiveRun &live = **found;
    if (!live.ended && tasks.empty())
        return reply(fail(ErrorCode::Conflict, run.text,
                          "the run has not ended: name the tasks that shall run again"));
    for (const TaskIndex task : tasks) {
        if (task >= live.machine.taskCount())
            return reply(unknownTask(run, task));
        if (!live.ended && !isFinal(live.machine.task(task).state))
            return reply(fail(ErrorCode::Conflict, run.text,
                              live.machine.name(task) + " has not ended yet"));
        if (live.machine.task(task).state == TaskState::Succeeded)
            return reply(fail(ErrorCode::Conflict, run.text,
                              live.machine.name(task) +
                                  " has succeeded: only what failed, was cancelled or skipped "
                                  "runs again"));
    }
    if (m_gate.stopped())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    live.ended = live.endShown = false;
    record(live, RetryRequested{std::move(tasks), userName(), m_loop.wall()});
    answerSynced(std::move(reply));
    if (m_activity)
        m_activity();
}

void Core::hold(const RunId &run, HoldOrder order, Reply<> reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    LiveRun &live = **found;
    if (live.ended)
        return reply(fail(ErrorCode::Conflict, run.text, "the run has ended"));
    for (const TaskIndex task : order.tasks)
        if (task >= live.machine.taskCount())
            return reply(unknownTask(run, task));
    if (m_gate.stopped())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    withdrawAhead(run);
    const HoldChanged change{
        std::move(order.tasks), order.held, order.after, order.step, userName(), m_loop.wall()};
    const auto hasHeld = [](const LiveRun *one) {
        return one->machine.summary().counts[static_cast<std::size_t>(TaskState::Held)] > 0;
    };
    // Released as a whole, its sub-DAGs are, too; record() holds those of a run that is held.
    const bool whole = change.tasks.empty() && !change.held;
    std::vector<LiveRun *> meant = whole ? withInner(live) : std::vector<LiveRun *>{&live};
    if (whole && change.step) {
        const auto first = std::find_if(meant.begin(), meant.end(), hasHeld);
        meant = {first == meant.end() ? &live : *first};
    }
    for (LiveRun *one : meant) {
        record(*one, change);
        one->summaryStale = true;
    }
    answerSynced(std::move(reply));
}

void Core::mark(const RunId &run, Mark mark, Reply<> reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    LiveRun &live = **found;
    if (mark.task >= live.machine.taskCount())
        return reply(unknownTask(run, mark.task));
    const TaskRow &row = live.machine.task(mark.task);
    if (row.item < 0 && live.machine.itemCount(mark.task) > 0 && !isFinal(row.state))
        return reply(fail(ErrorCode::Conflict, run.text,
                          live.machine.name(mark.task) +
                              " has items under way; name one of them: " +
                              live.machine.name(mark.task) + "[...]"));
    if (live.machine.awaitsTurn())
        return reply(fail(ErrorCode::Conflict, run.text,
                          "the run has not begun: it waits for "
                          "its turn"));
    if (mark.state == TaskState::Succeeded) {
        Exit exit;
        exit.outputs = mark.outputs;
        exit = live.machine.judged(mark.task, std::move(exit));
        if (!exit.succeeded())
            return reply(fail(ErrorCode::InvalidSpec, live.machine.name(mark.task), exit.detail));
    }
    if (m_gate.stopped())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    withdrawAhead(run);
    record(live, TaskMarked{mark.task, mark.state, std::move(mark.outputs), userName(),
                            std::move(mark.why), m_loop.wall()});
    live.summaryStale = true;
    answerSynced(std::move(reply));
}

/// The fact recorded last is told once it is synced.
void Core::answerSynced(Reply<> reply)
{
    answer<void>(std::move(reply), {});
    tick();
}

void Core::runs(std::uint32_t limit, const Reply<std::vector<RunSummary>> &reply)
{
    project();
    std::vector<RunSummary> all = m_store->runs(limit);
    for (RunSummary &run : all)
        if (const auto live = m_runs.find(run.id); live != m_runs.end())
            run = summaryOf(*live->second);
    reply(std::move(all));
}

Result<LiveRun *> Core::find(const RunId &run)
{
    if (const auto live = m_runs.find(run); live != m_runs.end())
        return live->second.get();
    auto loaded = load(run);
    if (!loaded)
        return tl::unexpected(loaded.error());
    scheduleSweep();
    return m_runs.emplace(run, std::move(*loaded)).first->second.get();
}

/// A final state is told only once it is synced: until then the run is still running to others.
RunSummary Core::summaryOf(const LiveRun &run) const
{
    RunSummary summary = run.machine.summary();
    if (isFinal(summary.state) && !run.endShown) {
        summary.state = RunState::Running;
        summary.cause.clear();
        summary.ended = 0;
    }
    if (!m_stalled.empty() && !isFinal(summary.state))
        summary.waits = "paused: " + m_stalled;
    else if (run.machine.finishing())
        summary.waits = "its files are brought to the disk";
    else if (run.machine.awaitsTurn())
        summary.waits = run.machine.held() ? "held" : whyNotBegun(run);
    return summary;
}

/// A run as it may be told in answer to a question. While the disk refuses what has happened since,
/// that is the run as the journal has it, read into `copy`.
Result<const LiveRun *> Core::recorded(const RunId &run, std::unique_ptr<LiveRun> &copy)
{
    auto found = find(run);
    if (!found)
        return tl::unexpected(found.error());
    if (m_stalled.empty() || m_facts == 0 || (*found)->endShown)
        return *found;
    auto loaded = load(run);
    if (!loaded)
        return tl::unexpected(loaded.error());
    copy = std::move(*loaded);
    copy->endShown = false; // its end may be written, and is not synced
    return copy.get();
}

TaskRow Core::row(const LiveRun &run, TaskIndex task) const
{
    TaskRow row = run.machine.task(task);
    if (const auto watch = run.watches.find(task);
        watch != run.watches.end() && !watch->second.problem.empty())
        row.reason = row.reason + (" (last look: " + watch->second.problem + ")");
    const bool waits = row.state == TaskState::Waiting;
    if ((!waits && row.state != TaskState::Queued) || !row.reason.empty())
        return row;
    const resources::RequestId request = task < run.requests.size() ? run.requests[task] : 0;
    if (waits && !m_stalled.empty())
        row.reason = "paused: " + m_stalled;
    else if (request != 0)
        row.reason = waits ? m_allocator.why(request) : m_allocator.whyReady(request);
    return row;
}

void Core::show(const RunId &run, const Reply<RunDetail> &reply)
{
    std::unique_ptr<LiveRun> copy;
    const auto found = recorded(run, copy);
    if (!found)
        return reply(tl::unexpected(found.error()));
    const LiveRun &live = **found;
    RunDetail detail;
    detail.summary = summaryOf(live);
    detail.dag = live.machine.sharedDag();
    detail.tasks.reserve(live.machine.taskCount());
    for (TaskIndex task = 0; task < live.machine.taskCount(); ++task)
        detail.tasks.push_back(row(live, task));
    for (TaskIndex task = 0; task < live.machine.taskCount(); ++task)
        detail.outputs.push_back(live.machine.outputs(task));
    detail.environment = live.machine.environment();
    detail.growths = live.machine.growths();
    reply(std::move(detail));
}

AttemptView Core::attemptView(const LiveRun &run, TaskIndex task,
                              const store::AttemptRecord &record) const
{
    AttemptView view;
    view.attempt = record.attempt;
    view.host = record.host;
    view.gpus = record.gpus;
    view.placed = record.placed;
    view.start = record.started != 0 ? record.started : record.exit.start;
    view.state = record.started != 0 ? TaskState::Running : TaskState::Queued;
    const NodeSpec &node = run.machine.dag().nodes[run.machine.task(task).node];
    if (!model::startsNoProcess(node.task.runtime))
        view.isolation = run.machine.isolation(task) == Isolation::Sandbox ? "sandbox" : "process";
    if (record.ended) {
        const Exit &exit = record.exit;
        view.state = exit.succeeded()                 ? TaskState::Succeeded
                     : exit.cause == Cause::Cancelled ? TaskState::Cancelled
                                                      : TaskState::Failed;
        view.end = exit.end;
        view.exitCode = exit.exitCode;
        view.cause = exit.succeeded() ? "" : causeText(exit);
        view.usage = exit.usage;
        view.log = exit.log;
        view.outputs = exit.outputs;
        view.workDir = exit.workDir;
        view.enforcement = exit.enforcement;
    }
    run::ResolvedLaunch resolved = run.machine.resolve(task);
    run::maskSecrets(resolved);
    view.command = std::move(resolved.argv);
    view.environment = std::move(resolved.environment);
    view.inputs = std::move(resolved.inputs);
    view.script = std::move(resolved.script);
    return view;
}

void Core::task(const RunId &run, TaskIndex task, const Reply<TaskDetail> &reply)
{
    std::unique_ptr<LiveRun> copy;
    const auto found = recorded(run, copy);
    if (!found)
        return reply(tl::unexpected(found.error()));
    const LiveRun &live = **found;
    if (task >= live.machine.taskCount())
        return reply(unknownTask(run, task));
    project();
    TaskDetail detail;
    detail.row = row(live, task);
    detail.id = live.machine.name(task);
    for (const store::AttemptRecord &record : m_store->attempts(run, task))
        detail.attempts.push_back(attemptView(live, task, record));
    if (!detail.attempts.empty()) {
        const LogRef &log = detail.attempts.back().log;
        const std::uint64_t from = log.size > tailBytes ? log.size - tailBytes : 0;
        detail.lastLines = lastLines(readLog(log, from, log.size - from), tailLines);
    }
    if (const TaskReused *reused = live.machine.reused(task))
        detail.cacheKey = reused->key;
    else if (const CacheMissed *missed = live.machine.missed(task))
        std::tie(detail.cacheKey, detail.cacheWhy) = std::tie(missed->key, missed->why);
    reply(std::move(detail));
}

std::string Core::readLog(const LogRef &log, std::uint64_t offset, std::uint64_t size) const
{
    if (log.file.empty() || offset >= log.size)
        return {};
    auto text = platform::readRange(m_options.home + "/logs/" + log.file, log.offset + offset,
                                    std::min(size, log.size - offset));
    return text ? std::move(*text) : "[the log cannot be read: " + text.error().what + "]\n";
}

} // namespace orrery::engine
