// SPDX-License-Identifier: GPL-3.0-or-later
// The real engine core over a real store, with an executor and a clock that the test moves.
#pragma once

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/virtualloop.h"
#include "engine/core.h"
#include "store/settings.h"
#include "support/dag.h"

namespace orrery::support {

/// Keeps what it is told; the test lets attempts start and end.
struct FakeExecutor final : executors::Executor {
    executors::Observer observer;
    std::deque<executors::LaunchOrder> launched;
    std::vector<std::pair<AttemptKey, AttemptKey>> ahead; ///< after, follower
    std::set<AttemptKey> live;
    std::set<AttemptKey> acknowledged;
    std::set<AttemptKey> cancelled;
    std::uint64_t epoch = 0;
    bool up = false;

    void connect(std::uint64_t newEpoch) override
    {
        epoch = newEpoch;
        up = true;
        observer.ready({live.begin(), live.end()});
    }
    bool connected() const override { return up; }
    void launch(std::vector<executors::LaunchOrder> orders) override
    {
        for (auto &order : orders) { // one that is known is not started twice
            if (live.insert(order.key).second)
                launched.push_back(std::move(order));
        }
    }
    void launchAhead(std::vector<executors::AheadOrder> orders) override
    {
        for (auto &order : orders)
            ahead.push_back({order.after, order.order.key});
    }
    void cancel(std::span<const AttemptKey> keys) override
    {
        cancelled.insert(keys.begin(), keys.end());
    }
    void flush() override {}
    void acknowledge(std::span<const AttemptKey> keys) override
    {
        for (const AttemptKey &key : keys) {
            acknowledged.insert(key);
            live.erase(key);
        }
    }
    void follow(const AttemptKey &, std::uint64_t) override {}
    void unfollow(const AttemptKey &) override {}

    void start(const AttemptKey &key)
    {
        const executors::Started started{key, 4711, 5};
        observer.progress({&started, 1}, {});
    }
    void end(const AttemptKey &key, Cause cause = Cause::Exited, int exitCode = 0,
             const JsonText &outputs = {})
    {
        executors::Ended ended{key, {}};
        ended.exit.outputs = outputs;
        ended.exit.cause = cause;
        ended.exit.exitCode = exitCode;
        observer.progress({}, {&ended, 1});
    }
};

/// A host side that outlives engines: attempts go on while nobody is connected.
struct Host {
    std::set<AttemptKey> live;
};

/// One engine of a home, on a loop whose time the test moves.
struct Engine {
    core::VirtualLoop loop{1'000'000};
    FakeExecutor *executor = nullptr;
    std::atomic<bool> syncFails = false;
    std::atomic<Seq> synced = 0; ///< what the store has published
    std::unique_ptr<engine::Core> core;

    /// @param syncDelay  how long a sync lets itself be waited for [ms]
    explicit Engine(const QString &home, const Host &host = {}, SpanMs syncDelay = 4)
    {
        HostInfo info;
        info.id = HostId("local");
        info.sandbox = "not in this test";
        engine::CoreOptions options{home.toStdString(), "test", "/programs", "", true};
        options.openStore = [this, syncDelay](const std::string &dir, auto publish, auto failed) {
            store::Settings settings;
            settings.syncDelay = syncDelay;
            settings.sync = [this, real = store::fileSync()](const std::string &path) {
                return syncFails ? fail(ErrorCode::Io, path, "Input/output error") : real(path);
            };
            const auto told = [this, publish](Seq seq) {
                synced = seq;
                publish(seq);
            };
            return store::openStore(dir, told, std::move(failed), settings);
        };
        core = std::make_unique<engine::Core>(
            loop, options, info, [this, host](const HostInfo &, executors::Observer observer) {
                auto made = std::make_unique<FakeExecutor>();
                made->observer = std::move(observer);
                made->live = host.live;
                executor = made.get();
                return made;
            });
    }
    [[nodiscard]] Result<> open() { return core->open(); }

    /// Lets posted work happen until `ready`; the store's sync thread posts from outside.
    bool until(const std::function<bool()> &ready)
    {
        return QTest::qWaitFor(
            [&] {
                loop.runPosted();
                return ready();
            },
            5000);
    }
    /// Waits until the executor has so many launches, or more.
    bool launched(std::size_t count = 1)
    {
        return until([&] { return executor != nullptr && executor->launched.size() >= count; });
    }
    bool sentAhead()
    {
        return until([&] { return executor != nullptr && !executor->ahead.empty(); });
    }
    RunId start(const std::string &text)
    {
        RunId id;
        StartRequest request;
        request.text = text;
        core->start(request, [&](Result<RunId> started) {
            id = started ? *started : RunId("refused: " + started.error().what);
        });
        static_cast<void>(until([&] { return !id.empty(); }));
        return id;
    }
    RunDetail show(const RunId &run)
    {
        RunDetail detail;
        core->show(run, [&](Result<RunDetail> answer) {
            if (answer)
                detail = std::move(*answer);
        });
        return detail;
    }
    [[nodiscard]] Host host() const { return {executor->live}; }
};

inline constexpr const char *twoStep = R"({"dagId":"two","nodes":[
    {"nodeId":"a","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}},
    {"nodeId":"b","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}}],
    "edges":[{"from":"a","to":"b"}]})";

} // namespace orrery::support
