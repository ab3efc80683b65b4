// SPDX-License-Identifier: GPL-3.0-or-later
// The universe without a window: camera, picking, levels, curves, tables, names.
#include <QTest>

#include "curves.h"
#include "graphs.h"
#include "labels.h"
#include "orbitcamera.h"
#include "picking.h"
#include "tables.h"
#include "theming/theme.h"

using namespace orrery;
using namespace orrery::universe;

class tst_Universe : public QObject {
    Q_OBJECT
private slots:
    void anEdgeOutOfRangeIsLeftOut();
    void statesAreCounted();
    void aPathRunsBothWays();
    void orbitDependsOnPixelsOnly();
    void aRayGoesBackThroughItsPixel();
    void panFollowsThePointer();
    void zoomKeepsWhatIsUnderThePointer();
    void fitShowsEveryNode_data();
    void fitShowsEveryNode();
    void aGlideTakesTheShortWayRound();
    void everyNodeIsPickedAtItsCentre();
    void theNearerBoxIsPicked();
    void emptySpaceIsNoNode();
    void aDistantNodeCanBeHit();
    void smallGraphsAreBoxesAndHugeOnesAreLimited();
    void anEdgeStartsAndEndsAtItsBoxes();
    void aRoutedEdgePassesItsPointsWithoutKink();
    void packetsMoveOnlyWhereDataDoes();
    void whatTheUniverseShowsIsASwitch_data();
    void whatTheUniverseShowsIsASwitch();
    void heatIsTheHueOfANode();
    void aSelectionLightsItsPath();
    void namesNeverOverlap_data();
    void namesNeverOverlap();
    void theSelectedNodeIsNamed();

private:
    static GraphData data(const UniverseGraph &graph)
    {
        GraphData result;
        result.assign(graph);
        return result;
    }
    static OrbitCamera fitted(const GraphData &graph, QSizeF size = {1280, 720})
    {
        OrbitCamera camera;
        camera.setViewport(size);
        camera.setSceneRadius(graph.bounds().radius());
        camera.setPose(camera.fit(graph.positions(), 0.75F, {60, 60, 60, 90}));
        return camera;
    }
    static Palette palette()
    {
        return Palette::of(**theming::Theme::load(u":/themes/cyberpunk.json"_qs));
    }
};

void tst_Universe::anEdgeOutOfRangeIsLeftOut()
{
    UniverseGraph graph = graphs::sales();
    graph.edges.push_back({3, 99, {}});
    graph.edges.push_back({-1, 2, {}});
    QCOMPARE(data(graph).edgeCount(), 9);
}

void tst_Universe::statesAreCounted()
{
    GraphData graph = data(graphs::sales());
    QCOMPARE(graph.counts()[std::size_t(TaskState::Pending)], 8);
    QVERIFY(graph.apply(graphs::salesStates()));
    QCOMPARE(graph.counts(), (std::array<int, taskStateCount>{1, 1, 0, 1, 1, 2, 1, 0, 1}));
    QVERIFY(graph.running());
    QVERIFY2(!graph.apply(graphs::salesStates()), "the same states again are no change");
    const NodeState stranger{.node = 42, .state = TaskState::Failed};
    QVERIFY(!graph.apply({&stranger, 1}));
}

void tst_Universe::aPathRunsBothWays()
{
    const GraphData graph = data(graphs::sales());
    QCOMPARE(graph.pathThrough(3), (std::vector<std::uint8_t>{1, 1, 0, 1, 0, 1, 1, 1}));
}

void tst_Universe::orbitDependsOnPixelsOnly()
{
    OrbitCamera once;
    once.orbit({120, 40});
    OrbitCamera often;
    for (int i = 0; i < 40; ++i)
        often.orbit({3, 1});
    QVERIFY(qAbs(once.pose().yaw - often.pose().yaw) < 0.001F);
    QVERIFY(qAbs(once.pose().pitch - often.pose().pitch) < 0.001F);
    QVERIFY(once.pose().yaw != CameraPose{}.yaw);
    often.orbit({0, 5000});
    QCOMPARE(often.pose().pitch, 85.0F);
}

void tst_Universe::aRayGoesBackThroughItsPixel()
{
    OrbitCamera camera;
    camera.setPose({{3, -2, 1}, 37, 24, 18});
    for (const QPointF pixel : {QPointF(0, 0), QPointF(640, 360), QPointF(1100, 90)}) {
        const Ray ray = camera.ray(pixel);
        const QVector3D back = camera.project(ray.origin + ray.direction * 12);
        QVERIFY(QLineF(pixel, back.toPointF()).length() < 0.05);
    }
}

void tst_Universe::panFollowsThePointer()
{
    OrbitCamera camera;
    const QVector3D target = camera.pose().target;
    const QPointF before = camera.project(target).toPointF();
    camera.pan({85, -42});
    QVERIFY(QLineF(before + QPointF(85, -42), camera.project(target).toPointF()).length() < 0.05);
}

void tst_Universe::zoomKeepsWhatIsUnderThePointer()
{
    OrbitCamera camera;
    camera.setPose({{0, 0, 0}, 0, 0, 20});
    const QPointF pixel(900, 200);
    const Ray ray = camera.ray(pixel);
    const QVector3D onPlane = ray.origin + ray.direction * (-ray.origin.z() / ray.direction.z());
    camera.zoomAt(pixel, 2);
    QCOMPARE(camera.pose().distance, 10.0F);
    QVERIFY(QLineF(pixel, camera.project(onPlane).toPointF()).length() < 0.1);
}

void tst_Universe::fitShowsEveryNode_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QSizeF>("size");
    QTest::newRow("8 nodes, wide view") << 0 << QSizeF(1280, 720);
    QTest::newRow("8 nodes, tall view") << 0 << QSizeF(480, 900);
    QTest::newRow("1,000 nodes, wide view") << 1000 << QSizeF(1920, 1080);
    QTest::newRow("1,000 nodes, small view") << 1000 << QSizeF(400, 300);
    QTest::newRow("one node") << 1 << QSizeF(1280, 720);
}

void tst_Universe::fitShowsEveryNode()
{
    QFETCH(int, count);
    QFETCH(QSizeF, size);
    const GraphData graph = data(count ? graphs::layered(count, 3) : graphs::sales());
    const OrbitCamera camera = fitted(graph, size);
    const QRectF inside = QRectF({0, 0}, size).adjusted(59, 59, -59, -89);
    QRectF extent;
    for (const QVector3D &node : graph.positions()) {
        const QVector3D at = camera.project(node);
        QVERIFY(at.z() > 0);
        QVERIFY2(inside.contains(at.toPointF()), qPrintable(u"%1 %2"_qs.arg(at.x()).arg(at.y())));
        extent |= QRectF(at.x() - 1, at.y() - 1, 2, 2);
    }
    if (count != 1)
        QVERIFY2(extent.width() > inside.width() * 0.7 || extent.height() > inside.height() * 0.7,
                 "the graph fills the view in one direction");
}

void tst_Universe::aGlideTakesTheShortWayRound()
{
    const CameraPose from{{}, 170, 0, 10};
    const CameraPose to{{}, -170, 0, 40};
    QCOMPARE(between(from, to, 0), from);
    QCOMPARE(between(from, to, 1), to);
    QCOMPARE(between(from, to, 0.5F).yaw, 180.0F);
    QCOMPARE(between(from, to, 0.5F).distance, 20.0F);
}

void tst_Universe::everyNodeIsPickedAtItsCentre()
{
    UniverseGraph flat = graphs::layered(1000, 5);
    for (UniverseNode &node : flat.nodes)
        node.position.setZ(0);
    const GraphData graph = data(flat);
    const OrbitCamera camera = fitted(graph);
    for (int node = 0; node < graph.nodeCount(); ++node)
        QCOMPARE(pick(graph, camera, camera.project(graph.position(node)).toPointF()), node);
}

void tst_Universe::theNearerBoxIsPicked()
{
    UniverseGraph two;
    two.nodes = {{.id = u"far"_qs, .position = {0, 0, -6}},
                 {.id = u"near"_qs, .position = {0, 0, 2}}};
    const GraphData graph = data(two);
    OrbitCamera camera;
    camera.setPose({{0, 0, 0}, 0, 0, 20});
    QCOMPARE(pick(graph, camera, {640, 360}), 1);
    camera.setPose({{0, 0, 0}, 180, 0, 20});
    QCOMPARE(pick(graph, camera, {640, 360}), 0);
}

void tst_Universe::emptySpaceIsNoNode()
{
    const GraphData graph = data(graphs::sales());
    QCOMPARE(pick(graph, fitted(graph), {8, 8}), noNode);
    QCOMPARE(pick(GraphData{}, OrbitCamera{}, {640, 360}), noNode);
}

void tst_Universe::aDistantNodeCanBeHit()
{
    UniverseGraph one;
    one.nodes = {{.id = u"dot"_qs}};
    const GraphData graph = data(one);
    OrbitCamera camera;
    camera.setSceneRadius(1000);
    camera.setPose({{0, 0, 0}, 0, 0, 2000});
    QVERIFY(camera.pixelsPerUnit(2000) < 1);
    QCOMPARE(pick(graph, camera, {643, 362}), 0);
    QCOMPARE(pick(graph, camera, {655, 362}), noNode);
}

void tst_Universe::smallGraphsAreBoxesAndHugeOnesAreLimited()
{
    std::vector<Level> levels;
    const auto count = [&](Level level) { return std::count(levels.begin(), levels.end(), level); };
    const GraphData small = data(graphs::sales());
    chooseLevels(small, fitted(small), levels);
    QCOMPARE(count(Level::Box), 8);

    const GraphData huge = data(graphs::layered(100000, 1));
    OrbitCamera camera = fitted(huge);
    chooseLevels(huge, camera, levels);
    QCOMPARE(count(Level::Box), 0);
    QCOMPARE(count(Level::Hidden), 0);
    camera.zoomAt({640, 360}, 25);
    chooseLevels(huge, camera, levels);
    QVERIFY(count(Level::Box) > 0 && count(Level::Box) <= boxLimit);
    QVERIFY2(count(Level::Hidden) > 50000, "what is outside the view costs nothing");
}

void tst_Universe::anEdgeStartsAndEndsAtItsBoxes()
{
    const GraphData graph = data(graphs::sales());
    for (int edge = 0; edge < graph.edgeCount(); ++edge) {
        const std::vector<Curve> pieces = curvesOf(graph, edge);
        QCOMPARE(pieces.size(), 1U);
        const GraphData::Edge &ends = graph.edges()[std::size_t(edge)];
        QCOMPARE(pieces[0].point[0].x(), graph.position(ends.from).x() + graph.size(ends.from) / 2);
        QVERIFY(pieces[0].point[3].x() < graph.position(ends.to).x());
    }
}

void tst_Universe::aRoutedEdgePassesItsPointsWithoutKink()
{
    UniverseGraph graph = graphs::sales();
    const std::vector<QVector3D> route{{4, 4, 0}, {8, 5, 1}, {12, 2, 0}};
    graph.edges = {{0, 6, route}};
    const std::vector<Curve> pieces = curvesOf(data(graph), 0);
    QCOMPARE(pieces.size(), 4U);
    QCOMPARE(pieces[0].start, 0.0F);
    QCOMPARE(pieces[3].end, 1.0F);
    for (std::size_t i = 0; i < 3; ++i) {
        QCOMPARE(pieces[i].point[3], route[i]);
        QCOMPARE(pieces[i + 1].point[0], route[i]);
        const QVector3D in = (pieces[i].point[3] - pieces[i].point[2]).normalized();
        const QVector3D out = (pieces[i + 1].point[1] - pieces[i + 1].point[0]).normalized();
        QVERIFY(QVector3D::dotProduct(in, out) > 0.999F);
    }
}

void tst_Universe::packetsMoveOnlyWhereDataDoes()
{
    GraphData graph = data(graphs::sales());
    EdgeTables tables;
    fillEdges(graph, {}, palette(), {}, {}, tables);
    QCOMPARE(tables.ribbons.size(), 9U);
    QVERIFY2(tables.particles.empty(), "nothing moves in a blueprint");

    graph.apply(graphs::salesStates());
    Focus live;
    live.live = true;
    fillEdges(graph, {}, palette(), live, {}, tables);
    const std::size_t running = tables.particles.size();
    QVERIFY(running > 0);

    std::vector<NodeState> done = graphs::salesStates();
    for (NodeState &state : done)
        state.state = TaskState::Succeeded;
    graph.apply(done);
    fillEdges(graph, {}, palette(), live, {}, tables);
    QVERIFY2(tables.particles.empty(), "nothing moves when all has ended");
}

void tst_Universe::whatTheUniverseShowsIsASwitch_data()
{
    QTest::addColumn<bool Encoding::*>("flag");
    QTest::newRow("width of edges: volume") << &Encoding::edgeWidth;
    QTest::newRow("packets: volume") << &Encoding::density;
    QTest::newRow("speed of packets: latency") << &Encoding::speed;
    QTest::newRow("red: bad data") << &Encoding::badData;
    QTest::newRow("lit: the longest way") << &Encoding::criticalPath;
    QTest::newRow("pulse: the bottleneck") << &Encoding::bottleneck;
    QTest::newRow("size: what is reserved") << &Encoding::nodeSize;
}

/// One figure of each mapping, drawn without its switch and with it.
void tst_Universe::whatTheUniverseShowsIsASwitch()
{
    QFETCH(bool Encoding::*, flag);
    GraphData graph = data(graphs::sales());
    graph.apply(graphs::salesStates());
    Traffic traffic;
    traffic.resize(std::size_t(graph.edgeCount()));
    std::vector<EdgeTraffic> flows;
    for (int edge = 0; edge < graph.edgeCount(); ++edge)
        flows.push_back(
            {edge, edge == 0 ? 1e9 : 0.0, edge == 0 ? 0.0 : 4.0, edge == 0 ? 0.5 : 0.0});
    traffic.set(flows);
    Focus focus;
    focus.live = true;
    focus.encoding.nodeSize = false;
    focus.critical.assign(std::size_t(graph.nodeCount()), 0);
    focus.critical[std::size_t(graph.edges()[0].from)] = 1;
    focus.critical[std::size_t(graph.edges()[0].to)] = 1;
    focus.bottleneck = 3;
    std::vector<Level> levels(std::size_t(graph.nodeCount()), Level::Box);

    struct Drawn {
        float width, strength, red;
        std::size_t packets, sprites;
        float speed, size;
        bool operator==(const Drawn &) const = default;
    };
    const auto draw = [&] {
        graph.setAlike(!focus.encoding.nodeSize);
        EdgeTables edges;
        fillEdges(graph, {}, palette(), focus, traffic, edges);
        NodeTables nodes;
        fillNodes(graph, levels, palette(), focus, {}, nodes);
        const Instance &ribbon = edges.ribbons.front();
        return Drawn{ribbon.data.x() - std::floor(ribbon.data.x()),
                     ribbon.color.w(),
                     ribbon.color.x(),
                     edges.particles.size(),
                     nodes.sprites.size(),
                     edges.particles.empty() ? 0 : edges.particles.back().data.y(),
                     nodes.boxes.back().row0.w()};
    };
    const Drawn quiet = draw();
    QCOMPARE(quiet.width, 0.0F);
    focus.encoding.*flag = true;
    const Drawn shown = draw();
    QVERIFY2(!(shown == quiet), "the switch changes nothing");
    if (flag == &Encoding::edgeWidth)
        QVERIFY(qAbs(shown.width - 0.9F) < 0.01F); // the largest volume of the graph
    if (flag == &Encoding::density)
        QVERIFY(shown.packets != quiet.packets);
    if (flag == &Encoding::speed)
        QVERIFY(shown.speed < quiet.speed / 2);
    if (flag == &Encoding::badData)
        QVERIFY(shown.red > quiet.red);
    if (flag == &Encoding::criticalPath)
        QVERIFY(shown.strength > 1.5F && shown.strength > quiet.strength);
    if (flag == &Encoding::bottleneck)
        QCOMPARE(shown.sprites, quiet.sprites + 1);
    if (flag == &Encoding::nodeSize)
        QVERIFY(shown.size != quiet.size);
    focus.encoding.*flag = false;
    QVERIFY(draw() == quiet);
}

void tst_Universe::heatIsTheHueOfANode()
{
    GraphData graph = data(graphs::sales());
    NodeState state{.node = 0, .state = TaskState::Running};
    state.heat = {0.0F, 1.0F, -1.0F, 0.5F};
    graph.apply(std::array{state});
    Focus focus;
    focus.live = true;
    const Palette colors = palette();
    const auto hue = [&](Heat heat) {
        focus.encoding.heat = heat;
        return hueOf(graph, 0, colors, focus);
    };
    QVERIFY((hue(Heat::None) - colors.state[std::size_t(TaskState::Running)]).length() < 1e-5F);
    QVERIFY((hue(Heat::Cpu) - colors.accent).length() < 1e-5F);
    QVERIFY((hue(Heat::Memory) - colors.danger).length() < 1e-5F);
    QVERIFY((hue(Heat::Gpu) - colors.faint).length() < 1e-5F); // not known
    QVERIFY((hue(Heat::Wait) - colors.hologram).length() < 1e-5F);
}

void tst_Universe::aSelectionLightsItsPath()
{
    const GraphData graph = data(graphs::sales());
    Focus focus;
    focus.chosen = {3};
    focus.path = graph.pathThrough(3);
    EdgeTables tables;
    fillEdges(graph, {}, palette(), focus, {}, tables);
    const auto strength = [&](int edge) { return tables.ribbons[std::size_t(edge)].color.w(); };
    QVERIFY(strength(2) > 3 * strength(1)); // extract > rejected rows, extract > transform
    QVERIFY(focus.emphasis(3) > focus.emphasis(0));
    QVERIFY(focus.emphasis(0) > focus.emphasis(2));
}

void tst_Universe::namesNeverOverlap_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<float>("yaw");
    QTest::newRow("8 nodes") << 0 << -22.0F;
    QTest::newRow("136 nodes") << 136 << -22.0F;
    QTest::newRow("1,000 nodes along the flow") << 1000 << 80.0F;
    QTest::newRow("10,000 nodes") << 10000 << -22.0F;
}

void tst_Universe::namesNeverOverlap()
{
    QFETCH(int, count);
    QFETCH(float, yaw);
    const UniverseGraph source = count ? graphs::layered(count, 9) : graphs::sales();
    GraphData graph = data(source);
    graph.apply(graphs::midRun(source, 9));
    OrbitCamera camera = fitted(graph);
    CameraPose pose = camera.pose();
    pose.yaw = yaw;
    camera.setPose(pose);
    Focus focus;
    focus.live = true;
    const std::vector<QRectF> hud{{0, 0, 300, 40}, {0, 680, 700, 40}};
    const auto width = [](int node) { return qreal(60 + node % 7 * 12); };
    const std::vector<PlacedLabel> names = placeLabels(graph, camera, focus, hud, width);
    QVERIFY(!names.empty() && names.size() <= std::size_t(labelLimit));
    std::vector<QRectF> taken = hud;
    for (const PlacedLabel &name : names) {
        QVERIFY(QRectF(0, 0, 1280, 720).contains(name.box));
        for (const QRectF &other : taken)
            QVERIFY2(!name.box.intersects(other), qPrintable(graph.title(name.node)));
        taken.push_back(name.box);
    }
    const std::vector<PlacedLabel> again = placeLabels(graph, camera, focus, hud, width);
    QVERIFY(std::equal(
        names.begin(), names.end(), again.begin(), again.end(),
        [](const auto &a, const auto &b) { return a.node == b.node && a.box == b.box; }));
}

void tst_Universe::theSelectedNodeIsNamed()
{
    const GraphData graph = data(graphs::layered(1000, 2));
    Focus focus;
    focus.chosen = {517};
    focus.path = graph.pathThrough(517);
    const std::vector<PlacedLabel> names =
        placeLabels(graph, fitted(graph), focus, {}, [](int) { return 90.0; });
    QVERIFY(std::any_of(names.begin(), names.end(),
                        [](const PlacedLabel &n) { return n.node == 517; }));
}

QTEST_GUILESS_MAIN(tst_Universe)
#include "tst_universe.moc"
