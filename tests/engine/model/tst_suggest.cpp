// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand at a place of a DAG file under the pen. `|` is the caret.
#include <QtTest>

#include "engine/suggest.h"
#include "model/formats/write.h"
#include "model/parse.h"

using namespace orrery;

namespace {

const std::string head = R"(dagId: sales
parameters:
  region: {type: STRING, description: where to look}
nodes:
  - nodeId: extract
    taskDefinition:
      runtime: PYTHON_3
      outputSchema:
        rows: {type: INTEGER, description: how many}
        file: {type: STRING}
  - nodeId: load
    taskDefinition:
      runtime: SQL
      inputSchema:
        path: {type: STRING, required: true}
)";

struct Asked {
    std::string text;
    std::size_t at;
};

Asked asked(std::string text)
{
    const std::size_t at = text.find('|');
    text.erase(at, 1);
    return {text, at};
}

QStringList proposed(const Suggestions &suggestions)
{
    QStringList all;
    for (const Suggestion &one : suggestions.items)
        all << QString::fromStdString(one.text);
    return all;
}

} // namespace

class TestSuggest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhatMayStand_data();
    void tellsWhatMayStand();
    void leavesOutWhatIsThere();
    void writesKeysAsTheFileDoes_data();
    void writesKeysAsTheFileDoes();
    void proposesComponents();
    void explainsKeys_data();
    void explainsKeys();
    void findsTheNodes_data();
    void findsTheNodes();
    void survivesAnyPlace();
};

void TestSuggest::tellsWhatMayStand_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("some"); // among them
    QTest::addColumn<QString>("never");    // not among them
    const QString before = QString::fromStdString(head);
    const auto yaml = [](const char *name, const QString &text, const QStringList &some,
                         const char *never) {
        QTest::newRow(name) << "d.yaml" << text << some << never;
    };
    yaml("keys of the file", before + "|", {"edges", "schedule", "owner"}, "dagId");
    yaml("keys of a node", before + "    |", {"executionConfig", "resourceRequirements"}, "nodeId");
    yaml("a key that is being typed", before + "    exec|", {"executionConfig"}, "taskDefinition");
    yaml("keys of a task", before + "      sc|", {"script", "scriptFile"}, "runtime");
    yaml("keys of a new object", before + "    executionConfig:\n      |",
         {"timeout", "retryPolicy"}, "nodeId");
    yaml("keys behind a dash", before + "edges:\n  - |", {"from", "to", "dataMapping"}, "nodeId");
    yaml("keys in braces", before + "edges:\n  - {from: extract, |}", {"to", "condition"}, "from");
    yaml("a runtime", "dagId: d\nnodes:\n  - nodeId: a\n    taskDefinition:\n      runtime: |",
         {"PYTHON_3", "SHELL", "SUBDAG"}, "script");
    yaml("a yes or no", before + "    executionConfig:\n      network: |", {"true", "false"},
         "rows");
    yaml("one of the words", before + "schedule:\n  type: |", {"CRON", "INTERVAL", "EVENT"},
         "rows");
    yaml("a node's id", before + "edges:\n  - {from: extract, to: |}", {"extract", "load"}, "rows");
    yaml("a node's id on a line", before + "edges:\n  - from: extract\n    to: |",
         {"extract", "load"}, "rows");
    yaml("outputs of the upstream",
         before + "edges:\n  - from: extract\n    to: load\n    dataMapping:\n      |",
         {"rows", "file"}, "path");
    yaml("inputs of the downstream",
         before + "edges:\n  - {from: extract, to: load, dataMapping: {file: |}}", {"path"},
         "rows");
    yaml("a type", before + "        other: {type: |}", {"DATE_RANGE", "ARRAY<STRING>"}, "rows");
    yaml("an output of the run", before + "outputs:\n  total: |", {"extract.rows"}, "load.path");
    yaml("a hole", before + "      script: select '${|",
         {"params.region", "inputs.path", "run.id", "len("}, "outputs.rows");
    yaml("a condition", before + "edges:\n  - {from: extract, to: load, condition: |}",
         {"FAILURE", "outputs.rows", "params.region"}, "node.id");
    yaml("nothing in a text", before + "      script: >\n        ru|", {}, "runtime");
    QTest::newRow("JSON: keys of a node") << "d.json"
                                          << R"({"dagId": "d", "nodes": [{"nodeId": "a", "|"}]})"
                                          << QStringList{"taskDefinition"} << "nodeId";
    QTest::newRow("JSON: keys of the file")
        << "d.json"
        << "{\"dagId\": \"d\",\n  |\n}" << QStringList{"nodes", "edges"} << "dagId";
    QTest::newRow("JSON: a node's id")
        << "d.json"
        << R"({"dagId": "d", "nodes": [{"nodeId": "extract"}], "edges": [{"from": "|"}]})"
        << QStringList{"extract"} << "to";
}

void TestSuggest::tellsWhatMayStand()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QStringList, some);
    QFETCH(QString, never);
    // The last bar is the caret: blocks of text begin with one, too.
    std::string all = text.toStdString();
    const std::size_t at = all.rfind('|');
    all.erase(at, 1);
    const DagSpec dag = model::parse(head, "d.yaml").dag;
    const Suggestions found = toolkit::suggest(all, file.toStdString(), at, dag, Catalogue());
    const QStringList given = proposed(found);
    for (const QString &one : some)
        QVERIFY2(given.contains(one), qPrintable(one + " is not among " + given.join(' ')));
    QVERIFY2(!given.contains(never) || never == "taskDefinition", qPrintable(given.join(' ')));
    if (some.isEmpty())
        QCOMPARE(given, QStringList());
    QVERIFY(found.begin <= at);
}

void TestSuggest::leavesOutWhatIsThere()
{
    const auto [text, at] = asked("dagId: d\n|\nnodes: []\nowner: me\n");
    const QStringList given = proposed(toolkit::suggest(text, "d.yaml", at, {}, {}));
    QVERIFY(given.contains("edges"));
    QVERIFY(!given.contains("dagId"));
    QVERIFY(!given.contains("nodes")); // stands below the place
    QVERIFY(!given.contains("owner"));
}

void TestSuggest::writesKeysAsTheFileDoes_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("insert");
    QTest::newRow("YAML") << "d.yaml"
                          << "own|"
                          << "owner: ";
    QTest::newRow("YAML, colon there") << "d.yaml"
                                       << "own|: me"
                                       << "owner";
    QTest::newRow("an object") << "d.yaml"
                               << "dagId: d\nsched|"
                               << "schedule:";
    QTest::newRow("JSON, open quote") << "d.json"
                                      << "{\"own|"
                                      << "owner\": ";
    QTest::newRow("JSON, both quotes") << "d.json"
                                       << "{\"own|\"}"
                                       << "owner";
    QTest::newRow("JSON, no quote") << "d.json"
                                    << "{own|}"
                                    << "\"owner\": ";
}

void TestSuggest::writesKeysAsTheFileDoes()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    const auto [all, at] = asked(text.toStdString());
    const Suggestions found = toolkit::suggest(all, file.toStdString(), at, {}, {});
    for (const Suggestion &one : found.items)
        if (one.text == "owner" || one.text == "schedule") {
            if (text.contains("own") == (one.text == "owner")) {
                QTEST(QString::fromStdString(one.insert), "insert");
                QVERIFY(!one.help.empty());
                return;
            }
        }
    QFAIL(qPrintable(proposed(found).join(' ')));
}

void TestSuggest::proposesComponents()
{
    Component component;
    component.id = "filter";
    component.version = "1.2.0";
    component.title = "Filter rows";
    Parameter argument;
    argument.name = "expression";
    argument.type = "STRING";
    argument.required = true;
    component.task.arguments = {argument};
    const Catalogue catalogue({component});
    const auto [text, at] = asked("dagId: d\nnodes:\n  - nodeId: a\n    component: |\n");
    QCOMPARE(proposed(toolkit::suggest(text, "d.yaml", at, {}, catalogue)),
             QStringList{"filter@1"});
    const auto [more, there] =
        asked("dagId: d\nnodes:\n  - nodeId: a\n    component: filter@1\n    arguments: {|}\n");
    QCOMPARE(proposed(toolkit::suggest(more, "d.yaml", there, {}, catalogue)),
             QStringList{"expression"});
}

void TestSuggest::explainsKeys_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::newRow("a key of the file") << "da|gId: d"
                                       << "dagId: string";
    QTest::newRow("a key of a node")
        << "dagId: d\nnodes:\n  - nodeId: a\n    executionConfig:\n      time|out: PT5M"
        << "timeout: string";
    QTest::newRow("a value") << "dagId: d\nnodes:\n  - nodeId: a\n    executionConfig:\n      "
                                "timeout: PT|5M"
                             << "timeout: string";
    QTest::newRow("in braces") << "dagId: d\nedges: [{fr|om: a, to: b}]"
                               << "from: string";
    QTest::newRow("no key of a DAG file") << "dagId: d\nno|nsense: 1"
                                          << "";
}

void TestSuggest::explainsKeys()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    const auto [all, at] = asked(text.toStdString());
    const Meaning meaning = toolkit::explain(all, "d.yaml", at);
    QCOMPARE(QString::fromStdString(meaning.title), title);
    QCOMPARE(meaning.help.empty(), title.isEmpty());
}

void TestSuggest::findsTheNodes_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::newRow("YAML")
        << "d.yaml"
        << "dagId: d\nnodes:\n  # first\n  - nodeId: a\n    name: A\n\n  - {nodeId: "
           "b}\nedges: []\n";
    QTest::newRow("JSON")
        << "d.json"
        << "{\"dagId\": \"d\", \"nodes\": [\n {\"nodeId\": \"a\"},\n {\"nodeId\": "
           "\"b\"}\n]}";
}

void TestSuggest::findsTheNodes()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    const std::string all = text.toStdString();
    const auto places = toolkit::nodePlaces(all, file.toStdString());
    QCOMPARE(places.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(places[0].id), QString("a"));
    QCOMPARE(QString::fromStdString(places[1].id), QString("b"));
    const std::string first = all.substr(places[0].begin, places[0].end - places[0].begin);
    QVERIFY2(first.find('a') != std::string::npos && first.find('b') == std::string::npos,
             first.c_str());
    QVERIFY(toolkit::nodePlaces("dagId: [", "d.yaml").empty());
}

/// At every place of a whole and of a cut text there is an answer, and it ends.
void TestSuggest::survivesAnyPlace()
{
    const DagSpec dag = model::parse(head, "d.yaml").dag;
    const std::string json = model::toJson(dag, 2);
    int items = 0;
    for (const std::string &whole :
         {head, json, std::string("a: [{b: \"c"), std::string("- - - |")})
        for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
            const char *file = &whole == &json ? "d.json" : "d.yaml";
            const std::string text = whole.substr(0, cut);
            const Suggestions found = toolkit::suggest(text, file, cut, dag, {});
            QVERIFY(found.begin <= cut);
            items += int(found.items.size());
            const Meaning meaning = toolkit::explain(text, file, cut);
            QVERIFY(meaning.begin <= meaning.end && meaning.end <= text.size());
        }
    QVERIFY(items > 1000);
}

QTEST_APPLESS_MAIN(TestSuggest)
#include "tst_suggest.moc"
