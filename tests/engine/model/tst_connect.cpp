// SPDX-License-Identifier: GPL-3.0-or-later
// What an editor is told while an edge is drawn.
#include <QtTest>

#include "model/connect.h"
#include "support/dag.h"

using namespace orrery;

namespace {

/// "name:TYPE" or "name!:TYPE" (required), separated by spaces.
std::vector<Port> ports(const QString &text)
{
    std::vector<Port> out;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QStringList parts = word.split(QLatin1Char(':'));
        Port port;
        port.required = parts[0].endsWith(QLatin1Char('!'));
        port.name = QString(parts[0]).remove(QLatin1Char('!')).toStdString();
        port.type = parts[1].toStdString();
        out.push_back(port);
    }
    return out;
}

NodeSpec node(const std::string &id, const QString &inputs, const QString &outputs)
{
    NodeSpec made;
    made.id = id;
    made.task.runtime = Runtime::Shell;
    made.task.inputs = ports(inputs);
    made.task.outputs = ports(outputs);
    return made;
}

QString shown(const toolkit::Mapping &mapping)
{
    QStringList out;
    for (const auto &[output, input] : mapping)
        out << QString::fromStdString(output + ">" + input);
    return out.join(QLatin1Char(' '));
}

} // namespace

class TestConnect : public QObject {
    Q_OBJECT
private slots:
    void refusesEdges_data()
    {
        QTest::addColumn<QString>("graph");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("why");
        QTest::newRow("two strangers") << "a b" << 0 << 1 << "";
        QTest::newRow("a short cut") << "a>b>c" << 0 << 2 << "";
        QTest::newRow("itself") << "a b" << 0 << 0 << R"(an edge cannot lead from "a" to itself)";
        QTest::newRow("is there") << "a>b" << 0 << 1 << R"(an edge leads from "a" to "b" already)";
        QTest::newRow("straight back") << "a>b" << 1 << 0 << "it would close a cycle: a -> b -> a";
        QTest::newRow("round about")
            << "a>b>c>d b>d" << 3 << 0 << "it would close a cycle: a -> b -> d -> a";
        QTest::newRow("a long cycle names its ends")
            << "a>b>c>d>e>f>g>h>i>j" << 9 << 0
            << "it would close a cycle: a -> b -> c -> d -> ... 2 more ... -> g -> h -> i -> j -> "
               "a";
        QTest::newRow("no such node") << "a b" << 0 << 7 << "there is no such node";
    }
    void refusesEdges()
    {
        QFETCH(QString, graph);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, why);
        const DagSpec dag = support::dag(graph.toStdString());
        QCOMPARE(QString::fromStdString(model::whyNotConnect(dag, NodeIndex(from), NodeIndex(to))),
                 why);
    }

    void edgesWithAnUnknownEndLeadNowhere()
    {
        DagSpec dag = support::dag("a>b");
        dag.edges.push_back({1, none, "SUCCESS", {}});
        QCOMPARE(model::whyNotConnect(dag, 1, 0),
                 std::string("it would close a cycle: a -> b -> a"));
    }

    void suggestsWhereOutputsGo_data()
    {
        QTest::addColumn<QString>("outputs");
        QTest::addColumn<QString>("inputs");
        QTest::addColumn<QString>("mapping");
        QTest::newRow("same name") << "path:STRING rows:INTEGER"
                                   << "path!:STRING"
                                   << "path>path";
        QTest::newRow("same name, other spelling") << "row_count:INTEGER x:STRING"
                                                   << "rowCount:NUMBER"
                                                   << "row_count>rowCount";
        QTest::newRow("same name, other type") << "path:INTEGER"
                                               << "path!:BOOLEAN"
                                               << "";
        QTest::newRow("the only pair") << "text:STRING"
                                       << "greeting:STRING"
                                       << "text>greeting";
        QTest::newRow("the only one of the required type") << "text:STRING rows:INTEGER"
                                                           << "amount!:INTEGER note:STRING"
                                                           << "rows>amount";
        QTest::newRow("name first, then the only pair left") << "path:STRING rows:INTEGER"
                                                             << "path!:STRING count!:INTEGER"
                                                             << "path>path rows>count";
        QTest::newRow("two that could be") << "a:STRING b:STRING"
                                           << "c!:STRING"
                                           << "";
        QTest::newRow("nothing to give") << ""
                                         << "c!:STRING"
                                         << "";
    }
    void suggestsWhereOutputsGo()
    {
        QFETCH(QString, outputs);
        QFETCH(QString, inputs);
        QFETCH(QString, mapping);
        QCOMPARE(shown(model::suggestMapping(node("a", {}, outputs), node("b", inputs, {}))),
                 mapping);
    }

    void whatOthersFeedIsLeftAlone()
    {
        DagSpec dag;
        dag.nodes = {node("a", {}, "path:STRING"), node("b", "path!:STRING", {}),
                     node("c", {}, "path:STRING")};
        dag.edges = {{0, 1, "SUCCESS", {{"path", "path"}}}};
        QCOMPARE(shown(model::suggestMapping(dag, 2, 1)), QString());
        QCOMPARE(shown(model::suggestMapping(dag, 0, 1)), QStringLiteral("path>path"));
    }

    void aMappedNodeGivesArraysAndABarrierItsInputs()
    {
        NodeSpec mapped = node("m", {}, "part:STRING");
        const NodeSpec all = node("all", "parts!:ARRAY<STRING>", {});
        QVERIFY(!model::whyNotFeed(mapped, "part", all, "parts").empty());
        mapped.execution.mapOver = "params.list";
        QCOMPARE(model::whyNotFeed(mapped, "part", all, "parts"), std::string());
        QCOMPARE(shown(model::suggestMapping(mapped, all)), QStringLiteral("part>parts"));
        NodeSpec barrier = node("barrier", "value:ANY", {});
        barrier.task.runtime = Runtime::None;
        QCOMPARE(model::outputsOf(barrier).size(), std::size_t{1});
        QCOMPARE(model::whyNotFeed(barrier, "value", all, "parts"), std::string());
    }

    void saysWhyAnOutputDoesNotFit()
    {
        const NodeSpec a = node("a", {}, "x:NUMBER"), b = node("b", "n:INTEGER", {});
        QCOMPARE(model::whyNotFeed(a, "x", b, "n"),
                 std::string("the output a.x is of type NUMBER, the input b.n of type INTEGER; a "
                             "NUMBER may have a fraction: make the output INTEGER or the input "
                             "NUMBER"));
        QCOMPARE(model::whyNotFeed(a, "y", b, "n"), std::string("node \"a\" has no output \"y\""));
        QCOMPARE(model::whyNotFeed(a, "x", b, "m"), std::string("node \"b\" has no input \"m\""));
    }
};

QTEST_GUILESS_MAIN(TestConnect)
#include "tst_connect.moc"
