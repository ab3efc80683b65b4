// SPDX-License-Identifier: GPL-3.0-or-later
// What the values of a DAG say about each other, and single values that cannot be meant.
#include <QtTest>

#include "model/parse.h"
#include "model/validate.h"
#include "support/dag.h"

using namespace orrery;

namespace {

// Findings as "path: message", errors only.
QStringList errorsOf(const std::string &text, const std::string &file,
                     const model::ScheduleCheck &check = {})
{
    QStringList out;
    for (const Finding &finding : model::parse(text, file, {}, check).findings)
        out << QString::fromStdString(finding.path + ": " + finding.message);
    return out;
}

// A DAG of one node with these members beside its id.
std::string oneNode(const QString &members)
{
    return ("dagId: t\nnodes:\n  - nodeId: a\n" + members).toStdString();
}

} // namespace

class TestValidate : public QObject {
    Q_OBJECT

private slots:
    void judgesGraphs_data();
    void judgesGraphs();
    void findsACycleOfManyNodesWithoutRecursion();
    void judgesValues_data();
    void judgesValues();
    void judgesPortsAlongEdges_data();
    void judgesPortsAlongEdges();
    void judgesTexts_data();
    void judgesTexts();
    void asksTheScheduleModule();
    void onlyRootsMakeRunParameters();
    void findsMissingFiles();
    void aParameterOfAnInputHasItsType();
    void saysWhatToDoAboutTypes_data();
    void saysWhatToDoAboutTypes();
};

void TestValidate::judgesGraphs_data()
{
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QStringList>("errors");
    QTest::newRow("diamond") << "a>b a>c b>d c>d" << QStringList();
    QTest::newRow("no edges") << "a b c" << QStringList();
    QTest::newRow("long cycle") << "a>b b>c c>a"
                                << QStringList{"edges/2: the edges form a cycle: a -> b -> c -> a"};
    QTest::newRow("cycle behind a tail")
        << "x>a a>b b>a b>y" << QStringList{"edges/2: the edges form a cycle: a -> b -> a"};
    QTest::newRow("two cycles") << "a>b b>a c>d d>c"
                                << QStringList{"edges/1: the edges form a cycle: a -> b -> a",
                                               "edges/3: the edges form a cycle: c -> d -> c"};
    QTest::newRow("two cycles through one node")
        << "a>b b>a b>c c>a"
        << QStringList{"edges/1: the edges form a cycle: a -> b -> a",
                       "edges/3: the edges form a cycle: a -> b -> c -> a"};
    QTest::newRow("self edge") << "a>b b>b"
                               << QStringList{"edges/1/to: the edge leads from b to itself"};
    QTest::newRow("edge given twice")
        << "a>b b>c a>b" << QStringList{"edges/2: the edge a -> b stands twice, first as edges/0"};
}

void TestValidate::judgesGraphs()
{
    QFETCH(QString, graph);
    QFETCH(QStringList, errors);
    QCOMPARE(errorsOf(support::dagText(graph.toStdString()), "t.json"), errors);
}

void TestValidate::findsACycleOfManyNodesWithoutRecursion()
{
    DagSpec dag;
    constexpr NodeIndex count = 200'000;
    dag.nodes.resize(count);
    for (NodeIndex i = 0; i < count; ++i)
        dag.edges.push_back({i, (i + 1) % count, "SUCCESS", {}});
    const std::vector<model::Cycle> cycles = model::findCycles(dag, 10);
    QCOMPARE(cycles.size(), std::size_t{1});
    QCOMPARE(cycles[0].nodes.size(), std::size_t{count});
    QCOMPARE(cycles[0].closing, count - 1);
}

void TestValidate::judgesValues_data()
{
    QTest::addColumn<QString>("members");
    QTest::addColumn<QStringList>("errors");
    const auto row = [](const char *name, const char *members, const QStringList &errors) {
        QTest::newRow(name) << QString::fromUtf8(members) << errors;
    };
    const QString task = "nodes/0/taskDefinition";
    const QString exec = "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n";
    QTest::newRow("a cache of what has effects outside")
        << exec + "    executionConfig: {effects: external, cache: true}"
        << QStringList{"nodes/0/executionConfig/cache: a task with effects outside this machine "
                       "cannot be cached"};
    QTest::newRow("effects outside without their cache")
        << exec + "    executionConfig: {effects: external, cache: false}" << QStringList();
    QTest::newRow("a cache that can never hit")
        << QString("    taskDefinition: {runtime: EXEC, command: [/bin/echo, \"${run.id}\"]}\n"
                   "    executionConfig: {cache: {files: [a.csv]}}")
        << QStringList{"nodes/0/executionConfig/cache: no earlier result can stand for this task: "
                       "it reads run.id, which is another one in each run"};
    QTest::newRow("a cache of what starts no process")
        << QString("    taskDefinition: {runtime: NONE}\n    executionConfig: {cache: true}")
        << QStringList{
               "nodes/0/executionConfig/cache: the cache has no effect: no process is started"};
    QTest::newRow("a cache with an unknown key")
        << exec + "    executionConfig: {cache: {file: [a]}}"
        << QStringList{"nodes/0/executionConfig/cache/file: unknown key \"file\" in cache"};
    row("nothing but an id", "", {});
    row("empty id", "  - nodeId: ''\n", {"nodes/1/nodeId: nodeId is empty"});
    row("no id", "  - name: b\n", {"nodes/1: nodeId is missing"});
    row("id with a blank", "  - nodeId: a b\n",
        {"nodes/1/nodeId: nodeId \"a b\" holds other characters than A-Z a-z 0-9 . _ -"});
    row("negative cores", "    resourceRequirements: {cpuCores: -1}\n",
        {"nodes/0/resourceRequirements/cpuCores: cpuCores must be a number from 0 to 1000000, not "
         "-1"});
    row("endless cores", "    resourceRequirements: {cpuCores: .inf}\n",
        {"nodes/0/resourceRequirements/cpuCores: cpuCores must be a number from 0 to 1000000, not "
         ".inf"});
    row("half a MiB", "    resourceRequirements: {memoryMB: 0.5}\n",
        {"nodes/0/resourceRequirements/memoryMB: memoryMB must be a whole number from 0 to "
         "1000000000000, not 0.5"});
    row("more GPUs than there are", "    resourceRequirements: {gpuUnits: 5000000000}\n",
        {"nodes/0/resourceRequirements/gpuUnits: gpuUnits must be a whole number from 0 to "
         "1000000, not 5000000000"});
    row("unknown bandwidth", "    resourceRequirements: {networkBandwidth: HIHG}\n",
        {"nodes/0/resourceRequirements/networkBandwidth: networkBandwidth must be one of LOW, "
         "MEDIUM, HIGH, not \"HIHG\""});
    row("number as time-out", "    executionConfig: {timeout: 30}\n",
        {"nodes/0/executionConfig/timeout: timeout must be a duration, not 30"});
    row("yes for true", "    executionConfig: {isMapStage: yes}\n",
        {"nodes/0/executionConfig/isMapStage: isMapStage must be true or false, not \"yes\""});
    row("map stage of no task", "    executionConfig: {parallelism: 0}\n",
        {"nodes/0/executionConfig/parallelism: parallelism must be a whole number from 1 to "
         "1000000, not 0"});
    row("no cap over an array", "    executionConfig: {parallelism: 0, mapOver: 'range(3)'}\n", {});
    row("unknown isolation", "    executionConfig: {isolation: jail}\n",
        {"nodes/0/executionConfig/isolation: isolation must be one of process, sandbox, container, "
         "not \"jail\""});
    row("back-off below one", "    executionConfig: {retryPolicy: {backoffMultiplier: 0.5}}\n",
        {"nodes/0/executionConfig/retryPolicy/backoffMultiplier: backoffMultiplier must be a "
         "number from 1 to 1000, not 0.5"});
    row("unknown runtime", "    taskDefinition: {runtime: BASH}\n",
        {task + "/runtime: unknown runtime \"BASH\""});
    row("nothing to execute", "    taskDefinition: {runtime: EXEC}\n",
        {task + "/runtime: runtime EXEC needs command"});
    row("nothing to run in the shell", "    taskDefinition: {runtime: shell}\n",
        {task + "/runtime: runtime SHELL needs script or scriptFile"});
    row("command as a text", "    taskDefinition: {runtime: EXEC, command: ls -l}\n",
        {task + "/command: command must be an array, not \"ls -l\""});
    row("numbers as arguments", "    taskDefinition: {runtime: EXEC, command: [sleep, 5]}\n", {});
    row("list as an argument", "    taskDefinition: {runtime: EXEC, command: [sleep, [5]]}\n",
        {task + "/command/1: an element of command must be a text, not an array"});
    row("script without a runtime", "    taskDefinition: {script: ls}\n",
        {task + ": a task of runtime NONE starts no process, so its program would never run"});
    row("script twice", "    taskDefinition: {runtime: SHELL, script: ls, scriptFile: ls.sh}\n",
        {task + "/scriptFile: both script and scriptFile are given"});
    row("request without address", "    taskDefinition: {runtime: HTTP, http: {method: GET}}\n",
        {task + "/http: url is missing"});
    row("status that is none",
        "    taskDefinition: {runtime: HTTP, http: {url: 'http://x', expectStatus: [200, 20]}}\n",
        {task + "/http/expectStatus/1: an HTTP status is a whole number from 100 to 599"});
    row("unknown type", "    taskDefinition: {inputSchema: {x: {type: ARAY<STRING>}}}\n",
        {task + "/inputSchema/x/type: \"ARAY<STRING>\" is not a type: did you mean \"ARRAY\"?"});
    row("default of another type",
        "    taskDefinition: {inputSchema: {x: {type: ARRAY<INTEGER>, default: [1, b]}}}\n",
        {task + "/inputSchema/x/default/1: the default is not of type ARRAY<INTEGER>: expected an "
                "integer, found \"b\""});
    row("parameter with a blank", "parameters: {'a b': {}}\n",
        {"parameters/a b: the name \"a b\" is empty or holds other characters than A-Z a-z 0-9 . _ "
         "-"});
    row("unknown key deep inside", "    taskDefinition: {http: {url: 'http://x', header: {}}}\n",
        {task + "/http/header: unknown key \"header\" in http"});
    row("schedule of an unknown kind", "schedule: {type: cron, expression: '* * * * *'}\n",
        {"schedule/type: type must be one of CRON, INTERVAL, EVENT, not \"cron\""});
    row("interval missing", "schedule: {type: INTERVAL}\n", {"schedule: interval is missing"});
    row("a key of another type of schedule",
        "schedule: {type: INTERVAL, interval: PT1M, expression: '* * * * *'}\n",
        {"schedule/expression: expression belongs to a schedule of type CRON, not INTERVAL"});
    row("event without condition", "schedule: {type: EVENT}\n", {"schedule: condition is missing"});
    row("two conditions in one",
        "schedule: {type: EVENT, condition: {file: {path: a}, dag: {dagId: b}}}\n",
        {"schedule/condition/dag: a condition has one key, not both file and dag"});
    row("an empty join", "schedule: {type: EVENT, condition: {and: []}}\n",
        {"schedule/condition/and: it joins no conditions"});
    row("only a time of the day",
        "schedule: {type: EVENT, condition: {or: [{file: {path: a}}, {time: {from: '08:00'}}]}}\n",
        {"schedule/condition: a time of the day alone would be true again and again"});
    row("no time of the day",
        "schedule: {type: EVENT, condition: {and: [{file: {path: a}}, {time: {to: '24:00'}}]}}\n",
        {"schedule/condition/and/1/time/to: to must be a time of the day, not \"24:00\""});
    row("no web address", "schedule: {type: EVENT, condition: {http: {url: 'ftp://x'}}}\n",
        {"schedule/condition/http/url: url begins with neither http:// nor https://"});
    row("cron without expression", "schedule: {type: CRON}\n", {"schedule: expression is missing"});
    row("unknown key in globalConfigs", "globalConfigs: {observability: x}\n",
        {"globalConfigs/observability: unknown key \"observability\" in globalConfigs"});
    row("absent values", "    name:\n    taskDefinition: ~\n", {});
}

void TestValidate::judgesValues()
{
    QFETCH(QString, members);
    QFETCH(QStringList, errors);
    QCOMPARE(errorsOf(oneNode(members), "t.yaml"), errors);
}

void TestValidate::judgesPortsAlongEdges_data()
{
    QTest::addColumn<QString>("from");  // what `a` says of its outputs and itself
    QTest::addColumn<QString>("input"); // the schema of the input x of `b`
    QTest::addColumn<QString>("mapping");
    QTest::addColumn<QStringList>("errors");
    const auto row = [](const char *name, const char *from, const char *input, const char *mapping,
                        const QStringList &errors) {
        QTest::newRow(name) << QString(from) << QString(input) << QString(mapping) << errors;
    };
    const QString mapped = "executionConfig: {isMapStage: true, parallelism: 4}, ";
    const QByteArray map = mapped.toUtf8();
    row("same types", "type: STRING", "type: string, required: true", "y: x", {});
    row("integer to number", "type: INTEGER", "type: NUMBER", "y: x", {});
    row("anything to text", "", "type: STRING", "y: x", {});
    row("number to integer", "type: NUMBER", "type: INTEGER", "y: x",
        {"edges/0/dataMapping/y: the output a.y is of type NUMBER, the input b.x of type INTEGER"});
    row("arrays of other types", "type: ARRAY<STRING>", "type: ARRAY<NUMBER>", "y: x",
        {"edges/0/dataMapping/y: the output a.y is of type ARRAY<STRING>, the input b.x of type "
         "ARRAY<NUMBER>"});
    row("unknown output", "", "", "z: x",
        {"edges/0/dataMapping/z: node \"a\" has no output \"z\""});
    row("unknown input", "", "", "y: z", {"edges/0/dataMapping/y: node \"b\" has no input \"z\""});
    row("required and unfed", "", "required: true", "",
        {"nodes/1/taskDefinition/inputSchema/x: nothing feeds the required input \"x\" of node "
         "\"b\""});
    row("required with a default", "", "required: true, default: 1", "", {});
}

void TestValidate::judgesPortsAlongEdges()
{
    QFETCH(QString, from);
    QFETCH(QString, input);
    QFETCH(QString, mapping);
    QFETCH(QStringList, errors);
    const QString text = QStringLiteral(
        "dagId: t\nnodes:\n  - {nodeId: a, taskDefinition: {outputSchema: {y: {%1}}}}\n"
        "  - {nodeId: b, taskDefinition: {inputSchema: {x: {%2}}}}\n"
        "edges: [{from: a, to: b, dataMapping: {%3}}]\n");
    QCOMPARE(errorsOf(text.arg(from, input, mapping).toStdString(), "t.yaml"), errors);
    // A map stage gives an array of its output; the seed maps it into a single value as well.
    const QString mapStage = QString(text).replace(
        "{nodeId: a,", "{nodeId: a, executionConfig: {isMapStage: true, parallelism: 4},");
    QCOMPARE(errorsOf(mapStage.arg(from, input, mapping).toStdString(), "t.yaml"), errors);
    const QString gathered = QString(mapStage).arg(
        from, QString(input).replace("type: ", "type: ARRAY<").replace("STRING", "STRING>"),
        mapping);
    if (from == "type: STRING" && input.contains("type: STRING"))
        QCOMPARE(errorsOf(gathered.toStdString(), "t.yaml"), QStringList());
}

void TestValidate::judgesTexts_data()
{
    QTest::addColumn<QString>("task");
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QStringList>("starts");
    const auto row = [](const char *name, const char *task, const char *condition,
                        const QStringList &starts) {
        QTest::newRow(name) << QString(task) << QString(condition) << starts;
    };
    const QString command = "nodes/0/taskDefinition/command/1: ";
    const QString edge = "edges/0/condition: ";
    row("everything known",
        "echo, '${params.size} ${inputs.day} ${run.date} ${secret.key} ${dag.id} ${node.id}'",
        "outputs.rows > params.size", {});
    row("literal dollar", "echo, '$${HOME}'", "ALWAYS", {});
    row("unknown parameter", "echo, '${params.sise}'", "SUCCESS",
        {command + "${params.sise}: there is no params.sise"});
    row("unknown input", "echo, '${inputs.dai}'", "SUCCESS",
        {command + "${inputs.dai}: there is no inputs.dai"});
    row("unknown root", "echo, '${parms.size}'", "SUCCESS",
        {command + "${parms.size}: unknown name \"parms\""});
    row("unknown fact of the run", "echo, '${run.dat}'", "SUCCESS",
        {command + "${run.dat}: there is no run.dat"});
    row("item of a task that is not mapped", "echo, '${item}'", "SUCCESS",
        {command + "${item}: unknown name \"item\""});
    row("unclosed hole", "echo, '${params.size'", "SUCCESS",
        {command + "template, at 1:1 of this text: "});
    row("condition that does not parse", "echo", "outputs.rows >",
        {edge + "condition, character 15: "});
    row("misspelt word", "echo", "SUCESS", {edge + "condition: unknown name \"SUCESS\""});
    row("output that is none", "echo", "outputs.lines > 1",
        {edge + "condition: there is no outputs.lines"});
    row("output that may be absent", "echo", "defined(outputs.lines)", {});
    row("secret in a condition", "echo", "secret.key == 1",
        {edge + "condition: unknown name \"secret\""});
    row("empty condition", "echo", "", {edge + "the condition is empty"});
}

void TestValidate::judgesTexts()
{
    QFETCH(QString, task);
    QFETCH(QString, condition);
    QFETCH(QStringList, starts);
    const QString text =
        "dagId: t\nparameters: {size: {type: INTEGER, default: 1}}\nnodes:\n"
        "  - nodeId: a\n    taskDefinition:\n      runtime: EXEC\n      command: [" +
        task +
        "]\n"
        "      inputSchema: {day: {type: DATE, default: '2024-02-29'}}\n      outputSchema: {rows: "
        "{type: INTEGER}}\n"
        "  - nodeId: b\nedges:\n  - {from: a, to: b, condition: '" +
        condition + "'}\n";
    const QStringList errors = errorsOf(text.toStdString(), "t.yaml");
    QCOMPARE(errors.size(), starts.size());
    for (int i = 0; i < errors.size(); ++i)
        QVERIFY2(errors[i].startsWith(starts[i]), qPrintable(errors[i]));
}

void TestValidate::asksTheScheduleModule()
{
    const model::ScheduleCheck check =
        [](const Schedule &schedule) -> std::vector<model::ScheduleFault> {
        if (schedule.timezone == "Mars/Olympus")
            return {{"timezone", "there is no such zone"}};
        return {};
    };
    const std::string text =
        "dagId: t\nnodes: []\nschedule: {type: CRON, expression: '0 2 * * *', timezone: %}\n";
    const auto in = [&](const char *zone) {
        return std::string(text).replace(text.find('%'), 1, zone);
    };
    QCOMPARE(errorsOf(in("Mars/Olympus"), "t.yaml", check),
             QStringList{"schedule/timezone: there is no such zone"});
    QCOMPARE(errorsOf(in("Asia/Shanghai"), "t.yaml", check), QStringList());
}

void TestValidate::onlyRootsMakeRunParameters()
{
    DagSpec dag = support::dag("a>b");
    dag.parameters.push_back({"size", "INTEGER", false, "1", ""});
    for (NodeSpec &node : dag.nodes)
        node.task.inputs = {{"x", "DATE", true, "", "a day"},
                            {"y", "ANY", false, "", ""},
                            {"z", "ANY", true, "1", ""}};
    const std::vector<Parameter> parameters = model::runParameters(dag);
    QCOMPARE(parameters.size(), std::size_t{2});
    QCOMPARE(parameters[1].name, std::string("a.x"));
    QCOMPARE(parameters[1].type, std::string("DATE"));
    QCOMPARE(parameters[1].description, std::string("a day"));
}

void TestValidate::findsMissingFiles()
{
    const std::string text =
        "dagId: t\nnodes:\n"
        "  - {nodeId: a, taskDefinition: {runtime: SHELL, scriptFile: here.sh}}\n"
        "  - {nodeId: b, taskDefinition: {runtime: SHELL, scriptFile: gone.sh}}\n"
        "  - {nodeId: c, taskDefinition: {runtime: EXEC, command: [bin/gone]}}\n"
        "  - {nodeId: d, taskDefinition: {runtime: EXEC, command: [gone]}}\n"
        "  - {nodeId: e, taskDefinition: {runtime: JAVA_17, artifactId: gone-v1}}\n"
        "  - {nodeId: f, taskDefinition: {runtime: SHELL, scriptFile: '${run.dir}/x.sh'}}\n"
        "  - {nodeId: g, taskDefinition: {runtime: SHELL, scriptFile: here.sh, artifactId: "
        "gone-v1}}\n";
    const toolkit::Parsed parsed = model::parse(text, "t.yaml");
    QVERIFY(parsed.ok());
    const auto exists = [](const std::string &path) { return path == "here.sh"; };
    for (const model::FileUse use : {model::FileUse::Validate, model::FileUse::Run}) {
        QStringList places, errors;
        for (const Finding &finding : model::checkFiles(parsed.dag, text, "t.yaml", use, exists)) {
            const QString place = QStringLiteral("%1:%2").arg(finding.line).arg(finding.column);
            places << place;
            if (finding.isError())
                errors << place;
        }
        QCOMPARE(places, (QStringList{"4:62", "5:59", "7:64", "9:83"}));
        QCOMPARE(errors, use == model::FileUse::Run ? QStringList({"4:62", "5:59", "7:64"})
                                                    : QStringList());
    }
    const auto known = [](const std::string &artifact) { return artifact == "gone-v1"; };
    QCOMPARE(
        model::checkFiles(parsed.dag, text, "t.yaml", model::FileUse::Run, exists, known).size(),
        std::size_t{2});
}

void TestValidate::aParameterOfAnInputHasItsType()
{
    const std::string node =
        "nodes:\n  - {nodeId: a, taskDefinition: {inputSchema: {x: {type: INTEGER}}}}\n";
    QCOMPARE(errorsOf("dagId: t\nparameters: {a.x: {type: STRING}}\n" + node, "t.yaml"),
             QStringList{"parameters/a.x: the parameter a.x is of type STRING, the input a.x of "
                         "type INTEGER"});
    QCOMPARE(errorsOf("dagId: t\nparameters: {a.x: {type: INTEGER}, a.y: {type: STRING}}\n" + node,
                      "t.yaml"),
             QStringList());
}

void TestValidate::saysWhatToDoAboutTypes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("fix");
    QTest::newRow("one into an array") << "STRING"
                                       << "ARRAY<STRING>"
                                       << "the input takes an array";
    QTest::newRow("an array into one") << "ARRAY<STRING>"
                                       << "STRING"
                                       << "take it with mapOver";
    QTest::newRow("a fraction") << "NUMBER"
                                << "INTEGER"
                                << "may have a fraction";
    QTest::newRow("nothing in common") << "STRING"
                                       << "OBJECT"
                                       << "make the types agree";
}

void TestValidate::saysWhatToDoAboutTypes()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, fix);
    const QString text =
        QString("dagId: t\nnodes:\n"
                "  - {nodeId: a, taskDefinition: {outputSchema: {y: {type: '%1'}}}}\n"
                "  - {nodeId: b, taskDefinition: {inputSchema: {x: {type: '%2'}}}}\n"
                "edges:\n  - {from: a, to: b, dataMapping: {y: x}}\n")
            .arg(from, to);
    const std::vector<Finding> found = model::parse(text.toStdString(), "t.yaml").findings;
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].line, 6U);
    QVERIFY2(QString::fromStdString(found[0].fix).contains(fix), found[0].fix.c_str());
}

QTEST_APPLESS_MAIN(TestValidate)
#include "tst_validate.moc"
