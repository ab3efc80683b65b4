// SPDX-License-Identifier: GPL-3.0-or-later
// The engine between a real store and an executor that does what the test says: what is launched,
// what is told when, and what a new engine of the same home makes of an unfinished run.
#include "support/fakeengine.h"

using namespace orrery;
using support::Engine;
using support::Host;
using support::twoStep;

namespace {

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
    void whoWaitsForASyncThatFailsIsToldSo();
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
