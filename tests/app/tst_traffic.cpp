// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells of its edges and of its longest way, in figures.
#include <QTest>

#include "models/traffic.h"

using namespace orrery;
using namespace orrery::models;

namespace {

/// load -> clean -> report, load -> count -> report.
DagSpec diamond()
{
    DagSpec dag;
    for (const char *id : {"load", "clean", "count", "report"})
        dag.nodes.push_back({.id = id});
    for (const auto &[from, to] : {std::pair<NodeIndex, NodeIndex>{0, 1}, {0, 2}, {1, 3}, {2, 3}}) {
        EdgeSpec edge;
        edge.from = from;
        edge.to = to;
        dag.edges.push_back(edge);
    }
    return dag;
}

TaskRow row(NodeIndex node, WallMs start, WallMs end, std::uint64_t written,
            TaskState state = TaskState::Succeeded)
{
    TaskRow row;
    row.task = row.node = node;
    row.start = start;
    row.end = end;
    row.state = state;
    row.usage.writeBytes = written;
    row.usage.cpuSeconds = 0.1;
    return row;
}

std::vector<TaskRow> rows()
{
    return {row(0, 1'000, 3'000, 5'000'000), row(1, 3'500, 4'000, 1'000), row(2, 5'000, 11'000, 10),
            row(3, 11'000, 12'000, 0)};
}

} // namespace

class tst_Traffic final : public QObject {
    Q_OBJECT
private slots:
    void anEdgeCarriesWhatItsSourceWroteAfterItsLatency()
    {
        const auto flows = edgeFlows(diamond(), rows(), {});
        QCOMPARE(flows.size(), std::size_t{4});
        QCOMPARE(flows[0].bytes, 5e6);
        QCOMPARE(flows[0].latency, 0.5);
        QCOMPARE(flows[1].latency, 2.0);
        QCOMPARE(flows[2].latency, 7.0);
        QCOMPARE(flows[3].latency, 0.0);
        QCOMPARE(flows[0].bad, 0.0);
    }

    void whatDidNotRunYetIsNotKnown()
    {
        const auto flows = edgeFlows(diamond(), {row(0, 1'000, 0, 0, TaskState::Running)}, {});
        QCOMPARE(flows[0].latency, -1.0);
        QCOMPARE(flows[2].bytes, -1.0);
    }

    void badDataIsWhatFailedAndWhatOutputsTell()
    {
        std::vector<TaskRow> ran = rows();
        ran[1].state = TaskState::Failed;
        for (std::uint32_t i = 0; i < 4; ++i) {
            TaskRow item =
                row(2, 5'000, 6'000, 0, i == 0 ? TaskState::Failed : TaskState::Succeeded);
            item.task = 4 + i;
            item.item = std::int32_t(i);
            ran.push_back(item);
        }
        const auto flows =
            edgeFlows(diamond(), ran, {R"({"rows": 90, "rejectedRows": 10})", "", "", ""});
        QCOMPARE(flows[0].bad, 0.1);
        QCOMPARE(flows[2].bad, 1.0);
        QCOMPARE(flows[3].bad, 0.25);
    }

    void outputsAreReadByTheirNames_data()
    {
        QTest::addColumn<QString>("outputs");
        QTest::addColumn<double>("share");
        QTest::newRow("a rate") << R"({"rejectRate": 0.03})" << 0.03;
        QTest::newRow("a count of all") << R"({"rows": 3, "badRows": 1})" << 0.25;
        QTest::newRow("nothing about it") << R"({"rows": 3})" << 0.0;
        QTest::newRow("too much is all") << R"({"errorRate": 7})" << 1.0;
        QTest::newRow("no object") << "[1,2]" << 0.0;
        QTest::newRow("no JSON") << "{" << 0.0;
    }
    void outputsAreReadByTheirNames()
    {
        QFETCH(QString, outputs);
        QFETCH(double, share);
        QCOMPARE(badShare(outputs.toStdString()), share);
    }

    void theLongestWayIsWhatTheEndWaitedFor()
    {
        const auto way = longestWay(diamond(), rows());
        QCOMPARE(way, (std::vector<NodeIndex>{0, 2, 3}));
        QCOMPARE(slowestOf(way, rows()), NodeIndex(2));
        QVERIFY(longestWay(diamond(), {}).empty());
        QCOMPARE(slowestOf({}, rows()), none);
    }

    void aNodeWaitsFromTheEndOfAllThatFeedsIt()
    {
        QCOMPARE(waits(diamond(), rows(), 0), (std::vector<double>{1.0, 0.5, 2.0, 0.0}));
    }
};

QTEST_GUILESS_MAIN(tst_Traffic)
#include "tst_traffic.moc"
