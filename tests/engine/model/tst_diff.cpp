// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two DAGs, in meaning and in layout; each row edits a DAG and names what is
// told of it.
#include <QtTest>

#include <functional>
#include <random>

#include "model/diff.h"
#include "model/diff/lines.h"
#include "model/formats/write.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;

Q_DECLARE_METATYPE(std::function<void(DagSpec &)>)

namespace {

using Edit = std::function<void(DagSpec &)>;

DagSpec pipeline()
{
    DagSpec dag = support::dag("load:shell>clean:python clean>train:python train>report");
    dag.nodes[0].task.script = "set -e\ncurl -O https://x/data.csv\nwc -l data.csv\n";
    dag.nodes[1].task.script = "import csv\nprint(1)\n";
    dag.nodes[2].task.script = "import model\nmodel.fit()\nmodel.save()\n";
    dag.nodes[2].resources.gpuUnits = 1;
    dag.parameters = {{"day", "DATE", true, "", "which day"}};
    dag.schedule = {"CRON", "0 2 * * *", "UTC", {}};
    dag.nodes[0].position = Position{1, 2, 3};
    return dag;
}

// "changed node clean: taskDefinition/script" for each change, in order.
QString toldChanges(const std::vector<DagChange> &changes)
{
    QStringList out;
    for (const DagChange &change : changes) {
        QStringList fields;
        for (const FieldChange &field : change.fields)
            fields << QString::fromStdString(
                field.path + (field.text.empty() ? "=" + field.before + ">" + field.after : "~"));
        out << QStringLiteral("%1 %2 %3%4%5")
                   .arg(QString::fromStdString(std::string(text(change.kind))),
                        QString::fromStdString(std::string(text(change.subject))),
                        QString::fromStdString(change.id),
                        change.was.empty() ? QString()
                                           : QString::fromStdString(" was " + change.was),
                        change.kind == DagChange::Kind::Changed ||
                                change.kind == DagChange::Kind::Renamed
                            ? ": " + fields.join(u", ")
                            : QString());
    }
    return out.join(u" | ");
}

NodeIndex added(DagSpec &dag, const std::string &id, const std::string &script = {})
{
    dag.nodes.push_back(support::dag(id + ":shell").nodes.front());
    if (!script.empty())
        dag.nodes.back().task.script = script;
    return static_cast<NodeIndex>(dag.nodes.size() - 1);
}

std::string joined(const std::vector<std::string> &lines)
{
    std::string out;
    for (const std::string &line : lines)
        out += line + "\n";
    return out;
}

} // namespace

class TestDiff : public QObject {
    Q_OBJECT

private slots:
    void tells_data();
    void tells();
    void tellsLayoutApart();
    void namesAFieldByItsPath();
    void showsLinesOfAScript();
    void headsCountLinesAsDiffDoes_data();
    void headsCountLinesAsDiffDoes();
    void linesLeadFromOneTextToTheOther();
    void textsWithTooManyEditsAreReplacedAsAWhole();
    void changesAreEmptyExactlyForTheSameMeaning();
};

void TestDiff::tells_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("changes");
    const auto row = [](const char *name, const Edit &edit, const char *changes) {
        QTest::newRow(name) << edit << QString(changes);
    };
    row(
        "nothing", [](DagSpec &) {}, "");
    row(
        "a field that was not set", [](DagSpec &d) { d.nodes[1].execution.timeout = 3600000; },
        "changed node clean: executionConfig/timeout=>\"PT1H\"");
    row(
        "a number", [](DagSpec &d) { d.nodes[2].resources.gpuUnits = 2; },
        "changed node train: resourceRequirements/gpuUnits=1>2");
    row(
        "back to the default", [](DagSpec &d) { d.nodes[2].resources.gpuUnits = 0; },
        "changed node train: resourceRequirements/gpuUnits=1>");
    row(
        "a script", [](DagSpec &d) { d.nodes[1].task.script += "print(2)\n"; },
        "changed node clean: taskDefinition/script~");
    row(
        "a port",
        [](DagSpec &d) {
            d.nodes[1].task.outputs = {{"rows", "INTEGER", false, "", ""}};
        },
        "changed node clean: taskDefinition/outputSchema/rows/type=>\"INTEGER\"");
    row(
        "two fields of one node",
        [](DagSpec &d) {
            d.nodes[1].resources.memoryMB = 64;
            d.nodes[1].name = "Clean";
        },
        "changed node clean: name=>\"Clean\", resourceRequirements/memoryMB=>64");
    row(
        "the name of the DAG", [](DagSpec &d) { d.name = "N"; }, "changed dag : name=>\"N\"");
    row(
        "global settings", [](DagSpec &d) { d.globalConfigs = R"({"observabilityLevel":"X"})"; },
        "changed dag : globalConfigs/observabilityLevel=>\"X\"");
    row(
        "a cron expression", [](DagSpec &d) { d.schedule.expression = "0 3 * * *"; },
        "changed schedule : expression=\"0 2 * * *\">\"0 3 * * *\"");
    row(
        "no schedule any more", [](DagSpec &d) { d.schedule = {}; }, "removed schedule ");
    row(
        "a parameter's default", [](DagSpec &d) { d.parameters[0].defaultValue = "\"x\""; },
        "changed parameter day: default=>\"x\"");
    row(
        "a new parameter",
        [](DagSpec &d) {
            d.parameters.push_back({"n", "NUMBER", false, "1", ""});
        },
        "added parameter n");
    row(
        "a parameter less", [](DagSpec &d) { d.parameters.clear(); }, "removed parameter day");
    row(
        "a new node with its edge",
        [](DagSpec &d) {
            d.edges.push_back({added(d, "check"), 2, "SUCCESS", {}});
        },
        "added node check | added edge check -> train");
    row(
        "a node less",
        [](DagSpec &d) {
            d.edges.pop_back();
            d.nodes.pop_back();
        },
        "removed node report | removed edge train -> report");
    row(
        "an edge less", [](DagSpec &d) { d.edges.erase(d.edges.begin()); },
        "removed edge load -> clean");
    row(
        "an edge turned round", [](DagSpec &d) { std::swap(d.edges[0].from, d.edges[0].to); },
        "added edge clean -> load | removed edge load -> clean");
    row(
        "a condition", [](DagSpec &d) { d.edges[1].condition = "FAILURE"; },
        "changed edge clean -> train: condition=>\"FAILURE\"");
    row(
        "a mapping",
        [](DagSpec &d) {
            d.edges[1].dataMapping = {{"a", "b"}};
        },
        "changed edge clean -> train: dataMapping/a=>\"b\"");
    row(
        "a renamed node keeps its edges", [](DagSpec &d) { d.nodes[1].id = "scrub"; },
        "renamed node scrub was clean: ");
    row(
        "a renamed node with a change",
        [](DagSpec &d) {
            d.nodes[2].id = "fit";
            d.nodes[2].resources.gpuUnits = 2;
        },
        "renamed node fit was train: resourceRequirements/gpuUnits=1>2");
    row(
        "two nodes renamed at once",
        [](DagSpec &d) {
            d.nodes[1].id = "scrub";
            d.nodes[2].id = "fit";
        },
        "renamed node scrub was clean:  | renamed node fit was train: ");
    row(
        "a node without content, told by its place", [](DagSpec &d) { d.nodes[3].id = "tell"; },
        "renamed node tell was report: ");
    row(
        "another node at the same place",
        [](DagSpec &d) {
            d.nodes[1] = support::dag("other:sql").nodes[0];
            d.nodes[1].task.script = "select 1;";
        },
        "added node other | removed node clean | added edge load -> other | added edge other -> "
        "train"
        " | removed edge load -> clean | removed edge clean -> train");
    row(
        "two equal nodes for one: no guess",
        [](DagSpec &d) {
            d.edges.clear();
            const std::string script = d.nodes[0].task.script;
            d.nodes[0].id = "one";
            added(d, "two", script);
        },
        "added node one | added node two | removed node load | removed edge load -> clean | "
        "removed edge clean -> train | removed edge train -> report");
    row(
        "only the order of nodes",
        [](DagSpec &d) {
            std::swap(d.nodes[2], d.nodes[3]);
            for (EdgeSpec &e : d.edges)
                for (NodeIndex *end : {&e.from, &e.to})
                    *end = *end == 2 ? 3 : *end == 3 ? 2 : *end;
        },
        "");
    row(
        "only a position",
        [](DagSpec &d) {
            d.nodes[0].position = Position{9, 9, 9};
        },
        "");
}

void TestDiff::tells()
{
    QFETCH(Edit, edit);
    QFETCH(QString, changes);
    const DagSpec before = pipeline();
    DagSpec after = before;
    edit(after);
    QCOMPARE(toldChanges(model::diff(before, after).changes), changes);
    // The way back tells of the same parts.
    const DagDiff back = model::diff(after, before);
    QCOMPARE(back.same(), changes.isEmpty());
    QCOMPARE(back.changes.size(), model::diff(before, after).changes.size());
}

void TestDiff::tellsLayoutApart()
{
    const DagSpec before = pipeline();
    DagSpec after = before;
    after.nodes[0].position.reset();
    after.nodes[1].position = Position{1, 0, 0};
    std::swap(after.edges[0], after.edges[1]);
    const DagDiff diff = model::diff(before, after);
    QVERIFY(diff.same());
    QCOMPARE(
        toldChanges(diff.layout),
        QString("changed node load: position={\"x\":1,\"y\":2,\"z\":3}> | "
                "changed node clean: position=>{\"x\":1,\"y\":0,\"z\":0} | changed dag : edges=>"));
}

void TestDiff::namesAFieldByItsPath()
{
    const DagSpec before = pipeline();
    DagSpec after = before;
    after.nodes[1].execution.timeout = 1000;
    after.schedule.timezone = "Asia/Shanghai";
    after.parameters[0].required = false;
    after.edges[0].condition = "ALWAYS";
    after.owner = "ada";
    QStringList paths;
    for (const DagChange &change : model::diff(before, after).changes)
        for (const FieldChange &field : change.fields)
            paths << QString::fromStdString(change.pathOf(field));
    QCOMPARE(paths,
             QStringList({"owner", "schedule/timezone", "parameters/day/required",
                          "nodes/clean/executionConfig/timeout", "edges/load -> clean/condition"}));
}

void TestDiff::showsLinesOfAScript()
{
    const DagSpec before = pipeline();
    DagSpec after = before;
    after.nodes[2].task.script = "import model\nmodel.fit(epochs=3)\nmodel.save()\n";
    const DagDiff diff = model::diff(before, after);
    const std::vector<DiffHunk> &hunks = diff.changes.at(0).fields.at(0).text;
    QCOMPARE(hunks.size(), std::size_t{1});
    using Kind = DiffLine::Kind;
    const std::vector<DiffLine> lines{{Kind::Same, "import model"},
                                      {Kind::Removed, "model.fit()"},
                                      {Kind::Added, "model.fit(epochs=3)"},
                                      {Kind::Same, "model.save()"}};
    QVERIFY(hunks[0].lines == lines);
    QCOMPARE(hunks[0].head(), std::string("@@ -1,3 +1,3 @@"));
}

void TestDiff::headsCountLinesAsDiffDoes_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QStringList>("heads");
    QString ten, changed;
    for (int i = 1; i <= 20; ++i) {
        ten += QString::number(i) + "\n";
        changed += QString::number(i) + (i == 2 || i == 19 ? "x\n" : "\n");
    }
    QTest::newRow("equal") << "a\n"
                           << "a\n"
                           << QStringList();
    QTest::newRow("from nothing") << ""
                                  << "a\nb\n"
                                  << QStringList("@@ -0,0 +1,2 @@");
    QTest::newRow("to nothing") << "a\n"
                                << "" << QStringList("@@ -1 +0,0 @@");
    QTest::newRow("far apart") << ten << changed
                               << QStringList({"@@ -1,5 +1,5 @@", "@@ -16,5 +16,5 @@"});
    QTest::newRow("a last line end") << "a\nb"
                                     << "a\nb\n"
                                     << QStringList("@@ -1,2 +1,2 @@");
}

void TestDiff::headsCountLinesAsDiffDoes()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QFETCH(QStringList, heads);
    QStringList found;
    for (const DiffHunk &hunk : model::lineDiff(before.toStdString(), after.toStdString()))
        found << QString::fromStdString(hunk.head());
    QCOMPARE(found, heads);
}

void TestDiff::linesLeadFromOneTextToTheOther()
{
    std::mt19937 random(4711);
    for (int round = 0; round < 300; ++round) {
        const auto made = [&random] {
            std::vector<std::string> lines(random() % 40);
            for (std::string &line : lines)
                line = std::string(1, static_cast<char>('a' + random() % 6));
            return lines;
        };
        const std::vector<std::string> before = made(), after = made();
        std::vector<std::string> left, right;
        for (const DiffHunk &hunk : model::lineDiff(joined(before), joined(after), 1000)) {
            for (const DiffLine &line : hunk.lines) {
                if (line.kind != DiffLine::Kind::Added)
                    left.push_back(line.text);
                if (line.kind != DiffLine::Kind::Removed)
                    right.push_back(line.text);
            }
        }
        if (before == after)
            continue;
        QVERIFY2(left == before && right == after, qPrintable(QString::number(round)));
    }
}

void TestDiff::textsWithTooManyEditsAreReplacedAsAWhole()
{
    std::vector<std::string> before, after;
    for (int i = 0; i < 1500; ++i) {
        before.push_back("a" + std::to_string(i));
        after.push_back("b" + std::to_string(i));
    }
    const auto hunks = model::lineDiff("same\n" + joined(before), "same\n" + joined(after));
    QCOMPARE(hunks.size(), std::size_t{1});
    QCOMPARE(hunks[0].lines.size(), std::size_t{3001});
    QCOMPARE(hunks[0].head(), std::string("@@ -1,1501 +1,1501 @@"));
}

void TestDiff::changesAreEmptyExactlyForTheSameMeaning()
{
    for (const char *file :
         {"resources/examples/sales-analytics/dag.yaml", "tests/data/model/seed.json"}) {
        const DagSpec dag = model::parse(support::sourceFile(file), file).dag;
        const DagSpec again = model::parse(model::toYaml(dag), "x.yaml").dag;
        const DagDiff diff = model::diff(dag, again);
        QVERIFY(diff.same());
        QVERIFY(diff.layout.empty());
        QCOMPARE(diff.before, diff.after);
    }
}

QTEST_APPLESS_MAIN(TestDiff)
#include "tst_diff.moc"
