// SPDX-License-Identifier: GPL-3.0-or-later
// Refining improves a picture and stays near to it.
#include <QtTest>

#include "geometry.h"
#include "graphs.h"

using namespace orrery;
using test::Sample;

namespace {

/// Mean change of y, as a share of the picture's height.
double meanMove(const layout::Placed &a, const layout::Placed &b)
{
    double sum = 0;
    for (std::size_t v = 0; v < a.y.size(); ++v)
        sum += std::abs(static_cast<double>(a.y[v] - b.y[v]));
    const auto [low, high] = std::ranges::minmax_element(a.y);
    return sum / static_cast<double>(a.y.size()) / static_cast<double>(*high - *low);
}

} // namespace

class TstRefiner : public QObject {
    Q_OBJECT
private slots:
    void crossingsNeverGrow();
    void slicesDoNotMatter();
    void nodesStayNear_data();
    void nodesStayNear();
    void aPerfectPictureStays();
    void goesOnFromAnEarlierRefinement();
    void isRedrawnInThePlane();
    void keepsThePromises_data();
    void keepsThePromises();
};

void TstRefiner::crossingsNeverGrow()
{
    const Sample sample = test::layeredSample(400, 700, 20, 11, 3);
    layout::Refiner refiner(sample.graph(), layout::fast(sample.graph()));
    const std::uint64_t first = refiner.crossings();
    QCOMPARE(refiner.placed().crossings, first);
    std::uint64_t last = first;
    int slices = 0;
    while (refiner.run(refiner.plannedWork() / 20)) {
        QVERIFY(refiner.crossings() <= last);
        last = refiner.crossings();
        QCOMPARE(refiner.placed().crossings, last);
        QVERIFY(++slices < 40);
    }
    QVERIFY(refiner.placed().crossings < first);
    QVERIFY(!refiner.run(1'000'000));
}

void TstRefiner::slicesDoNotMatter()
{
    const Sample sample = test::layeredSample(300, 500, 17, 12);
    layout::Refiner once(sample.graph(), layout::fast(sample.graph()));
    once.run(once.plannedWork());
    layout::Refiner sliced(sample.graph(), layout::fast(sample.graph()));
    while (sliced.run(12'345)) {
    }
    QVERIFY(once.placed().routePoints == sliced.placed().routePoints);

    layout::Refiner half(sample.graph(), layout::fast(sample.graph()));
    half.run(half.plannedWork() / 2);
    layout::Refiner quarters(sample.graph(), layout::fast(sample.graph()));
    quarters.run(quarters.plannedWork() / 4);
    quarters.run(quarters.plannedWork() / 2 - quarters.plannedWork() / 4);
    QCOMPARE(half.placed().order, quarters.placed().order);
}

void TstRefiner::nodesStayNear_data()
{
    QTest::addColumn<Sample>("sample");
    QTest::addColumn<double>("share");
    QTest::newRow("random layers") << test::layeredSample(1000, 1500, 31, 1) << 0.15;
    QTest::newRow("montage") << test::workflowSample(
                                    QStringLiteral("montage-chameleon-2mass-03d-001.json"))
                             << 0.05;
}

void TstRefiner::nodesStayNear()
{
    QFETCH(Sample, sample);
    QFETCH(double, share);
    const layout::Placed first = layout::fast(sample.graph());
    const layout::Placed best = layout::refined(sample.graph());
    QCOMPARE(best.layer, first.layer);
    QCOMPARE(best.x, first.x);
    const double moved = meanMove(first, best);
    qInfo("nodes moved by %.1f %% of the height on average", moved * 100);
    QVERIFY(moved < share);
}

void TstRefiner::aPerfectPictureStays()
{
    const Sample tree{7, {{0, 1}, {0, 2}, {1, 3}, {1, 4}, {2, 5}, {2, 6}}};
    const layout::Placed first = layout::fast(tree.graph());
    QCOMPARE(first.crossings, 0U);
    const layout::Placed again = layout::refined(tree.graph());
    QCOMPARE(again.y, first.y);
    QCOMPARE(again.z, first.z);
}

void TstRefiner::goesOnFromAnEarlierRefinement()
{
    const Sample sample = test::layeredSample(300, 500, 17, 13, 3);
    const layout::Placed first = layout::refined(sample.graph());
    layout::Refiner second(sample.graph(), first);
    QCOMPARE(second.crossings(), first.crossings);
    second.run(second.plannedWork());
    QVERIFY(second.crossings() <= first.crossings);
}

void TstRefiner::isRedrawnInThePlane()
{
    const Sample sample = test::layeredSample(800, 1200, 5, 3, 3);
    const layout::Placed space = layout::refined(sample.graph());
    const layout::Placed plane = layout::redrawn(sample.graph(), space, {.flat = true});
    QCOMPARE(plane.layer, space.layer);
    QCOMPARE(plane.order, space.order);
    QCOMPARE(plane.crossings, space.crossings);
    QCOMPARE(test::crossingsSeen(plane), space.crossings);
    QCOMPARE(test::overlap(plane, 2.2F), QString());
    QVERIFY(std::ranges::all_of(plane.z, [](float z) { return z == 0; }));
}

void TstRefiner::keepsThePromises_data()
{
    QTest::addColumn<Sample>("sample");
    QTest::addColumn<bool>("flat");
    for (const bool flat : {false, true}) {
        const char *kind = flat ? "in the plane" : "in space";
        QTest::addRow("long edges, %s", kind) << test::layeredSample(500, 900, 22, 2, 9) << flat;
        QTest::addRow("wide layers, %s", kind) << test::layeredSample(800, 1200, 5, 3) << flat;
        QTest::addRow("many components, %s", kind) << test::layeredSample(600, 400, 12, 4) << flat;
    }
}

void TstRefiner::keepsThePromises()
{
    QFETCH(Sample, sample);
    QFETCH(bool, flat);
    const layout::Placed placed = layout::refined(sample.graph(), {.flat = flat});
    QCOMPARE(test::overlap(placed, 2.2F), QString());
    QCOMPARE(test::looseEnd(sample.graph(), placed), QString());
    QCOMPARE(test::edgeThroughNode(sample.graph(), placed, 0.5F), QString());
    QCOMPARE(test::crossingsSeen(placed), placed.crossings);
}

QTEST_APPLESS_MAIN(TstRefiner)
#include "tst_refiner.moc"
