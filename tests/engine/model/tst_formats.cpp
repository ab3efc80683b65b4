// SPDX-License-Identifier: GPL-3.0-or-later
// DAGs written and read back: JSON and YAML lose nothing, WfFormat and DOT name what they lose.
#include <QtTest>

#include <QXmlStreamReader>

#include <random>

#include "model/formats/dot.h"
#include "model/formats/svg.h"
#include "model/formats/wfformat.h"
#include "model/formats/write.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;
using support::sourceFile;

namespace {

DagSpec mustParse(const std::string &text, const std::string &file)
{
    toolkit::Parsed parsed = model::parse(text, file);
    for (const Finding &finding : parsed.findings)
        qWarning("%s", finding.text().c_str());
    return parsed.dag;
}

// Every field set to something that is not its default.
DagSpec everything()
{
    DagSpec dag = support::dag("a>b?FAILURE b>c c>d");
    dag.id = "all.of-it_1";
    dag.name = "所有 \"quoted\" \\ name";
    dag.description = "first line\n\nthird: line # no comment\n";
    dag.version = "1.10";
    dag.owner = "yes";
    dag.tags = {"null", "0x1F", "- x", "",   " lead",    "trail ",
                "a: b", "1e3",  "~",   "#x", "tab\there"};
    dag.schedule = {"CRON", "0 2 * * *", "Asia/Shanghai", {3, 300'000, 1.5}};
    dag.parameters = {{"size", "INTEGER", true, "", "how much"},
                      {"names", "ARRAY<STRING>", false, "[\"a\",\"b\"]", ""}};
    dag.maxParallelTasks = 7;
    dag.globalConfigs = R"({"defaultResourcePool":"fast","notificationChannels":["EMAIL","SMS"]})";
    dag.mapReduceConfig = R"({"enabled":true,"spillThresholdMB":1024})";
    NodeSpec &node = dag.nodes[0];
    node.name = "名";
    node.description = "does\nthings";
    node.type = "EXTRACT";
    node.position = Position{100, -0.5, 1e-7};
    node.task.runtime = Runtime::Python;
    node.task.runtimeName = "PYTHON_3.9";
    node.task.command = {"--x", "", "a b", "5", "true", "${params.size}"};
    node.task.script = "\tprint('hi')\n  if x:\n\n    pass\n\n\n";
    node.task.artifactId = "art-1";
    node.task.className = "com.x.Y";
    node.task.database = "x.db";
    node.task.image = "img:1";
    node.task.environment = {{"LANG", "C.UTF-8"}, {"N", "1"}};
    node.task.inputs = {{"day", "DATE", true, "\"2024-02-29\"", "the day"}};
    node.task.outputs = {{"rows", "MAP<STRING, NUMBER>", false, "", ""}};
    node.task.http =
        HttpRequest{"POST", "http://x/?a=b&c", {{"Accept", "*/*"}}, "{\n}", {200, 404}};
    node.resources = {2.5, 4096, 1, 50, "HIGH"};
    node.execution = {1'800'000,
                      4,
                      true,
                      true,
                      true,
                      true,
                      true,
                      "HASH",
                      "params.names",
                      "",
                      "${item}",
                      0.5,
                      TriggerRule::NoneFailed,
                      "",
                      std::nullopt,
                      true,
                      Isolation::Container,
                      RetryPolicy{1, 2, 2.0, 3, 0.25, {{FailureClass::Kind::Exit, 2, 5}}, 2.0, 1.5},
                      -3,
                      {{"db"}, {"c-${params.names}", 1, 3}, {"m", 0}}};
    dag.nodes[1].execution.loop = LoopSpec{"outputs.n < 3", true, 7};
    dag.nodes[1].task.wait = WaitSpec{.file = "in/*.csv", .every = 100};
    dag.nodes[1].task.approval = ApprovalSpec{"go?"};
    dag.nodes[1].task.subDag = SubDagSpec{"inner.yaml", "0123456789abcdef"};
    dag.timeout = 60000;
    dag.priority = 7;
    dag.queue = "nightly";
    dag.maxActiveRuns = 2;
    dag.holds = {{"licence", 2}, {"table", 0}};
    node.recorded =
        Recorded{10.85, 2, 99.99, 1, 2, 3, "host", {"prog", "-x"}, {{"in", 5}}, {{"out", 0}}};
    dag.nodes[1].task.http = HttpRequest{"GET", "http://x", {}, "", {}};
    dag.nodes[1].execution.retry = RetryPolicy{};
    dag.edges[0].dataMapping = {{"rows", "x"}};
    return dag;
}

std::string randomText(std::mt19937 &random)
{
    static const std::vector<std::string> pieces = {"a",
                                                    "Z",
                                                    "0",
                                                    " ",
                                                    "  ",
                                                    "\n",
                                                    "\n\n",
                                                    ":",
                                                    ": ",
                                                    " #",
                                                    "#",
                                                    "-",
                                                    "- ",
                                                    "'",
                                                    "\"",
                                                    "\\",
                                                    "{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    "&",
                                                    "*",
                                                    "!",
                                                    "|",
                                                    ">",
                                                    "%",
                                                    "@",
                                                    "`",
                                                    "?",
                                                    "=",
                                                    "\t",
                                                    "\r",
                                                    "\x01",
                                                    "\x7F",
                                                    "é",
                                                    "销",
                                                    "😀",
                                                    "\xC2\x85",
                                                    "\xC2\xA0",
                                                    "\xE2\x80\xA8",
                                                    "\xEF\xBB\xBF",
                                                    "\xEF\xBF\xBE",
                                                    "null",
                                                    "true",
                                                    "1.5",
                                                    "~",
                                                    "<<",
                                                    "---",
                                                    "..."};
    std::string out;
    for (unsigned n = random() % 8; n > 0; --n)
        out += pieces[random() % pieces.size()];
    return out;
}

} // namespace

class TestFormats : public QObject {
    Q_OBJECT

private slots:
    void jsonAndYamlLoseNothing();
    void schedulesLoseNothing();
    void anyTextSurvivesYaml();
    void aCanonicalTextIsItsOwnCanonicalText_data();
    void aCanonicalTextIsItsOwnCanonicalText();
    void aVersionIgnoresPositionsOnly();
    void writesReadableYaml();
    void readsAndWritesWfFormat_data();
    void readsAndWritesWfFormat();
    void keepsWhatWasRecorded();
    void readsTheOlderWfFormat();
    void wfFormatNamesWhatItLosesAndPointsAtMistakes();
    void dotKeepsTheGraph();
    void dotErrorsTellTheLine();
    void svgIsWellFormedAndItsNodesDoNotOverlap();
};

void TestFormats::jsonAndYamlLoseNothing()
{
    const DagSpec dag = everything();
    const std::string json = model::toJson(dag, 2);
    const DagSpec fromJson = model::parse(json, "x.json").dag;
    QCOMPARE(model::toJson(fromJson, 2), json);
    QVERIFY(fromJson == dag);
    const DagSpec fromYaml = model::parse(model::toYaml(dag), "x.yaml").dag;
    QCOMPARE(model::toJson(fromYaml, 2), json);
    QVERIFY(fromYaml == dag);
    QVERIFY(model::parse(model::toJson(dag, -1), "x.json").dag == dag);
}

void TestFormats::schedulesLoseNothing()
{
    using Kind = EventCondition::Kind;
    DagSpec dag = support::dag("a");
    Schedule &schedule = dag.schedule;
    schedule.type = "EVENT";
    schedule.missed = MissedRuns::All;
    schedule.missedLimit = 7;
    schedule.maxParallelRuns = 3;
    schedule.whenBusy = WhenBusy::Skip;
    schedule.startDate = "2026-03-01";
    schedule.endDate = "2026-03-01T08:00";
    schedule.excludeDates = {"@holidays", "SAT"};
    schedule.includeDates = {"12-24", "2026-12-24..2026-12-26"};
    schedule.debounce = 10'000;
    schedule.pollInterval = 5'000;
    EventCondition file, http, other, window, either;
    file.kind = Kind::File;
    file.path = "in/*.csv";
    http.kind = Kind::Http;
    http.url = "https://example.org/x";
    http.changes = true;
    http.expectStatus = {200, 304};
    other.kind = Kind::Dag;
    other.dag = "upstream";
    window.kind = Kind::Time;
    window.from = "08:30";
    window.days = {"MON", "FRI"};
    either.kind = Kind::Or;
    either.parts = {http, other};
    schedule.condition.emplace();
    schedule.condition->parts = {file, either, window};
    QVERIFY(mustParse(model::toJson(dag, 2), "t.json") == dag);
    QVERIFY(mustParse(model::toYaml(dag), "t.yaml") == dag);
    schedule = {};
    schedule.type = "INTERVAL";
    schedule.every = 90'000;
    QVERIFY(mustParse(model::toJson(dag, -1), "t.json") == dag);
    QVERIFY(mustParse(model::toYaml(dag), "t.yaml") == dag);
}

void TestFormats::anyTextSurvivesYaml()
{
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        DagSpec dag = support::dag("a");
        dag.description = randomText(random);
        dag.tags = {randomText(random), randomText(random)};
        dag.nodes[0].task.environment = {{"k" + randomText(random), randomText(random)}};
        const std::string yaml = model::toYaml(dag);
        const toolkit::Parsed parsed = model::parse(yaml, "x.yaml");
        QVERIFY2(parsed.dag == dag,
                 (yaml + (parsed.findings.empty() ? "" : parsed.findings[0].text())).c_str());
    }
}

void TestFormats::aCanonicalTextIsItsOwnCanonicalText_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("the seed") << "tests/data/model/seed.json";
    QTest::newRow("the example") << "resources/examples/sales-analytics/dag.yaml";
    QTest::newRow("a recorded workflow") << "tests/data/wfformat/bacass-dirt02-001.json";
}

void TestFormats::aCanonicalTextIsItsOwnCanonicalText()
{
    QFETCH(QString, file);
    const DagSpec dag = mustParse(sourceFile(file.toStdString()), file.toStdString());
    const std::string json = model::toJson(dag, 2);
    QCOMPARE(model::toJson(mustParse(json, "x.json"), 2), json);
    QCOMPARE(model::toJson(mustParse(model::toYaml(dag), "x.yaml"), 2), json);
}

void TestFormats::aVersionIgnoresPositionsOnly()
{
    DagSpec dag = everything();
    const VersionId version = model::versionOf(dag);
    QCOMPARE(version.text.size(), std::size_t{16});
    dag.nodes[0].position = Position{1, 2, 3};
    QCOMPARE(model::versionOf(dag), version);
    dag.nodes[0].task.script += " ";
    QVERIFY(model::versionOf(dag) != version);
}

void TestFormats::writesReadableYaml()
{
    DagSpec dag = support::dag("a>b");
    dag.nodes[0].task.runtime = Runtime::Shell;
    dag.nodes[0].task.runtimeName = "SHELL";
    dag.nodes[0].task.script = "set -e\necho hi\n";
    dag.nodes[0].position = Position{1, 2, 0};
    QCOMPARE(QString::fromStdString(model::toYaml(dag)),
             QString("dagId: test\n"
                     "nodes:\n"
                     "  - nodeId: a\n"
                     "    position: {x: 1, y: 2, z: 0}\n"
                     "    taskDefinition:\n"
                     "      runtime: SHELL\n"
                     "      script: |\n"
                     "        set -e\n"
                     "        echo hi\n"
                     "  - {nodeId: b}\n"
                     "edges:\n"
                     "  - {from: a, to: b}\n"));
}

void TestFormats::readsAndWritesWfFormat_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("nodes");
    QTest::addColumn<int>("edges");
    QTest::newRow("bacass") << "bacass-dirt02-001" << 11 << 14;
    QTest::newRow("epigenomics") << "epigenomics-chameleon-hep-1seq-50k-001" << 73 << 88;
    QTest::newRow("chain") << "helloworld-chain-5-chameleon" << 5 << 4;
    QTest::newRow("fork and join") << "helloworld-forkjoin-10-chameleon" << 10 << 16;
    QTest::newRow("montage") << "montage-chameleon-2mass-03d-001" << 748 << 1992;
    QTest::newRow("srasearch") << "srasearch-chameleon-10a-001" << 22 << 30;
}

void TestFormats::readsAndWritesWfFormat()
{
    QFETCH(QString, file);
    QFETCH(int, nodes);
    QFETCH(int, edges);
    const DagSpec dag = mustParse(sourceFile("tests/data/wfformat/" + file.toStdString() + ".json"),
                                  file.toStdString() + ".json");
    QCOMPARE(static_cast<int>(dag.nodes.size()), nodes);
    QCOMPARE(static_cast<int>(dag.edges.size()), edges);
    std::vector<std::string> lost;
    QVERIFY(mustParse(model::toWfFormat(dag, lost), "again.json") == dag);
    QCOMPARE(lost.size(), std::size_t{0});
}

void TestFormats::keepsWhatWasRecorded()
{
    const DagSpec dag = mustParse(
        sourceFile("tests/data/wfformat/montage-chameleon-2mass-03d-001.json"), "montage.json");
    const NodeSpec &node = dag.nodes[0];
    QCOMPARE(node.id, std::string("mProject_ID0000001"));
    QVERIFY(node.recorded.has_value());
    QCOMPARE(node.recorded->seconds, 10.85);
    QCOMPARE(node.recorded->machine, std::string("workflowhub-3"));
    QCOMPARE(node.recorded->command.size(), std::size_t{5});
    QCOMPARE(node.recorded->memoryBytes, std::uint64_t{14'720'000});
    QCOMPARE(node.task.runtime, Runtime::None);
    QVERIFY(mustParse(model::toYaml(dag), "x.yaml") == dag);
}

// 1.4: what was measured stands in the task, machines in the workflow, parents are names.
void TestFormats::readsTheOlderWfFormat()
{
    const std::string text = sourceFile("tests/data/formats/wfformat-1.4.json");
    const toolkit::Parsed parsed = model::parse(text, "x.json");
    QVERIFY(parsed.ok());
    QCOMPARE(
        QString::fromStdString(parsed.findings.at(0).text()),
        QString("x.json:1:1: warning: a DAG has no place for author.email, createdAt, "
                "tasks.energy, wms, workflow.executedAt, workflow.makespanInSeconds: not kept"));
    const DagSpec &dag = parsed.dag;
    QCOMPARE(dag.edges.size(), std::size_t{1});
    QCOMPARE(dag.nodes[0].id, std::string("ID01"));
    QCOMPARE(dag.nodes[0].type, std::string("split"));
    const Recorded expected{
        2.5, 1, 97.5, 4096, 10, 20, "n1", {"split", "-n", "2"}, {{"in.fa", 100}}, {{"out.1", 50}}};
    QVERIFY(dag.nodes[0].recorded == expected);
    const RecordedMachine machine{"n1",    48,       2300,  68'719'476'736,
                                  "linux", "x86_64", "5.4", "Intel"};
    QVERIFY(dag.recordedMachines == std::vector<RecordedMachine>{machine});
    std::vector<std::string> lost;
    const DagSpec again = mustParse(model::toWfFormat(dag, lost), "again.json");
    QCOMPARE(lost, std::vector<std::string>{"type of 2 nodes"});
    QVERIFY(again.recordedMachines == dag.recordedMachines);
    QVERIFY(again.nodes[0].recorded == dag.nodes[0].recorded);
}

void TestFormats::wfFormatNamesWhatItLosesAndPointsAtMistakes()
{
    std::vector<std::string> lost;
    const std::string text = model::toWfFormat(everything(), lost);
    QVERIFY(model::parse(text, "x.json").ok());
    QVERIFY(std::find(lost.begin(), lost.end(), "schedule") != lost.end());
    QVERIFY(std::find(lost.begin(), lost.end(), "condition and dataMapping of 1 edge") !=
            lost.end());
    const std::string wrong =
        "{\"name\": \"x\", \"schemaVersion\": \"1.5\", \"workflow\": {\"specification\": "
        "{\"tasks\": [\n"
        "{\"id\": \"a\", \"parents\": [\"b\"], \"children\": []},\n"
        "{\"id\": \"b\", \"parents\": [\"a\", \"z\"], \"children\": []}]},\n"
        "\"execution\": {\"tasks\": [{\"id\": \"a\", \"runtimeInSeconds\": -1}]}}}";
    QStringList places;
    for (const Finding &finding : model::parse(wrong, "x.json").findings)
        places << QString::fromStdString(finding.text());
    QCOMPARE(
        places,
        (QStringList{
            "x.json:2:25: error: the edges form a cycle: a -> b -> a (remove one of its edges)",
            "x.json:3:30: error: there is no task \"z\"",
            "x.json:4:57: error: runtimeInSeconds must be a number that is not negative"}));
}

void TestFormats::dotKeepsTheGraph()
{
    DagSpec dag = support::dag("a>b?FAILURE a>c");
    dag.nodes[1].name = "B \"quoted\"";
    dag.nodes[1].type = "TRANSFORM";
    const auto job = nlohmann::json::parse(model::toDotJob(dag));
    QCOMPARE(job.at("job"), nlohmann::json("write-dot"));
    // What orrery-layout gives back for the text it wrote has the same members.
    nlohmann::json reply = job;
    reply.erase("job");
    const Result<DagSpec> back = model::fromDotReply(reply.dump(), "x.dot");
    QVERIFY(back.has_value());
    QVERIFY(*back == dag);
    const Result<DagSpec> foreign = model::fromDotReply(
        R"({"name": "%1", "nodes": [{"id": "a b", "label": ""}, {"id": "a_b"}, {"id": "c"}],
            "edges": [{"from": "a b", "to": "c"}, {"from": "a b", "to": "c"}, {"from": "a_b", "to": "a b"}]})",
        "x.dot");
    QCOMPARE(foreign->nodes[0].id, std::string("a_b"));
    QCOMPARE(foreign->nodes[0].name, std::string("a b"));
    QCOMPARE(foreign->nodes[1].id, std::string("a_b_2"));
    QCOMPARE(foreign->edges.size(), std::size_t{2});
}

void TestFormats::dotErrorsTellTheLine()
{
    const Result<DagSpec> refused =
        model::fromDotReply(R"({"error": "syntax error near '}'", "line": 3})", "x.dot");
    QCOMPARE(refused.error().where, std::string("x.dot:3"));
    QCOMPARE(refused.error().what, std::string("syntax error near '}'"));
    QVERIFY(!model::fromDotReply("", "x.dot"));
    toolkit::Limits limits;
    limits.maxNodes = 1;
    const Result<DagSpec> large =
        model::fromDotReply(R"({"nodes": [{"id": "a"}, {"id": "b"}]})", "x.dot", limits);
    QCOMPARE(large.error().what, std::string("has more than 1 nodes (setting limits.maxNodes)"));
    QCOMPARE(model::dotOfReply(R"({"text": "digraph {}"})").value(), std::string("digraph {}"));
}

void TestFormats::svgIsWellFormedAndItsNodesDoNotOverlap()
{
    DagSpec dag = support::dag("a>b a>c b>d c>d?FAILURE");
    dag.nodes[0].name = "<script>\"&' \x01 一个非常长的名字一个非常长的名字";
    dag.nodes[1].description = "a & b";
    dag.nodes[2].execution.parallelism = 4;
    dag.nodes[2].execution.isMapStage = true;
    toolkit::Layout layout;
    layout.nodes = {{0, 0, 0}, {1.7F, 0, 0}, {1.7F, 1.5F, 0}, {3.4F, 0.7F, 0}};
    layout.edges.resize(4);
    layout.edges[2] = {{2.5F, 0.1F, 0}};
    const std::string svg = model::toSvg(dag, layout);
    QXmlStreamReader xml(QString::fromStdString(svg));
    QVector<QRectF> nodes;
    int paths = 0;
    QString texts;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto number = [&](const char *name) {
            return xml.attributes().value(QLatin1String(name)).toDouble();
        };
        if (xml.name() == u"rect" && xml.attributes().value("fill") == u"#0e1420")
            nodes << QRectF(number("x"), number("y"), number("width"), number("height"));
        paths += xml.name() == u"path" && xml.attributes().hasAttribute("marker-end") ? 1 : 0;
        if (xml.name() == u"title" || xml.name() == u"text")
            texts += xml.readElementText();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(nodes.size(), 4);
    QCOMPARE(paths, 4);
    for (int i = 0; i < nodes.size(); ++i) {
        for (int j = 0; j < i; ++j)
            QVERIFY(!nodes[i].intersects(nodes[j]));
    }
    QVERIFY(texts.contains("<script>\"&'"));
    QVERIFY(!QString::fromStdString(svg).contains("<script>"));
    QVERIFY(QXmlStreamReader(QString::fromStdString(model::toSvg(DagSpec{}, {}))).readNext() ==
            QXmlStreamReader::StartDocument);
}

QTEST_APPLESS_MAIN(TestFormats)
#include "tst_formats.moc"
