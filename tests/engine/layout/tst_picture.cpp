// SPDX-License-Identifier: GPL-3.0-or-later
// Every picture keeps the promises of layout.h: boxes apart, routes clear of nodes, layers along
// the edges, the same picture each time; whatever the graph looks like.
#include <QtTest>

#include "geometry.h"
#include "graphs.h"

using namespace orrery;
using test::Sample;

namespace {

Sample lineOf(std::uint32_t nodes)
{
    Sample sample{nodes, {}};
    for (std::uint32_t v = 1; v < nodes; ++v)
        sample.edges.emplace_back(v - 1, v);
    return sample;
}

Sample starOf(std::uint32_t leaves)
{
    Sample sample{leaves + 1, {}};
    for (std::uint32_t v = 1; v <= leaves; ++v)
        sample.edges.emplace_back(0, v);
    return sample;
}

/// A line with as many edges that jump anywhere ahead: far more bends than can be drawn.
Sample lineWithJumps(std::uint32_t nodes)
{
    Sample sample = lineOf(nodes);
    test::Random random(3);
    for (std::uint32_t i = 0; i < nodes; ++i) {
        const std::uint32_t from = random.below(nodes - 1);
        sample.edges.emplace_back(from, from + 1 + random.below(nodes - from - 1));
    }
    return sample;
}

void addGraphs()
{
    QTest::addColumn<Sample>("sample");
    QTest::newRow("one node") << Sample{1, {}};
    QTest::newRow("two nodes apart") << Sample{2, {}};
    QTest::newRow("one edge") << Sample{2, {{0, 1}}};
    QTest::newRow("diamond with a long edge")
        << Sample{5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}, {0, 4}}};
    QTest::newRow("many small components")
        << Sample{40, {{0, 1}, {2, 3}, {3, 4}, {5, 6}, {5, 7}, {8, 9}}};
    QTest::newRow("line of 10,000") << lineOf(10'000);
    QTest::newRow("star of 5,000") << starOf(5'000);
    QTest::newRow("2,000 nodes without edges") << Sample{2'000, {}};
    QTest::newRow("line of 2,000 with jumps") << lineWithJumps(2'000);
    QTest::newRow("1,000 nodes in layers") << test::layeredSample(1000, 1500, 31, 1);
    QTest::newRow("long edges") << test::layeredSample(500, 900, 22, 2, 9);
    QTest::newRow("wide layers that fold") << test::layeredSample(1200, 1800, 6, 3);
    QTest::newRow("10,000 nodes in layers") << test::layeredSample(10'000, 15'000, 100, 4);
    for (const QString &file : test::workflowFiles())
        QTest::newRow(qPrintable(file)) << test::workflowSample(file);
}

} // namespace

class TstPicture : public QObject {
    Q_OBJECT
private slots:
    void inSpace_data() { addGraphs(); }
    void inSpace();
    void inThePlane_data() { addGraphs(); }
    void inThePlane();
    void sameEachTime();
    void nothingToDraw();
    void cyclesAreDrawnBackwards();
    void loopsDoublesAndUnknownNodes();
    void anyGraph();
    void chosenGaps();
    void wideLayersFoldAndBend();
    void longEdgesAreStraight();
    void componentsKeepApart();

private:
    static void check(const Sample &sample, const layout::Placed &placed);
};

void TstPicture::check(const Sample &sample, const layout::Placed &placed)
{
    QCOMPARE(placed.x.size(), std::size_t{sample.nodes});
    QCOMPARE(placed.routeStart.size(), sample.edges.size() + 1);
    for (const auto &[from, to] : sample.edges) {
        QVERIFY(placed.layer[from] < placed.layer[to]);
        QVERIFY(placed.x[from] < placed.x[to]);
    }
    QCOMPARE(test::overlap(placed, 2.2F), QString());
    QCOMPARE(test::looseEnd(sample.graph(), placed), QString());
    QCOMPARE(test::edgeThroughNode(sample.graph(), placed, 0.5F), QString());
}

void TstPicture::inSpace()
{
    QFETCH(Sample, sample);
    check(sample, layout::fast(sample.graph()));
}

void TstPicture::inThePlane()
{
    QFETCH(Sample, sample);
    const layout::Placed placed = layout::fast(sample.graph(), {.flat = true});
    check(sample, placed);
    QVERIFY(std::ranges::all_of(placed.z, [](float z) { return z == 0; }));
    QVERIFY(std::ranges::all_of(placed.routePoints, [](const auto &p) { return p.z == 0; }));
}

void TstPicture::sameEachTime()
{
    const Sample sample = test::layeredSample(1000, 1500, 31, 9, 3);
    const layout::Placed a = layout::fast(sample.graph());
    const layout::Placed b = layout::fast(sample.graph());
    QCOMPARE(a.x, b.x);
    QCOMPARE(a.y, b.y);
    QCOMPARE(a.z, b.z);
    QVERIFY(a.routePoints == b.routePoints);
    QVERIFY(layout::refined(sample.graph()).routePoints ==
            layout::refined(sample.graph()).routePoints);
}

void TstPicture::nothingToDraw()
{
    const layout::Placed placed = layout::fast({});
    QVERIFY(placed.x.empty());
    QCOMPARE(placed.layerCount, 0U);
    QCOMPARE(placed.routeStart.size(), std::size_t{1});
    layout::Refiner refiner({}, placed);
    QVERIFY(!refiner.run(1000));
    QCOMPARE(refiner.placed().crossings, 0U);
}

void TstPicture::cyclesAreDrawnBackwards()
{
    const Sample sample{4, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 1}}};
    const layout::Placed placed = layout::fast(sample.graph());
    QCOMPARE(placed.layer, (std::vector<std::uint32_t>{0, 1, 2, 3}));
    QCOMPARE(test::looseEnd(sample.graph(), placed), QString());
    QCOMPARE(test::edgeThroughNode(sample.graph(), placed, 0.5F), QString());
    QVERIFY(placed.route(2).front().x > placed.route(2).back().x);
    QVERIFY(placed.route(0).front().x < placed.route(0).back().x);
}

void TstPicture::loopsDoublesAndUnknownNodes()
{
    const Sample sample{3, {{0, 1}, {1, 1}, {0, 1}, {1, 2}, {2, 7}, {9, 9}}};
    const layout::Placed placed = layout::fast(sample.graph());
    QCOMPARE(placed.layer, (std::vector<std::uint32_t>{0, 1, 2}));
    QVERIFY(std::ranges::equal(placed.route(0), placed.route(2)));
    QVERIFY(placed.route(1).size() > 2);
    QCOMPARE(test::edgeThroughNode(sample.graph(), placed, 0.5F), QString());
    QVERIFY(placed.route(4).empty());
    QVERIFY(placed.route(5).empty());
}

void TstPicture::anyGraph()
{
    // Edges at random: cycles, loops, doubles, opposite pairs, components of all sizes.
    test::Random random(17);
    for (int round = 0; round < 300; ++round) {
        Sample sample{1 + random.below(40), {}};
        for (std::uint32_t e = random.below(80); e > 0; --e)
            sample.edges.emplace_back(random.below(sample.nodes), random.below(sample.nodes));
        const bool flat = round % 2 == 0;
        for (const auto &placed : {layout::fast(sample.graph(), {.flat = flat}),
                                   layout::refined(sample.graph(), {.flat = flat})}) {
            QCOMPARE(test::overlap(placed, 2.2F), QString());
            QCOMPARE(test::looseEnd(sample.graph(), placed), QString());
            QCOMPARE(test::edgeThroughNode(sample.graph(), placed, 0.5F), QString());
        }
    }
}

void TstPicture::chosenGaps()
{
    const Sample sample = test::layeredSample(300, 450, 10, 5);
    const layout::Placed placed = layout::fast(sample.graph(), {.nodeGap = 4.0F, .layerGap = 9.0F});
    QCOMPARE(test::overlap(placed, 2.9F), QString()); // a folded layer's rows stay 3 apart
    for (const auto &[from, to] : sample.edges)
        QCOMPARE(placed.x[to] - placed.x[from],
                 9.0F * static_cast<float>(placed.layer[to] - placed.layer[from]));
}

void TstPicture::wideLayersFoldAndBend()
{
    const auto extent = [](const std::vector<float> &list) {
        return *std::ranges::max_element(list) - *std::ranges::min_element(list);
    };
    const layout::Placed space = layout::fast(starOf(5'000).graph());
    const layout::Placed plane = layout::fast(starOf(5'000).graph(), {.flat = true});
    QVERIFY(extent(space.y) < extent(plane.y) / 10);
    QVERIFY(extent(space.z) > 10);
    QVERIFY(extent(space.z) < extent(space.y) / 2);
    const layout::Placed narrow = layout::fast(lineOf(50).graph());
    QCOMPARE(extent(narrow.z), 0.0F);
}

void TstPicture::longEdgesAreStraight()
{
    // Two parallel chains and an edge that passes eight layers: its bends stand on one level.
    const Sample sample{
        11,
        {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 7}, {7, 8}, {8, 9}, {9, 10}, {0, 10}}};
    const auto placed = layout::fast(sample.graph());
    const auto route = placed.route(10);
    QCOMPARE(route.size(), std::size_t{2 + 2 * 9});
    for (std::size_t i = 2; i + 1 < route.size(); ++i)
        QCOMPARE(route[i].y, route[1].y);
}

void TstPicture::componentsKeepApart()
{
    const Sample sample = {9, {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {6, 7}, {7, 8}}};
    const layout::Placed placed = layout::fast(sample.graph());
    for (std::uint32_t a = 0; a < 9; ++a) {
        for (std::uint32_t b = a + 1; b < 9; ++b) {
            const bool apart = std::abs(placed.x[a] - placed.x[b]) >= 2.2F ||
                               std::abs(placed.y[a] - placed.y[b]) >= 2.2F;
            QVERIFY(apart);
        }
    }
    QCOMPARE(placed.layer[3], 0U);
    QCOMPARE(placed.layer[8], 2U);
}

QTEST_APPLESS_MAIN(TstPicture)
#include "tst_picture.moc"
