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
#include <QUuid>

#include "bridge/text.h"
#include "engine/engine.h"
#include "models/roles.h"
#include "models/tasktablemodel.h"
#include "monitors/plotwidget.h"
#include "monitors/runchart.h"
#include "shell/closedialog.h"
#include "shell/delegates.h"
#include "shell/logview.h"
#include "shell/mainwindow.h"
#include "shell/runcontrol.h"
#include "shell/sectionview.h"
#include "shell/skin.h"
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
        applySkin(*qApp, *m_theme);
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
        const auto *delegate = qobject_cast<DagDelegate *>(list->itemDelegate());
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
        auto *log = m_window->findChild<LogView *>(QStringLiteral("log"));
        auto *curve = m_window->findChild<monitors::PlotWidget *>(QStringLiteral("taskCpu"));
        const auto peak = [curve] { return curve->series().peak(); };
        QTRY_VERIFY_WITH_TIMEOUT(log->buffer().lineCount() > 0 && log->buffer().line(0) == token,
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
        auto *log = m_window->findChild<LogView *>(QStringLiteral("log"));
        QTRY_VERIFY(log->buffer().lineCount() == 1 &&
                    log->buffer().line(0) == QStringLiteral("hello"));
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
        auto *sections = dock->findChild<SectionView *>();
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
