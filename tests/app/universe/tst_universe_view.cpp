// SPDX-License-Identifier: GPL-3.0-or-later
// The universe in a window: what is drawn, what the mouse and the keys do, and that rest costs
// nothing. With ORRERY_SHOTS=DIR the pictures are kept there.
#include <QDir>
#include <QQuickItem>
#include <QQuickView>
#include <QSet>
#include <QSignalSpy>
#include <QStyleHints>
#include <QTest>
#include <QWidget>

#include "graphs.h"
#include "scene.h"
#include "theming/theme.h"
#include "universeview.h"

using namespace orrery;
using namespace orrery::universe;

namespace {

/// A shown view with a theme of its own. Calm: transitions take no time and nothing flows.
struct Stage {
    explicit Stage(const UniverseGraph &graph, bool calm = true, QSize size = {1280, 720})
        : theme(std::move(*theming::Theme::load(u":/themes/cyberpunk.json"_qs)))
    {
        theme->setReducedMotion(calm);
        view = std::make_unique<UniverseView>(*theme);
        if (!graph.nodes.empty())
            view->setGraph(graph);
        window()->resize(size);
        window()->show();
    }
    [[nodiscard]] bool ready() const
    {
        return view->problems().isEmpty() && QTest::qWaitForWindowExposed(window()) &&
               QTest::qWaitFor([&] { return view->frames() > 0; }, 20000);
    }
    [[nodiscard]] QQuickView *window() const { return view->window(); }
    [[nodiscard]] const OrbitCamera &camera() const { return view->scene().camera(); }
    [[nodiscard]] QPoint pixelOf(int node) const
    {
        return camera().project(view->scene().graph().position(node)).toPointF().toPoint();
    }
    /// Until no frame came for 300 ms.
    [[nodiscard]] bool settles() const
    {
        qint64 last = -1;
        return QTest::qWaitFor(
            [&] {
                const qint64 before = std::exchange(last, view->frames());
                QTest::qWait(300);
                return before == last && view->frames() == last;
            },
            20000);
    }
    void drag(Qt::MouseButton button, QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) const
    {
        QTest::mousePress(window(), button, keys, from);
        for (int i = 1; i <= 4; ++i)
            QTest::mouseMove(window(), from + (to - from) * i / 4);
        QTest::mouseRelease(window(), button, keys, to);
    }

    std::unique_ptr<theming::Theme> theme;
    std::unique_ptr<UniverseView> view;
};

int colours(const QImage &image)
{
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            seen += image.pixel(x, y);
    return int(seen.size());
}

/// The mean colour of a square around a point.
QColor around(const QImage &image, QPoint at, int half = 14)
{
    int r = 0, g = 0, b = 0, n = 0;
    for (int y = at.y() - half; y <= at.y() + half; ++y)
        for (int x = at.x() - half; x <= at.x() + half; ++x, ++n) {
            const QRgb pixel = image.pixel(x, y);
            r += qRed(pixel), g += qGreen(pixel), b += qBlue(pixel);
        }
    return {r / n, g / n, b / n};
}

/// The first item below `root` that fulfils `wanted`, delegates included; nullptr = none.
template <typename Wanted>
QQuickItem *find(QQuickItem *root, Wanted wanted)
{
    for (QQuickItem *item : root->childItems()) {
        if (wanted(item))
            return item;
        if (QQuickItem *const below = find(item, wanted))
            return below;
    }
    return nullptr;
}

void keep(const QImage &image, const QString &name)
{
    const QString folder = qEnvironmentVariable("ORRERY_SHOTS");
    if (!folder.isEmpty())
        QVERIFY(image.save(QDir(folder).filePath(name + u".png"_qs)));
}

} // namespace

class tst_UniverseView : public QObject {
    Q_OBJECT
private slots:
    void drawsNodesInTheirStatesColours();
    void thousandNodesAreDrawn();
    void theSameGraphGivesTheSamePicture();
    void restDrawsNothing();
    void flowDrawsOnlyWhileSomethingRuns();
    void leftDragOrbits();
    void rightAndShiftDragPan();
    void theWheelZoomsTowardsThePointer();
    void heightIsPriorityAndLeavesThePlaceAlone();
    void theWheelFollowsTheLongestWay();
    void aClickSelectsTheNodeUnderThePointer();
    void aDoubleClickOpensANodeOrFits();
    void hoverShowsTheCard();
    void keysWalkAndZoom();
    void refinedPositionsGlide();
    void anEmptyUniverseInvites();
    void aLegendEntryShowsItsNodes();
    void livesAndDiesInAWidget();
    void pictures_data();
    void pictures();
};

void tst_UniverseView::drawsNodesInTheirStatesColours()
{
    Stage stage(graphs::sales());
    QSignalSpy first(stage.view.get(), &UniverseView::firstFrame);
    stage.view->setStates(graphs::salesStates());
    QVERIFY2(stage.ready(), qPrintable(stage.view->problems()));
    QTRY_COMPARE(first.size(), 1);
    QVERIFY(first[0][0].toDouble() > 0);
    const QImage image = stage.view->grab();
    QVERIFY(colours(image) > 500);
    const QColor done = around(image, stage.pixelOf(0));
    QVERIFY2(done.green() > done.red() + 12 && done.green() > done.blue() + 5,
             qPrintable(done.name()));
    const QColor failed = around(image, stage.pixelOf(3));
    QVERIFY2(failed.red() > failed.green() + 25, qPrintable(failed.name()));
    const QColor running = around(image, stage.pixelOf(2));
    QVERIFY2(running.blue() > running.red() + 30, qPrintable(running.name()));
    const QColor corner = around(image, {60, 120});
    QVERIFY2(corner.lightness() < 24, "the backdrop is near-black");
}

void tst_UniverseView::thousandNodesAreDrawn()
{
    const UniverseGraph graph = graphs::layered(1000, 4);
    Stage stage(graph);
    QSignalSpy first(stage.view.get(), &UniverseView::firstFrame);
    stage.view->setStates(graphs::midRun(graph, 4));
    QVERIFY(stage.ready());
    QTRY_COMPARE(first.size(), 1);
    qInfo("first frame of 1,000 nodes after %.3f s", first[0][0].toDouble());
    QVERIFY(colours(stage.view->grab()) > 2000);
    QCOMPARE(stage.view->scene().nodeCount(), 1000);
}

void tst_UniverseView::theSameGraphGivesTheSamePicture()
{
    QImage pictures[2];
    for (QImage &picture : pictures) {
        Stage stage(graphs::sales());
        stage.view->setStates(graphs::salesStates());
        QVERIFY(stage.ready());
        picture = stage.view->grab();
    }
    int different = 0;
    for (int y = 0; y < pictures[0].height(); ++y)
        for (int x = 0; x < pictures[0].width(); ++x) {
            const QRgb a = pictures[0].pixel(x, y);
            const QRgb b = pictures[1].pixel(x, y);
            different +=
                qAbs(qRed(a) - qRed(b)) + qAbs(qGreen(a) - qGreen(b)) + qAbs(qBlue(a) - qBlue(b)) >
                12;
        }
    QVERIFY2(different < 200, qPrintable(QString::number(different)));
}

void tst_UniverseView::restDrawsNothing()
{
    Stage stage(graphs::layered(136, 1));
    QVERIFY(stage.ready());
    QVERIFY(stage.settles());
    const qint64 frames = stage.view->frames();
    QTest::qWait(1200); // proof of absence: in this time a running animation would draw 14 frames
    QCOMPARE(stage.view->frames(), frames);
    stage.view->select(5);
    QTRY_VERIFY(stage.view->frames() > frames);
}

void tst_UniverseView::flowDrawsOnlyWhileSomethingRuns()
{
    Stage stage(graphs::sales(), false);
    QVERIFY(stage.ready());
    std::vector<NodeState> states = graphs::salesStates();
    stage.view->setStates(states);
    const qint64 before = stage.view->frames();
    QTRY_VERIFY(stage.view->frames() > before + 6);
    for (NodeState &state : states)
        state.state = TaskState::Succeeded;
    stage.view->setStates(states);
    QVERIFY2(stage.settles(), "frames go on although nothing runs");
}

void tst_UniverseView::leftDragOrbits()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    const CameraPose before = stage.camera().pose();
    stage.drag(Qt::LeftButton, {200, 600}, {280, 640});
    const CameraPose after = stage.camera().pose();
    QVERIFY(qAbs(after.yaw - (before.yaw - 80 * 0.3F)) <
            8 * 0.3F); // the slack of a click is not turned
    QVERIFY(after.pitch > before.pitch);
    QCOMPARE(after.target, before.target);
    QCOMPARE(stage.view->scene().selectedNode(), noNode);
}

void tst_UniverseView::rightAndShiftDragPan()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    const CameraPose before = stage.camera().pose();
    stage.drag(Qt::RightButton, {300, 300}, {380, 300});
    const CameraPose panned = stage.camera().pose();
    QVERIFY(panned.target != before.target);
    QCOMPARE(panned.yaw, before.yaw);
    stage.drag(Qt::LeftButton, {380, 300}, {300, 300}, Qt::ShiftModifier);
    QVERIFY2((stage.camera().pose().target - before.target).length() < 0.01F, "the way back");
}

void tst_UniverseView::theWheelZoomsTowardsThePointer()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    const float before = stage.camera().pose().distance;
    const QPoint at = stage.pixelOf(7);
    QWheelEvent wheel(at, stage.window()->mapToGlobal(at), {}, {0, 360}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(stage.window(), &wheel);
    QVERIFY(stage.camera().pose().distance < before * 0.8F);
    QVERIFY(stage.view->scene().zoom() > 1.2);
    QVERIFY2(QLineF(stage.pixelOf(7), at).length() < 40,
             "the node under the pointer stays near it");
    QVERIFY(QLineF(stage.pixelOf(0), at).length() > 900);
}

void tst_UniverseView::heightIsPriorityAndLeavesThePlaceAlone()
{
    UniverseGraph graph = graphs::sales();
    graph.nodes[1].priority = 10;
    graph.nodes[2].priority = -5;
    Stage stage(graph);
    QVERIFY(stage.ready());
    const auto position = [&](int node) { return stage.view->scene().graph().position(node); };
    Encoding encoding;
    encoding.height = true;
    stage.view->setEncoding(encoding);
    QVERIFY(position(1).y() > graph.nodes[1].position.y() + 2);
    QVERIFY(position(2).y() < graph.nodes[2].position.y());
    QCOMPARE(position(0).y(), graph.nodes[0].position.y());
    QCOMPARE(stage.view->placeOf(1).y(), graph.nodes[1].position.y());
    stage.view->setEncoding({});
    QCOMPARE(position(1).y(), graph.nodes[1].position.y());
}

void tst_UniverseView::theWheelFollowsTheLongestWay()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    stage.view->setCriticalPath({3, 4}, -1);
    const auto off = [&] {
        const auto &graph = stage.view->scene().graph();
        const QVector3D a = graph.position(3), b = graph.position(4);
        const QVector3D target = stage.camera().pose().target;
        const float t = std::clamp(
            QVector3D::dotProduct(target - a, b - a) / (b - a).lengthSquared(), 0.0F, 1.0F);
        return (a + (b - a) * t - target).length();
    };
    const auto zoomIn = [&] {
        stage.view->fit();
        const QPoint middle(stage.window()->width() / 2, stage.window()->height() / 2);
        for (int i = 0; i < 12; ++i) {
            QWheelEvent wheel(middle, stage.window()->mapToGlobal(middle), {}, {0, 120},
                              Qt::NoButton, {}, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(stage.window(), &wheel);
        }
    };
    zoomIn();
    const float free = off();
    QVERIFY(free > 0.5F);
    Encoding encoding;
    encoding.followPath = true;
    stage.view->setEncoding(encoding);
    zoomIn();
    QVERIFY2(off() < free / 4, "the view did not come to the way");
}

void tst_UniverseView::aClickSelectsTheNodeUnderThePointer()
{
    const UniverseGraph graph = graphs::layered(136, 6);
    Stage stage(graph);
    QVERIFY(stage.ready());
    QSignalSpy selected(stage.view.get(), &UniverseView::selected);
    for (const int node : {12, 77, 130}) {
        QTest::mouseClick(stage.window(), Qt::LeftButton, {}, stage.pixelOf(node));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.takeFirst()[0].toInt(), stage.view->scene().nodeAt(stage.pixelOf(node)));
        QCOMPARE(stage.view->scene().selectedNode(), node);
        QTest::qWait(QGuiApplication::styleHints()->mouseDoubleClickInterval() +
                     50); // two clicks, not one double
    }
    QTest::mouseClick(stage.window(), Qt::LeftButton, {}, {20, 300});
    QCOMPARE(selected.takeFirst()[0].toInt(), noNode);
}

void tst_UniverseView::aDoubleClickOpensANodeOrFits()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    QSignalSpy activated(stage.view.get(), &UniverseView::activated);
    QTest::mouseDClick(stage.window(), Qt::LeftButton, {}, stage.pixelOf(4));
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toInt(), 4);
    stage.view->focusNode(4);
    QVERIFY(stage.view->scene().zoom() > 1.05);
    QTest::mouseDClick(stage.window(), Qt::LeftButton, {}, {30, 560});
    QCOMPARE(stage.view->scene().zoom(), 1.0);
    QCOMPARE(activated.size(), 1);
}

void tst_UniverseView::hoverShowsTheCard()
{
    Stage stage(graphs::sales());
    stage.view->setStates(graphs::salesStates());
    QVERIFY(stage.ready());
    QSignalSpy hovered(stage.view.get(), &UniverseView::hovered);
    QTest::mouseMove(stage.window(), {30, 560});
    QTest::mouseMove(stage.window(), stage.pixelOf(3));
    QTRY_COMPARE(hovered.size(), 1);
    QCOMPARE(hovered[0][0].toInt(), 3);
    const NodeCard card = stage.view->scene().card();
    QCOMPARE(card.title, u"Collect rejected rows"_qs);
    QCOMPARE(card.stateTitle, u"Failed"_qs);
    QCOMPARE(card.time, u"9.1 s"_qs);
    QVERIFY(card.reason.contains(u"refund"));
    QCOMPARE(card.before, 1);
    QVERIFY(stage.settles());
    keep(stage.view->grab(), u"hover-1280x720"_qs);
    QTest::mouseMove(stage.window(), {30, 560});
    QTRY_COMPARE(hovered.size(), 2);
    QVERIFY(!stage.view->scene().cardShown());
}

void tst_UniverseView::keysWalkAndZoom()
{
    Stage stage(graphs::sales());
    QVERIFY(stage.ready());
    stage.window()->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(stage.window()));
    stage.view->select(1);
    QTest::keyClick(stage.window(), Qt::Key_Right);
    const int next = stage.view->scene().selectedNode();
    QVERIFY2(next == 2 || next == 3,
             qPrintable(u"a successor of the extract step, not %1"_qs.arg(next)));
    QTest::keyClick(stage.window(), Qt::Key_Left);
    QCOMPARE(stage.view->scene().selectedNode(), 1);
    QTest::keyClick(stage.window(), Qt::Key_Plus);
    QVERIFY(stage.view->scene().zoom() > 1.2);
    QTest::keyClick(stage.window(), Qt::Key_Minus);
    QTest::keyClick(stage.window(), Qt::Key_Minus);
    QVERIFY(stage.view->scene().zoom() < 0.9);
    QTest::keyClick(stage.window(), Qt::Key_F);
    QCOMPARE(stage.view->scene().zoom(), 1.0);
    QSignalSpy activated(stage.view.get(), &UniverseView::activated);
    QTest::keyClick(stage.window(), Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QTest::keyClick(stage.window(), Qt::Key_Escape);
    QCOMPARE(stage.view->scene().selectedNode(), noNode);
}

void tst_UniverseView::refinedPositionsGlide()
{
    Stage stage(graphs::sales(), false);
    QVERIFY(stage.ready());
    UniversePositions refined;
    for (const QVector3D &at : stage.view->scene().graph().positions())
        refined.nodes.push_back(at * QVector3D(1, -1, 1) + QVector3D(0, 2, 3));
    const std::vector<QVector3D> goal = refined.nodes;
    const QVector3D start = stage.view->scene().graph().position(2);
    bool between = false;
    const auto watch = connect(&stage.view->scene(), &UniverseScene::cameraChanged, this, [&] {
        const QVector3D at = stage.view->scene().graph().position(2);
        between = between || ((at - start).length() > 0.01F && (at - goal[2]).length() > 0.01F);
    });
    stage.view->setPositions(std::move(refined));
    QTRY_COMPARE(stage.view->scene().graph().position(2), goal[2]);
    QVERIFY2(between, "the nodes passed through places in between");
    disconnect(watch);
    QTRY_VERIFY(!stage.view->scene().moving());
    stage.view->setPositions({{QVector3D()}, {}});
    QVERIFY2(!stage.view->scene().moving(), "positions of another graph are ignored");
}

void tst_UniverseView::anEmptyUniverseInvites()
{
    Stage stage({});
    QVERIFY(stage.ready());
    QVERIFY(colours(stage.view->grab()) > 300);
    QSignalSpy asked(stage.view.get(), &UniverseView::emptyActionRequested);
    QQuickItem *const text = find(stage.window()->contentItem(), [](QQuickItem *item) {
        return item->property("text").toString() == u"Open a DAG, or run an example";
    });
    QVERIFY(text && text->isVisible());
    QTest::mouseClick(stage.window(), Qt::LeftButton, {},
                      text->mapToScene({text->width() / 2, 8}).toPoint());
    QCOMPARE(asked.size(), 1);
    stage.view->setGraph(graphs::sales());
    QTRY_VERIFY(!text->isVisible());
}

void tst_UniverseView::aLegendEntryShowsItsNodes()
{
    Stage stage(graphs::sales());
    stage.view->setStates(graphs::salesStates());
    QVERIFY(stage.ready());
    QCOMPARE(stage.view->scene().graph().counts()[std::size_t(TaskState::Succeeded)], 2);
    const auto entry = [&] {
        return find(stage.window()->contentItem(), [](QQuickItem *item) {
            return item->property("title").toString() == u"Failed" &&
                   item->property("count").toInt() == 1;
        });
    };
    QTRY_VERIFY(entry());
    QTest::mouseClick(stage.window(), Qt::LeftButton, {}, entry()->mapToScene({20, 13}).toPoint());
    QCOMPARE(stage.view->scene().selectedNode(), 3);
}

void tst_UniverseView::livesAndDiesInAWidget()
{
    for (const bool viewFirst : {true, false}) {
        auto theme = std::move(*theming::Theme::load(u":/themes/cyberpunk.json"_qs));
        auto view = std::make_unique<UniverseView>(*theme);
        auto window = std::make_unique<QWidget>();
        window->resize(900, 600);
        QWidget *const container = view->createContainer(window.get());
        container->setGeometry(window->rect());
        view->setGraph(graphs::sales());
        view->setStates(graphs::salesStates());
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        QTRY_VERIFY(view->frames() > 0);
        QVERIFY(colours(view->grab()) > 300);
        if (viewFirst)
            view.reset();
        window.reset();
        if (view)
            view->setGraph(graphs::layered(20, 1)); // the window is gone, the object still answers
    }
}

void tst_UniverseView::pictures_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QSize>("size");
    for (const QSize size : {QSize(1280, 720), QSize(1920, 1080)})
        for (const int count : {-1, 0, 136, 1000}) {
            const QString what = count < 0    ? u"empty"_qs
                                 : count == 0 ? u"sales"_qs
                                              : QString::number(count);
            QTest::newRow(qPrintable(u"%1-%2x%3"_qs.arg(what).arg(size.width()).arg(size.height())))
                << count << size;
        }
}

void tst_UniverseView::pictures()
{
    QFETCH(int, count);
    QFETCH(QSize, size);
    UniverseGraph graph;
    if (count >= 0)
        graph = count ? graphs::layered(count, unsigned(count)) : graphs::sales();
    Stage stage(graph, true, size);
    if (count >= 0)
        stage.view->setStates(count ? graphs::midRun(graph, 7) : graphs::salesStates());
    QVERIFY(stage.ready());
    QVERIFY(stage.settles());
    const QImage image = stage.view->grab();
    QCOMPARE(image.size(), size);
    QVERIFY(colours(image) > 300);
    keep(image, QString::fromLatin1(QTest::currentDataTag()));
}

QTEST_MAIN(tst_UniverseView)
#include "tst_universe_view.moc"
