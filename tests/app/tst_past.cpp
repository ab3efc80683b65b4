// SPDX-License-Identifier: GPL-3.0-or-later
// The past in the whole window over a real engine: run, look at the data, run again, compare, find
// the run of a file.
#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>
#include <QUrl>

#include "bridge/text.h"
#include "data/datapanel.h"
#include "data/tableview.h"
#include "engine/engine.h"
#include "history/comparepanel.h"
#include "history/ganttview.h"
#include "history/runsgrid.h"
#include "shell/mainwindow.h"
#include "shell/runcontrol.h"
#include "shell/universepanel.h"
#include "widgets/logview.h"
#include "widgets/skin.h"

using namespace orrery;

class tst_Past final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY(loaded);
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
        OpenOptions options;
        options.home = m_dir.filePath(QStringLiteral("home")).toStdString();
        options.role = "cockpit";
        options.programDir = qEnvironmentVariable("ORRERY_BIN_DIR").toStdString();
        options.post = [](std::function<void()> work) {
            QMetaObject::invokeMethod(qApp, std::move(work), Qt::QueuedConnection);
        };
        auto home = openHome(options);
        QVERIFY2(home, home ? "" : home.error().what.c_str());
        m_home = std::move(*home);
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_window = std::make_unique<shell::MainWindow>(*m_theme, *m_bridge, QString(), QString());
        m_window->resize(1600, 900);
        m_window->show();
        m_bridge->attach(&m_home->session());
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QFile file(m_dir.filePath(QStringLiteral("past.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"(
dagId: past
parameters: {rows: {type: INTEGER, default: 3}}
nodes:
  - nodeId: load
    executionConfig: {isolation: process}
    taskDefinition:
      runtime: SHELL
      script: |
        table=$ORRERY_RUN_DIR/table.csv
        echo id,square > $table
        for i in $(seq ${params.rows}); do echo $i,$((i * i)) >> $table; done
        printf 'made \033[32mall rows\033[0m\n'
        cat > $ORRERY_OUTPUTS <<END
        {"table": "$table", "rows": ${params.rows}}
        END
  - {nodeId: check, taskDefinition: {runtime: EXEC, command: [/bin/sleep, '0.2']}}
edges:
  - {from: load, to: check}
)");
        file.close();
        m_window->openFile(file.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->control().canRun(), 10'000);
    }

    void cleanupTestCase()
    {
        m_window.reset();
        if (m_bridge)
            m_bridge->attach(nullptr);
        m_bridge.reset();
        if (m_home)
            m_home->abandon();
        m_home.reset();
    }

    void whatATaskLeftIsATable()
    {
        run("3");
        select("load");
        show("data");
        auto *panel = m_window->findChild<data::DataPanel *>();
        QTRY_COMPARE_WITH_TIMEOUT(panel->table()->model().rowCount(), 3, 10'000);
        QCOMPARE(panel->table()->model().index(2, 1).data().toString(), QStringLiteral("9"));
    }

    void itsLogIsReadWhereItStands()
    {
        show("log");
        auto *log = m_window->findChild<widgets::LogView *>(QStringLiteral("log"));
        QTRY_COMPARE(log->lineCount(), 1);
        QVERIFY(log->showsFile());
        QCOMPARE(log->line(0), QStringLiteral("made all rows"));
    }

    void itsCourseIsAGantt()
    {
        show("gantt");
        auto *gantt = m_window->findChild<history::GanttView *>();
        QTRY_COMPARE_WITH_TIMEOUT(gantt->rowCount(), 2, 10'000);
        QTest::mouseClick(gantt->viewport(), Qt::LeftButton, {},
                          QPoint(40, gantt->barRect(1).center().y()));
        QCOMPARE(m_window->selection().node(), NodeIndex{1});
        QVERIFY(gantt->barRect(1).left() > gantt->barRect(0).left());
    }

    void twoRunsAreComparedFromTheGrid()
    {
        const RunId first = m_window->run().id();
        run("500");
        show("history");
        auto *grid = m_window->findChild<history::RunsGrid *>();
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::ControlModifier,
                          grid->cellRect(0, 0).center());
        auto *panel = m_window->findChild<history::ComparePanel *>();
        QTRY_VERIFY(panel->isVisible());
        QTRY_VERIFY(panel->tree()->topLevelItemCount() > 3);
        QCOMPARE(panel->tree()->topLevelItem(0)->child(0)->text(0),
                 QStringLiteral("rows was 3 and is 500"));
        // And back to the first one by its cell.
        show("history");
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->cellRect(0, 1).center());
        QTRY_COMPARE(m_window->run().id(), first);
        QTRY_COMPARE(m_window->selection().node(), NodeIndex{1});
    }

    void aResultThatIsDroppedBringsItsRunBack()
    {
        const RunId first = m_window->run().id();
        auto *panel = m_window->findChild<data::DataPanel *>();
        select("load");
        show("data");
        const auto item = [&]() -> QTreeWidgetItem * {
            const QString run = QString::fromStdString(first.text);
            for (auto *found : panel->ports()->findItems(QStringLiteral("table"),
                                                         Qt::MatchExactly | Qt::MatchRecursive))
                if (found->toolTip(0).contains(run)) // not that of the run that was shown before
                    return found;
            return nullptr;
        };
        QTRY_VERIFY2(item(), qPrintable(QStringLiteral("node %1, task %2: %3")
                                            .arg(m_window->selection().node())
                                            .arg(m_window->selection().task())
                                            .arg(panel->message())));
        const QString copy = m_dir.filePath(QStringLiteral("copied.csv"));
        QVERIFY(QFile::copy(item()->toolTip(0), copy));
        m_window->run().watch({});
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(copy)});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &mime, Qt::LeftButton,
                              Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({100, 100}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().id(), first, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->selection().task(), TaskIndex{0}, 10'000);
    }

private:
    void run(const char *rows)
    {
        StartRequest request;
        request.file = m_window->document().file().toStdString();
        request.text = m_window->document().reading()->text;
        request.parameters = {{"rows", rows}};
        RunId started;
        m_bridge->start(std::move(request), [&](const Result<RunId> &run) {
            QVERIFY2(run, run ? "" : run.error().what.c_str());
            started = *run;
        });
        QTRY_VERIFY_WITH_TIMEOUT(!started.empty(), 10'000);
        m_window->watchRun(started);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->run().summary().state, RunState::Succeeded, 20'000);
    }
    /// The graph of a run that is watched comes a little later.
    void select(const char *id)
    {
        const auto select = [&] {
            const auto &nodes = m_window->document().dag().nodes;
            for (NodeIndex i = 0; i < nodes.size(); ++i)
                if (nodes[i].id == id)
                    m_window->selection().selectNode(i);
            const NodeIndex chosen = m_window->selection().node();
            return !m_window->document().loading() && chosen < nodes.size() &&
                   nodes[chosen].id == id && m_window->selection().task() != none;
        };
        QTRY_VERIFY_WITH_TIMEOUT(select(), 10'000);
    }
    void show(const char *panel)
    {
        m_window->actions().action(QStringLiteral("go.dock.") + QLatin1String(panel))->trigger();
    }

    QTemporaryDir m_dir;
    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<Home> m_home;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<shell::MainWindow> m_window;
};

QTEST_MAIN(tst_Past)
#include "tst_past.moc"
