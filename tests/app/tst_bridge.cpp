// SPDX-License-Identifier: GPL-3.0-or-later
// The bridge over a scripted session: calls go down, bursts come up as one.
#include <QSignalSpy>
#include <QTest>

#include "bridge/deltabuffer.h"
#include "bridge/runfacade.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"
#include "bridge/taskfacade.h"
#include "support/fakesession.h"

using namespace orrery;
using namespace orrery::bridge;
using support::FakeSession;
using support::runSummary;
using support::taskRow;

namespace {

Delta runsDelta(std::vector<RunSummary> runs, bool snapshot = false)
{
    Delta delta;
    delta.runs = std::move(runs);
    delta.snapshot = snapshot;
    return delta;
}

Delta tasksDelta(const std::string &run, std::vector<TaskRow> rows, bool snapshot = false)
{
    Delta delta;
    delta.tasks.push_back({RunId(run), std::move(rows)});
    delta.snapshot = snapshot;
    return delta;
}

} // namespace

class tst_Bridge final : public QObject {
    Q_OBJECT
private slots:
    void theLatestStateOfATaskWins()
    {
        DeltaBuffer buffer;
        buffer.add(
            tasksDelta("r", {taskRow(0, TaskState::Queued), taskRow(1, TaskState::Running)}));
        buffer.add(tasksDelta("r", {taskRow(0, TaskState::Succeeded)}));
        const Delta joined = buffer.take();
        QCOMPARE(joined.tasks.size(), std::size_t{1});
        QCOMPARE(joined.tasks[0].rows.size(), std::size_t{2});
        QCOMPARE(joined.tasks[0].rows[0].state, TaskState::Succeeded);
        QVERIFY(buffer.empty());
    }

    void aSnapshotForgetsWhatCameBefore()
    {
        DeltaBuffer buffer;
        buffer.add(runsDelta({runSummary("old", RunState::Running, 1)}));
        buffer.add(runsDelta({runSummary("new", RunState::Running, 2)}, true));
        const Delta joined = buffer.take();
        QVERIFY(joined.snapshot);
        QCOMPARE(joined.runs.size(), std::size_t{1});
        QCOMPARE(joined.runs[0].id.text, std::string("new"));
    }

    void aBurstIsToldAtMostOnceAFrame()
    {
        FakeSession session;
        SessionBridge bridge;
        QSignalSpy changes(&bridge, &SessionBridge::runsChanged);
        bridge.attach(&session);
        for (int i = 0; i < 500; ++i)
            session.push(
                {}, runsDelta({runSummary("r" + std::to_string(i), RunState::Running, i + 1)}));
        QTRY_COMPARE(bridge.liveRuns().size(), std::size_t{500});
        QVERIFY2(changes.count() <= 2, qPrintable(QString::number(changes.count())));
    }

    void anEndedRunIsAnnouncedOnce()
    {
        FakeSession session;
        SessionBridge bridge;
        QSignalSpy ended(&bridge, &SessionBridge::runEnded);
        bridge.attach(&session);
        session.push({}, runsDelta({runSummary("r", RunState::Running, 1),
                                    runSummary("old", RunState::Failed, 0)},
                                   true));
        QTRY_VERIFY(bridge.run(RunId("r")));
        session.push({}, runsDelta({runSummary("r", RunState::Failed, 1)}));
        QTRY_COMPARE(ended.count(), 1);
        session.push({}, runsDelta({runSummary("r", RunState::Failed, 1)}));
        session.push({}, runsDelta({runSummary("last", RunState::Running, 9)}));
        QTRY_VERIFY(bridge.run(RunId("last")));
        QCOMPARE(ended.count(), 1);
    }

    void aLostEngineLeavesStaleValues()
    {
        FakeSession session;
        SessionBridge bridge;
        QSignalSpy refused(&bridge, &SessionBridge::refused);
        bridge.attach(&session);
        Delta delta = runsDelta({runSummary("r", RunState::Running, 1)}, true);
        session.push({}, delta);
        QTRY_VERIFY(bridge.run(RunId("r")));
        delta = {};
        delta.lost = "the engine of this home ended";
        session.push({}, delta);
        QTRY_COMPARE(bridge.link(), SessionBridge::Link::Lost);
        QVERIFY(bridge.run(RunId("r")));
        QVERIFY(bridge.staleSince().isValid());
        bridge.cancel(RunId("r"));
        QCOMPARE(refused.count(), 1);
        QVERIFY(session.cancelled.empty());
    }

    void aRefusedStartIsToldWithItsReason()
    {
        FakeSession session;
        session.refusal =
            Error{ErrorCode::NoCapacity, "nodes/0", "needs 99 cores, this host has 2"};
        SessionBridge bridge;
        bridge.attach(&session);
        QSignalSpy refused(&bridge, &SessionBridge::refused);
        bool told = false;
        bridge.start({}, [&told](const Result<RunId> &run) { told = !run; });
        QVERIFY(told);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(refused[0][1].value<Error>().what, std::string("needs 99 cores, this host has 2"));
    }

    void aDetachedBridgeHearsNothing()
    {
        FakeSession session;
        SessionBridge bridge;
        bridge.attach(&session);
        QCOMPARE(session.subscribers(), std::size_t{1});
        bridge.attach(nullptr);
        QCOMPARE(session.subscribers(), std::size_t{0});
    }

    void theRunFacadeKeepsEveryTask()
    {
        FakeSession session;
        SessionBridge bridge;
        bridge.attach(&session);
        DagSpec dag;
        dag.nodes.resize(2);
        dag.nodes[0].id = "extract";
        dag.nodes[1].id = "load";
        session.details[RunId("r")] = {
            runSummary("r", RunState::Running, 1), std::make_shared<const DagSpec>(dag), {}, {}};
        RunFacade run(bridge);
        run.watch(RunId("r"));
        QVERIFY(run.dag());
        session.push(RunId("r"),
                     tasksDelta("r",
                                {taskRow(0, TaskState::Running), taskRow(1, TaskState::Pending)},
                                true));
        TaskRow item = taskRow(2, TaskState::Running);
        item.node = 1;
        item.item = 0;
        session.push(RunId("r"), tasksDelta("r", {item}));
        QTRY_COMPARE(run.tasks().size(), std::size_t{3});
        QCOMPARE(run.nameOf(0), QStringLiteral("extract"));
        QCOMPARE(run.nameOf(2), QStringLiteral("load[0]"));
        run.watch({});
        QVERIFY(run.tasks().empty());
        QCOMPARE(session.subscribers(), std::size_t{1});
    }

    void aSelectedNodeBecomesATaskOnceTheRunKnowsIt()
    {
        FakeSession session;
        SessionBridge bridge;
        bridge.attach(&session);
        session.details[RunId("r")] = {};
        RunFacade run(bridge);
        Selection selection(run);
        QSignalSpy tasks(&selection, &Selection::taskChanged);
        run.watch(RunId("r"));
        selection.selectNode(1);
        QCOMPARE(selection.task(), none);
        session.push(RunId("r"),
                     tasksDelta("r",
                                {taskRow(0, TaskState::Running), taskRow(1, TaskState::Pending)},
                                true));
        QTRY_COMPARE(selection.task(), TaskIndex{1});
        QCOMPARE(tasks.count(), 1);
    }

    void ofAMappedNodeTheFailedItemIsShown()
    {
        FakeSession session;
        SessionBridge bridge;
        bridge.attach(&session);
        session.details[RunId("r")] = {};
        RunFacade run(bridge);
        Selection selection(run);
        run.watch(RunId("r"));
        selection.selectNode(0);
        session.push(RunId("r"), tasksDelta("r", {taskRow(0, TaskState::Running)}, true));
        QTRY_COMPARE(selection.task(), TaskIndex{0});
        const auto item = [](TaskIndex task, TaskState state) {
            TaskRow row = taskRow(task, state);
            row.node = 0;
            row.item = std::int32_t(task) - 1;
            return row;
        };
        session.push(RunId("r"),
                     tasksDelta("r", {item(1, TaskState::Queued), item(2, TaskState::Running)}));
        QTRY_COMPARE(selection.task(), TaskIndex{2});
        session.push(RunId("r"), tasksDelta("r", {item(1, TaskState::Failed)}));
        QTRY_COMPARE(run.tasks()[1].state, TaskState::Failed);
        QCOMPARE(selection.task(), TaskIndex{2}); // what one reads does not jump away
        selection.selectNode(none);
        selection.selectNode(0);
        QCOMPARE(selection.task(), TaskIndex{1});
        selection.selectTask(0);
        QCOMPARE(selection.task(), TaskIndex{0});
    }

    void theLogOfARetryStartsAnew()
    {
        FakeSession session;
        SessionBridge bridge;
        bridge.attach(&session);
        session.details[RunId("r")] = {};
        session.taskDetails[0] = {};
        RunFacade run(bridge);
        TaskFacade task(bridge, run);
        run.watch(RunId("r"));
        session.push(RunId("r"), tasksDelta("r", {taskRow(0, TaskState::Running)}, true));
        QTRY_COMPARE(run.tasks().size(), std::size_t{1});
        QSignalSpy restarts(&task, &TaskFacade::logRestarted), chunks(&task, &TaskFacade::logChunk);
        task.watch(0);
        QCOMPARE(restarts.count(), 1);
        session.print(0, {1, 0, "one", false});
        session.print(0, {1, 3, "", true});
        const auto afterFirst = restarts.count();
        session.push(RunId("r"), tasksDelta("r", {taskRow(0, TaskState::Running, 2)}));
        QTRY_VERIFY(session.taskRequests >= 2);
        session.print(0, {2, 0, "two", false});
        QCOMPARE(restarts.count(), afterFirst + 1);
        QCOMPARE(chunks.last()[0].toByteArray(), QByteArray("two"));
        QCOMPARE(session.followers(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(tst_Bridge)
#include "tst_bridge.moc"
