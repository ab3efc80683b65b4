// SPDX-License-Identifier: GPL-3.0-or-later
// A refined picture has at most the crossings of Graphviz's dot, on recorded workflows and on
// seeded random layered graphs.
//
// How the two are compared. Both draw a layered graph whose long edges have a place (a bend, a
// virtual node) on every rank they pass; a crossing is a pair of segments between two neighbouring
// ranks whose ends lie in opposite order. For dot the order is read from dot itself, after its own
// ranking, ordering and positioning, virtual nodes included (orrery-layout, job "layout"); the
// count equals the one that `dot -v` prints as "mincross". For us it is counted from the routes of
// the finished picture, seen from the front. Each side uses its own ranks. The refinement is given
// a fixed amount of work, so nothing here depends on time; the time it took is printed.
#include <ctime>

#include <QtTest>

#include "geometry.h"
#include "graphs.h"

using namespace orrery;

class TstCrossings : public QObject {
    Q_OBJECT
private slots:
    void refinedAtMostDot_data();
    void refinedAtMostDot();
    void edgesAreAsShortAsDots();
};

void TstCrossings::refinedAtMostDot_data()
{
    QTest::addColumn<test::Sample>("sample");
    for (const QString &file : test::workflowFiles())
        QTest::newRow(qPrintable(file)) << test::workflowSample(file);
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
        QTest::newRow(qPrintable(QStringLiteral("random layers, seed %1").arg(seed)))
            << test::layeredSample(1000, 1500, 31, seed);
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        QTest::newRow(qPrintable(QStringLiteral("edges over up to 4 layers, seed %1").arg(seed)))
            << test::layeredSample(1000, 1500, 31, seed, 4);
}

void TstCrossings::refinedAtMostDot()
{
    QFETCH(test::Sample, sample);
    QVERIFY(sample.nodes > 0);
    const QJsonObject dot = test::dotLayout(sample);
    QVERIFY2(dot.contains(QStringLiteral("crossings")), "orrery-layout gave no layout");
    const auto theirs = static_cast<std::uint64_t>(dot[QStringLiteral("crossings")].toDouble());

    const auto milliseconds = [begin = std::clock()] { // of processor time
        return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    };
    const layout::Placed first = layout::fast(sample.graph());
    const double fastTime = milliseconds();
    layout::Refiner refiner(sample.graph(), first);
    refiner.run(refiner.plannedWork() / 3);
    const std::uint64_t afterThird = refiner.crossings();
    refiner.run(refiner.plannedWork());
    const layout::Placed &best = refiner.placed();
    const double allTime = milliseconds();

    qInfo("crossings: dot %llu, fast %llu, a third of the work %llu, refined %llu; "
          "fast %.2f ms, with refinement %.0f ms of processor time",
          static_cast<unsigned long long>(theirs), static_cast<unsigned long long>(first.crossings),
          static_cast<unsigned long long>(afterThird),
          static_cast<unsigned long long>(best.crossings), fastTime, allTime);
    QVERIFY(afterThird <= theirs);
    QCOMPARE(test::crossingsSeen(first), first.crossings);
    QCOMPARE(test::crossingsSeen(best), best.crossings);
    QVERIFY(best.crossings <= theirs);
}

void TstCrossings::edgesAreAsShortAsDots()
{
    // Both rank by network simplex, so the total edge length is the least possible on both sides.
    const test::Sample sample = test::layeredSample(300, 450, 17, 7, 5);
    const layout::Placed placed = layout::fast(sample.graph());
    std::uint64_t length = 0;
    for (const auto &[from, to] : sample.edges)
        length += placed.layer[to] - placed.layer[from];
    const QJsonArray segments = test::dotLayout(sample)[QStringLiteral("segments")].toArray();
    QCOMPARE(length, static_cast<std::uint64_t>(segments.size()));
}

QTEST_GUILESS_MAIN(TstCrossings)
#include "tst_crossings.moc"
