// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts: rules read and held against readings, the centre by mouse and keys; heat of devices.
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "alerts/alertpanel.h"
#include "bridge/text.h"
#include "heatmap/heatview.h"
#include "heatmap/taskfinder.h"
#include "models/heatgrid.h"
#include "support/cockpit.h"
#include "support/dag.h"

using namespace orrery;
using namespace orrery::models;

class tst_Alerts final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_theme = support::Cockpit::theme(); }

    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_cockpit = std::make_unique<support::Cockpit>(*m_theme);
        m_cockpit->session.engine.home = m_home->path().toStdString();
    }

    void cleanup() { m_cockpit.reset(); }

    void theUsualRulesAreThoseOfAnAllocation()
    {
        const auto rules = usualAlertRules();
        QStringList told;
        for (const AlertRule &rule : rules)
            told << QStringLiteral("%1 %2 %3").arg(rule.id, seriesKey(rule.series)).arg(rule.bound);
        QCOMPARE(told,
                 (QStringList{"cpuUtilization host.cpu 0.9", "memoryUtilization host.memory 0.95",
                              "diskUtilization host.disk 0.85",
                              "executionDurationVariance executionDurationVariance 0.3"}));
        const auto again = parseAlertRules(alertRulesJson(rules), QStringLiteral("a.json"));
        QVERIFY(again);
        QCOMPARE(*again, rules);
    }

    void badRulesSayWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::newRow("no JSON") << QByteArray("{\n \"rules\": [}\n") << "a.json:2:13";
        QTest::newRow("no list") << QByteArray("{}") << "a.json";
        QTest::newRow("unknown series")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.heat","above":1}]})")
            << "a.json: rules/0/series";
        QTest::newRow("unknown key")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.cpu","over":1}]})")
            << "a.json: rules/0/over";
        QTest::newRow("two bounds")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.cpu","above":1,"below":0}]})")
            << "a.json: rules/0";
        QTest::newRow("no number")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.cpu","above":"90 %"}]})")
            << "a.json: rules/0/above";
        QTest::newRow("no duration")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.cpu","above":1,"for":"30"}]})")
            << "a.json: rules/0/for";
        QTest::newRow("a name twice")
            << QByteArray(R"({"rules":[{"id":"x","series":"host.cpu","above":1},)"
                          R"({"id":"x","series":"host.cpu","above":2}]})")
            << "a.json: rules/1/id";
    }
    void badRulesSayWhere()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, where);
        const auto rules = parseAlertRules(text, QStringLiteral("a.json"));
        QVERIFY(!rules);
        QCOMPARE(QString::fromStdString(rules.error().where), where);
        QVERIFY(!rules.error().what.empty());
    }

    void anAlertNeedsItsTimeAndEnds()
    {
        AlertWatch watch;
        watch.setRules({{QStringLiteral("cpu"), AlertSeries::HostCpu, 0.9, true, 10'000, true}});
        const QString host = QStringLiteral("box");
        QVERIFY(watch.read(AlertSeries::HostCpu, host, 0.95, 1000).empty());
        QVERIFY(watch.read(AlertSeries::HostCpu, host, 0.5, 6000).empty()); // it begins anew
        QVERIFY(watch.read(AlertSeries::HostCpu, host, 0.95, 7000).empty());
        QCOMPARE(watch.read(AlertSeries::HostCpu, host, 0.97, 17'000).size(), std::size_t{1});
        QVERIFY(watch.read(AlertSeries::HostCpu, host, 0.99, 18'000).empty()); // told once
        QCOMPARE(watch.alerts()[0].value, 0.99);
        QCOMPARE(watch.alerts()[0].since, WallMs{7000});
        QCOMPARE(watch.open(), std::size_t{1});
        (void)watch.read(AlertSeries::HostCpu, host, 0.1, 20'000);
        QCOMPARE(watch.alerts()[0].ended, WallMs{20'000});
        QCOMPARE(watch.open(), std::size_t{1}); // nobody has seen it yet
        watch.acknowledge(0);
        QCOMPARE(watch.open(), std::size_t{0});
        QVERIFY(watch.read(AlertSeries::HostMemory, host, 1, 21'000).empty());
    }

    void thousandsOfAlertsAreBounded()
    {
        AlertWatch watch;
        watch.setRules({{QStringLiteral("cpu"), AlertSeries::HostCpu, 0.9, true, 0, true}});
        for (int i = 0; i < 5000; ++i) {
            const QString host = QString::number(i % 7);
            (void)watch.read(AlertSeries::HostCpu, host, 1, 1000 + 2 * i);
            (void)watch.read(AlertSeries::HostCpu, host, 0, 1001 + 2 * i);
        }
        QCOMPARE(watch.alerts().size(), AlertWatch::mostAlerts);
        QCOMPARE(watch.alerts().back().since, WallMs{1000 + 2 * 4999});
    }

    void aBusyHostRaisesAnAlertThatIsAcknowledged()
    {
        writeRules(R"({"rules":[{"id":"cpu","series":"host.cpu","above":0.9}]})");
        alerts::Readings readings(m_cockpit->around);
        alerts::AlertPanel panel(m_cockpit->around, readings);
        QSignalSpy raised(&readings, &alerts::Readings::raised);
        QSignalSpy open(&panel, &alerts::AlertPanel::openChanged);
        show(panel);
        m_cockpit->attach();
        QCOMPARE(readings.watch().rules().size(), std::size_t{1});
        pushHost(0.97);
        QTRY_COMPARE(raised.size(), 1);
        QTRY_COMPARE(panel.alerts()->topLevelItemCount(), 1);
        QVERIFY(panel.alerts()->topLevelItem(0)->text(0).contains(QStringLiteral("box: CPU")));
        QCOMPARE(open.last()[0].toInt(), 1);
        QTest::mouseClick(panel.findChild<QPushButton *>(QStringLiteral("acknowledge")),
                          Qt::LeftButton);
        QCOMPARE(open.last()[0].toInt(), 0);
        pushHost(0.2);
        QTRY_VERIFY(readings.watch().alerts()[0].ended > 0);
        QCOMPARE(raised.size(), 1);
    }

    void aSlowRunIsToldOf()
    {
        writeRules(R"({"rules":[{"id":"slow","series":"executionDurationVariance","above":0.3}]})");
        alerts::Readings readings(m_cockpit->around);
        QSignalSpy raised(&readings, &alerts::Readings::raised);
        m_cockpit->attach();
        Delta past;
        past.snapshot = true;
        for (int i = 0; i < 5; ++i) {
            auto run = support::runSummary("r" + std::to_string(i), RunState::Succeeded,
                                           1'000'000 + i * 10'000);
            past.runs.push_back(run);
        }
        m_cockpit->session.push({}, past);
        QTRY_VERIFY(m_cockpit->bridge.run(RunId("r4")));
        QCOMPARE(raised.size(), 0);
        Delta fresh;
        auto slow = support::runSummary("slow", RunState::Succeeded, 2'000'000);
        slow.ended = slow.created + 1400; // the others took 1000
        fresh.runs.push_back(slow);
        m_cockpit->session.push({}, fresh);
        QTRY_COMPARE(raised.size(), 1);
        const auto alert = raised[0][0].value<Alert>();
        QCOMPARE(alert.run, RunId("slow"));
        QVERIFY(std::abs(alert.value - 0.4) < 1e-9);
        QVERIFY(readings.watch().alerts()[0].ended > 0);
    }

    void aRuleIsChangedByHandAndKept()
    {
        alerts::Readings readings(m_cockpit->around);
        alerts::AlertPanel panel(m_cockpit->around, readings);
        show(panel);
        m_cockpit->attach();
        QTreeWidget *rules = panel.rules();
        QTRY_COMPARE(rules->topLevelItemCount(), 4);
        edit(rules, 0, 2, QStringLiteral("> 0.75"));
        QCOMPARE(readings.watch().rules()[0].bound, 0.75);
        QFile file(readings.file());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto kept = parseAlertRules(file.readAll(), file.fileName());
        QVERIFY(kept);
        QCOMPARE((*kept)[0].bound, 0.75);
        QSignalSpy refused(&panel, &alerts::AlertPanel::refused);
        edit(rules, 0, 2, QStringLiteral("a lot"));
        QCOMPARE(refused.size(), 1);
        QCOMPARE(readings.watch().rules()[0].bound, 0.75);
        QTRY_COMPARE(rules->topLevelItem(0)->text(2), QStringLiteral("> 0.75"));
        rules->topLevelItem(1)->setCheckState(0, Qt::Unchecked);
        QVERIFY(!readings.watch().rules()[1].on);
    }

    void aBrokenFileIsToldAndChangesNothing()
    {
        writeRules(R"({"rules":[{"id":"x","series":"host.cpu"}]})");
        alerts::Readings readings(m_cockpit->around);
        alerts::AlertPanel panel(m_cockpit->around, readings);
        show(panel);
        m_cockpit->attach();
        auto *problem = panel.findChild<QLabel *>(QStringLiteral("alertProblem"));
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(QStringLiteral("rules/0")), qPrintable(problem->text()));
        QCOMPARE(readings.watch().rules(), usualAlertRules());
        writeRules(R"({"rules":[]})"); // it is read again when it changes
        QTRY_VERIFY(readings.watch().rules().empty());
        QTRY_VERIFY(!problem->isVisible());
    }

    void heatKeepsItsWholeLife()
    {
        HeatGrid grid(8, 1000);
        const HeatTrack track{HostId("box"), HeatTrack::Kind::Cpu, 0};
        for (int second = 0; second < 30; ++second)
            grid.add(track, 1000 + second * 1000, second == 17 ? 0.9 : 0.1, false);
        QVERIFY(grid.columns() <= 8);
        QCOMPARE(grid.begin(), WallMs{1000});
        bool peak = false;
        for (std::size_t i = 0; i < grid.columns(); ++i)
            peak = peak || grid.at(0, i).value > 0.8F;
        QVERIFY2(peak, "joined columns keep the largest reading");
    }

    void aRecordingOfDevicesIsRead()
    {
        const auto grid = parseGpuRecording(
            "timestamp, index, name, utilization.gpu [%], memory.used [MiB], memory.total [MiB]\n"
            "2026/07/14 08:12:53.353, 0, A100, 99 %, 66147 MiB, 81920 MiB\n"
            "2026/07/14 08:12:53.353, 1, A100, 0 %, 77105 MiB, 81920 MiB\n"
            "2026/07/14 08:12:54.353, 0, A100, 97 %, 66147 MiB, 81920 MiB\n",
            QStringLiteral("r.csv"));
        QVERIFY2(grid, grid ? "" : grid.error().what.c_str());
        QCOMPARE(grid->tracks().size(), std::size_t{4});
        QCOMPARE(grid->columns(), std::size_t{2});
        QVERIFY(std::abs(grid->at(0, 0).value - 0.99F) < 1e-6F);
        QVERIFY(!grid->at(0, 0).idle);
        QVERIFY2(grid->at(1, 0).idle, "77 GB held, nothing computed");
        const auto wrong = parseGpuRecording("index, name\n0, A100\n", QStringLiteral("r.csv"));
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().where, std::string("r.csv:1"));
        QVERIFY(!parseGpuRecording("", QStringLiteral("r.csv")));
    }

    void aClickOnHeatFindsTheTask()
    {
        HeatGrid grid;
        const WallMs at = 1'700'000'000'000;
        HostInfo host;
        host.id = HostId("local");
        host.cores = 8;
        host.memoryMiB = 1000;
        for (int second = 0; second < 20; ++second) {
            host.now.at = at + second * 1000;
            host.now.cpu = 0.5;
            host.now.memoryUsedMiB = 100;
            addReading(grid, host);
        }
        RunDetail detail;
        detail.dag = std::make_shared<const DagSpec>(support::dag("a b"));
        detail.summary = support::runSummary("r1", RunState::Succeeded, at);
        detail.summary.ended = at + 20'000;
        for (TaskIndex i = 0; i < 2; ++i) {
            TaskRow row = support::taskRow(i, TaskState::Succeeded);
            row.host = "local";
            row.start = at + i * 10'000;
            row.end = row.start + 9000;
            row.usage.cpuSeconds = 5;
            detail.tasks.push_back(row);
        }
        m_cockpit->session.details[RunId("r1")] = detail;
        heatmap::TaskFinder finder(m_cockpit->around);
        heatmap::HeatView view(*m_theme);
        connect(&view, &heatmap::HeatView::asked, &finder, &heatmap::TaskFinder::find);
        view.show(&grid);
        view.resize(900, 160);
        view.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        m_cockpit->attach();
        Delta delta;
        delta.snapshot = true;
        delta.runs.push_back(detail.summary);
        m_cockpit->session.push({}, delta);
        QTRY_VERIFY(m_cockpit->bridge.run(RunId("r1")));
        QSignalSpy found(&finder, &heatmap::TaskFinder::found);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.cellRect(0, 15).center());
        QTRY_COMPARE(found.size(), 1);
        const auto task = found[0][0].value<heatmap::FoundTask>();
        QCOMPARE(task.task, TaskIndex{1});
        QCOMPARE(task.name, QStringLiteral("b"));
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_Return);
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(found[1][0].value<heatmap::FoundTask>().task, TaskIndex{0});
    }

    /// On one host two tasks run; each has a device of its own.
    void aDeviceLeadsToTheTaskThatHeldIt()
    {
        const WallMs at = 1'700'000'000'000;
        RunDetail detail;
        detail.dag = std::make_shared<const DagSpec>(support::dag("a b"));
        detail.summary = support::runSummary("r1", RunState::Succeeded, at);
        detail.summary.ended = at + 20'000;
        for (TaskIndex i = 0; i < 2; ++i) {
            TaskRow row = support::taskRow(i, TaskState::Succeeded);
            row.host = "local";
            row.start = at;
            row.end = at + 9000;
            row.usage.cpuSeconds = i == 0 ? 9 : 1;
            detail.tasks.push_back(row);
            AttemptView attempt;
            attempt.gpus = {i == 0 ? 3U : 5U};
            attempt.start = row.start;
            attempt.end = row.end;
            m_cockpit->session.taskDetails[i].attempts.push_back(attempt);
        }
        m_cockpit->session.details[RunId("r1")] = detail;
        heatmap::TaskFinder finder(m_cockpit->around);
        m_cockpit->attach();
        Delta delta;
        delta.snapshot = true;
        delta.runs.push_back(detail.summary);
        m_cockpit->session.push({}, delta);
        QTRY_VERIFY(m_cockpit->bridge.run(RunId("r1")));
        QSignalSpy found(&finder, &heatmap::TaskFinder::found);
        QSignalSpy nothing(&finder, &heatmap::TaskFinder::nothingFound);
        finder.find({HostId("local"), HeatTrack::Kind::Gpu, 5}, at + 1000, at + 2000);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0][0].value<heatmap::FoundTask>().task, TaskIndex{1});
        finder.find({HostId("local"), HeatTrack::Kind::Gpu, 0}, at + 1000, at + 2000);
        QCOMPARE(nothing.size(), 1);
        finder.find({HostId("other"), HeatTrack::Kind::Cpu, 0}, at + 1000, at + 2000);
        QCOMPARE(nothing.size(), 2);
    }

private:
    void show(QWidget &widget)
    {
        widget.resize(1000, 240);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

    void writeRules(const char *text)
    {
        QFile file(m_home->filePath(QStringLiteral("alerts.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    void pushHost(double cpu)
    {
        HostInfo host;
        host.id = HostId("box");
        host.name = "box";
        host.cores = 8;
        host.now.at = m_now += 1000;
        host.now.cpu = cpu;
        Delta delta;
        delta.hosts.push_back(host);
        m_cockpit->session.push({}, delta);
    }

    /// As one does it: a double click, the new text, Enter.
    void edit(QTreeWidget *tree, int row, int column, const QString &text)
    {
        QTreeWidgetItem *item = tree->topLevelItem(row);
        const QPoint at = tree->visualItemRect(item).center();
        const QPoint place(tree->columnViewportPosition(column) + 10, at.y());
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, place);
        auto *field = tree->viewport()->findChild<QLineEdit *>();
        QVERIFY(field);
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!tree->viewport()->findChild<QLineEdit *>());
    }

    WallMs m_now = 1'700'000'000'000;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<support::Cockpit> m_cockpit;
};

QTEST_MAIN(tst_Alerts)
#include "tst_alerts.moc"
