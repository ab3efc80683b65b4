// SPDX-License-Identifier: GPL-3.0-or-later
// The engine between a real store and an executor that does what the test says: what is launched,
// what is told when, and what a new engine of the same home makes of an unfinished run.
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

using namespace orrery;

namespace {

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

const char *const twoStep = R"({"dagId":"two","nodes":[
    {"nodeId":"a","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}},
    {"nodeId":"b","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}}],
    "edges":[{"from":"a","to":"b"}]})";

const char *const outsideStep = R"({"dagId":"outside","nodes":[
    {"nodeId":"a","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}},
    {"nodeId":"b","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]},
     "executionConfig":{"effects":"external"}}],"edges":[{"from":"a","to":"b"}]})";

} // namespace

class tst_Core : public QObject {
    Q_OBJECT
private slots:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void runsInOrderAndEnds();
    void acknowledgesOnlyWhatIsSynced();
    void tellsAFinalStateOnlyWhenItIsSynced();
    void aNewEngineAdoptsWhatIsAlive();
    void aNewEngineTakesTheResultThatCameMeanwhile();
    void whatTheHostForgotIsLostAndRunsAgain();
    void anEpochIsNeverUsedTwice();
    void aResultOfAGivenUpAttemptIsOnlyAcknowledged();
    void cancelKillsWhatRuns();
    void theOnlyFollowerIsSentAhead();
    void nothingIsSentAheadThatDependsOnMore_data();
    void nothingIsSentAheadThatDependsOnMore();
    void whatEndedAheadIsKeptUntilItIsLaunched();
    void whatBeganAheadInVainIsWithdrawn();
    void whatEndedAheadInVainIsForgottenByItsHost();
    void anItemThatTheJournalLostIsKnownAgain();
    void aKillIsRepeatedWhenTheLinkComesBack();
    void anEndIsNotToldForTheOneBefore();
    void whoWaitsForASyncThatFailsIsToldSo();
    void aNewEngineEndsWhatBeganAheadForAnEndedRun();
    void tooLargeIsRefusedWithTheFigures();
    void aSecretThatIsMissingFailsItsTask();
    void outputsThatBreakTheSchemaFailTheirAttempt();
    void anOrderThatWaitsForItsSyncIsNotLost();
    void whatIsCancelledBeforeItsOrderLeftNeverStarts();
    void aClockPutBackDelaysNoRetry();
    void aCancelOfARunThatHasEndedWaitsForThatEndToBeSynced();
    void aRunThatEndsAsEndedOnesLeaveMemoryIsToldToHaveEnded();

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_Core::runsInOrderAndEnds()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched(1));
    QCOMPARE(engine.executor->launched[0].node, std::string("a"));
    engine.executor->start({run, 0, 1});
    engine.executor->end({run, 0, 1});
    QVERIFY(engine.launched(2));
    QCOMPARE(engine.executor->launched[1].node, std::string("b"));
    engine.executor->end({run, 1, 1});
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Succeeded; }));
    QCOMPARE(engine.core->activeRuns(), 0U);
}

void tst_Core::aRunThatEndsAsEndedOnesLeaveMemoryIsToldToHaveEnded()
{
    constexpr SpanMs linger = 5000, frame = 16; // of ended runs in memory; between two deltas
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    std::map<RunId, RunState> told;
    engine.core->subscribe({}, [&](const Delta &delta) {
        for (const RunSummary &run : delta.runs)
            told[run.id] = run.state;
    });
    const auto ends = [&](const RunId &run) {
        return engine.until([&] { return engine.show(run).summary.state == RunState::Succeeded; });
    };
    const char *const quiet = R"({"dagId":"quiet","nodes":[{"nodeId":"a"}]})";
    QVERIFY(ends(engine.start(quiet))); // it leaves after `linger`
    engine.loop.advance(linger - frame / 2);
    const RunId late = engine.start(quiet);
    QVERIFY(ends(late));
    engine.loop.advance(2 * frame);
    QCOMPARE(told[late], RunState::Succeeded);
}

void tst_Core::acknowledgesOnlyWhatIsSynced()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 1});
    QVERIFY2(engine.executor->acknowledged.empty(),
             "written is not synced: the sync has not been told yet");
    QVERIFY(engine.until([&] { return engine.executor->acknowledged.contains({run, 0, 1}); }));
}

void tst_Core::tellsAFinalStateOnlyWhenItIsSynced()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 1}, Cause::Exited, 3);
    QCOMPARE(engine.show(run).summary.state, RunState::Running);
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Failed; }));
}

void tst_Core::aNewEngineAdoptsWhatIsAlive()
{
    RunId run;
    Host host;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.launched());
        first.executor->start({run, 0, 1});
        host = first.host();
    }
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    QVERIFY(second.until([&] { return second.executor != nullptr && second.executor->up; }));
    QVERIFY2(second.executor->launched.empty(), "an adopted attempt is not started twice");
    QCOMPARE(second.show(run).tasks[0].state, TaskState::Running);
    second.executor->end({run, 0, 1});
    QVERIFY(second.launched(1));
    QCOMPARE(second.executor->launched[0].node, std::string("b"));
}

void tst_Core::aNewEngineTakesTheResultThatCameMeanwhile()
{
    RunId run;
    Host host;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.launched());
        host = first.host();
    }
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    QVERIFY(second.until([&] { return second.executor != nullptr && second.executor->up; }));
    second.executor->end({run, 0, 1});
    second.executor->end({run, 0, 1}); // told again, as its acknowledgement was lost
    QVERIFY(second.launched(1));
    QCOMPARE(second.show(run).tasks[0].attempts, 1U);
}

void tst_Core::whatTheHostForgotIsLostAndRunsAgain()
{
    RunId run;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.launched());
    }
    Engine second(m_home->path());
    QVERIFY(second.open());
    QVERIFY(second.launched(1));
    QCOMPARE(second.executor->launched[0].key, (AttemptKey{run, 0, 2}));
}

void tst_Core::anEpochIsNeverUsedTwice()
{
    std::set<std::uint64_t> epochs;
    for (int i = 0; i < 3; ++i) {
        Engine engine(m_home->path());
        QVERIFY(engine.open());
        const RunId run = engine.start(twoStep);
        QVERIFY(engine.until([&] { return engine.executor != nullptr && engine.executor->up; }));
        QVERIFY(epochs.insert(engine.executor->epoch).second);
    }
}

void tst_Core::aResultOfAGivenUpAttemptIsOnlyAcknowledged()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 7});
    QVERIFY(engine.until([&] { return engine.executor->acknowledged.contains({run, 0, 7}); }));
    QCOMPARE(engine.show(run).tasks[0].state, TaskState::Queued);
}

void tst_Core::cancelKillsWhatRuns()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->start({run, 0, 1});
    bool answered = false;
    engine.core->cancel(run, [&](Result<> done) { answered = done.has_value(); });
    QVERIFY(engine.until([&] {
        return answered && engine.executor->cancelled.contains({run, 0, 1});
    }));
    engine.executor->end({run, 0, 1}, Cause::Cancelled, -1);
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Cancelled; }));
    QCOMPARE(engine.show(run).tasks[1].state, TaskState::Cancelled);
}

void tst_Core::theOnlyFollowerIsSentAhead()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.sentAhead());
    const std::pair<AttemptKey, AttemptKey> wanted{{run, 0, 1}, {run, 1, 1}};
    QVERIFY(engine.executor->ahead.front() == wanted);
    QCOMPARE(engine.show(run).tasks[1].state, TaskState::Pending); // nothing is decided ahead
    engine.executor->end({run, 0, 1});
    QVERIFY(engine.launched(2));
    QCOMPARE(engine.executor->launched[1].key, (AttemptKey{run, 1, 1}));
    QVERIFY(engine.executor->cancelled.empty());
}

void tst_Core::nothingIsSentAheadThatDependsOnMore_data()
{
    QTest::addColumn<QString>("nodes");
    QTest::addColumn<QString>("edges");
    const auto node = [](const char *more) {
        return QStringLiteral(R"({"nodeId":"b","taskDefinition":{"runtime":"EXEC",)"
                              R"("command":["/bin/true"]%1})")
            .arg(QLatin1String(more));
    };
    const QString plain = node("}");
    const QString edge = R"({"from":"a","to":"b"})";
    const QString other = R"(,{"nodeId":"c","taskDefinition":{"runtime":"EXEC",)"
                          R"("command":["/bin/true"]}})";
    QTest::newRow("on a condition") << plain << R"({"from":"a","to":"b","condition":"ALWAYS"})";
    QTest::newRow("on an output") << R"({"nodeId":"b","taskDefinition":{"runtime":"EXEC",)"
                                     R"("command":["/bin/true"],"inputSchema":{"x":)"
                                     R"({"type":"STRING"}}}})"
                                  << R"({"from":"a","to":"b","dataMapping":{"x":"x"}})";
    QTest::newRow("on another task") << plain + other << edge + R"(,{"from":"c","to":"b"})";
    QTest::newRow("one of two") << plain + other << edge + R"(,{"from":"a","to":"c"})";
    QTest::newRow("mapped") << node(R"(},"executionConfig":{"isMapStage":true,"parallelism":2})")
                            << edge;
    QTest::newRow("larger") << node(R"(},"resourceRequirements":{"memoryMB":9})") << edge;
    QTest::newRow("with an effect outside")
        << node(R"(},"executionConfig":{"effects":"external"})") << edge;
}

void tst_Core::nothingIsSentAheadThatDependsOnMore()
{
    QFETCH(QString, nodes);
    QFETCH(QString, edges);
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const QString text =
        QStringLiteral(R"({"dagId":"d","nodes":[{"nodeId":"a","taskDefinition":)"
                       R"({"runtime":"EXEC","command":["/bin/true"],"outputSchema":)"
                       R"({"x":{"type":"STRING"}}},)"
                       R"("resourceRequirements":{"memoryMB":8}},%1],)"
                       R"("edges":[%2]})")
            .arg(nodes, edges);
    const RunId run = engine.start(text.toStdString());
    QVERIFY2(engine.launched(), run.text.c_str());
    QVERIFY(engine.executor->ahead.empty());
}

void tst_Core::whatEndedAheadIsKeptUntilItIsLaunched()
{
    RunId run;
    Host host;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.sentAhead());
        host = first.host();
        host.live.insert({run, 1, 1}); // a ends well while no engine is there, and b follows
    }
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    QVERIFY(second.until([&] { return second.executor != nullptr && second.executor->up; }));
    second.executor->end({run, 1, 1});
    QCOMPARE(second.show(run).tasks[1].state, TaskState::Pending);
    second.executor->end({run, 0, 1});
    QVERIFY(second.until([&] { return second.show(run).summary.state == RunState::Succeeded; }));
    QCOMPARE(second.show(run).tasks[1].attempts, 1U);
    QVERIFY2(second.executor->launched.empty(), "it has ended: nothing is sent");
    QVERIFY(second.until([&] { return second.executor->acknowledged.contains({run, 1, 1}); }));
}

void tst_Core::whatBeganAheadInVainIsWithdrawn()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.sentAhead());
    engine.core->cancel(run, [](const Result<> &) {});
    engine.executor->end({run, 0, 1}); // well, before the kill came; so b has begun
    QVERIFY(engine.until([&] { return engine.executor->cancelled.contains({run, 1, 1}); }));
    QCOMPARE(engine.show(run).tasks[1].state, TaskState::Cancelled);
}

void tst_Core::aNewEngineEndsWhatBeganAheadForAnEndedRun()
{
    RunId run;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.launched());
        first.executor->end({run, 0, 1}, Cause::Exited, 3);
        QVERIFY(first.until([&] { return first.show(run).summary.state == RunState::Failed; }));
    }
    Host host;
    host.live.insert({run, 1, 1});
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    const RunId other = second.start(twoStep);
    QVERIFY(second.until([&] {
        return second.executor && second.executor->cancelled.contains({run, 1, 1});
    }));
    QVERIFY(!second.executor->cancelled.contains({other, 0, 1}));
}

void tst_Core::tooLargeIsRefusedWithTheFigures()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run =
        engine.start(R"({"dagId":"big","nodes":[{"nodeId":"a","taskDefinition":{"runtime":"EXEC",
        "command":["/bin/true"]},"resourceRequirements":{"cpuCores":100000}}]})");
    QVERIFY2(run.text.find("refused") == 0 && run.text.find("100000") != std::string::npos,
             run.text.c_str());
}

void tst_Core::aSecretThatIsMissingFailsItsTask()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run =
        engine.start(R"({"dagId":"secret","nodes":[{"nodeId":"a","taskDefinition":{"runtime":"EXEC",
        "command":["/bin/echo"],"environment":{"KEY":"${secret.absent}"}}}]})");
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Failed; }));
    QVERIFY(engine.executor->launched.empty());
    QVERIFY2(engine.show(run).tasks[0].reason.str().find("absent") != std::string::npos,
             engine.show(run).tasks[0].reason.str().c_str());
}

void tst_Core::outputsThatBreakTheSchemaFailTheirAttempt()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run =
        engine.start(R"({"dagId":"typed","nodes":[{"nodeId":"a","taskDefinition":{"runtime":"EXEC",
        "command":["/bin/true"],"outputSchema":{"rows":{"type":"INTEGER"}}}}]})");
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 1}, Cause::Exited, 0, R"({"rows":"many"})");
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Failed; }));
    TaskDetail detail;
    engine.core->task(run, 0, [&](Result<TaskDetail> answer) {
        if (answer)
            detail = std::move(*answer);
    });
    QCOMPARE(detail.attempts.size(), std::size_t{1});
    QCOMPARE(detail.attempts[0].state, TaskState::Failed);
    QVERIFY2(detail.attempts[0].cause.find("rows") != std::string::npos,
             detail.attempts[0].cause.c_str());
}

/// A run whose second task is placed, and whose order waits for a slow sync.
RunId startHeld(Engine &engine)
{
    const RunId run = engine.start(outsideStep);
    static_cast<void>(engine.launched());
    engine.executor->end({run, 0, 1});
    return run;
}

void tst_Core::anOrderThatWaitsForItsSyncIsNotLost()
{
    Engine engine(m_home->path(), {}, 150);
    QVERIFY(engine.open());
    const RunId run = startHeld(engine);
    engine.executor->observer.ready({}); // the host comes back, and does not know it
    QCOMPARE(engine.show(run).tasks[1].state, TaskState::Queued);
    QVERIFY(engine.launched(2));
    QCOMPARE(engine.executor->launched[1].key, (AttemptKey{run, 1, 1}));
}

void tst_Core::whatIsCancelledBeforeItsOrderLeftNeverStarts()
{
    Engine engine(m_home->path(), {}, 150);
    QVERIFY(engine.open());
    const RunId run = startHeld(engine);
    QCOMPARE(engine.executor->launched.size(), std::size_t{1});
    engine.core->cancel(run, [](const Result<> &) {});
    QVERIFY(engine.until([&] { return engine.show(run).summary.state == RunState::Cancelled; }));
    QCOMPARE(engine.executor->launched.size(), std::size_t{1});
}

void tst_Core::aClockPutBackDelaysNoRetry()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run =
        engine.start(R"({"dagId":"again","nodes":[{"nodeId":"a","taskDefinition":{"runtime":"EXEC",
        "command":["/bin/false"]},"executionConfig":{"retryPolicy":{"maxRetries":1,
        "retryInterval":"PT5S"}}}]})");
    QVERIFY2(engine.launched(), run.text.c_str());
    executors::Ended ended{{run, 0, 1}, {}};
    ended.exit.exitCode = 3;
    ended.exit.end = engine.loop.wall();
    engine.loop.setWall(engine.loop.wall() - 86'400'000);
    engine.executor->observer.progress({}, {&ended, 1});
    engine.loop.advance(5'000);
    QVERIFY(engine.launched(2));
    QCOMPARE(engine.executor->launched[1].key, (AttemptKey{run, 0, 2}));
}

void tst_Core::aCancelOfARunThatHasEndedWaitsForThatEndToBeSynced()
{
    Engine engine(m_home->path(), {}, 150);
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 1}, Cause::Exited, 3);
    bool answered = false;
    engine.core->cancel(run, [&](const Result<> &done) { answered = done.has_value(); });
    QVERIFY2(!answered, "the run's end is not on the disk");
    QVERIFY(engine.until([&] { return answered; }));
    QCOMPARE(engine.show(run).summary.state, RunState::Failed);
}

void tst_Core::whatEndedAheadInVainIsForgottenByItsHost()
{
    RunId run;
    Host host;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(twoStep);
        QVERIFY(first.sentAhead());
        host = first.host();
        host.live.insert({run, 1, 1}); // stood ready when its runner was killed
    }
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    QVERIFY(second.until([&] { return second.executor != nullptr && second.executor->up; }));
    second.executor->end({run, 1, 1}, Cause::Lost, -1);
    second.executor->end({run, 0, 1}, Cause::Exited, 3);
    QVERIFY(second.until([&] { return second.executor->acknowledged.contains({run, 1, 1}); }));
    QCOMPARE(second.show(run).tasks[1].state, TaskState::Skipped);
}

/// The power went after an item had run, and before its placement was on the disk.
void tst_Core::anItemThatTheJournalLostIsKnownAgain()
{
    RunId run;
    Host host;
    {
        Engine first(m_home->path());
        QVERIFY(first.open());
        run = first.start(R"({"dagId":"items","nodes":[
            {"nodeId":"a","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}},
            {"nodeId":"m","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]},
             "executionConfig":{"isMapStage":true,"parallelism":2}}],
            "edges":[{"from":"a","to":"m"}]})");
        QVERIFY2(first.launched(), run.text.c_str());
        host = first.host();
        host.live.insert({run, 2, 1});
    }
    Engine second(m_home->path(), host);
    QVERIFY(second.open());
    QVERIFY(second.until([&] { return second.executor != nullptr && second.executor->up; }));
    second.executor->end({run, 2, 1});
    second.executor->end({run, 0, 1});
    QVERIFY(second.launched());
    QCOMPARE(second.executor->launched[0].key, (AttemptKey{run, 3, 1}));
    QCOMPARE(second.show(run).tasks.at(2).state, TaskState::Succeeded);
}

void tst_Core::aKillIsRepeatedWhenTheLinkComesBack()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.core->cancel(run, [](const Result<> &) {});
    QVERIFY(engine.until([&] { return engine.executor->cancelled.contains({run, 0, 1}); }));
    engine.executor->cancelled.clear(); // the message was lost, and the attempt lives
    engine.executor->observer.ready({{run, 0, 1}});
    QVERIFY(engine.until([&] { return engine.executor->cancelled.contains({run, 0, 1}); }));
}

/// Retried before its end was synced, a run ends again at once: only the newest end counts.
void tst_Core::anEndIsNotToldForTheOneBefore()
{
    Engine engine(m_home->path(), {}, 150);
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.executor->end({run, 0, 1});
    QVERIFY(engine.launched(2));
    engine.executor->end({run, 1, 1});
    engine.core->retry(run, {}, [](const Result<> &) {}); // nothing has to be repeated
    int waits = 0;
    QVERIFY(engine.until([&] {
        waits += engine.show(run).summary.state == RunState::Running ? 1 : 0;
        return engine.show(run).summary.state == RunState::Succeeded;
    }));
    QVERIFY(waits > 0);
    Seq last = 0;
    engine.core->info([&](const Result<EngineInfo> &info) { last = info->counters.events; });
    QVERIFY(engine.synced >= last);
}

void tst_Core::whoWaitsForASyncThatFailsIsToldSo()
{
    Engine engine(m_home->path());
    QVERIFY(engine.open());
    const RunId run = engine.start(twoStep);
    QVERIFY(engine.launched());
    engine.syncFails = true;
    std::string why;
    engine.core->cancel(run,
                        [&](const Result<> &done) { why = done ? "done" : done.error().what; });
    QVERIFY(engine.until([&] { return !why.empty(); }));
    QVERIFY2(why.find("restart after repairing it") != std::string::npos, why.c_str());
}

QTEST_GUILESS_MAIN(tst_Core)
#include "tst_core.moc"
