// SPDX-License-Identifier: GPL-3.0-or-later
// A host with a private home and a real orrery-runner, driven through the executor as the engine
// does.
#pragma once

#include <QtTest>

#include <QDirIterator>
#include <QTemporaryDir>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "executors/local/local.h"
#include "platform/asioloop.h"
#include "platform/files.h"

namespace orrery::test {

using executors::LaunchOrder;

class RunnerHost {
public:
    /// The runner leaves as soon as nobody needs it, unless `idle` says otherwise.
    explicit RunnerHost(SpanMs idle = 0) : m_loop(platform::makeAsioLoop())
    {
        options.home = (m_directory.path() + "/home").toStdString();
        options.programDir = qEnvironmentVariable("ORRERY_BIN_DIR").toStdString();
        options.milliCpu = 2000;
        options.runnerIdle = idle;
        options.grace = 400;
        // Keeps run() from ending: tests begin and end executors while it turns.
        m_thread = std::thread([this] { m_loop->run(); });
    }
    ~RunnerHost()
    {
        drop();
        m_loop->stop();
        m_thread.join();
        if (const pid_t pid = runnerPid(); pid > 0 && options.runnerIdle > 0)
            ::kill(pid, SIGTERM);
        waitUntilGone();
    }

    executors::LocalOptions options;

    /// Runs `work` on the loop's thread and waits for it.
    void call(const std::function<void()> &work)
    {
        std::promise<void> done;
        m_loop->post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
    /// Makes an executor of this epoch; true when it became ready, false when it was lost.
    bool connect(std::uint64_t epoch = 1)
    {
        drop();
        {
            const std::lock_guard lock(m_mutex);
            m_epoch = epoch;
            m_readies = 0;
            m_lost.clear();
        }
        call([&] {
            m_executor = executors::makeLocalExecutor(*m_loop, options, observer());
            m_executor->connect(epoch);
        });
        wait([this] { return m_readies > 0 || !m_lost.empty(); });
        const std::lock_guard lock(m_mutex);
        return m_readies > 0;
    }
    /// The engine dies: no word to the runner.
    void drop()
    {
        call([this] { m_executor.reset(); });
    }
    void acknowledgeResults(bool on) { m_acknowledge = on; }

    [[nodiscard]] LaunchOrder order(std::vector<std::string> argv)
    {
        LaunchOrder made;
        made.key = {RunId("run-1"), m_nextTask++, 1};
        made.fence = m_epoch;
        made.argv = std::move(argv);
        made.node = "n" + std::to_string(made.key.task);
        made.taskName = made.node;
        made.runDir = runDir();
        return made;
    }
    [[nodiscard]] LaunchOrder sh(const std::string &script)
    {
        return order({"/bin/sh", "-c", script});
    }
    [[nodiscard]] std::string runDir() const
    {
        return (m_directory.path() + "/results").toStdString();
    }
    [[nodiscard]] std::string path(const char *name) const
    {
        return (m_directory.path() + "/" + name).toStdString();
    }

    void launch(std::vector<LaunchOrder> orders)
    {
        call([&] { m_executor->launch(std::move(orders)); });
    }
    void launchAhead(const AttemptKey &after, const LaunchOrder &order)
    {
        call([&] { m_executor->launchAhead({{after, order}}); });
    }
    /// Launches, waits for the end.
    Exit run(const LaunchOrder &order)
    {
        launch({order});
        return endOf(order.key);
    }
    Exit endOf(const AttemptKey &key)
    {
        if (!wait([&] { return m_ended.count(key) != 0; }))
            return lostExit();
        const std::lock_guard lock(m_mutex);
        return m_ended.at(key);
    }
    bool waitStarted(const AttemptKey &key)
    {
        return wait([&] { return m_started.count(key) != 0; });
    }
    bool waitFor(const std::function<bool()> &condition) { return wait(condition); }
    void cancel(const AttemptKey &key)
    {
        call([&] { m_executor->cancel(std::span(&key, 1)); });
    }
    void follow(const AttemptKey &key, std::uint64_t offset = 0)
    {
        call([&] { m_executor->follow(key, offset); });
    }
    /// Forgets what was told, so that a later wait sees what is told again.
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_ended.clear();
        m_started.clear();
    }

    // Under wait() these may be read directly.
    std::map<AttemptKey, Exit> m_ended;
    std::map<AttemptKey, std::int64_t> m_started;
    std::map<AttemptKey, std::uint32_t> m_endings; ///< how often each end was told
    std::vector<TaskSample> m_samples;
    std::map<AttemptKey, std::string> m_logs;
    std::set<AttemptKey> m_logEnds;
    std::vector<AttemptKey> m_alive;
    int m_readies = 0;
    std::string m_lost;

    [[nodiscard]] std::string log(const Exit &exit) const
    {
        if (exit.log.file.empty())
            return {};
        return platform::readRange(options.home + "/logs/" + exit.log.file, exit.log.offset,
                                   exit.log.size)
            .value_or("");
    }
    [[nodiscard]] pid_t runnerPid() const
    {
        return pid_t(
            std::atol(platform::readFile(options.home + "/runner/lock", 64).value_or("0").c_str()));
    }
    /// Waits until no runner serves this home.
    bool waitUntilGone() const
    {
        for (int turn = 0; turn < 2000; ++turn) {
            const auto lock = platform::lockFile(options.home + "/runner/lock");
            if (lock || lock.error().code != ErrorCode::Conflict)
                return true;
            std::this_thread::sleep_for(
                std::chrono::milliseconds(5)); // between two looks at a lock
        }
        return false;
    }

private:
    executors::Observer observer()
    {
        executors::Observer made;
        made.ready = [this](std::vector<AttemptKey> alive) {
            note([&] {
                m_alive = std::move(alive);
                ++m_readies;
            });
        };
        made.lost = [this](const std::string &why) { note([&] { m_lost = why; }); };
        made.progress = [this](std::span<const executors::Started> started,
                               std::span<const executors::Ended> ended) {
            const bool acknowledge =
                m_acknowledge; // as it was when the result came, not after a test woke up
            std::vector<AttemptKey> keys;
            note([&] {
                for (const auto &one : started)
                    m_started[one.key] = one.pid;
                for (const auto &one : ended) {
                    m_ended[one.key] = one.exit;
                    ++m_endings[one.key];
                    keys.push_back(one.key);
                }
            });
            if (acknowledge)
                m_executor->acknowledge(keys);
        };
        made.samples = [this](std::span<const TaskSample> samples) {
            note([&] { m_samples.insert(m_samples.end(), samples.begin(), samples.end()); });
        };
        made.log = [this](const executors::LogPiece &piece) {
            note([&] {
                m_logs[piece.key] += piece.text;
                if (piece.end)
                    m_logEnds.insert(piece.key);
            });
        };
        return made;
    }
    void note(const std::function<void()> &change)
    {
        {
            const std::lock_guard lock(m_mutex);
            change();
        }
        m_changed.notify_all();
    }
    bool wait(const std::function<bool()> &condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(40), condition);
    }
    static Exit lostExit()
    {
        Exit exit;
        exit.cause = Cause::Lost;
        exit.detail = "the test waited in vain";
        return exit;
    }

    QTemporaryDir m_directory{
        "/var/tmp/orrery-test-XXXXXX"}; // not /tmp, which a sandbox replaces by its own
    std::unique_ptr<core::Loop> m_loop;
    std::thread m_thread;
    std::unique_ptr<executors::Executor> m_executor;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_epoch = 1;
    std::atomic<bool> m_acknowledge{true};
    TaskIndex m_nextTask = 0;
};

/// Processes whose command line holds `token`.
inline std::vector<pid_t> processesWith(const std::string &token)
{
    std::vector<pid_t> found;
    QDirIterator it("/proc", QDir::Dirs | QDir::NoDotAndDotDot);
    while (it.hasNext()) {
        it.next();
        bool number = false;
        const pid_t pid = it.fileName().toInt(&number);
        if (!number || pid == ::getpid())
            continue;
        const std::string line =
            platform::readFile("/proc/" + std::to_string(pid) + "/cmdline", 1U << 20U).value_or("");
        if (line.find(token) != std::string::npos)
            found.push_back(pid);
    }
    return found;
}

} // namespace orrery::test
