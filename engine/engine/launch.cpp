// SPDX-License-Identifier: GPL-3.0-or-later
// From a placed task to an order for the runner, and the end of leases and runs.
#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "engine/schedules.h"
#include "platform/files.h"
#include "platform/memory.h"

namespace orrery::engine {
namespace {

/// Replaces `token` in every argument.
void substitute(std::vector<std::string> &argv, std::string_view token, const std::string &value)
{
    for (std::string &argument : argv)
        for (std::size_t at = 0; (at = argument.find(token, at)) != std::string::npos;
             at += value.size())
            argument.replace(at, token.size(), value);
}

} // namespace

/// What a task reserves. A retry may have grown beyond every host: then as much as there is.
Resources Core::wanted(const LiveRun &run, TaskIndex task) const
{
    Resources needed = run.machine.resources(task);
    const resources::Demand demand = demandOf(needed);
    if (run.machine.task(task).attempts > 0 && !m_allocator.admit(demand))
        needed.memoryMB = m_allocator.fit(demand).memoryMiB;
    return needed;
}

/// @param open  for one that may not hold a secret @error Denied: it does
Result<executors::LaunchOrder> Core::order(const LiveRun &run, TaskIndex task,
                                           std::uint32_t attempt, bool open)
{
    run::ResolvedLaunch resolved = run.machine.resolve(task);
    if (open && !resolved.secrets.empty())
        return fail(ErrorCode::Denied, run.machine.name(task), "it holds a secret");
    if (!resolved.problem.empty())
        return fail(ErrorCode::InvalidSpec, run.machine.name(task), resolved.problem);
    if (auto filled = run::insertSecrets(
            resolved, [this](const std::string &name) { return m_secrets.value(name); });
        !filled)
        return tl::unexpected(filled.error());
    const TaskRow &row = run.machine.task(task);
    const NodeSpec &node = run.machine.dag().nodes[row.node];
    const Resources needed = wanted(run, task);

    executors::LaunchOrder order;
    order.key = {run.id, task, attempt};
    order.fence = m_epoch;
    order.argv = std::move(resolved.argv);
    order.environment = std::move(resolved.environment);
    order.inputs = std::move(resolved.inputs);
    order.script = std::move(resolved.script);
    order.taskName = run.machine.name(task);
    order.node = node.id;
    order.item = row.item;
    order.itemCount = static_cast<std::int32_t>(run.machine.itemCount(task));
    order.dagDir = run.machine.dag().sourceDir;
    order.runDir = run.machine.summary().resultsDir;
    order.isolation = run.machine.isolation(task);
    order.network = node.execution.network || node.task.runtime == Runtime::Http;
    order.cpuCores = needed.cpuCores;
    order.memoryMB = needed.memoryMB;
    order.timeout = run.machine.timeout(task);
    order.priority = run.machine.priority(task) + queuePriority(run.machine);
    order.age = run.age != 0 ? run.age : task < run.requests.size() ? run.requests[task] : 0;
    if (const auto lease = m_placed.find(order.key); lease != m_placed.end())
        order.gpus = lease->second;

    if (node.task.runtime == Runtime::Container && !order.argv.empty() &&
        findProgram("podman").empty())
        order.argv[0] = "docker";
    substitute(order.argv, "%ORRERY%", m_options.programDir + "/orrery");
    if (node.task.runtime == Runtime::Sql || node.task.runtime == Runtime::Http)
        order.readOnlyPaths.push_back(m_options.programDir);
    return order;
}

void Core::launch(LiveRun &run, TaskIndex task, std::uint32_t attempt)
{
    const bool early = m_ahead.contains({run.id, task, attempt});
    if (beganAhead({run.id, task, attempt}))
        return;
    auto made = order(run, task, attempt);
    if (!made) {
        TaskEnded ended{task, attempt, {}};
        ended.exit.cause = Cause::BadTemplate;
        ended.exit.exitCode = -1;
        ended.exit.detail = made.error().what;
        ended.exit.start = ended.exit.end = m_loop.wall();
        release(run, task);
        record(run, std::move(ended));
        return;
    }
    const bool external =
        run.machine.dag().nodes[run.machine.task(task).node].execution.externalEffects;
    m_unsent.emplace(made->key, early);
    hold(external ? types::Effect::LaunchExternal : types::Effect::LaunchHere,
         [this, order = std::make_shared<executors::LaunchOrder>(std::move(*made))] {
             if (m_unsent.erase(order->key) != 0) // it may have ended without
                 m_launches.push_back(std::move(*order));
         });
}

/// The host ends the attempt. One whose order has not left yet ends here, unless it runs already:
/// then the order goes before the kill.
void Core::kill(LiveRun &run, TaskIndex task, std::uint32_t attempt)
{
    const AttemptKey key{run.id, task, attempt};
    hold(types::Effect::KillHere, [this, key] { m_kills.push_back(key); });
    const auto unsent = m_unsent.find(key);
    if (unsent == m_unsent.end() || unsent->second)
        return;
    m_unsent.erase(unsent);
    TaskEnded ended{task, attempt, {}};
    ended.exit.cause = Cause::Cancelled;
    ended.exit.exitCode = -1;
    ended.exit.detail = "before it started";
    ended.exit.start = ended.exit.end = m_loop.wall();
    release(run, task);
    m_placed.erase(key);
    record(run, std::move(ended));
}

void Core::release(LiveRun &run, TaskIndex task)
{
    if (task >= run.requests.size() || run.requests[task] == 0)
        return;
    const resources::RequestId id = std::exchange(run.requests[task], 0);
    m_allocator.release(id);
    m_leases.erase(id);
}

/// A run has not succeeded before what its tasks wrote to its directory is on the disk: its end
/// outlives a power cut, so must they.
void Core::finish(LiveRun &run, const run::Finish &how)
{
    const std::uint32_t time = ++run.finishes;
    const std::string directory = run.machine.summary().resultsDir;
    if (how.state != RunState::Succeeded || !platform::holdsAnything(directory)) {
        record(run, RunEnded{how.state, how.cause, m_loop.wall()});
        return endRun(run);
    }
    run.summaryStale = true;
    m_workers.run([this, id = run.id, time, how, directory, alive = std::weak_ptr(m_alive)] {
        m_loop.post([this, id, time, how, alive, synced = platform::syncTree(directory)] {
            if (alive.expired())
                return;
            const auto found = m_runs.find(id);
            if (found == m_runs.end() || found->second->finishes != time ||
                !found->second->machine.finishing())
                return; // somebody made a task of it run again meanwhile
            if (synced)
                record(*found->second, RunEnded{how.state, how.cause, m_loop.wall()});
            else
                record(*found->second,
                       RunEnded{RunState::Failed,
                                "its files could not be brought to the disk: " +
                                    synced.error().where + ": " + synced.error().what,
                                m_loop.wall()});
            endRun(*found->second);
            tick();
        });
    });
}

void Core::endRun(LiveRun &run)
{
    run.ended = true;
    run.timers.clear();
    run.watches.clear();
    innerEnded(run);
    for (TaskIndex task = 0; task < run.requests.size(); ++task)
        release(run, task);
    releaseTurn(run);
    run.summaryStale = true;
    run.endSeq = m_lastSeq;
    hold(types::Effect::FinalState, [this, id = run.id, seq = m_lastSeq] {
        const auto ended = m_runs.find(id);
        if (ended == m_runs.end() || !ended->second->ended || ended->second->endSeq != seq)
            return; // it has begun again, and may have ended again
        ended->second->endShown = m_ranSome = true;
        noteChanges(*ended->second);
        scheduleSweep();
        m_schedules->runEnded(ended->second->machine.summary());
        if (m_activity)
            m_activity();
    });
}

/// Somebody has subscribed to the run, has news of it to come, or reads one of its logs.
bool Core::watched(const RunId &run) const
{
    const auto &subscribers = m_observers.subscribers;
    const auto &followers = m_observers.followers;
    return std::any_of(subscribers.begin(), subscribers.end(),
                       [&run](const auto &other) {
                           return other.second.filter.run == run || other.second.runs.contains(run);
                       }) ||
           std::any_of(followers.begin(), followers.end(),
                       [&run](const auto &other) { return other.second.run == run; });
}

/// Ended runs nobody looks at leave memory; the store has them. They linger, because somebody who
/// saw the end often looks; many of them do not, so that memory stays bounded.
void Core::scheduleSweep()
{
    constexpr SpanMs linger = 5000, crowdedLinger = 100;
    constexpr std::uint64_t mostLingering = 20'000; // tasks
    std::uint64_t lingering = 0;
    for (const auto &[id, run] : m_runs)
        lingering += run->endShown ? run->machine.taskCount() : 0;
    const bool crowded = lingering > mostLingering;
    if (m_sweepTimer && (!crowded || m_sweepsSoon))
        return;
    m_sweepsSoon = crowded;
    m_sweepTimer = m_loop.after(crowded ? crowdedLinger : linger, [this] {
        const auto keep = std::exchange(m_sweepTimer, nullptr);
        m_sweepsSoon = false;
        project();
        bool seen = false, large = false;
        std::erase_if(m_runs, [&](const auto &entry) {
            if (!entry.second->endShown)
                return false;
            if (watched(entry.first))
                return seen = true, false;
            large = large || entry.second->machine.taskCount() >= largeRun;
            return true;
        });
        if (large)
            platform::giveBackMemory();
        if (seen)
            scheduleSweep();
    });
}

} // namespace orrery::engine
