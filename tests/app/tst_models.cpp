// SPDX-License-Identifier: GPL-3.0-or-later
// The models keep the rules of item models while bursts arrive, and say the right words.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "models/daglistmodel.h"
#include "models/findingsmodel.h"
#include "models/fuzzy.h"
#include "models/notificationmodel.h"
#include "models/roles.h"
#include "models/runload.h"
#include "models/runtablemodel.h"
#include "models/sections.h"
#include "models/tasktablemodel.h"
#include "support/fakesession.h"

using namespace orrery;
using namespace orrery::models;
using support::runSummary;
using support::taskRow;

namespace {

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

QString value(const std::vector<Section> &sections, const QString &title, const QString &name)
{
    for (const Section &section : sections)
        for (const Field &field : section.fields)
            if (section.title == title && field.name == name)
                return field.value;
    return QStringLiteral("(absent)");
}

} // namespace

class tst_Models final : public QObject {
    Q_OBJECT
private slots:
    void runsStandNewestFirst()
    {
        RunTableModel model;
        QAbstractItemModelTester tester(&model, fatal);
        model.apply({runSummary("b", RunState::Succeeded, 2), runSummary("a", RunState::Failed, 1)},
                    true);
        model.apply({runSummary("d", RunState::Running, 4), runSummary("c", RunState::Running, 3)},
                    false);
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids << model.index(row, RunTableModel::Id).data().toString();
        QCOMPARE(ids, QStringList({"d", "c", "b", "a"}));
        QCOMPARE(model.rowOf(RunId("a")), 3);
        QCOMPARE(model.index(3, 0).data(SignRole).toInt(), int(TaskState::Failed));
    }

    void aBurstOfRunsIsOneChange()
    {
        RunTableModel model;
        QAbstractItemModelTester tester(&model, fatal);
        std::vector<RunSummary> runs;
        for (int i = 0; i < 200; ++i)
            runs.push_back(runSummary("r" + std::to_string(i), RunState::Running, i + 1));
        model.apply(runs, true);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.apply(runs, false);
        QCOMPARE(changed.count(), 1);
    }

    void aMomentOfThePastShrinksTheTasksAndStopsTheirClock()
    {
        TaskTableModel model;
        QAbstractItemModelTester tester(&model, fatal);
        TaskRow runs = taskRow(0, TaskState::Running);
        runs.start = 1000;
        model.apply({runs, taskRow(1, TaskState::Pending), taskRow(2, TaskState::Pending)});
        model.setMoment(4500);
        QCOMPARE(model.index(0, TaskTableModel::Duration).data().toString(),
                 QStringLiteral("3.5 s"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setMoment(4600);
        QCOMPARE(changed.count(), 1);
        model.shrink(1);
        QCOMPARE(model.rowCount(), 1);
        model.shrink(5);
        QCOMPARE(model.rowCount(), 1);
    }

    void aRunFromBeforeTheOthersIsSortedIn()
    {
        RunTableModel model;
        QAbstractItemModelTester tester(&model, fatal);
        model.apply({runSummary("late", RunState::Succeeded, 100)}, true);
        model.apply({runSummary("early", RunState::Succeeded, 5)}, false);
        QCOMPARE(model.index(1, RunTableModel::Id).data().toString(), QStringLiteral("early"));
        QCOMPARE(model.rowOf(RunId("late")), 0);
    }

    void tasksGrowWhileTheyRun()
    {
        TaskTableModel model;
        QAbstractItemModelTester tester(&model, fatal);
        DagSpec dag;
        dag.nodes.resize(2);
        dag.nodes[0].id = "extract";
        dag.nodes[1].id = "map";
        model.apply({taskRow(0, TaskState::Running), taskRow(1, TaskState::Pending)});
        model.setDag(dag);
        TaskRow item = taskRow(4, TaskState::Queued);
        item.node = 1;
        item.item = 2;
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted),
            changed(&model, &QAbstractItemModel::dataChanged);
        model.apply({taskRow(0, TaskState::Succeeded), item});
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.index(4, TaskTableModel::Task).data().toString(), QStringLiteral("map[2]"));
        QCOMPARE(model.index(0, TaskTableModel::State).data().toString(),
                 QStringLiteral("Succeeded"));
    }

    void tasksSortByValueAndFilterByWord()
    {
        TaskTableModel model;
        TaskFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, fatal);
        DagSpec dag;
        dag.nodes.resize(3);
        for (std::size_t i = 0; i < 3; ++i)
            dag.nodes[i].id = "n" + std::to_string(i);
        model.setDag(dag);
        auto quick = taskRow(0, TaskState::Succeeded), slow = taskRow(1, TaskState::Succeeded),
             bad = taskRow(2, TaskState::Failed);
        quick.usage.cpuSeconds = 9;
        slow.usage.cpuSeconds = 10;
        bad.reason = "it was killed by signal 9";
        model.apply({quick, slow, bad});
        filter.sort(TaskTableModel::Cpu, Qt::DescendingOrder);
        QCOMPARE(filter.index(0, TaskTableModel::Task).data().toString(), QStringLiteral("n1"));
        filter.setText(QStringLiteral("signal"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText(QStringLiteral("failed"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText({});
        QCOMPARE(filter.rowCount(), 3);
    }

    void aHundredThousandTasksAreOneInsertion()
    {
        TaskTableModel model;
        std::vector<TaskRow> rows;
        for (TaskIndex i = 0; i < 100'000; ++i)
            rows.push_back(taskRow(i, TaskState::Pending));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted),
            changed(&model, &QAbstractItemModel::dataChanged);
        model.apply(rows);
        model.apply(rows);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
    }

    void theWorkspaceListsOwnDagsBeforeExamples()
    {
        DagListModel model;
        QAbstractItemModelTester tester(&model, fatal);
        DagSummary own, example, broken;
        own.file = "/d/own.yaml";
        own.name = "Own";
        own.nodes = 1;
        example.file = "/x/example.yaml";
        example.name = "Example";
        example.example = true;
        example.schedule = "0 2 * * * Asia/Shanghai";
        broken.file = "/d/broken.yaml";
        broken.error = "line 3: unknown key";
        model.setDags({example, own, broken});
        QCOMPARE(model.index(2).data().toString(), QStringLiteral("Example"));
        QVERIFY(model.index(2).data(DetailRole).toString().contains(QStringLiteral("next slot")));
        QVERIFY(model.index(0).data(DetailRole).toString().contains(QStringLiteral("by hand")));
        QCOMPARE(model.index(1).data().toString(), QStringLiteral("broken.yaml"));
        QCOMPARE(model.index(1).data(ErrorRole).toString(), QStringLiteral("line 3: unknown key"));
    }

    void everyKindOfScheduleSaysWhenItRuns()
    {
        DagSummary dag;
        dag.schedule = "every PT15M";
        QVERIFY(nextSlotText(dag, 1'000'000).startsWith(QStringLiteral("next slot")));
        dag.schedule = "event";
        QCOMPARE(nextSlotText(dag, 1'000'000), QStringLiteral("when something happens"));
    }

    void aLiveRunBecomesABarOfItsDag()
    {
        DagListModel model;
        QAbstractItemModelTester tester(&model, fatal);
        DagSummary dag;
        dag.file = "/d/a.yaml";
        model.setDags({dag});
        model.applyRuns({runSummary("r1", RunState::Running, 1'000'000)});
        model.applyRuns({runSummary("r1", RunState::Failed, 1'000'000),
                         runSummary("other", RunState::Failed, 1, "/d/b.yaml")});
        const auto bars = model.index(0).data(BarsRole).value<QList<Bar>>();
        QCOMPARE(bars.size(), 1);
        QCOMPARE(bars[0].sign, TaskState::Failed);
        for (int i = 2; i < 30; ++i)
            model.applyRuns(
                {runSummary("r" + std::to_string(i), RunState::Succeeded, 1'000'000 + i)});
        QCOMPARE(model.index(0).data(BarsRole).value<QList<Bar>>().size(), 12);
    }

    void theFilterWantsEveryWord()
    {
        DagListModel model;
        DagFilter filter;
        filter.setSourceModel(&model);
        QAbstractItemModelTester tester(&filter, fatal);
        DagSummary dag;
        dag.file = "/d/sales.yaml";
        dag.name = "Sales";
        dag.owner = "ann";
        dag.tags = {"daily"};
        model.setDags({dag});
        for (const auto &[words, rows] :
             {std::pair{"sales", 1}, {"DAILY ann", 1}, {"daily bob", 0}, {"", 1}}) {
            filter.setWords(QString::fromLatin1(words));
            QCOMPARE(filter.rowCount(), rows);
        }
    }

    void findingsKnowTheirNode()
    {
        toolkit::Parsed parsed;
        parsed.dag.nodes.resize(4);
        parsed.dag.nodes[3].id = "load";
        Finding finding;
        finding.line = 7;
        finding.column = 12;
        finding.path = "nodes/3/executionConfig/timeout";
        finding.message = "not a duration";
        Finding warning;
        warning.severity = Finding::Severity::Warning;
        warning.path = "tags";
        parsed.findings = {finding, warning};
        parsed.suppressed = 5;
        FindingsModel model;
        QAbstractItemModelTester tester(&model, fatal);
        model.setFindings(parsed);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.errors(), 1);
        QCOMPARE(model.nodeOf(0), NodeIndex{3});
        QCOMPARE(model.nodeOf(1), none);
        QCOMPARE(model.index(0, FindingsModel::Place).data().toString(), QStringLiteral("7:12"));
    }

    void notificationsAreBoundedAndCounted()
    {
        NotificationModel model;
        QAbstractItemModelTester tester(&model, fatal);
        for (int i = 0; i < NotificationModel::capacity + 20; ++i)
            model.add({TaskState::Succeeded, QStringLiteral("run %1").arg(i), {}, {}, 1, true});
        QCOMPARE(model.rowCount(), int(NotificationModel::capacity));
        QCOMPARE(model.unread(), int(NotificationModel::capacity));
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("run 219"));
        model.markAllRead();
        QCOMPARE(model.unread(), 0);
    }

    void fuzzySearchPrefersBeginningsOfWords_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("initials") << "ts"
                                  << "transform-sales"
                                  << "extract data sets";
        QTest::newRow("run of letters") << "sales"
                                        << "load sales"
                                        << "some ancient ledger essays";
        QTest::newRow("shorter") << "run"
                                 << "Run"
                                 << "Run with parameters";
        QTest::newRow("spaces do not matter") << "retry task"
                                              << "Retry failed tasks"
                                              << "Reload the empty rack of tasks at k";
    }
    void fuzzySearchPrefersBeginningsOfWords()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto good = fuzzyMatch(query, better), poor = fuzzyMatch(query, worse);
        QVERIFY(good);
        QVERIFY(!poor || good->score > poor->score);
        QVERIFY(!fuzzyMatch(QStringLiteral("xyz"), better));
    }

    void aNodeTellsItsWholeDefinition()
    {
        DagSpec dag;
        dag.nodes.resize(2);
        NodeSpec &node = dag.nodes[0];
        node.id = "transform";
        node.description = "Cleans <b>rows</b>";
        node.task.runtime = Runtime::Python;
        node.task.runtimeName = "PYTHON_3.9";
        node.task.script = "print(1)";
        node.task.inputs.push_back({"path", "STRING", true, "", "where"});
        node.resources = {8, 16384, 1, 100, "HIGH"};
        node.execution.timeout = 3'600'000;
        node.execution.retry = RetryPolicy{3, 300'000, 1.5};
        dag.nodes[1].id = "analyze";
        dag.edges.push_back({0, 1, "SUCCESS", {{"clean", "input"}}});
        const auto sections = nodeSections(dag, 0);
        QCOMPARE(value(sections, "Node", "What it does"), QStringLiteral("Cleans <b>rows</b>"));
        QCOMPARE(value(sections, "Inputs", "path"), QStringLiteral("STRING, required\nwhere"));
        QCOMPARE(value(sections, "Resources", "Memory"), QStringLiteral("16 GiB"));
        QCOMPARE(value(sections, "Execution", "Time-out"), QStringLiteral("1 h 00 m"));
        QCOMPARE(value(sections, "Execution", "Retries"),
                 QStringLiteral("3 times after 5 m 00 s, then x1.5"));
        QCOMPARE(value(sections, "Leads to", "analyze"), QStringLiteral("SUCCESS\nclean → input"));
        QCOMPARE(programText(node.task), QStringLiteral("print(1)"));
    }

    void anAttemptTellsValuesNotJson()
    {
        AttemptView attempt;
        attempt.command = {"/bin/sh", "-c", "exit 3"};
        attempt.inputs = R"({"region": "EU", "rows": 12, "list": [1, 2]})";
        attempt.exitCode = 3;
        const auto sections = attemptSections(attempt);
        QCOMPARE(value(sections, "Inputs", "region"), QStringLiteral("EU"));
        QCOMPARE(value(sections, "Inputs", "list"), QStringLiteral("[1,2]"));
        QCOMPARE(value(sections, "Command line", ""), QStringLiteral("/bin/sh -c 'exit 3'"));
        QCOMPARE(value(sections, "How it ran", "Exit code"), QStringLiteral("3"));
    }

    void aRunsLoadIsTheSumOfItsTasks()
    {
        RunLoad load;
        TaskSample one, two;
        one.task = 1;
        one.at = two.at = 1000;
        one.cpu = 1.5;
        one.memoryKiB = 2048;
        two.task = 2;
        two.cpu = 0.5;
        load.add({one, two});
        QCOMPARE(load.total().cpu.last(), 2.0);
        QCOMPARE(load.of(1)->memory.last(), 2048.0 * 1024);
        QVERIFY(!load.of(7));
        TaskRow ended = taskRow(1, TaskState::Succeeded);
        ended.end = 1500;
        load.apply({ended});
        QCOMPARE(load.total().cpu.last(), 0.5);
        QCOMPARE(load.of(1)->cpu.last(), 1.5);
    }

    void aSampleBehindTheEndOfItsTaskAddsNothing()
    {
        RunLoad load;
        TaskSample late;
        late.task = 3;
        late.at = 2000;
        late.cpu = 1.5;
        load.apply({taskRow(3, TaskState::Succeeded)});
        load.add({late});
        QCOMPARE(load.total().cpu.last(), 0.0);
        QCOMPARE(load.of(3)->cpu.last(), 1.5);
        load.apply({taskRow(3, TaskState::Running)});
        load.add({late});
        QCOMPARE(load.total().cpu.last(), 1.5);
    }

    void aRunThatNobodySampledIsDrawnFromItsRecord()
    {
        TaskRow one = taskRow(0, TaskState::Succeeded), two = taskRow(1, TaskState::Succeeded);
        one.start = 1000;
        one.end = 3000;
        one.usage = {1.0, 1024, 0, 0};
        two.start = 2000;
        two.end = 3000;
        two.usage = {1.5, 2048, 0, 0};
        const Load load = recordedLoad({one, two, taskRow(2, TaskState::Pending)});
        QCOMPARE(load.cpu.peak(), 2.0);
        QCOMPARE(load.memory.peak(), 3072.0 * 1024);
        QCOMPARE(load.cpu.last(), 0.0);
        QVERIFY(recordedLoad({taskRow(2, TaskState::Pending)}).cpu.empty());
    }

    void aLongCurveKeepsItsPeakAndItsLife()
    {
        Series series(100);
        for (int i = 0; i < 5000; ++i)
            series.add(i, i == 2500 ? 50 : 1);
        QVERIFY(series.points().size() <= 100);
        QCOMPARE(series.peak(), 50.0);
        QVERIFY(series.points().front().at < 200);
        QCOMPARE(series.points().back().at, WallMs{4999});
        QVERIFY(std::any_of(series.points().begin(), series.points().end(),
                            [](const auto &p) { return p.value == 50; }));
    }
};

QTEST_GUILESS_MAIN(tst_Models)
#include "tst_models.moc"
