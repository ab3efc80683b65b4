// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that wait for their turn: queued by a key, put in another order, cancelled; parts of a DAG.
#include <QTableView>

#include "cockpitstage.h"
#include "models/queuemodel.h"
#include "models/roles.h"

using namespace orrery;
using models::QueueModel;

namespace {

RunSummary waiting(const char *id, WallMs created, std::int32_t priority)
{
    RunSummary run;
    run.id.text = id;
    run.created = created;
    run.priority = priority;
    run.state = RunState::Pending;
    return run;
}

QStringList ids(const std::vector<RunSummary> &runs)
{
    QStringList names;
    for (const RunSummary &run : runs)
        names << QString::fromStdString(run.id.text);
    return names;
}

const QByteArray sleeper = "dagId: sleeper\nnodes:\n  - nodeId: sleeps\n"
                           "    executionConfig: {isolation: process}\n"
                           "    taskDefinition: {runtime: EXEC, command: [/bin/sleep, '60']}\n";

} // namespace

class tst_Queue final : public QObject {
    Q_OBJECT
private slots:
    void higherPriorityThenOlderGoesFirst()
    {
        RunSummary running = waiting("now", 50, 0), ended = waiting("ended", 1, 9);
        running.state = RunState::Running;
        ended.state = RunState::Succeeded;
        QCOMPARE(ids(models::inTurn({waiting("young", 30, 0), waiting("old", 10, 0), running,
                                     waiting("urgent", 40, 5), ended})),
                 (QStringList{"now", "urgent", "old", "young"}));
    }

    void anOrderIsMadeOfTheLeastPriorities_data()
    {
        QTest::addColumn<QList<int>>("created");
        QTest::addColumn<QList<int>>("before");
        QTest::addColumn<QList<int>>("after");
        QTest::newRow("as it is") << QList{1, 2, 3} << QList{0, 0, 0} << QList{0, 0, 0};
        QTest::newRow("the last to the front")
            << QList{3, 1, 2} << QList{0, 0, 0} << QList{1, 0, 0};
        QTest::newRow("two change places") << QList{1, 3, 2} << QList{0, 0, 0} << QList{1, 1, 0};
        QTest::newRow("all around") << QList{3, 2, 1} << QList{0, 0, 0} << QList{2, 1, 0};
        QTest::newRow("what is high stays") << QList{2, 1} << QList{7, 0} << QList{7, 0};
    }
    void anOrderIsMadeOfTheLeastPriorities()
    {
        QFETCH(QList<int>, created);
        QFETCH(QList<int>, before);
        QFETCH(QList<int>, after);
        std::vector<RunSummary> order;
        for (qsizetype i = 0; i < created.size(); ++i)
            order.push_back(
                waiting(std::to_string(i).c_str(), created[i], std::int32_t(before[i])));
        const auto found = models::prioritiesFor(order);
        QCOMPARE(QList<int>(found.begin(), found.end()), after);
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i].priority = found[i];
        QCOMPARE(ids(models::inTurn(order)), ids(order));
    }

    void ctrlReturnQueuesAgainAndAgainAndTheOrderIsTheUsers()
    {
        CockpitStage stage;
        stage.open(QStringLiteral("sleeper.yaml"), sleeper);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(stage.window.get(), Qt::Key_Return, Qt::ControlModifier);
            QTRY_COMPARE(int(stage.bridge.liveRuns().size()), i + 1);
        }
        auto *table = stage.window->findChild<QTableView *>(QStringLiteral("queue"));
        QVERIFY(table);
        stage.trigger("go.dock.queue");
        QTRY_COMPARE(table->model()->rowCount(), 4);
        const auto cell = [table](int row, int column) {
            return table->model()->index(row, column).data().toString();
        };
        QTRY_COMPARE(cell(0, QueueModel::Turn), QStringLiteral("now"));
        QTRY_COMPARE(cell(3, QueueModel::Turn), QStringLiteral("3"));
        QVERIFY2(!cell(1, QueueModel::Waits).isEmpty(), "a wait says for what");

        const QString last = cell(3, QueueModel::Id);
        const auto choose = [table](int row) {
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                              table->visualRect(table->model()->index(row, 2)).center());
        };
        choose(3);
        QTest::keyClick(table, Qt::Key_Up, Qt::ControlModifier);
        QTRY_COMPARE(cell(2, QueueModel::Id), last);
        QTest::mouseClick(stage.window->findChild<QWidget *>(QStringLiteral("queueUp")),
                          Qt::LeftButton);
        QTRY_COMPARE(cell(1, QueueModel::Id), last);
        QTest::keyClick(table, Qt::Key_Delete);
        QTRY_COMPARE(table->model()->rowCount(), 3);
        for (const RunSummary &run : stage.bridge.liveRuns())
            QVERIFY(run.id.text != last.toStdString());
        for (const RunSummary &run : stage.bridge.liveRuns())
            stage.bridge.cancel(run.id);
        QTRY_VERIFY_WITH_TIMEOUT(stage.bridge.liveRuns().empty(), 20'000);
    }

    void aKeyRunsUpToTheSelectedNode()
    {
        CockpitStage stage;
        stage.open(QStringLiteral("three.yaml"),
                   "dagId: three\nnodes:\n"
                   "  - {nodeId: a, taskDefinition: {runtime: NONE}}\n"
                   "  - {nodeId: b, taskDefinition: {runtime: NONE}}\n"
                   "  - {nodeId: c, taskDefinition: {runtime: NONE}}\n"
                   "edges:\n  - {from: a, to: b}\n  - {from: b, to: c}\n");
        stage.window->selection().selectNode(1);
        QTest::keyClick(stage.window.get(), Qt::Key_F8, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(stage.window->run().summary().state, RunState::Succeeded, 20'000);
        const auto state = [&stage](NodeIndex node) {
            const TaskRow *row = stage.window->run().rowOf(node);
            return row ? row->state : TaskState::Pending;
        };
        QCOMPARE(state(0), TaskState::Succeeded);
        QCOMPARE(state(1), TaskState::Succeeded);
        QVERIFY(state(2) != TaskState::Succeeded);
    }
};

QTEST_MAIN(tst_Queue)
#include "tst_queue.moc"
