// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a DAG in the window: grid, trend, Gantt, comparison, report; by mouse and keys.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImageReader>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "bridge/text.h"
#include "history/breakdownview.h"
#include "history/comparepanel.h"
#include "history/ganttview.h"
#include "history/historypanel.h"
#include "history/reportexport.h"
#include "history/runoffile.h"
#include "history/runsgrid.h"
#include "history/trendview.h"
#include "models/explain.h"
#include "models/statistics.h"
#include "support/cockpit.h"
#include "support/dag.h"

using namespace orrery;
using namespace orrery::history;

namespace {

constexpr WallMs day = 1'700'000'000'000;

RunId idOf(int number)
{
    return RunId("run-" + std::to_string(1000 + number));
}

} // namespace

class tst_History final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_theme = support::Cockpit::theme(); }

    void init()
    {
        m_cockpit = std::make_unique<support::Cockpit>(*m_theme);
        m_history = std::make_unique<RunHistory>(m_cockpit->around);
        m_times = std::make_unique<RunTimes>(m_cockpit->around);
        m_cockpit->attach();
    }

    void cleanup()
    {
        m_times.reset();
        m_history.reset();
        m_cockpit.reset();
    }

    void nodesStandUpstreamFirst()
    {
        const DagSpec dag = support::dag("d c>d b>c a>b");
        QStringList names;
        for (const NodeIndex node : topologicalOrder(dag))
            names << QString::fromStdString(dag.nodes[node].id);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("a b c d"));
    }

    void theUnusualIsFound()
    {
        std::vector<double> values(20, 100);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] += double(i % 5);
        values[13] = 400;
        values[4] = -1;
        const models::Trend trend = models::trendOf(values);
        QCOMPARE(trend.count, std::size_t{19});
        QCOMPARE(trend.median, 102.0);
        QCOMPARE(std::count(trend.outlier.begin(), trend.outlier.end(), true), 1);
        QVERIFY(trend.outlier[13]);
        QVERIFY(models::trendOf({}).outlier.empty());
        QCOMPARE(models::trendOf({1, 1, 1000}).outlier, std::vector<bool>(3, false));
    }

    void aClickOnACellWatchesItsRunAndSelectsItsTask()
    {
        HistoryPanel panel(m_cockpit->around, *m_history, *m_times);
        connect(&panel, &HistoryPanel::runChosen, &m_cockpit->run, &bridge::RunFacade::watch);
        show(panel);
        openDag("a>b b>c", 3);
        RunsGrid &grid = panel.grid();
        QTRY_VERIFY(m_history->cells(1) != nullptr);
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, {}, grid.cellRect(1, 2).center());
        QCOMPARE(m_cockpit->run.id(), idOf(1));
        pushTasks(1);
        QTRY_COMPARE(m_cockpit->selection.node(), NodeIndex{2});
        QCOMPARE(m_cockpit->selection.task(), TaskIndex{2});
        QCOMPARE(grid.column(), 1);
        QCOMPARE(grid.row(), 2);
        // What the keys do is what the mouse does.
        QTest::keyClick(&grid, Qt::Key_Right);
        QTest::keyClick(&grid, Qt::Key_Up);
        QCOMPARE(grid.column(), 2);
        QCOMPARE(grid.row(), 1);
        QTest::keyClick(&grid, Qt::Key_Return);
        QCOMPARE(m_cockpit->run.id(), idOf(2));
        pushTasks(2);
        QTRY_COMPARE(m_cockpit->selection.node(), NodeIndex{1});
    }

    /// A window that is built anew (another theme, another language) is not told again.
    void whoComesLaterKnowsTheRunsToo()
    {
        openDag("a>b", 3);
        RunHistory later(m_cockpit->around);
        emit m_cockpit->document.changed(true);
        QCOMPARE(later.runs().size(), std::size_t{3});
        QCOMPARE(later.nodes().size(), std::size_t{2});
    }

    void twoRunsAreMarkedForComparing()
    {
        RunsGrid grid(m_cockpit->around, *m_history);
        show(grid);
        openDag("a>b", 4);
        QSignalSpy asked(&grid, &RunsGrid::compareRequested);
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::ControlModifier,
                          grid.cellRect(3, -1).center());
        QCOMPARE(asked.size(), 0);
        QTest::mouseClick(grid.viewport(), Qt::LeftButton, Qt::ControlModifier,
                          grid.cellRect(0, 1).center());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<RunId>(), idOf(0));
        QCOMPARE(asked[0][1].value<RunId>(), idOf(3));
    }

    /// The promise: a thousand runs of a thousand nodes stay smooth, and only what is seen is read.
    void aThousandRunsOfAThousandNodesStaySmooth()
    {
        RunsGrid grid(m_cockpit->around, *m_history);
        show(grid);
        std::string graph;
        for (int i = 0; i < 1000; ++i)
            graph += "n" + std::to_string(i) + " ";
        openDag(graph.c_str(), 1000);
        QTRY_VERIFY(m_history->cells(999) != nullptr);
        int read = 0;
        for (int column = 0; column < 1000; ++column)
            read += m_history->cells(column) ? 1 : 0;
        QVERIFY2(read < 120, qPrintable(QString::number(read)));
        grid.viewport()->grab(); // what it reads comes in
        QElapsedTimer since;
        qint64 longest = 0;
        for (int i = 0; i < 30; ++i) {
            QTest::keyClick(&grid, i % 2 ? Qt::Key_Down : Qt::Key_Left);
            since.start();
            grid.viewport()->grab();
            longest = std::max(longest, since.elapsed());
        }
        qInfo("a picture of the grid takes %lld ms at most", static_cast<long long>(longest));
        QVERIFY2(longest < 200, qPrintable(QString::number(longest))); // a slow machine, too
    }

    void theTrendMarksWhatIsUnusual()
    {
        TrendView trend(*m_theme, *m_history);
        show(trend);
        openDag("a>b", 12);
        trend.grab();
        QCOMPARE(trend.trend().count, std::size_t{12});
        QVERIFY(trend.trend().p90 >= trend.trend().median);
        trend.show(0);
        trend.grab();
        QTRY_VERIFY((trend.grab(), trend.trend().count == 12));
        QSignalSpy chosen(&trend, &TrendView::chosen);
        QTest::mouseClick(&trend, Qt::LeftButton, {}, QPoint(trend.width() - 8, 50));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toInt(), 11);
    }

    void theGanttGroupsItemsAndSelects()
    {
        GanttView gantt(m_cockpit->around, *m_times);
        show(gantt);
        openDag("a>b>c", 1, 40);
        m_cockpit->run.watch(idOf(0));
        pushTasks(0);
        QTRY_COMPARE(gantt.rowCount(), 3);
        QTest::mouseClick(gantt.viewport(), Qt::LeftButton, {},
                          QPoint(40, gantt.barRect(2).center().y()));
        QCOMPARE(m_cockpit->selection.node(), NodeIndex{2});
        QTest::keyClick(&gantt, Qt::Key_Up);
        QCOMPARE(m_cockpit->selection.node(), NodeIndex{1});
        QTest::keyClick(&gantt, Qt::Key_Return); // opens the group
        QCOMPARE(gantt.rowCount(), 43);
        QTest::keyClick(&gantt, Qt::Key_Down);
        QCOMPARE(m_cockpit->selection.task(), TaskIndex{3});
        const QRect whole = gantt.barRect(0);
        QTest::keyClick(&gantt, Qt::Key_Plus);
        QVERIFY(gantt.zoom() > 1.3);
        QVERIFY(gantt.barRect(0).width() > whole.width());
        QTest::keyClick(&gantt, Qt::Key_Right);
        QTest::keyClick(&gantt, Qt::Key_0);
        QCOMPARE(gantt.zoom(), 1.0);
        QWheelEvent wheel({300, 60}, {300, 60}, {}, {0, 240}, Qt::NoButton, Qt::ControlModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(gantt.viewport(), &wheel);
        QVERIFY(gantt.zoom() > 1.3);
    }

    void tenThousandTasksArePaintedSmoothly()
    {
        GanttView gantt(m_cockpit->around, *m_times);
        show(gantt);
        openDag("a>b>c", 1, 10'000);
        m_cockpit->run.watch(idOf(0));
        pushTasks(0);
        QTRY_COMPARE_WITH_TIMEOUT(gantt.rowCount(), 3, 10'000);
        QTest::keyClick(&gantt, Qt::Key_Down);
        QTest::keyClick(&gantt, Qt::Key_Down);
        QTest::keyClick(&gantt, Qt::Key_Return);
        QCOMPARE(gantt.rowCount(), 10'003);
        QElapsedTimer since;
        qint64 longest = 0;
        for (int i = 0; i < 20; ++i) {
            QTest::keyClick(&gantt, i % 2 ? Qt::Key_Plus : Qt::Key_Right);
            since.start();
            gantt.viewport()->grab();
            longest = std::max(longest, since.elapsed());
        }
        qInfo("a picture of the Gantt takes %lld ms at most", static_cast<long long>(longest));
        QVERIFY2(longest < 200, qPrintable(QString::number(longest)));
    }

    void theBreakdownTellsWaitsAndTheBottleneck()
    {
        BreakdownView breakdown(m_cockpit->around, *m_times);
        show(breakdown);
        openDag("a>b", 1);
        m_cockpit->run.watch(idOf(0));
        pushTasks(0);
        QTRY_VERIFY(!breakdown.lines().isEmpty());
        const QString all = breakdown.lines().join(QLatin1Char('\n'));
        QVERIFY2(all.contains(QStringLiteral("bottleneck: b")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("waited / ran")), qPrintable(all));
        QTest::mouseClick(&breakdown, Qt::LeftButton);
        QCOMPARE(m_cockpit->selection.node(), NodeIndex{1});
    }

    void theComparisonTellsTheReasonFirst()
    {
        ComparePanel panel(m_cockpit->around, *m_history);
        show(panel);
        openDag("a>b", 2);
        RunDetail &second = m_cockpit->session.details[idOf(1)];
        m_cockpit->session.details[idOf(0)].summary.parameters = R"({"rows":1000})";
        second.summary.parameters = R"({"rows":9000})";
        second.tasks[1].end += 5000;
        second.summary.ended += 5000;
        second.outputs[1] = R"({"accuracy":0.75})";
        m_cockpit->session.details[idOf(0)].outputs[1] = R"({"accuracy":0.5})";
        panel.compare(idOf(0), idOf(1));
        QTreeWidget *tree = panel.tree();
        QTRY_VERIFY(tree->topLevelItemCount() >= 4);
        const QTreeWidgetItem *why = tree->topLevelItem(0);
        QCOMPARE(why->child(0)->text(0), QStringLiteral("rows was 1000 and is 9000"));
        QVERIFY2(why->child(1)->text(0).startsWith(QStringLiteral("b took 5.0 s longer")),
                 qPrintable(why->child(1)->text(0)));
        const auto accuracy =
            tree->findItems(QStringLiteral("b/accuracy"), Qt::MatchExactly | Qt::MatchRecursive);
        QCOMPARE(accuracy.size(), 1);
        QVERIFY(accuracy.front()->text(3).startsWith(QStringLiteral("+0.25")));
        const auto row =
            tree->findItems(QStringLiteral("b"), Qt::MatchExactly | Qt::MatchRecursive);
        QVERIFY(!row.isEmpty());
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {},
                          tree->visualItemRect(row.front()).center());
        QCOMPARE(m_cockpit->selection.node(), NodeIndex{1});
        panel.compare(idOf(0), RunId("gone"));
        QTRY_VERIFY(!tree->isVisible());
    }

    void movesOfNodesAreNoDifference()
    {
        RunDetail before = detailOf(0, 0), after = detailOf(0, 0);
        auto moved = std::make_shared<DagSpec>(*before.dag);
        moved->nodes[0].position = Position{5, 5, 5};
        after.dag = moved;
        QVERIFY(models::explain(toolkit::compareRuns(before, after)).isEmpty());
    }

    void aReportIsWrittenAsPageAndPaper()
    {
        openDag("a>b", 1);
        RunReport report;
        report.run = m_cockpit->session.details[idOf(0)];
        report.course = m_cockpit->session.courses[idOf(0)];
        report.now = day;
        QTemporaryDir dir;
        const QString html = dir.filePath(QStringLiteral("r.html"));
        QVERIFY(writeReport(report, html));
        QFile page(html);
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QByteArray text = page.readAll();
        QCOMPARE(text.count("<svg"), 2);
        QVERIFY(QImageReader::supportedImageFormats().contains("svg"));
        const QString pdf = dir.filePath(QStringLiteral("r.pdf"));
        const auto written = writeReport(report, pdf);
        QVERIFY2(written, written ? "" : written.error().what.c_str());
        QFile paper(pdf);
        QVERIFY(paper.open(QIODevice::ReadOnly));
        QVERIFY(paper.read(5) == "%PDF-");
        QVERIFY2(paper.readAll().contains("/Image"), "the pictures are in it");
        QVERIFY(!writeReport(report, dir.filePath(QStringLiteral("r.txt"))));
        QVERIFY(!writeReport(report, QStringLiteral("/no/such/dir/r.html")));
    }

    void aFileThatARunMadeBringsItBack()
    {
        openDag("a>b", 2);
        QTemporaryDir elsewhere;
        const QString results = m_dir.filePath(QStringLiteral("results"));
        QDir().mkpath(results);
        const auto write = [](const QString &path, const QByteArray &bytes) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        const QString picture = results + QStringLiteral("/chart.png");
        write(picture, "the picture");
        RunDetail &run = m_cockpit->session.details[idOf(1)];
        run.summary.resultsDir = results.toStdString();
        run.outputs[1] = QStringLiteral(R"({"charts":["%1"]})").arg(picture).toStdString();
        RunOfFile finder(m_cockpit->around);
        m_cockpit->session.push({}, summaries());
        QTRY_VERIFY(finder.mayKnow(results + QStringLiteral("/anything.json")));
        QSignalSpy found(&finder, &RunOfFile::found);
        QSignalSpy none(&finder, &RunOfFile::notFound);
        finder.find(picture); // by where it lies
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found[0][0].value<RunId>(), idOf(1));
        QCOMPARE(found[0][1].value<TaskIndex>(), TaskIndex{1});

        const QString copy = elsewhere.filePath(QStringLiteral("mine.png"));
        write(copy, "the picture");
        QVERIFY(finder.mayKnow(copy));
        finder.find(copy); // by what it holds
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(found[1][0].value<RunId>(), idOf(1));

        const QString page = elsewhere.filePath(QStringLiteral("r.html"));
        RunReport report;
        report.run = m_cockpit->session.details[idOf(0)];
        QVERIFY(writeReport(report, page));
        finder.find(page); // by what it says
        QTRY_COMPARE(found.size(), 3);
        QCOMPARE(found[2][0].value<RunId>(), idOf(0));

        write(copy, "quite another");
        finder.find(copy);
        QTRY_COMPARE(none.size(), 1);
        const QString dag = elsewhere.filePath(QStringLiteral("dag.yaml"));
        write(dag, "dagId: x");
        QVERIFY2(!finder.mayKnow(dag), "a DAG file is opened");
    }

    void withoutRunsItSaysHowToGetOne()
    {
        HistoryPanel panel(m_cockpit->around, *m_history, *m_times);
        show(panel);
        bool told = false;
        for (const QLabel *label : panel.findChildren<QLabel *>())
            told =
                told || (label->isVisible() && label->text() == QStringLiteral("No DAG is open"));
        QVERIFY(told);
        openDag("a", 0);
        told = false;
        for (const QLabel *label : panel.findChildren<QLabel *>())
            told = told || (label->isVisible() && label->text().contains(QStringLiteral("F8")));
        QVERIFY(told);
    }

private:
    void show(QWidget &widget)
    {
        widget.resize(1000, 220);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

    RunDetail detailOf(int number, int items)
    {
        RunDetail detail;
        detail.dag = m_dag ? m_dag : std::make_shared<const DagSpec>(support::dag("a>b"));
        detail.summary =
            support::runSummary(idOf(number).text, RunState::Succeeded, day + number * 100'000);
        detail.summary.dag = DagId(detail.dag->id);
        const WallMs begin = detail.summary.created;
        WallMs at = begin;
        const auto nodes = NodeIndex(detail.dag->nodes.size());
        for (NodeIndex n = 0; n < nodes; ++n) {
            TaskRow row = support::taskRow(n, TaskState::Succeeded);
            row.start = at + 100;
            row.end = at = row.start + 1000 + 50 * (number % 3) + 500 * n;
            row.host = "local";
            detail.tasks.push_back(row);
            detail.outputs.emplace_back();
        }
        for (int i = 0; i < items; ++i) {
            TaskRow row = detail.tasks[1];
            row.task = nodes + TaskIndex(i);
            row.item = i;
            detail.tasks.push_back(row);
            detail.outputs.emplace_back();
        }
        detail.summary.ended = at;
        auto &points = m_cockpit->session.courses[idOf(number)].points;
        points.clear();
        for (const TaskRow &row : detail.tasks) {
            if (items > 0 && row.task == 1)
                continue;
            const auto fact = [&](WallMs when, Happening what) {
                points.push_back({points.size() + 1, when, row.task, what, 1});
            };
            fact(row.start - 50, Happening::Place);
            fact(row.start, Happening::Start);
            fact(row.end, Happening::Success);
        }
        std::stable_sort(points.begin(), points.end(),
                         [](const auto &a, const auto &b) { return a.at < b.at; });
        for (std::size_t i = 0; i < points.size(); ++i)
            points[i].seq = i + 1;
        return detail;
    }

    /// Opens a DAG that ran `runs` times.
    void openDag(const char *graph, int runs, int items = 0)
    {
        m_dag = std::make_shared<const DagSpec>(support::dag(graph));
        const QString path = m_dir.filePath(QStringLiteral("dag.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(toolkit::toJson(*m_dag)));
        file.close();
        QSignalSpy changed(&m_cockpit->document, &bridge::DagDocument::changed);
        m_cockpit->document.open(path);
        QVERIFY(changed.wait(10'000));
        Delta delta;
        delta.snapshot = true;
        for (int i = 0; i < runs; ++i) {
            RunDetail detail = detailOf(i, items);
            detail.summary.file = path.toStdString();
            delta.runs.push_back(detail.summary);
            m_cockpit->session.details[idOf(i)] = std::move(detail);
        }
        m_cockpit->session.push({}, delta);
        QTRY_COMPARE(int(m_history->runs().size()), runs);
    }

    [[nodiscard]] Delta summaries() const
    {
        Delta delta;
        delta.snapshot = true;
        for (const auto &[id, detail] : m_cockpit->session.details)
            delta.runs.push_back(detail.summary);
        return delta;
    }

    void pushTasks(int number)
    {
        Delta delta;
        delta.snapshot = true;
        delta.runs.push_back(m_cockpit->session.details[idOf(number)].summary);
        Delta::Tasks tasks;
        tasks.run = idOf(number);
        tasks.rows = m_cockpit->session.details[idOf(number)].tasks;
        delta.tasks.push_back(std::move(tasks));
        m_cockpit->session.push(idOf(number), delta);
    }

    QTemporaryDir m_dir;
    std::shared_ptr<const DagSpec> m_dag;
    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<support::Cockpit> m_cockpit;
    std::unique_ptr<RunHistory> m_history;
    std::unique_ptr<RunTimes> m_times;
};

QTEST_MAIN(tst_History)
#include "tst_history.moc"
