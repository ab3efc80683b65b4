// SPDX-License-Identifier: GPL-3.0-or-later
// What a DAG promises: times, longest path, bottleneck, suggestions; each with what it comes from.
#include <QtTest>

#include <functional>
#include <random>

#include "advise/analyse.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;

using Edit = std::function<void(DagSpec &, AnalysisRequest &)>;
Q_DECLARE_METATYPE(Edit)

namespace {

// One core each; as many seconds as the letter's place in the row of durations.
DagSpec timed(std::string_view graph, const std::vector<double> &seconds)
{
    DagSpec dag = support::dag(graph);
    for (std::size_t n = 0; n < dag.nodes.size(); ++n) {
        dag.nodes[n].task.runtime = Runtime::Exec;
        dag.nodes[n].task.runtimeName = "EXEC";
        dag.nodes[n].execution.timeout = 3'600'000;
        dag.nodes[n].recorded.emplace();
        dag.nodes[n].recorded->seconds = n < seconds.size() ? seconds[n] : 1;
    }
    return dag;
}

Analysis analysed(const DagSpec &dag, const AnalysisRequest &request = {})
{
    toolkit::Parsed parsed;
    parsed.dag = dag;
    return advise::analyse(parsed, request);
}

QString ids(const DagSpec &dag, const std::vector<NodeIndex> &nodes)
{
    QStringList out;
    for (const NodeIndex n : nodes)
        out << QString::fromStdString(dag.nodes[n].id);
    return out.join(u' ');
}

QString actions(const std::vector<Advice> &all)
{
    QStringList out;
    for (const Advice &one : all)
        out << QString::fromStdString(one.action + (one.node.empty() ? "" : ":" + one.node));
    return out.join(u' ');
}

AnalysisRequest on(double cores)
{
    AnalysisRequest request;
    request.capacity.cores = cores;
    return request;
}

NodeHistory measured(const std::string &node, double seconds)
{
    NodeHistory history;
    history.node = node;
    history.samples = 4;
    history.items = 1;
    history.medianSeconds = seconds;
    history.longestSeconds = 2 * seconds;
    return history;
}

} // namespace

class TestAnalyse : public QObject {
    Q_OBJECT

private slots:
    void timesTheRun_data();
    void timesTheRun();
    void staysWithinTheBoundsOfAListSchedule();
    void answersTheSeed();
    void saysWhereADurationComesFrom();
    void countsTheTasksOfMappedNodes_data();
    void countsTheTasksOfMappedNodes();
    void advises_data();
    void advises();
    void warnsOfWhatDoesNotFit();
    void tellsErrorsWithTheirNode();
    void aCycleHasNoTimes();
    void learnsFromRuns();
    void takesARecordedInstanceAsItRan();
    void isQuickForManyNodes();
};

void TestAnalyse::timesTheRun_data()
{
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QVector<double>>("seconds");
    QTest::addColumn<double>("cores");
    QTest::addColumn<double>("run");
    QTest::addColumn<double>("unlimited");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const char *graph, const QVector<double> &seconds,
                        double cores, double run, double unlimited, const char *path) {
        QTest::newRow(name) << graph << seconds << cores << run << unlimited << path;
    };
    row("a chain", "a>b>c", {1, 2, 3}, 1, 6, 6, "a b c");
    row("a fork with room", "a>b a>c b>d c>d", {1, 5, 2, 1}, 2, 7, 7, "a b d");
    row("a fork on one core", "a>b a>c b>d c>d", {1, 5, 2, 1}, 1, 9, 7, "a b d");
    row("three side by side on two cores", "a b c", {3, 3, 3}, 2, 6, 3, "c");
    row("the longest way goes first", "a>x b c", {1, 9, 5, 5}, 2, 10, 10, "a x");
    row("no limit", "a b c", {3, 4, 5}, 0, 5, 5, "c");
}

void TestAnalyse::timesTheRun()
{
    QFETCH(QString, graph);
    QFETCH(QVector<double>, seconds);
    QFETCH(double, cores);
    QFETCH(double, run);
    QFETCH(double, unlimited);
    QFETCH(QString, path);
    const DagSpec dag = timed(graph.toStdString(), {seconds.begin(), seconds.end()});
    const Analysis found = analysed(dag, on(cores));
    QCOMPARE(found.seconds, run);
    QCOMPARE(found.secondsUnlimited, unlimited);
    QCOMPARE(ids(dag, found.criticalPath), path);
}

// Never shorter than the longest path or than the work over the cores; at most the sum of both.
void TestAnalyse::staysWithinTheBoundsOfAListSchedule()
{
    std::mt19937 random(99);
    for (int round = 0; round < 60; ++round) {
        DagSpec dag = timed("n", {});
        const std::size_t count = 2 + random() % 40;
        dag.nodes.resize(count, dag.nodes.front());
        double work = 0;
        for (std::size_t n = 0; n < count; ++n) {
            dag.nodes[n].id = "n" + std::to_string(n);
            dag.nodes[n].recorded->seconds = static_cast<double>(1 + random() % 20);
            work += dag.nodes[n].recorded->seconds;
            if (n > 0 && random() % 2 == 0)
                dag.edges.emplace_back(static_cast<NodeIndex>(random() % n),
                                       static_cast<NodeIndex>(n));
        }
        const auto cores = static_cast<double>(1 + random() % 6);
        const Analysis found = analysed(dag, on(cores));
        QVERIFY(found.seconds >= found.secondsUnlimited - 1e-6);
        QVERIFY(found.seconds >= work / cores - 1e-6);
        QVERIFY(found.seconds <= work / cores + found.secondsUnlimited + 1e-6);
        QVERIFY(found.peakCores <= cores + 1e-6);
        QVERIFY(qAbs(found.utilisation - work / (cores * found.seconds)) < 1e-6);
        for (const EdgeSpec &edge : dag.edges)
            QVERIFY(found.nodes[edge.from].end <= found.nodes[edge.to].start + 1e-6);
    }
}

void TestAnalyse::answersTheSeed()
{
    toolkit::Parsed parsed =
        model::parse(support::sourceFile("tests/data/model/seed.json"), "seed.json");
    AnalysisRequest request;
    request.capacity = {128, 262144, 16U};
    const Analysis found = advise::analyse(parsed, request);
    QVERIFY(found.valid);
    QCOMPARE(ids(parsed.dag, found.criticalPath),
             QString("extract-sales-data transform-sales analyze-sales"));
    QCOMPARE(parsed.dag.nodes[found.bottlenecks.at(0).node].id, std::string("analyze-sales"));
    QCOMPARE(found.sections.size(), std::size_t{2});
    QCOMPARE(found.sections[0].maxParallelism, std::uint64_t{4});
    QCOMPARE(found.sections[1].maxParallelism, std::uint64_t{16});
    QCOMPARE(found.memoryMB.average, 28672.0);
    QCOMPARE(found.cores.max, 16.0);
    QVERIFY2(actions(found.suggestions).contains("SPLIT_BY_PRODUCT_CATEGORY:analyze-sales"),
             qPrintable(actions(found.suggestions)));
    // Half of each time-out: 15 min, 30 min for 16 tasks at once, one hour.
    QCOMPARE(found.seconds, 900.0 + 1800.0 + 3600.0);
    QVERIFY(!found.dataGB);
    // With two GPUs the 16 tasks go in eight waves, and are the bottleneck.
    request.capacity.gpus = 2;
    const Analysis waiting = advise::analyse(parsed, request);
    QCOMPARE(waiting.seconds, 900.0 + 8 * 1800.0 + 3600.0);
    QCOMPARE(parsed.dag.nodes[waiting.bottlenecks.at(0).node].id, std::string("transform-sales"));
}

void TestAnalyse::saysWhereADurationComesFrom()
{
    DagSpec dag = support::dag("a:shell b:shell c:shell d:shell e");
    dag.nodes[0].recorded.emplace();
    dag.nodes[0].recorded->seconds = 9;
    dag.nodes[1].recorded = dag.nodes[0].recorded;
    dag.nodes[2].execution.timeout = 8000;
    AnalysisRequest request;
    request.history = {measured("a", 2)};
    const Analysis found = analysed(dag, request);
    QStringList out;
    for (const NodeEstimate &node : found.nodes)
        out << QString::fromStdString(std::string(text(node.source))) +
                   QString::number(node.seconds);
    QCOMPARE(out, QStringList({"history2", "recorded9", "timeout4", "default60", "exact0"}));
    QVERIFY(std::count(found.nextSteps.begin(), found.nextSteps.end(), "RUN_ONCE_TO_MEASURE") == 1);
}

void TestAnalyse::countsTheTasksOfMappedNodes_data()
{
    QTest::addColumn<QString>("mapOver");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<uint>("items");
    QTest::addColumn<bool>("known");
    QTest::newRow("a literal") << "[1, 2, 3]"
                               << "" << 3U << true;
    QTest::newRow("a parameter") << "params.regions"
                                 << R"({"regions":["a","b"]})" << 2U << true;
    QTest::newRow("a range of a parameter") << "range(params.n)"
                                            << R"({"n":7})" << 7U << true;
    QTest::newRow("an input's default") << "inputs.files"
                                        << "" << 4U << true;
    QTest::newRow("an input given by -p") << "inputs.files"
                                          << R"({"a.files":[1]})" << 1U << true;
    QTest::newRow("nothing to do") << "[]"
                                   << "" << 0U << true;
    QTest::newRow("only known when it runs") << "params.missing"
                                             << "{}" << 1U << false;
}

void TestAnalyse::countsTheTasksOfMappedNodes()
{
    QFETCH(QString, mapOver);
    QFETCH(QString, parameters);
    QFETCH(uint, items);
    QFETCH(bool, known);
    DagSpec dag = timed("a", {10});
    dag.nodes[0].execution.mapOver = mapOver.toStdString();
    dag.nodes[0].execution.parallelism = 2;
    dag.nodes[0].task.inputs = {{"files", "ARRAY<STRING>", false, "[1,2,3,4]", ""}};
    AnalysisRequest request = on(64);
    request.parameters = parameters.toStdString();
    const Analysis found = analysed(dag, request);
    QCOMPARE(found.nodes[0].items, items);
    QCOMPARE(found.nodes[0].itemsKnown, known);
    QCOMPARE(found.seconds, 10.0 * ((items + 1) / 2)); // two at once
}

void TestAnalyse::advises_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("advice");
    const auto row = [](const char *name, const Edit &edit, const char *advice) {
        QTest::newRow(name) << edit << QString(advice);
    };
    row(
        "nothing for short equal tasks", [](DagSpec &, AnalysisRequest &) {}, "");
    row(
        "a slow task", [](DagSpec &d, AnalysisRequest &) { d.nodes[1].recorded->seconds = 90; },
        "SPLIT:b");
    row(
        "a task that is slow by assumption only",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[1].recorded.reset();
            d.nodes[1].execution.timeout = 0;
        },
        "");
    row(
        "more memory than it uses",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[0].resources.memoryMB = 4096;
            d.nodes[0].recorded->memoryBytes = 300U << 20U;
        },
        "LOWER_MEMORY:a");
    row(
        "memory close to its limit",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[0].resources.memoryMB = 300;
            d.nodes[0].recorded->memoryBytes = 299U << 20U;
        },
        "RAISE_MEMORY:a");
    row(
        "cores that stay idle",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[0].resources.cpuCores = 8;
            d.nodes[0].recorded->avgCpu = 110;
        },
        "LOWER_CORES:a");
    row(
        "no time-out where it was measured",
        [](DagSpec &d, AnalysisRequest &r) {
            d.nodes[0].execution.timeout = 0;
            r.history = {measured("a", 1)};
        },
        "SET_TIMEOUT:a");
    row(
        "a time-out that is nearly reached",
        [](DagSpec &d, AnalysisRequest &r) {
            d.nodes[0].execution.timeout = 2100;
            r.history = {measured("a", 1)};
        },
        "RAISE_TIMEOUT:a");
    row(
        "no time-out and no retry on the network",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[2].execution.network = true;
            d.nodes[2].execution.timeout = 0;
        },
        "SET_TIMEOUT:c ADD_RETRIES:c");
    row(
        "a retry for all is a retry",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[2].execution.network = true;
            d.schedule.retry.maxRetries = 2;
        },
        "");
    row(
        "it failed now and then",
        [](DagSpec &, AnalysisRequest &r) {
            r.history = {measured("d", 1)};
            r.history[0].failures = 2;
        },
        "ADD_RETRIES:d");
    row(
        "a script that goes on after an error",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[3].task.runtime = Runtime::Shell;
            d.nodes[3].task.script = "# two lines\ncurl x\nwc y\n";
        },
        "STOP_ON_ERROR:d");
    row(
        "a careful script",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[3].task.runtime = Runtime::Shell;
            d.nodes[3].task.script = "set -eu\ncurl x\nwc y\n";
        },
        "");
    row(
        "data that nobody checks",
        [](DagSpec &d, AnalysisRequest &) { d.nodes[0].type = "EXTRACT"; }, "ADD_QUALITY_GATE");
    row(
        "data that a node checks",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[0].type = "EXTRACT";
            d.nodes[1].type = "VALIDATE";
        },
        "");
    row(
        "an edge that says nothing new",
        [](DagSpec &d, AnalysisRequest &) {
            d.edges.push_back({0, 3, "SUCCESS", {}});
        },
        "REMOVE_EDGE:d");
    row(
        "an edge that carries data",
        [](DagSpec &d, AnalysisRequest &) {
            d.edges.push_back({0, 3, "SUCCESS", {{"x", "y"}}});
        },
        "");
    row(
        "an edge that carries a recorded file",
        [](DagSpec &d, AnalysisRequest &) {
            d.nodes[0].recorded->outputFiles = {{"x.csv", 5}};
            d.nodes[3].recorded->inputFiles = {{"x.csv", 5}};
            d.edges.push_back({0, 3, "SUCCESS", {}});
        },
        "");
    row(
        "an edge beside a way that may be skipped",
        [](DagSpec &d, AnalysisRequest &) {
            d.edges[1].condition = "ALWAYS";
            d.edges.push_back({0, 3, "SUCCESS", {}});
        },
        "");
    row(
        "a map stage that waits for room",
        [](DagSpec &d, AnalysisRequest &r) {
            d.nodes[1].execution.isMapStage = true;
            d.nodes[1].execution.parallelism = 8;
            r.capacity.cores = 2;
        },
        "ADD_CAPACITY:b");
    row(
        "a cap on mapped tasks",
        [](DagSpec &d, AnalysisRequest &r) {
            d.nodes[1].execution.mapOver = "range(8)";
            d.nodes[1].execution.parallelism = 2;
            r.capacity.cores = 64;
        },
        "RAISE_PARALLELISM:b");
}

void TestAnalyse::advises()
{
    QFETCH(Edit, edit);
    QFETCH(QString, advice);
    DagSpec dag = timed("a>b>c>d>e>f>g>h", {1, 1, 1, 1, 1, 1, 1, 1});
    AnalysisRequest request;
    edit(dag, request);
    const Analysis found = analysed(dag, request);
    QCOMPARE(actions(found.suggestions), advice);
    for (const Advice &one : found.suggestions)
        QVERIFY2(!one.evidence.empty() && !one.message.empty(), one.action.c_str());
}

void TestAnalyse::warnsOfWhatDoesNotFit()
{
    DagSpec dag = timed("a b c d", {10, 10, 10, 10});
    dag.nodes[0].resources.gpuUnits = 4;
    dag.nodes[1].resources.cpuCores = 100;
    dag.nodes[2].resources.memoryMB = 1U << 20U;
    AnalysisRequest request;
    request.capacity = {8, 16384, 2U};
    const Analysis found = analysed(dag, request);
    QStringList told;
    for (const Advice &warning : found.warnings)
        told << QString::fromStdString(warning.node + " " + warning.evidence);
    QCOMPARE(told,
             QStringList({"a resourceRequirements/gpuUnits", "b resourceRequirements/cpuCores",
                          "c resourceRequirements/memoryMB"}));
    QVERIFY(found.peakCores <= 8);
}

void TestAnalyse::tellsErrorsWithTheirNode()
{
    const toolkit::Parsed parsed = model::parse(
        R"({"dagId": "x", "nodes": [{"nodeId": "a"},
            {"nodeId": "b", "executionConfig": {"timeout": "soon"}}]})",
        "x.json");
    const Analysis found = advise::analyse(parsed, {});
    QVERIFY(!found.valid);
    QCOMPARE(found.errors.at(0).node, std::string("b"));
    QCOMPARE(found.nextSteps, std::vector<std::string>({"FIX_ERRORS", "VALIDATE_DAG"}));
}

void TestAnalyse::aCycleHasNoTimes()
{
    const Analysis found = analysed(timed("a>b b>c c>a", {1, 1, 1}));
    QCOMPARE(found.seconds, 0.0);
    QVERIFY(found.criticalPath.empty());
    QCOMPARE(found.nodes.size(), std::size_t{3});
}

void TestAnalyse::learnsFromRuns()
{
    RunDetail run;
    run.dag = std::make_shared<const DagSpec>(timed("a>b", {1, 1}));
    const auto task = [&run](NodeIndex node, std::int32_t item, WallMs start, WallMs end,
                             std::uint32_t attempts, TaskState state) {
        TaskRow row;
        row.task = static_cast<TaskIndex>(run.tasks.size());
        row.node = node;
        row.item = item;
        row.state = state;
        row.attempts = attempts;
        row.start = start;
        row.end = end;
        row.usage.maxMemoryKiB = 1000U * (row.task + 1);
        row.usage.readBytes = 500;
        run.tasks.push_back(row);
    };
    task(0, -1, 1000, 3000, 1, TaskState::Succeeded);
    task(1, -1, 3000, 9000, 1, TaskState::Succeeded); // the group of b
    task(1, 0, 3000, 4000, 1, TaskState::Succeeded);
    task(1, 1, 3000, 6000, 2, TaskState::Succeeded);
    task(1, 2, 3000, 3001, 3, TaskState::Failed);
    const std::vector<NodeHistory> found = advise::historyOf({run});
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found[0].medianSeconds, 2.0);
    QCOMPARE(found[0].items, 1U);
    QCOMPARE(found[1].samples, 2U);
    QCOMPARE(found[1].failures, 2U);
    QCOMPARE(found[1].items, 3U);
    QCOMPARE(found[1].medianSeconds, 2.0);
    QCOMPARE(found[1].longestSeconds, 3.0);
    QCOMPARE(found[1].maxMemoryKiB, std::uint64_t{4000});
    QCOMPARE(found[1].medianBytes, std::uint64_t{500});
}

void TestAnalyse::takesARecordedInstanceAsItRan()
{
    const char *file = "tests/data/wfformat/montage-chameleon-2mass-03d-001.json";
    const toolkit::Parsed parsed = model::parse(support::sourceFile(file), file);
    const Analysis wide = advise::analyse(parsed, on(2000)),
                   narrow = advise::analyse(parsed, on(4));
    QVERIFY(narrow.seconds > wide.seconds);
    QCOMPARE(narrow.peakCores, 4.0);
    QVERIFY(qAbs(wide.seconds - wide.secondsUnlimited) < 1e-6);
    QVERIFY(wide.dataGB && *wide.dataGB > 0);
    double work = 0;
    for (const NodeSpec &node : parsed.dag.nodes)
        work += node.recorded->seconds * std::max(1.0, node.recorded->cores);
    QVERIFY(narrow.seconds >= work / 4);
}

void TestAnalyse::isQuickForManyNodes()
{
    DagSpec dag = timed("a", {1});
    constexpr std::uint32_t count = 20000;
    dag.nodes.resize(count, dag.nodes.front());
    for (std::uint32_t n = 0; n < count; ++n) {
        dag.nodes[n].id = "n" + std::to_string(n);
        if (n >= 100)
            dag.edges.emplace_back(n - 100, n);
    }
    const Analysis found = analysed(dag, on(100));
    QCOMPARE(found.seconds, 200.0);
    QCOMPARE(found.utilisation, 1.0);
}

QTEST_APPLESS_MAIN(TestAnalyse)
#include "tst_analyse.moc"
