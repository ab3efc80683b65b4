// SPDX-License-Identifier: GPL-3.0-or-later
// Components: their files, how nodes find them, and what a node becomes.
#include <QtTest>

#include <set>

#include <nlohmann/json.hpp>

#include "model/component.h"
#include "model/formats/write.h"
#include "model/keys.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;

namespace {

const char *const shift = R"(id: shift
version: 1.2.0
title: Shift
category: Transform
docs: Adds a number.
inputs:
  path: {type: STRING, required: true}
outputs:
  rows: {type: INTEGER}
arguments:
  by: {type: NUMBER, required: true, check: {min: 0}}
  column: {type: STRING, default: x}
taskDefinition:
  runtime: SHELL
  script: echo ${args.by} ${args.column} ${inputs.path}
resourceRequirements: {cpuCores: 2, memoryMB: 100}
executionConfig: {network: true, timeout: PT5M}
)";

Component component(const std::string &text, const std::string &version = {})
{
    std::string changed = text;
    if (!version.empty())
        changed.replace(changed.find("1.2.0"), 5, version);
    return model::parseComponent(changed, "shift.yaml", [](const std::string &name) {
        return name == "good.py" ? Result<std::string>("print('here')\n")
                                 : fail(ErrorCode::NotFound, name, "there is no such file");
    });
}

QStringList componentFindings(const std::vector<Finding> &findings)
{
    QStringList out;
    for (const Finding &finding : findings)
        out << QString::fromStdString(finding.text());
    return out;
}

toolkit::Parsed parsed(const std::string &nodes, const Catalogue &catalogue)
{
    return model::parse("dagId: t\nnodes:\n" + nodes, "t.yaml", {}, {}, &catalogue);
}

} // namespace

class TestComponent : public QObject {
    Q_OBJECT

private slots:
    void readsAFile();
    void tellsWhatIsWrongInAFile_data();
    void tellsWhatIsWrongInAFile();
    void findsByVersion_data();
    void findsByVersion();
    void aUsersOwnGoesFirst();
    void becomesTheTaskOfANode();
    void aNodeSaysOtherwise();
    void keepsWhatWasWritten();
    void theResolvedFormNeedsNoCatalogue();
    void tellsWhatIsWrongInANode_data();
    void tellsWhatIsWrongInANode();
    void typesOfEdgesHoldForComponents();
    void anInputThatNothingFeedsIsToldAtTheComponent();
    void putsModulesIntoOneProgram();
    void theHashFollowsTheContent();
    void theSchemaHasTheKeysOfTheReader();
};

void TestComponent::readsAFile()
{
    const Component read = component(shift);
    QCOMPARE(componentFindings(read.findings), QStringList());
    QCOMPARE(read.reference(), std::string("shift@1.2.0"));
    QCOMPARE(read.task.runtime, Runtime::Shell);
    QCOMPARE(read.task.inputs.size(), std::size_t{1});
    QCOMPARE(read.task.arguments.size(), std::size_t{2});
    QCOMPARE(read.resources.cpuCores, 2.0);
    QVERIFY(read.execution.network);
    QCOMPARE(read.hash.size(), std::size_t{16});
}

void TestComponent::tellsWhatIsWrongInAFile_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *from, const char *to, const char *error) {
        QTest::newRow(name) << from << to << error;
    };
    row("unknown key", "title:", "titel:",
        "shift.yaml:3:1: error: unknown key \"titel\" in component (did you mean \"title\"?)");
    row("no id", "id: shift\n", "", "shift.yaml:1:1: error: id is missing");
    row("a version of words", "1.2.0", "new", "shift.yaml:2:10: error: version \"new\"");
    row("no docs", "docs: Adds a number.\n", "", "shift.yaml:1:1: error: docs is missing");
    row("an unknown argument in the script", "${args.by}", "${args.bye}",
        "shift.yaml:15:11: error: ${args.bye}: there is no args.bye (did you mean \"by\"?)");
    row("parameters of a DAG", "${args.by}", "${params.by}", "there is no params.by");
    row("a check that cannot be meant", "min: 0", "min: zero", "min: expected a number");
    row("a script that is not there", "script: echo", "scriptFile: bad.py #",
        "shift.yaml:15:15: error: bad.py: there is no such file");
    row("a module of another runtime", "id: shift", "modules: [good]\nid: shift",
        "shift.yaml:1:10: error: modules are for runtime PYTHON_3");
    row("ports in the task", "taskDefinition:\n", "taskDefinition:\n  inputSchema: {}\n",
        "shift.yaml:14:3: error: inputSchema stands elsewhere in a component");
    row("no task", "taskDefinition:\n  runtime: SHELL\n", "docs2:\n  runtime: SHELL\n",
        "taskDefinition is missing");
}

void TestComponent::tellsWhatIsWrongInAFile()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, error);
    QString text = QString::fromLatin1(shift);
    QVERIFY(text.contains(from));
    text.replace(from, to);
    const Component read = component(text.toStdString());
    QVERIFY(!read.ok());
    QVERIFY2(componentFindings(read.findings).join("\n").contains(error),
             qPrintable(componentFindings(read.findings).join("\n")));
}

void TestComponent::findsByVersion_data()
{
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("found"); // empty = none
    QTest::newRow("the newest") << "shift"
                                << "2.0.1";
    QTest::newRow("numbers are compared as numbers") << "shift@1"
                                                     << "1.10.0";
    QTest::newRow("two numbers") << "shift@1.2"
                                 << "1.2.0";
    QTest::newRow("all of it") << "shift@1.2.0"
                               << "1.2.0";
    QTest::newRow("a number is not a beginning of digits") << "shift@1.1"
                                                           << "";
    QTest::newRow("another name") << "shifty"
                                  << "";
}

void TestComponent::findsByVersion()
{
    QFETCH(QString, reference);
    QFETCH(QString, found);
    const Catalogue catalogue(
        {component(shift, "1.10.0"), component(shift, "2.0.1"), component(shift, "1.2.0")});
    const Component *one = catalogue.find(reference.toStdString());
    QCOMPARE(one ? QString::fromStdString(one->version) : QString(), found);
}

void TestComponent::aUsersOwnGoesFirst()
{
    Component own = component(shift);
    own.own = true;
    own.title = "Mine";
    for (const Catalogue &catalogue :
         {Catalogue({component(shift), own}), Catalogue({own, component(shift)})})
        QCOMPARE(catalogue.find("shift")->title, std::string("Mine"));
}

void TestComponent::becomesTheTaskOfANode()
{
    const Catalogue catalogue({component(shift)});
    const auto dag =
        parsed("  - {nodeId: a, component: shift@1, arguments: {by: 2, column: 7}}\n", catalogue);
    QCOMPARE(componentFindings(dag.findings), QStringList());
    const NodeSpec &node = dag.dag.nodes[0];
    QCOMPARE(node.component, std::string("shift@1.2.0"));
    QCOMPARE(node.componentHash, catalogue.all()[0].hash);
    QVERIFY(node.task == catalogue.all()[0].task);
    QCOMPARE(node.type, std::string("TRANSFORM"));
    QCOMPARE(node.arguments[1].second, std::string("\"7\"")); // a text, whatever YAML reads
    QCOMPARE(dag.runParameters.size(), std::size_t{1});
    QCOMPARE(dag.runParameters[0].name, std::string("a.path"));
}

void TestComponent::aNodeSaysOtherwise()
{
    const Catalogue catalogue({component(shift)});
    const auto dag =
        parsed("  - {nodeId: a, component: shift, arguments: {by: 2}, "
               "resourceRequirements: {memoryMB: 7}, executionConfig: {timeout: PT1M}}\n",
               catalogue);
    const NodeSpec &node = dag.dag.nodes[0];
    QCOMPARE(node.resources.cpuCores, 2.0);
    QCOMPARE(node.resources.memoryMB, std::uint64_t{7});
    QCOMPARE(node.execution.timeout, SpanMs{60'000});
    QVERIFY(node.execution.network);
}

void TestComponent::keepsWhatWasWritten()
{
    const Catalogue catalogue({component(shift)});
    const auto dag = parsed("  - {nodeId: a, component: shift, arguments: {by: 2}}\n", catalogue);
    QVERIFY(dag.written != nullptr);
    const auto written = nlohmann::json::parse(toolkit::asWritten(dag) == *dag.written
                                                   ? model::toJson(*dag.written, -1)
                                                   : std::string("null"));
    QCOMPARE(
        written["nodes"][0],
        nlohmann::json::parse(R"({"nodeId": "a", "component": "shift", "arguments": {"by": 2}})"));
    QVERIFY(parsed("  - {nodeId: a}\n", catalogue).written == nullptr);
}

void TestComponent::theResolvedFormNeedsNoCatalogue()
{
    const Catalogue catalogue({component(shift)});
    const auto dag = parsed("  - {nodeId: a, component: shift, arguments: {by: 2}}\n", catalogue);
    const std::string json = model::toJson(dag.dag, 2);
    const auto again = model::parse(json, "version.json");
    QCOMPARE(componentFindings(again.findings), QStringList());
    QVERIFY(again.dag == dag.dag);
    QCOMPARE(model::versionOf(again.dag).text, model::versionOf(dag.dag).text);
    QVERIFY(model::parse(model::toYaml(dag.dag), "v.yaml").dag == dag.dag);
}

void TestComponent::tellsWhatIsWrongInANode_data()
{
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *node, const char *error) {
        QTest::newRow(name) << node << error;
    };
    row("unknown component", "component: shft",
        "t.yaml:3:28: error: there is no component \"shft\" (did you mean \"shift\"?)");
    row("another version", "component: shift@9", "(did you mean \"shift@1.2.0\"?)");
    row("unknown argument", "component: shift, arguments: {by: 1, colum: y}",
        "t.yaml:3:54: error: component \"shift@1.2.0\" has no argument \"colum\" (did you mean "
        "\"column\"?)");
    row("of another type", "component: shift, arguments: {by: x}",
        "t.yaml:3:51: error: the argument \"by\" is of type NUMBER: expected a number, found "
        "\"x\"");
    row("out of range", "component: shift, arguments: {by: -1}",
        "t.yaml:3:51: error: the argument \"by\": -1 is not allowed: at least 0");
    row("missing", "component: shift",
        "t.yaml:3:28: error: component \"shift@1.2.0\" needs the argument \"by\" (NUMBER)");
    row("reads what is not there", "component: shift, arguments: {by: '${params.nothing}'}",
        "t.yaml:3:51: error: ${params.nothing}: there is no params.nothing");
    row("a task beside it", "component: shift, arguments: {by: 1}, taskDefinition: {}",
        "the task of this node is that of its component");
    row("a hash alone", "componentHash: abc", "a componentHash without a component");
    row("arguments without a component", "arguments: {x: 1}", "node \"a\" has no argument \"x\"");
    row("arguments that are no object", "component: shift, arguments: [1]",
        "arguments must be an object");
}

void TestComponent::tellsWhatIsWrongInANode()
{
    QFETCH(QString, node);
    QFETCH(QString, error);
    const Catalogue catalogue({component(shift)});
    const QStringList found = componentFindings(
        parsed("  - {nodeId: a, " + node.toStdString() + "}\n", catalogue).findings);
    QVERIFY2(found.join("\n").contains(error), qPrintable(found.join("\n")));
}

void TestComponent::typesOfEdgesHoldForComponents()
{
    const Catalogue catalogue({component(shift)});
    const std::string two = "  - {nodeId: a, component: shift, arguments: {by: 1}}\n"
                            "  - {nodeId: b, component: shift, arguments: {by: 1}}\nedges:\n";
    const auto wrong =
        parsed(two + "  - {from: a, to: b, dataMapping: {rows: path}}\n", catalogue).findings;
    QCOMPARE(
        componentFindings(wrong),
        QStringList{"t.yaml:6:42: error: the output a.rows is of type INTEGER, the input b.path "
                    "of type STRING (make the types agree)"});
    // What is not known is not blamed for its ports.
    const auto unknown =
        parsed("  - {nodeId: a, component: nothing}\n"
               "  - {nodeId: b, component: shift, arguments: {by: 1}}\nedges:\n"
               "  - {from: a, to: b, condition: outputs.x > 1, dataMapping: {x: path}}\n",
               catalogue)
            .findings;
    QCOMPARE(componentFindings(unknown).size(), 1);
}

void TestComponent::putsModulesIntoOneProgram()
{
    QString text = QString::fromLatin1(shift);
    text.replace("runtime: SHELL", "runtime: PYTHON_3")
        .replace("  script: echo ${args.by} ${args.column} ${inputs.path}", "  script: import good")
        .replace("docs:", "modules: [good]\ndocs:");
    const Component read = component(text.toStdString());
    QCOMPARE(componentFindings(read.findings), QStringList());
    QVERIFY(read.task.script.find("_provide('good', \"print('here')\\n\")\n") != std::string::npos);
    QVERIFY(read.task.script.ends_with("\nimport good"));
}

void TestComponent::theHashFollowsTheContent()
{
    const std::string hash = component(shift).hash;
    QString docs = QString::fromLatin1(shift), script = docs;
    docs.replace("Adds a number", "Adds one number");
    script.replace("echo", "printf");
    QCOMPARE(component(docs.toStdString()).hash, hash);
    QVERIFY(component(script.toStdString()).hash != hash);
}

void TestComponent::theSchemaHasTheKeysOfTheReader()
{
    const auto schema =
        nlohmann::json::parse(support::sourceFile("resources/rules/component.schema.json"));
    std::set<std::string> inSchema,
        inReader(model::keys::component.keys.begin(), model::keys::component.keys.end());
    for (const auto &[key, value] : schema.at("properties").items()) {
        inSchema.insert(key);
        QVERIFY2(value.contains("description"), key.c_str());
    }
    QVERIFY(inSchema == inReader);
}

void TestComponent::anInputThatNothingFeedsIsToldAtTheComponent()
{
    const Catalogue catalogue({component(shift)});
    const auto dag = parsed("  - {nodeId: a}\n"
                            "  - {nodeId: b, component: shift, arguments: {by: 2}}\n"
                            "edges:\n  - {from: a, to: b}\n",
                            catalogue);
    QCOMPARE(dag.findings.size(), std::size_t{1});
    QCOMPARE(dag.findings[0].path, std::string("nodes/1/component"));
    QCOMPARE(dag.findings[0].line, 4U);
    QCOMPARE(dag.findings[0].message,
             std::string("nothing feeds the required input \"path\" of node \"b\""));
}

QTEST_APPLESS_MAIN(TestComponent)
#include "tst_component.moc"
