// SPDX-License-Identifier: GPL-3.0-or-later
// What observers see: deltas at most once a frame, and logs in order without gaps.
#include <algorithm>
#include <utility>

#include "engine/core.h"

namespace orrery::engine {
namespace {

constexpr SpanMs frame = 16;
constexpr SpanMs hostPeriod = 1000;
constexpr std::uint64_t logPieceBytes = 256U << 10U;

} // namespace

std::uint64_t Core::subscribe(Filter filter, std::function<void(Delta)> observer)
{
    const std::uint64_t id = m_observers.next++;
    Subscriber subscriber;
    subscriber.filter = std::move(filter);
    subscriber.observer = std::move(observer);
    if (!subscriber.filter.run.empty())
        static_cast<void>(find(subscriber.filter.run)); // keeps an ended run at hand
    m_observers.subscribers.emplace(id, std::move(subscriber));
    scheduleDeltas();
    sampleHost();
    return id;
}

void Core::unsubscribe(std::uint64_t id)
{
    m_observers.subscribers.erase(id);
    const auto follower = m_observers.followers.find(id);
    if (follower == m_observers.followers.end())
        return;
    const Follower gone = std::move(follower->second);
    m_observers.followers.erase(follower);
    const auto same = [&gone](const auto &other) {
        return other.second.live && other.second.run == gone.run &&
               other.second.task == gone.task && other.second.attempt == gone.attempt;
    };
    const auto &others = m_observers.followers;
    if (gone.live && m_executor && std::none_of(others.begin(), others.end(), same))
        m_executor->unfollow({gone.run, gone.task, gone.attempt});
}

void Core::noteChanges(LiveRun &run)
{
    run.summaryStale = true;
    const std::vector<TaskIndex> changed = run.machine.takeChanged();
    for (auto &[id, subscriber] : m_observers.subscribers) {
        subscriber.runs.insert(run.id);
        if (subscriber.filter.run == run.id)
            subscriber.tasks.insert(subscriber.tasks.end(), changed.begin(), changed.end());
        subscriber.hosts = true;
    }
    scheduleDeltas();
}

void Core::scheduleDeltas()
{
    if (m_deltaTimer || m_observers.subscribers.empty())
        return;
    m_deltaTimer = m_loop.after(frame, [this] {
        const auto keep = std::exchange(m_deltaTimer, nullptr);
        flushDeltas();
    });
}

void Core::flushDeltas()
{
    std::vector<std::uint64_t> ids; // an observer may end its subscription, or begin another
    for (const auto &[id, subscriber] : m_observers.subscribers)
        if (subscriber.dirty())
            ids.push_back(id);
    for (const std::uint64_t id : ids) {
        const auto found = m_observers.subscribers.find(id);
        if (found == m_observers.subscribers.end())
            continue;
        Delta change = delta(found->second);
        const auto observer = found->second.observer;
        observer(std::move(change));
    }
}

Delta Core::delta(Subscriber &subscriber)
{
    Delta delta;
    delta.seq = m_store->writtenSeq();
    delta.snapshot = std::exchange(subscriber.fresh, false);
    if (delta.snapshot) {
        constexpr std::uint32_t history = 500;
        project();
        delta.runs = m_store->runs(history);
        for (RunSummary &run : delta.runs)
            if (const auto live = m_runs.find(run.id); live != m_runs.end())
                run = summaryOf(*live->second);
    } else {
        for (const RunId &run : subscriber.runs)
            if (const auto live = m_runs.find(run); live != m_runs.end())
                delta.runs.push_back(summaryOf(*live->second));
    }
    if (const auto live = m_runs.find(subscriber.filter.run); live != m_runs.end()) {
        Delta::Tasks tasks{subscriber.filter.run, {}, 0};
        const run::Machine &machine = live->second->machine;
        const auto nodes = static_cast<std::uint32_t>(machine.dag().nodes.size());
        if (!machine.growths().empty() && subscriber.nodes != nodes)
            tasks.nodes = nodes;
        subscriber.nodes = nodes;
        auto &changed = subscriber.tasks;
        if (delta.snapshot) {
            changed.resize(live->second->machine.taskCount());
            for (TaskIndex task = 0; task < changed.size(); ++task)
                changed[task] = task;
        } else {
            std::sort(changed.begin(), changed.end());
            changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
        }
        tasks.rows.reserve(changed.size());
        for (const TaskIndex task : changed)
            tasks.rows.push_back(row(*live->second, task));
        if (!tasks.rows.empty() || tasks.nodes != 0)
            delta.tasks.push_back(std::move(tasks));
    }
    subscriber.runs.clear();
    subscriber.tasks.clear();
    delta.samples = std::exchange(subscriber.samples, {});
    if (std::exchange(subscriber.hosts, false) && subscriber.filter.hosts)
        delta.hosts.push_back(hostNow());
    return delta;
}

/// One reading a second while somebody looks; nothing runs when nobody does.
void Core::sampleHost()
{
    const auto &all = m_observers.subscribers;
    const bool wanted =
        std::any_of(all.begin(), all.end(), [](const auto &s) { return s.second.filter.hosts; });
    if (!wanted || m_hostTimer)
        return;
    m_hostTimer = m_loop.after(hostPeriod, [this] {
        const auto keep = std::exchange(m_hostTimer, nullptr);
        if (m_probe)
            m_hostSample = m_probe->sample(m_loop.wall());
        for (auto &[id, subscriber] : m_observers.subscribers)
            subscriber.hosts = true;
        scheduleDeltas();
        sampleHost();
    });
}

std::uint64_t Core::follow(const RunId &run, TaskIndex task, std::uint32_t attempt,
                           std::function<void(const LogChunk &)> observer)
{
    const std::uint64_t id = m_observers.next++;
    Follower &follower = m_observers.followers[id];
    follower.run = run;
    follower.task = task;
    follower.wanted = attempt;
    follower.observer = std::move(observer);
    serveFollower(follower);
    return id;
}

/// Sends what is stored, then asks the executor for what is to come.
void Core::serveFollower(Follower &follower)
{
    if (follower.done)
        return;
    const auto found = find(follower.run);
    if (!found || follower.task >= (*found)->machine.taskCount()) {
        follower.done = true;
        follower.observer({follower.attempt, 0, "", true});
        return;
    }
    const LiveRun &run = **found;
    const TaskRow &row = run.machine.task(follower.task);
    const std::uint32_t attempt = follower.wanted != 0 ? follower.wanted : row.attempts;
    if (attempt == 0 || attempt > row.attempts) {
        if (isFinal(row.state) && run.ended) {
            follower.done = true;
            follower.observer({follower.attempt, 0, "", true});
        }
        return; // startAttemptLog comes back here
    }
    if (attempt != follower.attempt) {
        follower.attempt = attempt;
        follower.offset = 0;
        follower.live = false;
    }
    const bool running = attempt == row.attempts && inFlight(run, follower.task);
    if (running) {
        if (!follower.live && m_executorReady && row.state == TaskState::Running) {
            follower.live = true;
            m_executor->follow({follower.run, follower.task, attempt}, follower.offset);
        }
        return;
    }
    project();
    LogRef log;
    for (const store::AttemptRecord &record : m_store->attempts(follower.run, follower.task))
        if (record.attempt == attempt)
            log = record.exit.log;
    while (follower.offset < log.size) {
        const std::string text = readLog(log, follower.offset, logPieceBytes);
        if (text.empty())
            break;
        const std::uint64_t at = follower.offset;
        follower.offset += text.size();
        follower.observer({attempt, at, text, false});
    }
    if (follower.wanted == 0 && !isFinal(row.state))
        return; // a retry will start
    follower.done = true;
    follower.observer({attempt, follower.offset, "", true});
}

void Core::startAttemptLog(const AttemptKey &key)
{
    for (auto &[id, follower] : m_observers.followers)
        if (follower.run == key.run && follower.task == key.task)
            serveFollower(follower);
}

/// After the tick, so that the row and the journal know the end.
void Core::endAttemptLog(const AttemptKey &key)
{
    const auto &all = m_observers.followers;
    const bool read = std::any_of(all.begin(), all.end(), [&key](const auto &follower) {
        return follower.second.run == key.run && follower.second.task == key.task;
    });
    if (read)
        m_loop.post([this, key, alive = std::weak_ptr(m_alive)] {
            if (!alive.expired())
                startAttemptLog(key);
        });
}

void Core::logPiece(const executors::LogPiece &piece)
{
    for (auto &[id, follower] : m_observers.followers) {
        const bool same = follower.live && follower.run == piece.key.run &&
                          follower.task == piece.key.task && follower.attempt == piece.key.attempt;
        if (!same || piece.offset + piece.text.size() <= follower.offset ||
            piece.offset > follower.offset)
            continue;
        const std::string fresh = piece.text.substr(follower.offset - piece.offset);
        const std::uint64_t at = follower.offset;
        follower.offset += fresh.size();
        follower.observer({follower.attempt, at, fresh, false});
    }
}

} // namespace orrery::engine
