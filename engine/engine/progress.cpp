// SPDX-License-Identifier: GPL-3.0-or-later
// What executors tell: starts, ends, samples, a link that came up or a runner that died.
#include <utility>

#include "core/log.h"
#include "core/plant.h"
#include "engine/core.h"

namespace orrery::engine {

executors::Observer Core::observer()
{
    executors::Observer to;
    to.progress = [this](auto started, auto ended) { progressed(started, ended); };
    to.samples = [this](auto samples) { sampled(samples); };
    to.log = [this](const executors::LogPiece &piece) { logPiece(piece); };
    to.ready = [this](const std::vector<AttemptKey> &alive) { executorReady(alive); };
    to.lost = [this](const std::string &why) { executorLost(why); };
    return to;
}

void Core::connectExecutor()
{
    if (std::exchange(m_executorAsked, true))
        return;
    if (!m_executor)
        m_executor = m_makeExecutor(m_host, observer());
    // The epoch is synced before the first launch of its owner: an old owner's launches are fenced.
    hold(types::Effect::RunnerAcknowledge, [this] { m_executor->connect(m_epoch); });
}

bool Core::inFlight(const LiveRun &run, TaskIndex task) const
{
    if (task >= run.requests.size() || run.requests[task] == 0)
        return false;
    const TaskState state = run.machine.task(task).state;
    return state == TaskState::Queued || state == TaskState::Running;
}

void Core::progressed(std::span<const executors::Started> started,
                      std::span<const executors::Ended> ended)
{
    take(started, ended);
    tickSoon();
}

void Core::take(std::span<const executors::Started> started,
                std::span<const executors::Ended> ended)
{
    const auto current = [this](const AttemptKey &key) -> LiveRun * {
        const auto run = m_runs.find(key.run);
        if (run == m_runs.end() || key.task >= run->second->machine.taskCount() ||
            !inFlight(*run->second, key.task) ||
            (run->second->machine.task(key.task).attempts != key.attempt &&
             !ORRERY_PLANTED(DropFence)))
            return nullptr; // an attempt that was given up: the newest fence alone commits
        return run->second.get();
    };
    for (const executors::Started &start : started) {
        LiveRun *run = current(start.key);
        if (run != nullptr && run->machine.task(start.key.task).state == TaskState::Queued)
            record(*run, TaskStarted{start.key.task, start.key.attempt, start.pid, start.at});
    }
    std::vector<AttemptKey> done;
    for (const executors::Ended &end : ended) {
        if (LiveRun *run = current(end.key)) {
            release(*run, end.key.task);
            m_unsent.erase(end.key);
            m_placed.erase(end.key);
            TaskEnded fact{end.key.task, end.key.attempt,
                           run->machine.judged(end.key.task, end.exit)};
            if (!end.exit.growth.empty())
                growBy(*run, end.key.task, end.key.attempt, fact.exit);
            record(*run, std::move(fact));
            endAttemptLog(end.key);
        } else if (const auto early = m_ahead.find(end.key); early != m_ahead.end()) {
            early->second = end; // kept until it is launched
            continue;
        } else if (comesNext(end.key)) { // it was withdrawn, and had ended before that reached it
            m_ahead.emplace(end.key, end);
            continue;
        }
        done.push_back(end.key);
    }
    for (const executors::Started &start : started)
        if (current(start.key) != nullptr)
            startAttemptLog(start.key);
    if (!done.empty() && !ORRERY_PLANTED(LoseAcknowledgement))
        hold(types::Effect::RunnerAcknowledge, [this, done = std::move(done)] {
            m_acknowledged.insert(m_acknowledged.end(), done.begin(), done.end());
        });
}

/// While the host has launches enough to go on with, ends are gathered into one commit.
void Core::tickSoon()
{
    constexpr std::uint32_t enough = 16;
    constexpr SpanMs gather = 4;
    if (m_allocator.usage(m_host.id).leases < enough)
        return tick();
    if (m_gatherTimer)
        return;
    m_gatherTimer = m_loop.after(gather, [this] {
        const auto keep = std::exchange(m_gatherTimer, nullptr);
        tick();
    });
}

void Core::executorReady(const std::vector<AttemptKey> &alive)
{
    m_executorReady = true;
    findAhead(alive);
    const std::set<AttemptKey> known(alive.begin(), alive.end());
    loseAttempts(known, "the runner that held it ended");
    launchAgain(known);
    killAgain();
    flushExecutor();
    for (auto &[id, follower] : m_observers.followers) {
        follower.live = false;
        serveFollower(follower);
    }
    tick();
}

/// A launch may have been lost with the link, or never left an engine that ended; the host may know
/// the attempt all the same, from an order ahead of its turn, which it would forget at a kill
/// without a word. One that it has as a launch is told again, not started twice.
void Core::launchAgain(const std::set<AttemptKey> &alive)
{
    for (const auto &[id, run] : m_runs) {
        for (TaskIndex task = 0; task < run->requests.size(); ++task) {
            if (!inFlight(*run, task))
                continue;
            const AttemptKey key{id, task, run->machine.task(task).attempts};
            if (!alive.contains(key) || m_unsent.contains(key))
                continue;
            if (auto made = order(*run, task, key.attempt))
                m_launches.push_back(std::move(*made));
        }
    }
}

/// A kill may have been lost with the link.
void Core::killAgain()
{
    if (ORRERY_PLANTED(LoseKill))
        return;
    for (const auto &[id, run] : m_runs) {
        if (run->ended)
            continue;
        for (const run::Command &command : run->machine.outstanding())
            if (const auto *wanted = std::get_if<run::Kill>(&command))
                kill(*run, wanted->task, wanted->attempt);
    }
}

void Core::executorLost(const std::string &why)
{
    core::log(core::LogLevel::Warning,
              "the runner of this host is lost (" + why + "); starting another");
    m_executorReady = false;
    m_executorAsked = true;
    constexpr SpanMs pause = 200;
    m_reconnect = m_loop.after(pause, [this] { m_executor->connect(m_epoch); });
}

/// Everything in flight that the host does not know any more has ended without a word.
void Core::loseAttempts(const std::set<AttemptKey> &alive, const std::string &why)
{
    std::set<AttemptKey> unsent;
    for (const executors::LaunchOrder &order : m_launches)
        unsent.insert(order.key);
    for (const auto &[id, run] : m_runs) {
        for (TaskIndex task = 0; task < run->requests.size(); ++task) {
            if (!inFlight(*run, task))
                continue;
            const AttemptKey key{id, task, run->machine.task(task).attempts};
            if (alive.contains(key) || unsent.contains(key) ||
                (m_unsent.contains(key) && !ORRERY_PLANTED(LoseUnsent)))
                continue;
            TaskEnded ended{task, key.attempt, {}};
            ended.exit.cause = Cause::Lost;
            ended.exit.exitCode = -1;
            ended.exit.detail = why;
            ended.exit.start = run->machine.task(task).start;
            ended.exit.end = m_loop.wall();
            if (!ORRERY_PLANTED(ForgetLease))
                release(*run, task);
            m_placed.erase(key);
            record(*run, std::move(ended));
            endAttemptLog(key);
        }
    }
}

void Core::sampled(std::span<const TaskSample> samples)
{
    for (auto &[id, subscriber] : m_observers.subscribers)
        for (const TaskSample &sample : samples)
            if (sample.run == subscriber.filter.run)
                subscriber.samples.push_back(sample);
    scheduleDeltas();
}

} // namespace orrery::engine
