// SPDX-License-Identifier: GPL-3.0-or-later
// The pure half of the public face, as the application and the command line call it.
#include <QtTest>

#include <QXmlStreamReader>

#include "engine/toolkit.h"
#include "engine/words.h"
#include "support/dag.h"

using namespace orrery;

class TestToolkit : public QObject {
    Q_OBJECT

private slots:
    void checksCronAndZoneTogether();
    void acceptsTheSeedWithItsSchedule();
    void refiningNeverCrossesMore();
    void refiningStopsWhenAsked();
    void drawsAnyLayoutWithoutOverlap_data();
    void drawsAnyLayoutWithoutOverlap();
    void findsTheWordThatWasMeant_data();
    void findsTheWordThatWasMeant();
};

void TestToolkit::findsTheWordThatWasMeant_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("meant");
    QTest::newRow("a letter left out") << "valdate"
                                       << "validate";
    QTest::newRow("two letters swapped") << "valdiate"
                                         << "validate";
    QTest::newRow("an option") << "--detahc"
                               << "--detach";
    QTest::newRow("another word") << "frobnicate"
                                  << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void TestToolkit::findsTheWordThatWasMeant()
{
    QFETCH(QString, word);
    QFETCH(QString, meant);
    const std::vector<std::string_view> known{"validate", "show", "--detach", "--home"};
    QCOMPARE(toolkit::nearestWord(word.toStdString(), known), meant.toStdString());
}

void TestToolkit::checksCronAndZoneTogether()
{
    const toolkit::Parsed parsed =
        toolkit::parse("dagId: t\nnodes: []\nschedule:\n  type: CRON\n  expression: '0 25 * * *'\n "
                       " timezone: Asia/Shangai\n",
                       "t.yaml");
    QCOMPARE(parsed.findings.size(), std::size_t{2});
    QCOMPARE(parsed.findings[0].path, std::string("schedule/expression"));
    QCOMPARE(parsed.findings[0].line, 5U);
    QCOMPARE(parsed.findings[1].path, std::string("schedule/timezone"));
    QCOMPARE(parsed.findings[1].column, 13U);
}

void TestToolkit::acceptsTheSeedWithItsSchedule()
{
    const toolkit::Parsed parsed =
        toolkit::parse(support::sourceFile("tests/data/model/seed.json"), "seed.json");
    QVERIFY(parsed.ok());
    QVERIFY(toolkit::nextFire(parsed.dag.schedule, 0).has_value());
}

void TestToolkit::refiningNeverCrossesMore()
{
    const DagSpec dag =
        toolkit::parse(support::sourceFile("tests/data/wfformat/bacass-dirt02-001.json"), "x.json")
            .dag;
    const toolkit::Layout fast = toolkit::layout(dag);
    QCOMPARE(fast.nodes.size(), dag.nodes.size());
    QCOMPARE(fast.edges.size(), dag.edges.size());
    std::uint64_t last = fast.crossings;
    const toolkit::Layout refined =
        toolkit::refine(dag, fast, {}, [&](const toolkit::Layout &better) {
            QVERIFY(better.crossings < last);
            last = better.crossings;
        });
    QVERIFY(refined.crossings <= last);
}

void TestToolkit::refiningStopsWhenAsked()
{
    const DagSpec dag = support::dag("a>b a>c b>d c>d");
    const toolkit::Layout fast = toolkit::layout(dag);
    int asked = 0;
    const toolkit::Layout same = toolkit::refine(dag, fast, [&] { return ++asked > 0; });
    QCOMPARE(asked, 1);
    QCOMPARE(same.crossings, fast.crossings);
    QCOMPARE(same.nodes.size(), fast.nodes.size());
}

void TestToolkit::drawsAnyLayoutWithoutOverlap_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("the seed") << "tests/data/model/seed.json";
    QTest::newRow("the example") << "resources/examples/sales-analytics/dag.yaml";
    for (const char *name : {"bacass-dirt02-001", "epigenomics-chameleon-hep-1seq-50k-001",
                             "helloworld-forkjoin-10-chameleon", "srasearch-chameleon-10a-001"})
        QTest::newRow(name) << QStringLiteral("tests/data/wfformat/%1.json").arg(name);
}

void TestToolkit::drawsAnyLayoutWithoutOverlap()
{
    QFETCH(QString, file);
    const DagSpec dag =
        toolkit::parse(support::sourceFile(file.toStdString()), file.toStdString()).dag;
    QXmlStreamReader xml(QString::fromStdString(toolkit::toSvg(dag, toolkit::layout(dag))));
    QVector<QRectF> nodes;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != u"rect")
            continue;
        const auto number = [&](const char *name) {
            return xml.attributes().value(QLatin1String(name)).toDouble();
        };
        if (xml.attributes().value("fill") == u"#0e1420")
            nodes << QRectF(number("x"), number("y"), number("width"), number("height"));
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(static_cast<std::size_t>(nodes.size()), dag.nodes.size());
    for (int i = 0; i < nodes.size(); ++i) {
        for (int j = 0; j < i; ++j)
            QVERIFY(!nodes[i].intersects(nodes[j]));
    }
}

QTEST_APPLESS_MAIN(TestToolkit)
#include "tst_toolkit.moc"
