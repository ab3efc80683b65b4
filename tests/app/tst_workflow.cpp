// SPDX-License-Identifier: GPL-3.0-or-later
// The whole way of a day's work through the real window, by mouse and keys: a DAG of five nodes
// from nothing, run, watched, failed, mended, run again from the failure, compared and replayed.
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QQuickView>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

#include "cockpitstage.h"
#include "designer/quickadd.h"
#include "history/comparepanel.h"
#include "models/tasktablemodel.h"
#include "scene.h"
#include "widgets/actionregistry.h"
#include "widgets/codeview.h"

using namespace orrery;

class tst_Workflow final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_stage = std::make_unique<CockpitStage>(); }
    void cleanupTestCase() { m_stage.reset(); }

    void aDagIsMadeFromNothing()
    {
        const QString path = m_stage->dir.filePath(QStringLiteral("day.yaml"));
        QTimer::singleShot(0, this, [path] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->findChild<QLineEdit *>()->setText(path);
            QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
        });
        QTest::keyClick(m_stage->window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(document().file(), path, 10'000);
        QTRY_VERIFY(document().editable());
        QVERIFY(dag().nodes.empty());
    }

    /// Each new node stands behind the selected one.
    void fiveNodesAreAddedAndConnectedByKeys()
    {
        for (int i = 0; i < 5; ++i) {
            addShell();
            QTRY_COMPARE(int(dag().nodes.size()), i + 1);
            QCOMPARE(int(dag().edges.size()), i);
            QCOMPARE(int(m_stage->window->selection().node()), i);
        }
    }

    void anEdgeMoreIsDrawnByTheMouse()
    {
        auto &view = m_stage->window->universe().view();
        QTRY_VERIFY_WITH_TIMEOUT(!view.scene().moving(), 10'000);
        QTest::mouseMove(view.window(), view.pixelOf(0).toPoint());
        QTRY_COMPARE(view.scene().hoveredNode(), 0);
        const QPointF from = view.designing().handle(), to = view.pixelOf(2);
        QTest::mousePress(view.window(), Qt::LeftButton, {}, from.toPoint());
        for (int step = 1; step <= 8; ++step) {
            const QPointF at = from + (to - from) * step / 8;
            QMouseEvent move(QEvent::MouseMove, at, view.window()->mapToGlobal(at.toPoint()),
                             Qt::NoButton, Qt::LeftButton, {});
            QCoreApplication::sendEvent(view.window(), &move);
        }
        QTest::mouseRelease(view.window(), Qt::LeftButton, {}, to.toPoint());
        QCOMPARE(dag().edges.size(), std::size_t{5});
    }

    void parametersAreSetInTheForm()
    {
        for (int i = 0; i < 5; ++i) {
            select(i);
            setScript(i == 3 ? QStringLiteral("echo broken; exit 7")
                             : QStringLiteral("echo step %1").arg(i));
        }
        QCOMPARE(dag().nodes[3].task.script, std::string("echo broken; exit 7"));
        QVERIFY(document().parsed().ok());
        QTest::keyClick(m_stage->window.get(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!document().modified());
        QFile saved(document().file());
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll().toStdString(), document().text());
    }

    void itRunsAndFailsWhereItIsBroken()
    {
        QTest::keyClick(m_stage->window.get(), Qt::Key_F8);
        QTRY_COMPARE_WITH_TIMEOUT(run().summary().state, RunState::Failed, 30'000);
        m_failed = run().id();
        QCOMPARE(state(2), TaskState::Succeeded);
        QCOMPARE(state(3), TaskState::Failed);
        QVERIFY(state(4) != TaskState::Succeeded);
        const auto &graph = m_stage->window->universe().view().scene().graph();
        QTRY_COMPARE(graph.state(3).state, TaskState::Failed);
        QVERIFY(!graph.state(3).reason.isEmpty());
    }

    void theMendedNodeRunsAgainFromTheFailure()
    {
        select(3);
        setScript(QStringLiteral("echo mended"));
        // What ran stays on the nodes while the file is already another one.
        QCOMPARE(m_stage->window->universe().view().scene().graph().state(2).state,
                 TaskState::Succeeded);
        QTest::keyClick(m_stage->window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(run().id() != m_failed, 10'000);
        QTRY_COMPARE_WITH_TIMEOUT(run().summary().state, RunState::Succeeded, 30'000);
        for (NodeIndex node = 0; node < 5; ++node)
            QCOMPARE(state(node), TaskState::Succeeded);
        QVERIFY2(run().rowOf(1)->attempts == 0 || !run().rowOf(1)->cachedFrom.empty() ||
                     run().rowOf(1)->start <= run().summary().created,
                 "what succeeded was not made again");
    }

    void theTwoRunsAreCompared()
    {
        m_stage->trigger("history.compare");
        auto *panel = m_stage->window->findChild<history::ComparePanel *>();
        QVERIFY(panel);
        QTRY_VERIFY(panel->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(panel->tree()->topLevelItemCount() > 1, 10'000);
    }

    void theRunIsPlayedAgain()
    {
        m_stage->trigger("time.begin");
        QTRY_VERIFY_WITH_TIMEOUT(run().inPast(), 10'000);
        QTRY_VERIFY(state(3) != TaskState::Succeeded);
        for (int i = 0; i < 200 && state(4) != TaskState::Succeeded; ++i)
            m_stage->trigger("time.next");
        QTRY_COMPARE_WITH_TIMEOUT(state(4), TaskState::Succeeded, 10'000);
        m_stage->trigger("time.newest");
        QTRY_VERIFY(!run().inPast());
    }

private:
    [[nodiscard]] bridge::DagDocument &document() const { return m_stage->window->document(); }
    [[nodiscard]] const DagSpec &dag() const { return document().dag(); }
    [[nodiscard]] bridge::RunFacade &run() const { return m_stage->window->run(); }
    [[nodiscard]] TaskState state(NodeIndex node) const
    {
        const TaskRow *row = run().rowOf(node);
        return row ? row->state : TaskState::Pending;
    }
    void addShell()
    {
        QTest::keyClick(m_stage->window.get(), Qt::Key_Period, Qt::ControlModifier);
        auto *quick = m_stage->window->findChild<designer::QuickAdd *>();
        QVERIFY(quick);
        QTRY_VERIFY(quick->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("shell"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    }
    void select(int node)
    {
        auto &view = m_stage->window->universe().view();
        QTRY_VERIFY_WITH_TIMEOUT(!view.scene().moving(), 10'000);
        QTest::mouseClick(view.window(), Qt::LeftButton, {}, view.pixelOf(node).toPoint());
        QTRY_COMPARE(int(m_stage->window->selection().node()), node);
    }
    void setScript(const QString &script)
    {
        m_stage->trigger("go.dock.node");
        widgets::CodeView *code = nullptr;
        QTRY_VERIFY((code = m_stage->window->findChild<widgets::CodeView *>(
                         QStringLiteral("taskDefinition/script"))) != nullptr &&
                    code->isVisible());
        code->editor()->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), code->editor());
        QTest::keyClick(code->editor(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(code->editor(), script);
        // It is taken when the field is left.
        m_stage->trigger("go.dock.workspace");
        QTRY_COMPARE(dag().nodes[m_stage->window->selection().node()].task.script,
                     script.toStdString());
    }

    std::unique_ptr<CockpitStage> m_stage;
    RunId m_failed;
};

QTEST_MAIN(tst_Workflow)
#include "tst_workflow.moc"
