// SPDX-License-Identifier: GPL-3.0-or-later
// The whole cockpit over a real engine: opened, clicked, watched.
#include <QAction>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUuid>

#include "bridge/text.h"
#include "engine/engine.h"
#include "models/roles.h"
#include "models/tasktablemodel.h"
#include "monitors/courseview.h"
#include "monitors/plotwidget.h"
#include "monitors/runchart.h"
#include "scene.h"
#include "shell/closedialog.h"
#include "widgets/delegates.h"
#include "widgets/logview.h"
#include "shell/mainwindow.h"
#include "shell/runcontrol.h"
#include "widgets/sectionview.h"
#include "widgets/skin.h"
#include "shell/universepanel.h"

using namespace orrery;
using namespace orrery::shell;

class tst_Window final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY(loaded);
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        OpenOptions options;
        options.home = m_dir->filePath(QStringLiteral("home")).toStdString();
        options.role = "cockpit";
        options.programDir = qEnvironmentVariable("ORRERY_BIN_DIR").toStdString();
        options.examplesDir =
            qEnvironmentVariable("ORRERY_SOURCE_DIR").toStdString() + "/resources/examples";
        options.post = [](std::function<void()> work) {
            QMetaObject::invokeMethod(qApp, std::move(work), Qt::QueuedConnection);
        };
        auto home = openHome(options);
        QVERIFY2(home, home ? "" : home.error().what.c_str());
        m_home = std::move(*home);
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_window = std::make_unique<MainWindow>(
            *m_theme, *m_bridge, m_dir->filePath(QStringLiteral("cockpit.ini")), QString());
        m_window->resize(1600, 900);
        m_window->show();
        m_bridge->attach(&m_home->session());
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        if (m_bridge)
            m_bridge->attach(nullptr);
        m_bridge.reset();
        if (m_home)
            m_home->abandon();
        m_home.reset();
    }

    void theHostIsAliveAtOnce()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!m_bridge->hosts().empty(), 3000);
        QVERIFY(m_bridge->hosts().front().cores > 0);
        QVERIFY(m_bridge->hosts().front().now.memoryUsedMiB > 0);
    }

    void anExampleRunsWithOneClick()
    {
        auto *list = m_window->findChild<QListView *>(QStringLiteral("workspace"));
        const auto rowOf = [list] {
            for (int row = 0; row < list->model()->rowCount(); ++row)
                if (list->model()->index(row, 0).data().toString() == QStringLiteral("Hello"))
                    return row;
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(rowOf() >= 0, 5000);
        const QModelIndex index = list->model()->index(rowOf(), 0);
        list->scrollTo(index);
        const auto *delegate = qobject_cast<widgets::DagDelegate *>(list->itemDelegate());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          delegate->runButton(list->visualRect(index)).center());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 10'000);
        QCOMPARE(list->model()
                     ->index(rowOf(), 0)
                     .data(models::BarsRole)
                     .value<QList<models::Bar>>()
                     .size(),
                 1);
    }

    /// The main promise: what a task prints and burns is seen while it does so.
    void aRunningTaskShowsItsLogAndItsCurve()
    {
        const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
        open("live.yaml", QStringLiteral(R"(
dagId: live
nodes:
  - {nodeId: quiet, taskDefinition: {runtime: EXEC, command: [/bin/true]}}
  - nodeId: busy
    taskDefinition:
      runtime: PYTHON_3
      script: |
        import time
        print("%1", flush=True)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            sum(range(1000))
edges:
  - {from: quiet, to: busy}
)")
                              .arg(token));
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(1), TaskState::Running, 20'000);
        clickTask(QStringLiteral("busy"));
        QElapsedTimer since;
        since.start();
        auto *log = m_window->findChild<widgets::LogView *>(QStringLiteral("log"));
        auto *curve = m_window->findChild<monitors::PlotWidget *>(QStringLiteral("taskCpu"));
        const auto peak = [curve] { return curve->series().peak(); };
        QTRY_VERIFY_WITH_TIMEOUT(log->lineCount() > 0 && log->line(0) == token,
                                 500);
        QTRY_VERIFY_WITH_TIMEOUT(!curve->series().empty(), 500);
        QVERIFY2(since.elapsed() <= 1000, qPrintable(QString::number(since.elapsed())));
        // A tenth of a core: the machine may be shared, a task that only waits stays at nothing.
        QTRY_VERIFY2_WITH_TIMEOUT(peak() > 0.1, "a busy loop must show in the curve", 2500);

        m_window->findChild<QAction *>(QStringLiteral("view.runChart"))->trigger();
        auto *chart = m_window->findChild<monitors::RunChart *>();
        QVERIFY(chart);
        QTRY_VERIFY2(chart->pointCount() > 1, "the run in detail shows the same samples");
        QCOMPARE(stateOf(1), TaskState::Running);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
    }

    void aNodeClickedInTheUniverseIsTheSelectedTask()
    {
        open("one.yaml", "dagId: one\nnodes:\n  - {nodeId: only, taskDefinition: {runtime: EXEC, "
                         "command: [/bin/echo, hello]}}\n");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        m_window->universe().view().select(0);
        QTRY_COMPARE(m_window->selection().task(), TaskIndex{0});
        auto *log = m_window->findChild<widgets::LogView *>(QStringLiteral("log"));
        QTRY_VERIFY(log->lineCount() == 1 &&
                    log->line(0) == QStringLiteral("hello"));
    }

    void aRunningRunCanBeCancelled()
    {
        open("long.yaml", "dagId: long\nnodes:\n  - {nodeId: sleeps, taskDefinition: {runtime: "
                          "EXEC, command: [/bin/sleep, '60']}}\n");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(0), TaskState::Running, 20'000);
        click("run.cancel");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Cancelled, 20'000);
        QTRY_VERIFY(m_window->notifications().rowCount() == 1);
    }

    void aFailedTaskTellsItsCauseAndIsRetried()
    {
        const QString flag = m_dir->filePath(QStringLiteral("flag"));
        open("fails.yaml", QStringLiteral(R"(
dagId: fails
nodes:
  - nodeId: picky
    executionConfig: {isolation: process}
    taskDefinition:
      runtime: SHELL
      script: |
        echo looking for the flag
        test -e '%1'
)")
                               .arg(flag));
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Failed, 20'000);
        clickTask(QStringLiteral("picky"));
        m_window->actions().action(QStringLiteral("go.dock.ran"))->trigger();
        auto *cause = m_window->findChild<QLabel *>(QStringLiteral("cause"));
        auto *lines = m_window->findChild<QPlainTextEdit *>(QStringLiteral("lastLines"));
        QTRY_VERIFY(cause->isVisible());
        QVERIFY2(cause->text().contains(QStringLiteral("1")), qPrintable(cause->text()));
        QTRY_VERIFY(lines->toPlainText().contains(QStringLiteral("looking for the flag")));
        QFile file(flag);
        QVERIFY(file.open(QIODevice::WriteOnly));
        auto *retry = m_window->findChild<QPushButton *>(QStringLiteral("retry"));
        QTRY_VERIFY(retry->isEnabled());
        QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        QTRY_VERIFY(!cause->isVisible());
    }

    void whatRanIsToldAsValues()
    {
        open("env.yaml", R"(
dagId: env
nodes:
  - nodeId: shows
    taskDefinition: {runtime: EXEC, command: [/bin/echo, "two words"], environment: {REGION: EU}}
)");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        clickTask(QStringLiteral("shows"));
        m_window->actions().action(QStringLiteral("go.dock.ran"))->trigger();
        auto *dock = m_window->findChild<QDockWidget *>(QStringLiteral("dock.ran"));
        auto *sections = dock->findChild<widgets::SectionView *>();
        QTRY_VERIFY(sections->toPlainText().contains(QStringLiteral("'two words'")));
        QVERIFY(sections->toPlainText().contains(QStringLiteral("REGION")));
        QVERIFY(sections->toPlainText().contains(QStringLiteral("Isolation")));
    }

    void aRunStartedElsewhereIsFollowed()
    {
        const QString path =
            open("other.yaml", "dagId: other\nnodes:\n  - {nodeId: waits, taskDefinition: "
                               "{runtime: EXEC, command: [/bin/sleep, '2']}}\n");
        StartRequest request;
        request.file = path.toStdString();
        request.text = m_window->document().reading()->text;
        m_home->session().start(request, [](const Result<RunId> &run) { QVERIFY(run); });
        QTRY_VERIFY_WITH_TIMEOUT(m_window->run().watching(), 5000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(0), TaskState::Running, 10'000);
        auto *runs = m_window->findChild<QTableView *>(QStringLiteral("runs"));
        QCOMPARE(runs->model()->rowCount(), 1);
    }

    /// A run with a failed attempt, chosen in the list and gone through by mouse and keys.
    void aPastRunIsGoneThroughByMouseAndKeys()
    {
        openRetrying();
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        open("other.yaml",
             "dagId: other\nnodes:\n  - {nodeId: x, taskDefinition: {runtime: NONE}}\n");
        QTRY_VERIFY(!m_window->run().watching());
        QVERIFY(!timeBar()->isVisible());
        chooseRun(0);
        QTRY_VERIFY(timeBar()->isVisible());
        auto &playback = m_window->playback();
        QTRY_VERIFY_WITH_TIMEOUT(playback.points().size() > 8, 5000);
        QTRY_COMPARE(drawn(1), TaskState::Succeeded);

        auto &course = *m_window->findChild<monitors::CourseView *>();
        const auto failure =
            std::find_if(playback.points().begin(), playback.points().end(),
                         [](const CoursePoint &p) { return p.what == Happening::Retry; });
        QVERIFY(failure != playback.points().end());
        const int y = course.height() / 2;
        QTest::mouseClick(&course, Qt::LeftButton, {},
                          QPoint(qRound(course.xOf(failure->at)) + 2, y));
        QTRY_COMPARE(drawn(1), TaskState::Waiting);
        QCOMPARE(drawn(0), TaskState::Succeeded);
        QCOMPARE(cellOf(QStringLiteral("again"), models::TaskTableModel::State),
                 QStringLiteral("Waiting"));
        QVERIFY(label("instant").contains(QStringLiteral("+")));
        QVERIFY2(label("fact").contains(QStringLiteral("again failed, to be retried")),
                 qPrintable(label("fact")));

        QTest::keyClick(&course, Qt::Key_Left);
        QTRY_COMPARE(drawn(1), TaskState::Running);
        QTest::keyClick(&course, Qt::Key_Home);
        QTRY_COMPARE(drawn(0), TaskState::Waiting);
        QTRY_COMPARE(drawn(1), TaskState::Pending);
        QTest::keyClick(&course, Qt::Key_Right, Qt::ShiftModifier);
        QTRY_COMPARE(drawn(1), TaskState::Waiting);
        // A drag to the left edge is the beginning, whatever was asked for on the way.
        QTest::mousePress(&course, Qt::LeftButton, {}, QPoint(course.width() / 2, y));
        for (int x = course.width() / 2; x >= 0; x -= 3)
            QTest::mouseMove(&course, QPoint(x, y));
        QTest::mouseRelease(&course, Qt::LeftButton, {}, QPoint(0, y));
        QTest::keyClick(&course, Qt::Key_Home);
        QTRY_COMPARE(drawn(1), TaskState::Pending);
        QTest::keyClick(&course, Qt::Key_End);
        QTRY_COMPARE(drawn(1), TaskState::Succeeded);
        QVERIFY(!m_window->run().inPast());
    }

    void aPastRunPlaysToItsEnd()
    {
        openRetrying();
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        auto &playback = m_window->playback();
        QTRY_VERIFY_WITH_TIMEOUT(
            !playback.points().empty() && playback.points().back().what == Happening::End, 5000);
        auto &course = *m_window->findChild<monitors::CourseView *>();
        QSet<int> seen;
        connect(&m_window->run(), &bridge::RunFacade::tasksChanged, this,
                [&] { seen.insert(int(stateOf(1))); });
        playback.setSpeed(1);
        QTest::keyClick(&course, Qt::Key_Space);
        QVERIFY(playback.playing());
        QTRY_VERIFY_WITH_TIMEOUT(!playback.playing(), 20'000);
        QVERIFY(playback.live());
        disconnect(&m_window->run(), nullptr, this, nullptr);
        for (const TaskState state :
             {TaskState::Pending, TaskState::Running, TaskState::Waiting, TaskState::Succeeded})
            QVERIFY2(seen.contains(int(state)), qPrintable(bridge::title(state)));
    }

    void aFrozenMomentDrawsNothing()
    {
        openRetrying();
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        auto &course = *m_window->findChild<monitors::CourseView *>();
        auto &playback = m_window->playback();
        QTRY_VERIFY_WITH_TIMEOUT(
            !playback.points().empty() && playback.points().back().what == Happening::End, 5000);
        QTest::keyClick(&course, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&course, Qt::Key_Home);
        QTest::keyClick(&course, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&course, Qt::Key_Left);
        QTRY_COMPARE(drawn(1), TaskState::Running);
        const auto &view = m_window->universe().view();
        qint64 last = -1;
        const auto rests = [&] {
            const qint64 before = std::exchange(last, view.frames());
            QTest::qWait(300);
            return before == last && view.frames() == last;
        };
        QVERIFY2(QTest::qWaitFor(rests, 20'000), "a moment that nobody plays is drawn on and on");
    }

    void aRunOfAnOlderTextIsShownWithTheGraphItRan()
    {
        const QString path =
            open("grows.yaml",
                 "dagId: grows\nnodes:\n  - {nodeId: old, taskDefinition: {runtime: NONE}}\n");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
        open("grows.yaml",
             "dagId: grows\nnodes:\n  - {nodeId: first, taskDefinition: {runtime: NONE}}\n"
             "  - {nodeId: second, taskDefinition: {runtime: NONE}}\n");
        QTRY_COMPARE(m_window->document().dag().nodes.size(), std::size_t{2});
        auto *banner = m_window->findChild<QLabel *>(QStringLiteral("bannerText"));
        QTRY_VERIFY2(banner->isVisible(), "states of another text belong to other nodes");
        QVERIFY(banner->text().contains(QStringLiteral("nodes that are still there")));
        QCOMPARE(drawn(0), TaskState::Pending); // neither node is the one that ran
        chooseRun(0);
        QTRY_COMPARE(m_window->document().dag().nodes.size(), std::size_t{1});
        QCOMPARE(m_window->document().dag().nodes[0].id, std::string("old"));
        QVERIFY(m_window->document().recorded());
        QTRY_VERIFY(banner->text().contains(QStringLiteral("Its file says something else now")));
        QTRY_COMPARE(drawn(0), TaskState::Succeeded);
        QVERIFY(!m_window->control().canRun());
        QTest::mouseClick(m_window->findChild<QPushButton *>(QStringLiteral("bannerAction")),
                          Qt::LeftButton);
        QTRY_COMPARE(m_window->document().dag().nodes.size(), std::size_t{2});
        QCOMPARE(m_window->document().file(), path);
        QVERIFY(!m_window->document().recorded());
    }

    void aRunThatGoesOnIsLeftAndComeBackTo()
    {
        open("long.yaml",
             "dagId: long\nnodes:\n"
             "  - {nodeId: first, taskDefinition: {runtime: EXEC, command: [/bin/sleep, '0.3']}}\n"
             "  - {nodeId: sleeps, taskDefinition: {runtime: EXEC, command: [/bin/sleep, '60']}}\n"
             "edges:\n  - {from: first, to: sleeps}\n");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(1), TaskState::Running, 20'000);
        auto *live = m_window->findChild<QToolButton *>(QStringLiteral("time.live"));
        QTRY_VERIFY(live->isVisible() && live->isChecked());
        auto &playback = m_window->playback();
        QTRY_VERIFY_WITH_TIMEOUT(playback.points().size() >= 6, 5000);
        auto &course = *m_window->findChild<monitors::CourseView *>();
        QTest::keyClick(&course, Qt::Key_Home);
        QTRY_COMPARE(drawn(1), TaskState::Pending);
        QVERIFY(!live->isChecked());
        QVERIFY2(m_window->control().canCancel(), "the run itself goes on, whatever is looked at");
        QTest::mouseClick(live, Qt::LeftButton);
        QTRY_COMPARE(drawn(1), TaskState::Running);
        QVERIFY(live->isChecked());
        click("run.cancel");
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Cancelled, 20'000);
        QTRY_VERIFY(!live->isVisible());
    }

    void closingWithALiveRunAsks()
    {
        open("stay.yaml", "dagId: stay\nnodes:\n  - {nodeId: waits, taskDefinition: {runtime: "
                          "EXEC, command: [/bin/sleep, '30']}}\n");
        click("run.start");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(0), TaskState::Running, 20'000);
        const auto answer = [](const char *button) {
            QTimer::singleShot(0, qApp, [button] {
                auto *dialog = qobject_cast<CloseDialog *>(QApplication::activeModalWidget());
                QVERIFY(dialog);
                QTest::mouseClick(dialog->findChild<QPushButton *>(QString::fromLatin1(button)),
                                  Qt::LeftButton);
            });
        };
        answer("stay");
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        QCOMPARE(stateOf(0), TaskState::Running);
        answer("cancelRuns");
        QVERIFY(m_window->close());
        QTRY_COMPARE_WITH_TIMEOUT(m_bridge->liveRuns().size(), std::size_t{0}, 20'000);
    }

    void aLostEngineLeavesAStaleWindow()
    {
        open("lost.yaml", "dagId: lost\nnodes:\n  - {nodeId: a, taskDefinition: {runtime: EXEC, "
                          "command: [/bin/true]}}\n");
        m_bridge->lose(QStringLiteral("the engine ended"));
        QVERIFY(!m_window->actions().action(QStringLiteral("run.start"))->isEnabled());
        QVERIFY(m_window->isVisible());
        bool told = false;
        for (const QLabel *label : m_window->findChildren<QLabel *>())
            told = told ||
                   (label->isVisible() && label->text().startsWith(QStringLiteral("Stale since ")));
        QVERIFY(told);
    }

private:
    QString open(const char *name, const QString &text)
    {
        const QString path = m_dir->filePath(QString::fromLatin1(name));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text.toUtf8());
        file.close();
        m_window->openFile(path);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(m_window->universe().settled(), 10'000); }();
        [&] { QTRY_VERIFY(m_window->control().canRun()); }();
        return path;
    }
    QString open(const char *name, const char *text) { return open(name, QString::fromUtf8(text)); }

    /// Two tasks; the second fails once.
    void openRetrying()
    {
        open("retries.yaml", QStringLiteral(R"(
dagId: retries
nodes:
  - {nodeId: first, taskDefinition: {runtime: EXEC, command: [/bin/sleep, "0.2"]}}
  - nodeId: again
    executionConfig: {isolation: process, retryPolicy: {maxRetries: 1, retryInterval: PT1S}}
    taskDefinition:
      runtime: SHELL
      script: |
        sleep 0.3
        test -e '%1' || { touch '%1'; exit 3; }
edges:
  - {from: first, to: again}
)")
                                 .arg(m_dir->filePath(QStringLiteral("tried"))));
    }

    void chooseRun(int row)
    {
        m_window->actions().action(QStringLiteral("go.dock.runs"))->trigger();
        auto *table = m_window->findChild<QTableView *>(QStringLiteral("runs"));
        QTRY_VERIFY(table->model()->rowCount() > row);
        const QRect cell = table->visualRect(table->model()->index(row, 1));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
    }

    [[nodiscard]] QWidget *timeBar() const
    {
        return m_window->findChild<QWidget *>(QStringLiteral("timeBar"));
    }
    [[nodiscard]] QString label(const char *name) const
    {
        return m_window->findChild<QLabel *>(QString::fromLatin1(name))->text();
    }
    /// A node's state as the universe draws it.
    [[nodiscard]] TaskState drawn(int node) const
    {
        const auto &graph = m_window->universe().view().scene().graph();
        return graph.holds(node) ? graph.state(node).state : TaskState::Pending;
    }
    [[nodiscard]] QString cellOf(const QString &task, int column) const
    {
        const auto *table = m_window->findChild<QTableView *>(QStringLiteral("tasks"));
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, models::TaskTableModel::Task).data().toString() == task)
                return table->model()->index(row, column).data().toString();
        return {};
    }

    void click(const char *action)
    {
        auto *button = m_window->findChild<QPushButton *>(QString::fromLatin1(action));
        QVERIFY(button);
        QTRY_VERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }

    void clickTask(const QString &name)
    {
        m_window->actions().action(QStringLiteral("go.dock.tasks"))->trigger();
        auto *table = m_window->findChild<QTableView *>(QStringLiteral("tasks"));
        const auto rowOf = [&] {
            for (int row = 0; row < table->model()->rowCount(); ++row)
                if (table->model()->index(row, models::TaskTableModel::Task).data().toString() ==
                    name)
                    return row;
            return -1;
        };
        QTRY_VERIFY(rowOf() >= 0);
        const QRect cell =
            table->visualRect(table->model()->index(rowOf(), models::TaskTableModel::Task));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
        m_window->actions().action(QStringLiteral("go.dock.log"))->trigger();
    }

    [[nodiscard]] TaskState stateOf(TaskIndex task) const
    {
        const auto &tasks = m_window->run().tasks();
        return task < tasks.size() ? tasks[task].state : TaskState::Pending;
    }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Home> m_home;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(tst_Window)
#include "tst_window.moc"
