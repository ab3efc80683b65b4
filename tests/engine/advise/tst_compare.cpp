// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs side by side: what differs, the largest difference of time first.
#include <QtTest>

#include "advise/compare.h"
#include "support/dag.h"

using namespace orrery;

namespace {

RunDetail run(const char *graph)
{
    RunDetail detail;
    detail.dag = std::make_shared<const DagSpec>(support::dag(graph));
    detail.summary.parameters = R"({"day":"2026-11-20","n":1})";
    detail.environment = R"({"host":"box","runtimes":{"python3":{"version":"3.11.2"}}})";
    for (NodeIndex n = 0; n < detail.dag->nodes.size(); ++n) {
        TaskRow row;
        row.task = row.node = n;
        row.state = TaskState::Succeeded;
        row.start = 1000;
        row.end = 2000;
        detail.tasks.push_back(row);
        detail.outputs.emplace_back("{\"rows\":1}");
    }
    return detail;
}

QStringList told(const std::vector<ValueChange> &changes)
{
    QStringList out;
    for (const ValueChange &change : changes)
        out << QString::fromStdString(change.path + ": " + change.before + " > " + change.after);
    return out;
}

} // namespace

class TestCompare : public QObject {
    Q_OBJECT

private slots:
    void theSameRunDiffersInNothing();
    void valuesAreComparedByTheirPath();
    void theLargestDifferenceStandsFirst();
    void tasksOfOneRunOnlyAreKept();
    void outputsOfATaskAreCompared();
    void theDirectoryOfARunIsNoDifference();
    void theDagsAreCompared();
};

void TestCompare::theSameRunDiffersInNothing()
{
    const RunComparison found = advise::compareRuns(run("a>b"), run("a>b"));
    QVERIFY(found.parameters.empty() && found.environment.empty() && found.dag.same());
    QCOMPARE(found.tasks.size(), std::size_t{2});
    QCOMPARE(found.tasks[0].difference(), SpanMs{0});
    QVERIFY(found.tasks[0].outputs.empty());
}

void TestCompare::valuesAreComparedByTheirPath()
{
    RunDetail after = run("a");
    after.summary.parameters = R"({"day":"2026-11-21","m":2})";
    after.environment = R"({"host":"box","runtimes":{"python3":{"version":"3.12.1"}}})";
    const RunComparison found = advise::compareRuns(run("a"), after);
    QCOMPARE(told(found.parameters),
             QStringList({"day: \"2026-11-20\" > \"2026-11-21\"", "n: 1 > ", "m:  > 2"}));
    QCOMPARE(told(found.environment),
             QStringList("runtimes/python3/version: \"3.11.2\" > \"3.12.1\""));
    after.environment.clear(); // a run of an earlier release
    QCOMPARE(advise::compareRuns(run("a"), after).environment.size(), std::size_t{2});
}

void TestCompare::theLargestDifferenceStandsFirst()
{
    RunDetail after = run("a b c d");
    after.tasks[1].end = 1200; // 0.8 s less
    after.tasks[2].end = 2900; // 0.9 s more
    after.tasks[3].start = 0;  // did not run
    const RunComparison found = advise::compareRuns(run("a b c d"), after);
    QStringList order;
    for (const TaskChange &task : found.tasks)
        order << QString::fromStdString(task.id) + QString::number(task.difference());
    QCOMPARE(order, QStringList({"c900", "b-800", "a0", "d0"}));
    QCOMPARE(found.tasks[3].timeAfter, SpanMs{-1});
}

void TestCompare::tasksOfOneRunOnlyAreKept()
{
    const RunComparison found = advise::compareRuns(run("a b"), run("b c"));
    QStringList order;
    for (const TaskChange &task : found.tasks)
        order << QString::fromStdString(task.id) + (task.before ? "<" : "") +
                     (task.after ? ">" : "");
    QCOMPARE(order, QStringList({"b<>", "c>", "a<"}));
}

void TestCompare::outputsOfATaskAreCompared()
{
    RunDetail after = run("a b");
    after.outputs[1] = R"({"rows":5,"path":"x"})";
    const RunComparison found = advise::compareRuns(run("a b"), after);
    QCOMPARE(told(found.tasks[1].outputs), QStringList({"rows: 1 > 5", "path:  > \"x\""}));
}

void TestCompare::theDirectoryOfARunIsNoDifference()
{
    RunDetail before = run("a"), after = run("a");
    before.summary.resultsDir = "/home/runs/1";
    after.summary.resultsDir = "/home/runs/2";
    before.outputs[0] =
        R"({"path":"/home/runs/1/x.csv","all":["/home/runs/1/a","/home/runs/1/b"]})";
    after.outputs[0] = R"({"path":"/home/runs/2/y.csv","all":["/home/runs/2/a","/home/runs/2/b"]})";
    QCOMPARE(told(advise::compareRuns(before, after).tasks[0].outputs),
             QStringList("path: \"${run.dir}/x.csv\" > \"${run.dir}/y.csv\""));
}

void TestCompare::theDagsAreCompared()
{
    RunDetail after = run("a>b");
    DagSpec changed = *after.dag;
    changed.nodes[1].execution.timeout = 1000;
    after.dag = std::make_shared<const DagSpec>(std::move(changed));
    const RunComparison found = advise::compareRuns(run("a>b"), after);
    QCOMPARE(found.dag.changes.size(), std::size_t{1});
    QCOMPARE(found.dag.changes[0].id, std::string("b"));
}

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_compare.moc"
