// SPDX-License-Identifier: GPL-3.0-or-later
// Reading DAG files: the seed as it stands, every mistake at its place, hostile files without harm.
#include <QtTest>

#include <random>

#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;
using support::sourceFile;

namespace {

toolkit::Parsed parse(const std::string &text, const std::string &file,
                      const toolkit::Limits &limits = {})
{
    return model::parse(text, file, limits);
}

// "5:77 nodes/0/resourceRequirements/memoryMB" of every finding.
QStringList placesOf(const toolkit::Parsed &parsed)
{
    QStringList out;
    for (const Finding &finding : parsed.findings)
        out << QStringLiteral("%1:%2 %3")
                   .arg(finding.line)
                   .arg(finding.column)
                   .arg(QString::fromStdString(finding.path));
    return out;
}

QStringList textsOf(const toolkit::Parsed &parsed)
{
    QStringList out;
    for (const Finding &finding : parsed.findings)
        out << QString::fromStdString(finding.text());
    return out;
}

// Ten levels of lists, each of nine aliases of the one before: 9^10 values in 320 bytes.
std::string aliasBomb()
{
    std::string text = "a0: &a0 [x]\n";
    for (char level = '1'; level <= '9'; ++level) {
        const std::string below = std::string("*a") + static_cast<char>(level - 1);
        text += std::string("a") + level + ": &a" + level + " [" + below;
        for (int i = 0; i < 8; ++i)
            text += "," + below;
        text += "]\n";
    }
    return text;
}

} // namespace

class TestParse : public QObject {
    Q_OBJECT

private slots:
    void readsTheSeedByteForByte();
    void seedBecomesTheSameDagInYaml();
    void pointsAtAllTwelveMistakes_data();
    void pointsAtAllTwelveMistakes();
    void namesTheWholeCycle();
    void findingsReadLikeACompilers();
    void refusesHostileText_data();
    void refusesHostileText();
    void readsOnBehindWrongCommas();
    void countsColumnsInCharacters_data();
    void countsColumnsInCharacters();
    void limitsNameTheirSetting_data();
    void limitsNameTheirSetting();
    void countsFindingsBeyondTheLimit();
    void acceptsAliasesWithinTheBudget();
    void takesOneHundredMegabytes();
    void survivesBrokenFiles_data();
    void survivesBrokenFiles();
    void detectsTheFormat_data();
    void detectsTheFormat();
};

void TestParse::readsTheSeedByteForByte()
{
    const toolkit::Parsed parsed = parse(sourceFile("tests/data/model/seed.json"), "seed.json");
    QCOMPARE(textsOf(parsed), QStringList());
    QCOMPARE(parsed.dag.id, std::string("sales-analytics-pipeline-v3"));
    QCOMPARE(parsed.dag.name, std::string("销售数据分析管道"));
    QCOMPARE(parsed.dag.nodes.size(), std::size_t{3});
    QCOMPARE(parsed.dag.edges.size(), std::size_t{2});
    QCOMPARE(parsed.dag.schedule.retry.interval, SpanMs{300'000});
    QCOMPARE(parsed.dag.nodes[1].resources.gpuUnits, 1U);
    QCOMPARE(parsed.dag.nodes[1].task.runtime, Runtime::Python);
    QCOMPARE(parsed.dag.nodes[1].task.outputs[1].type, std::string("MAP<STRING, NUMBER>"));
    QCOMPARE(parsed.dag.nodes[2].execution.timeout, SpanMs{7'200'000});
    QCOMPARE(parsed.runParameters.size(), std::size_t{1});
    QCOMPARE(parsed.runParameters[0].name, std::string("extract-sales-data.dateRange"));
    QVERIFY(parsed.runParameters[0].required);
}

void TestParse::seedBecomesTheSameDagInYaml()
{
    const toolkit::Parsed json = parse(sourceFile("tests/data/model/seed.json"), "seed.json");
    const toolkit::Parsed yaml = parse(sourceFile("tests/data/model/seed.yaml"), "seed.yaml");
    QCOMPARE(textsOf(yaml), QStringList());
    QVERIFY(json.dag == yaml.dag);
}

void TestParse::pointsAtAllTwelveMistakes_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("places");
    QTest::newRow("json") << "twelve.json"
                          << QStringList{"5:77 nodes/0/resourceRequirements/memoryMB",
                                         "6:55 nodes/0/taskDefinition/command",
                                         "7:87 nodes/0/taskDefinition/outputSchema/day/type",
                                         "8:70 nodes/1/executionConfig/timeout",
                                         "9:24 nodes/2/executoinConfig",
                                         "10:36 nodes/2/taskDefinition/runtime",
                                         "11:93 nodes/2/taskDefinition/inputSchema/to",
                                         "12:16 nodes/3/nodeId",
                                         "16:61 edges/0/dataMapping/rows",
                                         "18:5 edges/2",
                                         "19:14 edges/3/from",
                                         "20:52 edges/4/condition"};
    QTest::newRow("yaml") << "twelve.yaml"
                          << QStringList{"5:38 nodes/0/resourceRequirements/cpuCores",
                                         "8:16 nodes/0/taskDefinition/command",
                                         "13:32 nodes/1/executionConfig/timeout",
                                         "14:22 nodes/2/executoinConfig",
                                         "15:32 nodes/2/taskDefinition/runtime",
                                         "16:79 nodes/2/taskDefinition/inputSchema/to",
                                         "17:13 nodes/3/nodeId",
                                         "18:39 nodes/4/positoin",
                                         "22:49 edges/0/dataMapping/rows",
                                         "24:5 edges/2",
                                         "25:12 edges/3/from",
                                         "29:7 edges/4/dataMapping/row"};
}

void TestParse::pointsAtAllTwelveMistakes()
{
    QFETCH(QString, file);
    QFETCH(QStringList, places);
    const toolkit::Parsed parsed =
        parse(sourceFile("tests/data/model/" + file.toStdString()), file.toStdString());
    QCOMPARE(placesOf(parsed), places);
    QVERIFY(!parsed.ok());
    for (const Finding &finding : parsed.findings)
        QVERIFY2(finding.isError(), finding.text().c_str());
}

void TestParse::namesTheWholeCycle()
{
    const toolkit::Parsed parsed = parse(support::dagText("a>b b>c c>a"), "x.json");
    QCOMPARE(parsed.findings.size(), std::size_t{1});
    QCOMPARE(parsed.findings[0].message, std::string("the edges form a cycle: a -> b -> c -> a"));
    QCOMPARE(parsed.findings[0].path, std::string("edges/2"));
}

void TestParse::findingsReadLikeACompilers()
{
    const toolkit::Parsed parsed =
        parse("{\"dagId\": \"x\",\n \"nodez\": [], \"nodes\": []}", "dir/x.json");
    QCOMPARE(textsOf(parsed),
             QStringList{
                 "dir/x.json:2:2: error: unknown key \"nodez\" in dag (did you mean \"nodes\"?)"});
}

void TestParse::refusesHostileText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("finding"); // starts so
    const auto row = [](const char *name, const QByteArray &text, const char *file,
                        const char *finding) { QTest::newRow(name) << text << file << finding; };
    row("empty json", "", "x.json", "x.json:1:1: error: the file is empty");
    row("empty yaml", "", "x.yaml", "x.yaml:1:1: error: the file is empty");
    row("blank json", " \n\t", "x.json", "x.json:1:1: error: the file is empty");
    row("only comments in yaml", "# nothing\n", "x.yaml", "x.yaml:1:1: error: the file is empty");
    row("only a byte order mark", "\xEF\xBB\xBF", "x.json", "x.json:1:1: error: the file is empty");
    row("a text instead of an object", "\"x\"", "x.json",
        "x.json:1:1: error: dag must be an object, not a text");
    row("a list instead of an object", "- a\n", "x.yaml",
        "x.yaml:1:1: error: dag must be an object, not an array");
    row("NUL byte", QByteArray("{\"a\":\n \0}", 9), "x.json",
        "x.json:2:2: error: the file holds a NUL byte");
    row("NUL byte in yaml", QByteArray("a: b\n\0", 6), "x.yaml",
        "x.yaml:2:1: error: the file holds a NUL byte");
    row("not UTF-8", "{\"dagId\": \"\xC3\x28\"}", "x.json",
        "x.json:1:12: error: this byte is not UTF-8");
    row("overlong UTF-8", "a: \xC0\xAF", "x.yaml", "x.yaml:1:4: error: this byte is not UTF-8");
    row("UTF-16", "\xFF\xFE{", "x.json",
        "x.json:1:1: error: the file is UTF-16 (save it as UTF-8)");
    row("cut off inside a list", "{\"dagId\": \"x\", \"nodes\": [", "x.json",
        "x.json:1:26: error: the file ends inside the array that starts at line 1, column 25 "
        "(close it with ])");
    row("cut off inside a text", "{\"dagId\": \"x", "x.json",
        "x.json:1:11: error: not JSON: invalid string: missing closing quote");
    row("single quotes", "{'dagId': 1}", "x.json",
        "x.json:1:2: error: not JSON: invalid literal (write texts in double quotes)");
    row("bare word", "{\"dagId\": \"x\", \"nodes\": tru}", "x.json",
        "x.json:1:25: error: not JSON: invalid literal");
    row("text behind the end", "{} x", "x.json", "x.json:1:4: error: not JSON");
    row("number too large", "{\"dagId\": 1e999}", "x.json",
        "x.json:1:11: error: not JSON: number overflow");
    row("raw tab in a text", "{\"dagId\": \"a\tb\"}", "x.json",
        "x.json:1:13: error: not JSON: invalid string: control character");
    row("same key twice", "{\"dagId\": \"a\", \"nodes\": [],\n\"dagId\": \"b\"}", "x.json",
        "x.json:2:1: error: the key \"dagId\" stands twice in one object");
    row("a part of a node twice",
        "dagId: a\nnodes:\n- nodeId: x\n- nodeId: y\n  taskDefinition: {}\n"
        "  taskDefinition: {inputSchema: {i: {required: true}}}\nedges: [{from: x, to: y}]\n",
        "x.yaml", "x.yaml:6:3: error: the key \"taskDefinition\" stands twice in one object");
    row("a mapping twice",
        "dagId: a\nnodes:\n- nodeId: x\n- nodeId: y\nedges:\n- {from: x, to: y, dataMapping: "
        "null,\n"
        "   dataMapping: {o: i}}\n",
        "x.yaml", "x.yaml:7:4: error: the key \"dataMapping\" stands twice in one object");
    row("same key twice in yaml", "dagId: a\nnodes: []\ndagId: b\n", "x.yaml",
        "x.yaml:3:1: error: the key \"dagId\" stands twice in one object");
    row("100,000 brackets", QByteArray(100'000, '['), "x.json",
        "x.json:1:65: error: nested deeper than 64 levels (raise the setting limits.maxDepth)");
    row("100,000 brackets in yaml", QByteArray(100'000, '['), "x.yaml",
        "x.yaml:1:65: error: nested deeper than 64 levels");
    row("100,000 dashes", QByteArray("- ").repeated(100'000), "x.yaml",
        "x.yaml:1:129: error: nested deeper than 64 levels");
    row("alias bomb", QByteArray::fromStdString(aliasBomb()), "x.yaml",
        "x.yaml:5:30: error: more than 10000 values reached through aliases");
    row("alias of itself", "a: &a [*a]", "x.yaml", "x.yaml:1:8: error: this alias contains itself");
    row("alias of nothing", "a: *b", "x.yaml",
        "x.yaml:1:4: error: no value before has the anchor &b");
    row("merge key", "a: &a {x: 1}\nb:\n  <<: *a", "x.yaml",
        "x.yaml:3:3: error: merge keys (<<) are not part of YAML 1.2");
    row("two documents", "dagId: a\nnodes: []\n---\ndagId: b", "x.yaml",
        "x.yaml:3:1: error: a second document starts here");
    row("a tag", "dagId: !python/object x\nnodes: []", "x.yaml",
        "x.yaml:1:8: error: the tag \"!python/object\" is not known");
    row("a list as key", "[a]: b", "x.yaml",
        "x.yaml:1:1: error: a key must be a text, not an array");
    row("tab as indent", "dagId: a\n\tnodes: []", "x.yaml",
        "x.yaml:2:1: error: not YAML: found a tab character");
    row("unclosed yaml text", "dagId: \"a", "x.yaml",
        "x.yaml:1:10: error: not YAML: found unexpected end of stream");
}

void TestParse::refusesHostileText()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, file);
    QFETCH(QString, finding);
    const toolkit::Parsed parsed = parse(text.toStdString(), file.toStdString());
    QVERIFY(!parsed.ok());
    const QStringList all = textsOf(parsed);
    const bool found = std::any_of(all.begin(), all.end(),
                                   [&](const QString &one) { return one.startsWith(finding); });
    QVERIFY2(found, qPrintable(all.join('\n')));
}

void TestParse::readsOnBehindWrongCommas()
{
    const toolkit::Parsed parsed =
        parse("{\n  \"dagId\": \"x\", // a name\n  \"nodes\": [\n    {\"nodeId\": \"a\",},\n"
              "    {\"nodeId\": \"b\"}\n    {\"nodeId\": \"a\"}, // last\n  ]\n}\n",
              "x.json");
    QCOMPARE(placesOf(parsed), (QStringList{"4:20 ", "6:5 ", "6:16 nodes/2/nodeId", "7:3 "}));
    QCOMPARE(parsed.dag.nodes.size(), std::size_t{3});
}

void TestParse::countsColumnsInCharacters_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("file");
    QTest::newRow("json")
        << QByteArray("{\"dagId\": \"x\", \"nodes\": [], \"name\": \"销售\", \"owner\": 5}")
        << "x.json";
    QTest::newRow("json with byte order mark")
        << QByteArray(
               "\xEF\xBB\xBF{\"dagId\": \"x\", \"nodes\": [], \"name\": \"销售\", \"owner\": 5}")
        << "x.json";
    QTest::newRow("yaml")
        << QByteArray("{\"dagId\": \"x\", \"nodes\": [], \"name\": \"销售\", \"owner\": []}")
        << "x.yaml";
    QTest::newRow("yaml with byte order mark")
        << QByteArray(
               "\xEF\xBB\xBF{\"dagId\": \"x\", \"nodes\": [], \"name\": \"销售\", \"owner\": []}")
        << "x.yaml";
    QTest::newRow("escapes")
        << QByteArray("{\"dagId\": \"x\", \"nodes\": [], \"name\": \"\\\"\", \"owner\":   5}")
        << "x.json";
}

void TestParse::countsColumnsInCharacters()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, file);
    QCOMPARE(placesOf(parse(text.toStdString(), file.toStdString())),
             QStringList{text.contains('\\') ? "1:54 owner" : "1:52 owner"});
}

void TestParse::limitsNameTheirSetting_data()
{
    QTest::addColumn<QString>("setting");
    for (const char *name : {"limits.maxBytes", "limits.maxNodes", "limits.maxEdges",
                             "limits.maxValues", "limits.maxDepth"})
        QTest::newRow(name) << name;
}

void TestParse::limitsNameTheirSetting()
{
    QFETCH(QString, setting);
    toolkit::Limits limits;
    limits.maxBytes = setting == "limits.maxBytes" ? 20 : limits.maxBytes;
    limits.maxNodes = setting == "limits.maxNodes" ? 2 : limits.maxNodes;
    limits.maxEdges = setting == "limits.maxEdges" ? 1 : limits.maxEdges;
    limits.maxValues = setting == "limits.maxValues" ? 5 : limits.maxValues;
    limits.maxDepth = setting == "limits.maxDepth" ? 2 : limits.maxDepth;
    const toolkit::Parsed parsed = parse(support::dagText("a>b b>c"), "x.json", limits);
    QVERIFY(!parsed.ok());
    QVERIFY2(QString::fromStdString(parsed.findings[0].fix).contains(setting),
             parsed.findings[0].text().c_str());
}

void TestParse::countsFindingsBeyondTheLimit()
{
    std::string text = "{\"dagId\": \"x\", \"nodes\": [";
    for (int i = 0; i < 5000; ++i)
        text += std::string(i > 0 ? "," : "") + "{\"nodeId\": \"n" + std::to_string(i) +
                "\", \"wrong\": 1}\n";
    const toolkit::Parsed parsed = parse(text + "]}", "x.json");
    QCOMPARE(parsed.findings.size(), std::size_t{100});
    QCOMPARE(parsed.suppressed, 4900U);
    QCOMPARE(parsed.findings[99].line, 100U);
}

void TestParse::acceptsAliasesWithinTheBudget()
{
    const toolkit::Parsed parsed = parse("dagId: x\nnodes:\n  - nodeId: a\n    executionConfig: "
                                         "&fast {timeout: PT5S, parallelism: 1}\n"
                                         "  - nodeId: b\n    executionConfig: *fast\n",
                                         "x.yaml");
    QCOMPARE(textsOf(parsed), QStringList());
    QCOMPARE(parsed.dag.nodes[1].execution.timeout, SpanMs{5000});
}

void TestParse::takesOneHundredMegabytes()
{
    const std::string large(100U << 20U, 'x');
    const toolkit::Parsed parsed =
        parse("{\"dagId\": \"x\", \"nodes\": [], \"description\": \"" + large + "\", \"a\": 1}",
              "x.json");
    QCOMPARE(parsed.findings.size(), std::size_t{1});
    QCOMPARE(parsed.findings[0].column, 45U + (100U << 20U) + 3U);
    QCOMPARE(parse(large, "x.json").findings.size(), std::size_t{1});
    QVERIFY(!parse(std::string(100U << 20U, ' '), "x.json").ok());
}

void TestParse::survivesBrokenFiles_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("json") << "seed.json";
    QTest::newRow("json with mistakes") << "twelve.json";
    QTest::newRow("yaml") << "seed.yaml";
    QTest::newRow("yaml with mistakes") << "twelve.yaml";
}

// Cut, swapped and overwritten at 600 seeded places each: no crash, and each finding lies in the
// text.
void TestParse::survivesBrokenFiles()
{
    QFETCH(QString, file);
    const std::string whole = sourceFile("tests/data/model/" + file.toStdString());
    std::mt19937 random(20240229);
    const std::string signs = "{}[]\",:&*-?|>'#%@\n\t \\\x01\xC3/0aeE.+!";
    for (int round = 0; round < 600; ++round) {
        std::string text = whole;
        for (unsigned change = 0; change <= random() % 4; ++change) {
            const std::size_t at = random() % text.size();
            if (random() % 4 == 0)
                text.resize(at + 1);
            else if (random() % 2 == 0)
                text[at] = signs[random() % signs.size()];
            else
                std::swap(text[at], text[random() % text.size()]);
        }
        const toolkit::Parsed parsed = parse(text, file.toStdString());
        const auto lines =
            static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        for (const Finding &finding : parsed.findings)
            QVERIFY2(finding.line >= 1 && finding.line <= lines && finding.column >= 1,
                     finding.text().c_str());
        for (const EdgeSpec &edge : parsed.dag.edges)
            QVERIFY(edge.from < parsed.dag.nodes.size() && edge.to < parsed.dag.nodes.size());
    }
}

void TestParse::detectsTheFormat_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("format");
    const auto row = [](const char *name, const char *text, const char *file,
                        toolkit::Format format) {
        QTest::newRow(name) << QByteArray(text) << file << static_cast<int>(format);
    };
    row("by the name, json", "x", "a.JSON", toolkit::Format::Json);
    row("by the name, yaml", "{}", "a.yml", toolkit::Format::Yaml);
    row("by the name, dot", "digraph {}", "a.gv", toolkit::Format::Dot);
    row("by the text, json", " // hello\n{}", "-", toolkit::Format::Json);
    row("by the text, yaml", "dagId: x", "-", toolkit::Format::Yaml);
    row("wfformat by its keys", "{\"name\": \"x\", \"schemaVersion\": \"1.5\"}", "a.json",
        toolkit::Format::WfFormat);
}

void TestParse::detectsTheFormat()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, file);
    QFETCH(int, format);
    QCOMPARE(static_cast<int>(model::detectFormat(text.toStdString(), file.toStdString())), format);
}

QTEST_APPLESS_MAIN(TestParse)
#include "tst_parse.moc"
