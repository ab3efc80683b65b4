// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments of a task as they are when it starts.
#include <QtTest>

#include <nlohmann/json.hpp>

#include "model/arguments.h"
#include "model/parse.h"

using namespace orrery;

namespace {

const model::Json params = {{"rows", 5}, {"name", "x; rm"}, {"list", {1, 2}}, {"secret", "s"}};

// A node whose own task takes arguments.
DagSpec dagOf(const QString &arguments)
{
    return model::parse(
               "dagId: t\nparameters: {rows: {}, name: {}, list: {}}\nnodes:\n  - nodeId: a\n"
               "    taskDefinition:\n      argumentSchema:\n"
               "        count: {type: INTEGER, check: {max: 9}}\n"
               "        label: {type: STRING, default: none}\n"
               "        all: {type: ANY}\n    arguments: " +
                   arguments.toStdString() + "\n",
               "t.yaml")
        .dag;
}

} // namespace

class TestArguments : public QObject {
    Q_OBJECT

private slots:
    void becomeValues_data();
    void becomeValues();
    void keepTheOrderOfTheirKeys();
    void tellWhatTheyRead();
};

void TestArguments::becomeValues_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("values");  // JSON, or
    QTest::addColumn<QString>("problem"); // "argument: what"
    const auto row = [](const char *name, const char *arguments, const char *values,
                        const char *problem) {
        QTest::newRow(name) << arguments << values << problem;
    };
    row("nothing given", "{}", R"({"label": "none"})", "");
    row("as they are", "{count: 3, label: x}", R"({"count": 3, "label": "x"})", "");
    row("one hole keeps its type", "{count: '${params.rows}'}", R"({"count": 5, "label": "none"})",
        "");
    row("a hole in a text is text", "{label: 'n-${params.rows}'}", R"({"label": "n-5"})", "");
    row("holes deep inside", "{all: {a: ['${params.list}', 'b ${params.name}']}}",
        R"({"all": {"a": [[1, 2], "b x; rm"]}, "label": "none"})", "");
    row("no hole", "{label: '$${params.rows}'}", R"({"label": "${params.rows}"})", "");
    row("of another type", "{count: '${params.name}'}", "",
        "count: expected an integer, found \"x; rm\"");
    row("out of range", "{count: '${params.rows + 5}'}", "", "count: 10 is not allowed: at most 9");
    row("what is not there", "{label: '${params.nothing}'}", "", "label: ${params.nothing}");
}

void TestArguments::becomeValues()
{
    QFETCH(QString, arguments);
    QFETCH(QString, values);
    QFETCH(QString, problem);
    const DagSpec dag = dagOf(arguments);
    const model::Arguments read(dag.nodes.at(0));
    QCOMPARE(read.problem(), std::string());
    const auto found =
        read.values([](std::string_view root) { return root == "params" ? &params : nullptr; });
    if (problem.isEmpty()) {
        QVERIFY2(found.has_value(), found ? "" : found.error().what.c_str());
        QCOMPARE(model::Json(*found), model::Json::parse(values.toStdString()));
    } else {
        QVERIFY(!found);
        const QString told =
            QString::fromStdString(found.error().where + ": " + found.error().what);
        QVERIFY2(told.startsWith(problem), qPrintable(told));
    }
}

void TestArguments::keepTheOrderOfTheirKeys()
{
    const DagSpec dag = dagOf("{all: {z: 1, a: 2}}");
    const auto found = model::Arguments(dag.nodes.at(0)).values([](auto) { return nullptr; });
    QCOMPARE(found->dump(), std::string(R"({"all":{"z":1,"a":2},"label":"none"})"));
}

void TestArguments::tellWhatTheyRead()
{
    const DagSpec dag = dagOf("{label: '${secret.token}', count: '${params.rows}'}");
    QStringList uses;
    const model::Arguments read(dag.nodes.at(0));
    for (const auto &use : read.uses())
        uses << QString::fromStdString(use.root + "." + use.key);
    QCOMPARE(uses, (QStringList{"secret.token", "params.rows"}));
    const DagSpec broken = dagOf("{label: '${'}");
    QVERIFY(model::Arguments(broken.nodes.at(0)).problem().starts_with("arguments/label"));
}

QTEST_APPLESS_MAIN(TestArguments)
#include "tst_arguments.moc"
