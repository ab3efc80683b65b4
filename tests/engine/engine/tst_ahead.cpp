// SPDX-License-Identifier: GPL-3.0-or-later
// Orders that are sent ahead of their turn: taken up, withdrawn and forgotten when they were in
// vain, over lost links, new engines and journals that lost the last facts.
#include "support/fakeengine.h"

using namespace orrery;
using support::Engine;
using support::Host;
using support::twoStep;

class tst_Ahead : public QObject {
    Q_OBJECT
private slots:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void theOnlyFollowerIsSentAhead();
    void nothingIsSentAheadThatDependsOnMore_data();
    void nothingIsSentAheadThatDependsOnMore();
    void whatEndedAheadIsKeptUntilItIsLaunched();
    void whatBeganAheadInVainIsWithdrawn();
    void whatEndedAheadInVainIsForgottenByItsHost();
    void anItemThatTheJournalLostIsKnownAgain();
    void aKillIsRepeatedWhenTheLinkComesBack();
    void anEndIsNotToldForTheOneBefore();
    void aNewEngineEndsWhatBeganAheadForAnEndedRun();

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_Ahead::theOnlyFollowerIsSentAhead()
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

void tst_Ahead::nothingIsSentAheadThatDependsOnMore_data()
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

void tst_Ahead::nothingIsSentAheadThatDependsOnMore()
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

void tst_Ahead::whatEndedAheadIsKeptUntilItIsLaunched()
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

void tst_Ahead::whatBeganAheadInVainIsWithdrawn()
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

void tst_Ahead::aNewEngineEndsWhatBeganAheadForAnEndedRun()
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

void tst_Ahead::whatEndedAheadInVainIsForgottenByItsHost()
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
void tst_Ahead::anItemThatTheJournalLostIsKnownAgain()
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

void tst_Ahead::aKillIsRepeatedWhenTheLinkComesBack()
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
void tst_Ahead::anEndIsNotToldForTheOneBefore()
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

QTEST_GUILESS_MAIN(tst_Ahead)
#include "tst_ahead.moc"
