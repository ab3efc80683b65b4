// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG designed in the universe: mouse and keys in the real window, and what the file says then.
#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QQuickView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "bridge/placement.h"
#include "designer/canvas.h"
#include "designer/clipboard.h"
#include "designer/quickadd.h"
#include "scene.h"
#include "shell/mainwindow.h"
#include "shell/universepanel.h"
#include "widgets/skin.h"

using namespace orrery;

namespace {

const QByteArray threeNodes =
    "# sales, by night\n"
    "dagId: d\n"
    "nodes:\n"
    "  - nodeId: load\n"
    "    taskDefinition:\n"
    "      runtime: SHELL\n"
    "      script: echo load\n"
    "      outputSchema: {rows: {type: \"ARRAY<STRING>\"}}\n"
    "  - nodeId: clean # drops bad rows\n"
    "    taskDefinition:\n"
    "      runtime: SHELL\n"
    "      script: echo clean\n"
    "      inputSchema: {rows: {type: \"ARRAY<STRING>\", required: true}}\n"
    "  - nodeId: count\n"
    "    taskDefinition:\n"
    "      runtime: SHELL\n"
    "      script: echo count\n"
    "      inputSchema: {number: {type: NUMBER, required: true}}\n"
    "edges:\n"
    "  - {from: clean, to: count}\n";

} // namespace

class tst_Canvas final : public QObject {
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
        m_path = m_dir->filePath(QStringLiteral("d.yaml"));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(threeNodes);
        file.close();
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_window = std::make_unique<shell::MainWindow>(*m_theme, *m_bridge, QString(), QString());
        m_window->resize(1600, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->openFile(m_path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->universe().settled(), 10'000);
        still();
    }

    void cleanup()
    {
        m_window->document().dropDraft();
        m_window->document().close();
        m_window.reset();
        m_bridge.reset();
    }

    void aNodeIsDraggedAndStaysThere()
    {
        const QPointF from = pixelOf("clean");
        const QVector3D before = placeOf("clean");
        drag(from, from + QPointF(80, -60));
        const QVector3D after = placeOf("clean");
        QVERIFY(after.x() > before.x() + 0.3F && after.y() > before.y() + 0.3F);
        QVERIFY2(std::abs(after.z() - before.z()) < 0.01F, "a drag in the plane keeps the depth");
        const auto &position = dag().nodes[1].position;
        QVERIFY(position.has_value());
        QCOMPARE(position->x, bridge::toFile({after.x(), after.y(), after.z()}).x);
        QVERIFY(QLineF(pixelOf("clean"), from + QPointF(80, -60)).length() < 3);
        QCOMPARE(m_window->selection().node(), NodeIndex(1));
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(text(), threeNodes);
        still();
        QVERIFY(QLineF(pixelOf("clean"), from).length() < 3);
    }

    void anEdgeIsDrawnFromAHandleWithWhatFlows()
    {
        const QPointF handle = handleOf("load");
        press(handle);
        moveTo(pixelOf("clean"));
        QVERIFY(hand().linking());
        QVERIFY(hand().linkFits());
        QVERIFY(hand().linkText().contains(QStringLiteral("rows → rows")));
        release(pixelOf("clean"));
        QCOMPARE(dag().edges.size(), std::size_t{2});
        QCOMPARE(dag().edges[1].dataMapping.size(), std::size_t{1});
        QCOMPARE(m_window->selection().edge(), 1U);
        QVERIFY(text().startsWith(threeNodes));
        key(Qt::Key_Delete);
        QCOMPARE(dag().edges.size(), std::size_t{1});
    }

    void aWrongEdgeSaysWhyWhileItIsDrawn_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("why");
        QTest::newRow("a cycle, with its way") << "count"
                                               << "clean"
                                               << "cycle";
        QTest::newRow("types that do not fit") << "load"
                                               << "count"
                                               << "NUMBER";
        QTest::newRow("an edge that is there") << "clean"
                                               << "count"
                                               << "already";
    }
    void aWrongEdgeSaysWhyWhileItIsDrawn()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, why);
        const QByteArray a = from.toLatin1(), b = to.toLatin1();
        press(handleOf(a.constData()));
        moveTo(pixelOf(b.constData()));
        QVERIFY(hand().linkRefused());
        QVERIFY2(hand().linkText().contains(why), qPrintable(hand().linkText()));
        release(pixelOf(b.constData()));
        QCOMPARE(text(), threeNodes);
    }

    void shiftDrawsAnEdgeWithoutData()
    {
        press(handleOf("load"));
        moveTo(pixelOf("count"));
        moveTo(pixelOf("count") + QPointF(1, 1), Qt::ShiftModifier);
        QVERIFY(hand().linkFits());
        release(pixelOf("count") + QPointF(1, 1), Qt::ShiftModifier);
        QCOMPARE(dag().edges.size(), std::size_t{2});
        QVERIFY(dag().edges[1].dataMapping.empty());
    }

    void anEdgeIntoTheVoidMakesTheNextNode()
    {
        press(handleOf("count"));
        const QPointF nowhere(pixelOf("count") + QPointF(0, 150));
        moveTo(nowhere);
        release(nowhere);
        auto *quick = m_window->findChild<designer::QuickAdd *>();
        QVERIFY(quick);
        QTRY_VERIFY(quick->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("shell"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(dag().nodes.size(), std::size_t{4});
        QCOMPARE(dag().edges.size(), std::size_t{2});
        QVERIFY(dag().nodes[3].position.has_value());
        QCOMPARE(m_window->selection().node(), NodeIndex(3));
        still();
        QVERIFY(QLineF(m_window->universe().view().pixelOf(3), nowhere).length() < 40);
    }

    void escapeTakesADragBack()
    {
        const QPointF from = pixelOf("clean");
        press(from);
        moveTo(from + QPointF(90, 40));
        QVERIFY(QLineF(pixelOf("clean"), from).length() > 60);
        key(Qt::Key_Escape);
        release(from + QPointF(90, 40));
        QVERIFY(QLineF(pixelOf("clean"), from).length() < 2);
        QCOMPARE(text(), threeNodes);
    }

    void severalNodesAreSelectedAndDeletedInOneStep()
    {
        click(pixelOf("load"));
        click(pixelOf("clean"), Qt::ControlModifier);
        QCOMPARE(m_window->selection().nodes().size(), std::size_t{2});
        key(Qt::Key_Delete);
        QCOMPARE(dag().nodes.size(), std::size_t{1});
        QVERIFY(dag().edges.empty());
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(text(), threeNodes);
        QVERIFY(!m_window->document().modified());
    }

    void aFrameSelectsWhatIsInIt()
    {
        QRectF box(pixelOf("load"), QSizeF(1, 1));
        for (const char *id : {"clean", "count"})
            box |= QRectF(pixelOf(id), QSizeF(1, 1));
        box.adjust(-70, -70, 70, 70);
        QTest::mousePress(window(), Qt::LeftButton, Qt::ControlModifier, box.topLeft().toPoint());
        moveTo(box.center(), Qt::ControlModifier);
        moveTo(box.bottomRight(), Qt::ControlModifier);
        release(box.bottomRight(), Qt::ControlModifier);
        QCOMPARE(m_window->selection().nodes().size(), std::size_t{3});
    }

    void deletingInTheMiddleJoinsWhatIsLeft()
    {
        press(handleOf("load"));
        moveTo(pixelOf("clean"));
        release(pixelOf("clean"));
        still(); // the layout has one layer more now
        click(pixelOf("clean"));
        key(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(dag().nodes.size(), std::size_t{2});
        QCOMPARE(dag().edges.size(), std::size_t{1});
        QCOMPARE(dag().edges[0].from, NodeIndex(0));
        QCOMPARE(dag().edges[0].to, NodeIndex(1));
    }

    void nodesAreCopiedWithAndWithoutWhatFeedsThem()
    {
        click(pixelOf("count"));
        key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->mimeData()->hasFormat(
            QString::fromLatin1(designer::nodesMime)));
        key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(dag().nodes.size(), std::size_t{4});
        QCOMPARE(dag().nodes[3].id, std::string("count-2"));
        QCOMPARE(dag().edges.size(), std::size_t{1});
        key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(dag().nodes[4].id, std::string("count-3"));
        QCOMPARE(dag().edges.size(), std::size_t{2});
        QCOMPARE(dag().edges[1].from, NodeIndex(1));
        key(Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(dag().nodes.size(), std::size_t{6});
        QCOMPARE(m_window->selection().node(), NodeIndex(5));
    }

    void aNodeIsRenamedWithAllThatNamesIt()
    {
        click(pixelOf("clean"));
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setTextValue(QStringLiteral("scrub"));
            dialog->accept();
        });
        key(Qt::Key_F2);
        QByteArray expected = threeNodes;
        expected.replace("nodeId: clean", "nodeId: scrub").replace("from: clean", "from: scrub");
        QCOMPARE(text(), expected);
        QCOMPARE(m_window->selection().node(), NodeIndex(1));
    }

    void theKeyboardMovesConnectsAndSelects()
    {
        click(pixelOf("load"));
        const QVector3D before = placeOf("load");
        key(Qt::Key_Up, Qt::ControlModifier);
        key(Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(placeOf("load").y(), before.y() + 1.0F);
        QCOMPARE(undoSteps(), 1); // of one subject, one after the other
        click(pixelOf("clean"), Qt::ControlModifier);
        key(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(dag().edges.size(), std::size_t{2});
        click(pixelOf("load"));
        key(Qt::Key_D, Qt::ShiftModifier);
        QCOMPARE(m_window->selection().nodes().size(), std::size_t{3});
        key(Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(dag().edges.empty());
    }

    void nodesAreAlignedAndArrangedAgain()
    {
        click(pixelOf("load"));
        click(pixelOf("clean"), Qt::ControlModifier);
        click(pixelOf("count"), Qt::ControlModifier);
        key(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE(placeOf("load").x(), placeOf("count").x());
        QCOMPARE(dag().nodes[0].position->x, dag().nodes[2].position->x);
        key(Qt::Key_L, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!dag().nodes[0].position.has_value());
        key(Qt::Key_Z, Qt::ControlModifier);
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(text(), threeNodes);
    }

    void aFlatDrawingKeepsTheDepthOfWhatIsMoved()
    {
        click(pixelOf("clean"));
        const float depth = placeOf("clean").z();
        m_window->actions().action(QStringLiteral("view.flat"))->trigger();
        still();
        QCOMPARE(scene().camera().pose().yaw, 0.0F);
        const QPointF from = pixelOf("clean");
        drag(from, from + QPointF(60, 30));
        QCOMPARE(placeOf("clean").z(), depth);
        m_window->actions().action(QStringLiteral("view.flat"))->trigger();
        still();
        QCOMPARE(placeOf("clean").z(), float(dag().nodes[1].position->z / 50));
    }

    void aDroppedComponentStandsUnderThePointer()
    {
        QMimeData data;
        data.setData(QString::fromLatin1(designer::nodeMime),
                     R"({"nodeId":"fresh","taskDefinition":{"runtime":"NONE"}})");
        const QPointF at(window()->width() / 2.0, window()->height() - 90.0);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window(), &drop);
        QVERIFY(drop.isAccepted());
        QCOMPARE(dag().nodes.size(), std::size_t{4});
        still();
        QVERIFY(QLineF(pixelOf("fresh"), at).length() < 40);
    }

    void theMenuHoldsWhatFitsTheNode()
    {
        bool looked = false;
        QTimer::singleShot(200, this, [&] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            QStringList titles;
            for (const QAction *action : menu->actions())
                titles << action->objectName();
            QVERIFY(titles.contains(QStringLiteral("edit.deleteJoin")));
            QVERIFY(titles.contains(QStringLiteral("edit.connect")));
            looked = true;
            menu->close();
        });
        QTest::mouseClick(window(), Qt::RightButton, {}, pixelOf("clean").toPoint());
        QVERIFY(looked);
        QCOMPARE(m_window->selection().node(), NodeIndex(1));
    }

    void unsavedEditsAreAskedFor_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<bool>("saved");
        QTest::addColumn<bool>("stays");
        QTest::newRow("save") << int(QMessageBox::Save) << true << false;
        QTest::newRow("discard") << int(QMessageBox::Discard) << false << false;
        QTest::newRow("cancel") << int(QMessageBox::Cancel) << false << true;
    }
    void unsavedEditsAreAskedFor()
    {
        QFETCH(int, answer);
        QFETCH(bool, saved);
        QFETCH(bool, stays);
        click(pixelOf("count"));
        key(Qt::Key_Delete);
        QVERIFY(m_window->windowTitle().startsWith(QLatin1Char('*')));
        QTimer::singleShot(0, this, [answer] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            box->button(QMessageBox::StandardButton(answer))->click();
        });
        m_window->actions().action(QStringLiteral("file.close"))->trigger();
        QCOMPARE(m_window->document().isOpen(), stays);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll() != threeNodes, saved);
    }

private:
    [[nodiscard]] QQuickView *window() const { return m_window->universe().view().window(); }
    [[nodiscard]] const universe::UniverseScene &scene() const
    {
        return m_window->universe().view().scene();
    }
    [[nodiscard]] universe::Designing &hand() const
    {
        return m_window->universe().view().designing();
    }
    [[nodiscard]] const DagSpec &dag() const { return m_window->document().dag(); }
    [[nodiscard]] QByteArray text() const
    {
        return QByteArray::fromStdString(m_window->document().text());
    }
    [[nodiscard]] int indexOf(const char *id) const
    {
        for (std::size_t i = 0; i < dag().nodes.size(); ++i)
            if (dag().nodes[i].id == id)
                return int(i);
        return -1;
    }
    [[nodiscard]] QPointF pixelOf(const char *id) const
    {
        return m_window->universe().view().pixelOf(indexOf(id));
    }
    [[nodiscard]] QVector3D placeOf(const char *id) const { return scene().placeOf(indexOf(id)); }
    [[nodiscard]] int undoSteps() const
    {
        int steps = 0;
        while (m_window->document().canUndo()) {
            m_window->document().undo();
            ++steps;
        }
        for (int i = 0; i < steps; ++i)
            m_window->document().redo();
        return steps;
    }

    /// No transition is under way.
    void still() { QTRY_VERIFY_WITH_TIMEOUT(!scene().moving(), 10'000); }
    QPointF handleOf(const char *id)
    {
        QTest::mouseMove(window(), pixelOf(id).toPoint());
        [&] { QTRY_COMPARE(scene().hoveredNode(), indexOf(id)); }();
        return hand().handle();
    }
    void press(QPointF at)
    {
        QTest::mousePress(window(), Qt::LeftButton, {}, at.toPoint());
        moveTo(at + QPointF(3, 3));
        moveTo(at + QPointF(8, 6));
    }
    void moveTo(QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent move(QEvent::MouseMove, at, window()->mapToGlobal(at.toPoint()), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QCoreApplication::sendEvent(window(), &move);
    }
    void release(QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseRelease(window(), Qt::LeftButton, modifiers, at.toPoint());
    }
    void drag(QPointF from, QPointF to)
    {
        press(from);
        moveTo((from + to) / 2);
        moveTo(to);
        release(to);
    }
    void click(QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(window(), Qt::LeftButton, modifiers, at.toPoint());
    }
    /// As typed while the universe has the focus.
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *container = m_window->universe().container();
        container->setFocus();
        [&] { QTRY_COMPARE(QApplication::focusWidget(), container); }();
        QTest::keyClick(container, key, modifiers);
    }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<shell::MainWindow> m_window;
};

QTEST_MAIN(tst_Canvas)
#include "tst_canvas.moc"
