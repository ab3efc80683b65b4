// SPDX-License-Identifier: GPL-3.0-or-later
// Events of whole runs for tests of the store, the same for the same arguments.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "engine/event.h"
#include "types/codec.h"

namespace orrery::support {

/// A run of `tasks` tasks on this host: created, each placed, started and ended, and the run's end.
/// Every seventh task fails once and is tried again; every fifth prints; every third has outputs.
inline std::vector<Event> runEvents(const std::string &run, std::uint32_t tasks, bool ended = true)
{
    WallMs now = 1'790'000'000'000;
    std::vector<Event> events;
    const auto add = [&](Fact fact) { events.push_back({0, RunId(run), std::move(fact)}); };
    add(RunCreated{DagId("sales"),
                   VersionId("00000000000000aa"),
                   "/d/sales.yaml",
                   R"({"n":1})",
                   Isolation::Process,
                   {},
                   {},
                   "manual",
                   "ann",
                   "/r/" + run,
                   now});
    for (std::uint32_t task = 0; task < tasks; ++task) {
        for (std::uint32_t attempt = 1; attempt <= (task % 7 == 6 ? 2U : 1U); ++attempt) {
            const bool fails = task % 7 == 6 && attempt == 1;
            std::vector<std::uint32_t> gpus;
            if (task % 11 == 0)
                gpus = {task % 8};
            add(TaskPlaced{task, attempt, HostId("local"), gpus, ++now});
            add(TaskStarted{task, attempt, 1000 + task, ++now});
            Exit exit;
            exit.exitCode = fails ? 3 : 0;
            exit.start = now;
            exit.end = now + 5;
            exit.usage = {0.25, 2048, 4096, 512};
            if (task % 5 == 0)
                exit.log = {"0001.seg", task * 100U, 100};
            if (task % 3 == 0)
                exit.outputs = "{\"rows\":" + std::to_string(task) + "}";
            exit.enforcement = "rlimit";
            add(TaskEnded{task, attempt, exit});
        }
    }
    if (ended)
        add(RunEnded{RunState::Succeeded, "", now + 10});
    return events;
}

/// Equal texts mean equal facts: the encoding holds every field.
inline std::string bytesOf(const Fact &fact)
{
    types::Encoder to;
    types::encode(fact, to);
    return to.take();
}

/// Collects what a store publishes and lets a test wait for it.
class SyncWatch {
public:
    void publish(Seq seq)
    {
        const std::lock_guard guard(m_mutex);
        m_inOrder = m_inOrder && seq > m_seq;
        m_seq = seq;
        m_wake.notify_all();
    }
    void broke(const Error &error)
    {
        const std::lock_guard guard(m_mutex);
        m_failures.push_back(error.what);
        m_wake.notify_all();
    }
    /// False when `seq` is not published within 20 s.
    [[nodiscard]] bool waitFor(Seq seq)
    {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::seconds(20), [&] { return m_seq >= seq; });
    }
    [[nodiscard]] bool waitForFailure()
    {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::seconds(20), [&] { return !m_failures.empty(); });
    }
    /// Until `seq` is published or the store is broken; false when neither comes within 20 s.
    [[nodiscard]] bool waitForWord(Seq seq)
    {
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::seconds(20),
                               [&] { return m_seq >= seq || !m_failures.empty(); });
    }
    [[nodiscard]] Seq seq() const
    {
        const std::lock_guard guard(m_mutex);
        return m_seq;
    }
    [[nodiscard]] std::size_t failures() const
    {
        const std::lock_guard guard(m_mutex);
        return m_failures.size();
    }
    [[nodiscard]] bool inOrder() const
    {
        const std::lock_guard guard(m_mutex);
        return m_inOrder;
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Seq m_seq = 0;
    bool m_inOrder = true;
    std::vector<std::string> m_failures;
};

} // namespace orrery::support
