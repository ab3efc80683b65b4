// SPDX-License-Identifier: GPL-3.0-or-later
// orrery-layout as its callers see it: a job in, an answer or a clear refusal out.
#include <QtTest>

#include "graphs.h"

using namespace orrery;
using namespace Qt::StringLiterals;

namespace {

QByteArray jobOf(const QJsonObject &job)
{
    return QJsonDocument(job).toJson(QJsonDocument::Compact);
}

QByteArray parseJob(const QString &text)
{
    return jobOf({{u"job"_qs, u"parse-dot"_qs}, {u"text"_qs, text}});
}

} // namespace

class TstLayouter : public QObject {
    Q_OBJECT
private slots:
    void readsDot();
    void textsSurviveDot();
    void refusals_data();
    void refusals();
    void tooLarge();
    void deeplyNested();
    void countsDotsCrossings();
};

void TstLayouter::readsDot()
{
    const auto [answer, code] =
        test::layouter(parseJob(u"digraph etl {\n node [shape=box];\n a [label=\"Read\\nfiles\", "
                                u"cpu=2];\n b [label=<<b>x</b>>];\n"
                                u" a -> b -> {c; d} [weight=3];\n}\n"_qs));
    QCOMPARE(code, 0);
    QCOMPARE(answer[u"name"].toString(), u"etl"_qs);
    const QJsonArray nodes = answer[u"nodes"].toArray();
    QCOMPARE(nodes.size(), 4);
    QCOMPARE(nodes[0][u"label"].toString(), u"Read\nfiles"_qs);
    QCOMPARE(nodes[0][u"attrs"][u"cpu"].toString(), u"2"_qs);
    QCOMPARE(nodes[1][u"label"].toString(), u"<b>x</b>"_qs);
    QCOMPARE(nodes[3][u"attrs"][u"shape"].toString(), u"box"_qs);
    QStringList edges;
    for (const QJsonValue &edge : answer[u"edges"].toArray())
        edges << edge[u"from"].toString() + u'>' + edge[u"to"].toString() + u':' +
                     edge[u"attrs"][u"weight"].toString();
    QCOMPARE(edges, (QStringList{u"a>b:3"_qs, u"b>c:3"_qs, u"b>d:3"_qs}));
}

void TstLayouter::textsSurviveDot()
{
    const QStringList ids{u"plain"_qs,
                          u"with space"_qs,
                          u"node"_qs,
                          u"1st"_qs,
                          u"-7.5"_qs,
                          u"<html>"_qs,
                          u"quo\"te"_qs,
                          u"back\\slash"_qs,
                          u"a:b"_qs,
                          u"süß → 東"_qs,
                          u"semi;colon"_qs,
                          u""_qs,
                          u"x"_qs.repeated(1000)};
    const QStringList labels{u"two\nlines"_qs, u"C:\\new\\"_qs, u"say \"hi\""_qs, u"<b>bold</b>"_qs,
                             u"\\N"_qs};
    QJsonArray nodes;
    QJsonArray edges;
    for (qsizetype i = 0; i < ids.size(); ++i) {
        QJsonObject node{{u"id"_qs, ids[i]}, {u"attrs"_qs, QJsonObject{{u"my key"_qs, ids[i]}}}};
        node.insert(u"label"_qs, labels[i % labels.size()]);
        nodes.append(node);
        edges.append(
            QJsonObject{{u"from"_qs, ids[0]}, {u"to"_qs, ids[i]}, {u"label"_qs, u"e\\"_qs}});
    }
    const auto [written, writeCode] = test::layouter(jobOf({{u"job"_qs, u"write-dot"_qs},
                                                            {u"name"_qs, u"my dag"_qs},
                                                            {u"nodes"_qs, nodes},
                                                            {u"edges"_qs, edges}}));
    QCOMPARE(writeCode, 0);
    const auto [read, readCode] = test::layouter(parseJob(written[u"text"].toString()));
    QCOMPARE(readCode, 0);
    QCOMPARE(read[u"name"].toString(), u"my dag"_qs);
    const QJsonArray back = read[u"nodes"].toArray();
    QCOMPARE(back.size(), ids.size());
    for (qsizetype i = 0; i < ids.size(); ++i) {
        QCOMPARE(back[i][u"id"].toString(), ids[i]);
        QCOMPARE(back[i][u"label"].toString(), labels[i % labels.size()]);
        QCOMPARE(back[i][u"attrs"][u"my key"].toString(), ids[i]);
    }
    QCOMPARE(read[u"edges"].toArray().size(), ids.size());
    QCOMPARE(read[u"edges"][0][u"label"].toString(), u"e\\"_qs);
}

void TstLayouter::refusals_data()
{
    QTest::addColumn<QByteArray>("job");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("syntax error") << parseJob(u"digraph g {\n a -> b\n c -> -> d }"_qs) << 3
                                  << u"near '->'"_qs;
    QTest::newRow("no directions")
        << parseJob(u"// x\ngraph g {\n a -- b }"_qs) << 2 << u"digraph"_qs;
    QTest::newRow("two graphs") << parseJob(u"digraph {a}\ndigraph {b}"_qs) << 0
                                << u"more than one"_qs;
    QTest::newRow("text behind the graph")
        << parseJob(u"digraph {a}\n}"_qs) << 2 << u"syntax error"_qs;
    QTest::newRow("empty text") << parseJob(u""_qs) << 0 << u"no graph"_qs;
    QTest::newRow("open quote") << parseJob(u"digraph {\n a [label=\"x ]\n}"_qs) << 2
                                << u"quoted string"_qs;
    QTest::newRow("truncated") << parseJob(u"digraph {\n a -> b\n"_qs) << 3 << u"syntax error"_qs;
    QTest::newRow("NUL") << QByteArray(R"({"job":"parse-dot","text":"digraph \u0000"})") << 0
                         << u"NUL"_qs;
    QTest::newRow("no text") << QByteArray(R"({"job":"parse-dot"})") << 0
                             << u"\"text\" is missing"_qs;
    QTest::newRow("text is a number")
        << QByteArray(R"({"job":"parse-dot","text":7})") << 0 << u"job/text"_qs;
    QTest::newRow("double id") << QByteArray(
                                      R"({"job":"write-dot","nodes":[{"id":"a"},{"id":"a"}]})")
                               << 0 << u"nodes/1"_qs;
    QTest::newRow("unknown end") << QByteArray(R"({"job":"write-dot","nodes":[{"id":"a"}],)"
                                               R"("edges":[{"from":"a","to":"z"}]})")
                                 << 0 << u"edges/0/to: there is no node \"z\""_qs;
    QTest::newRow("not holdable") << QByteArray(R"({"job":"write-dot","nodes":[{"id":"a\\"}]})")
                                  << 0 << u"backslash"_qs;
    QTest::newRow("nodes is no array")
        << QByteArray(R"({"job":"layout","engine":"dot","nodes":{}})") << 0
        << u"nodes: expected an array"_qs;
    QTest::newRow("unknown engine")
        << QByteArray(R"({"job":"layout","engine":"magic"})") << 0 << u"magic"_qs;
    QTest::newRow("unknown job") << QByteArray(R"({"job":"fly"})") << 0 << u"parse-dot"_qs;
    QTest::newRow("no object") << QByteArray("[1]") << 0 << u"not a JSON object"_qs;
    QTest::newRow("no JSON") << QByteArray("digraph {}") << 0 << u"not JSON"_qs;
    QTest::newRow("nothing") << QByteArray() << 0 << u"not JSON"_qs;
    QTest::newRow("not UTF-8") << QByteArray("{\"job\":\"\xff\xfe\"}") << 0 << u"not JSON"_qs;
}

void TstLayouter::refusals()
{
    QFETCH(QByteArray, job);
    QFETCH(int, line);
    QFETCH(QString, says);
    const auto [answer, code] = test::layouter(job);
    QCOMPARE(code, 1);
    const QString error = answer[u"error"].toString();
    QVERIFY2(error.contains(says), qPrintable(error));
    QCOMPARE(answer[u"line"].toInt(-1), line);
}

void TstLayouter::tooLarge()
{
    const auto [answer, code] =
        test::layouter(parseJob(u"digraph {"_qs + u"a;"_qs.repeated(5000) + u'}'),
                       {u"--max-bytes"_qs, u"5000"_qs});
    QCOMPARE(code, 1);
    QVERIFY(answer[u"error"].toString().contains(u"--max-bytes"));
}

void TstLayouter::deeplyNested()
{
    const auto [json, jsonCode] = test::layouter(QByteArray(1'000'000, '['));
    QCOMPARE(jsonCode, 1);
    QVERIFY(json[u"error"].toString().contains(u"nested deeper"));
    const auto [dot, dotCode] =
        test::layouter(parseJob(u"digraph {"_qs + u"{"_qs.repeated(100'000)));
    QCOMPARE(dotCode, 1);
    QVERIFY(!dot[u"error"].toString().isEmpty());
}

void TstLayouter::countsDotsCrossings()
{
    // K3,3 between two ranks has at least and, as dot draws it, exactly nine crossings.
    const QJsonObject answer = test::dotLayout(
        {6, {{0, 3}, {0, 4}, {0, 5}, {1, 3}, {1, 4}, {1, 5}, {2, 3}, {2, 4}, {2, 5}}});
    QCOMPARE(answer[u"layers"].toInt(), 2);
    QCOMPARE(answer[u"crossings"].toInt(), 9);
    QCOMPARE(answer[u"nodes"].toArray().size(), 6);
}

QTEST_GUILESS_MAIN(TstLayouter)
#include "tst_layouter.moc"
