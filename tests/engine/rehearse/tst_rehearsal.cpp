// SPDX-License-Identifier: GPL-3.0-or-later
// What a rehearsal says about small DAGs that can be worked out by hand.
#include <algorithm>
#include <random>
#include <set>

#include <QTest>

#include "engine/rehearsal.h"
#include "support/dag.h"

using namespace orrery;

namespace {

HostInfo host(const std::string &id, std::uint32_t cores, std::uint64_t memoryMiB = 1024,
              std::uint32_t gpus = 0)
{
    HostInfo info;
    info.id = HostId(id);
    info.cores = cores;
    info.memoryMiB = memoryMiB;
    for (std::uint32_t gpu = 0; gpu < gpus; ++gpu)
        info.gpus.push_back({.index = gpu});
    return info;
}

/// "a=2 b=1,3": seconds per node.
std::vector<NodeDuration> durations(const QString &text)
{
    std::vector<NodeDuration> made;
    for (const QString &word : text.split(' ', Qt::SkipEmptyParts)) {
        NodeDuration duration{word.section('=', 0, 0).toStdString(), {}};
        for (const QString &value : word.section('=', 1).split(','))
            duration.seconds.push_back(value.toDouble());
        made.push_back(std::move(duration));
    }
    return made;
}

RehearsalRequest request(const QString &given, std::uint32_t cores = 2)
{
    RehearsalRequest made;
    made.hosts = {host("local", cores)};
    made.given = durations(given);
    return made;
}

/// "a 0-2 b 2-3": tasks in the order of their start, in seconds; skipped ones as "c skipped".
QString course(const DagSpec &dag, const Rehearsal &rehearsal)
{
    std::vector<RehearsedTask> tasks = rehearsal.tasks;
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](const auto &a, const auto &b) { return a.start < b.start; });
    QStringList words;
    for (const RehearsedTask &task : tasks) {
        QString name = QString::fromStdString(dag.nodes[task.node].id);
        if (task.item >= 0)
            name += QString("[%1]").arg(task.item);
        words << (task.state == TaskState::Succeeded
                      ? QString("%1 %2-%3")
                            .arg(name)
                            .arg(double(task.start) / 1000)
                            .arg(double(task.end) / 1000)
                      : name + " " + QString::fromUtf8(text(task.state).data()));
    }
    return words.join(", ");
}

QString path(const DagSpec &dag, const Rehearsal &rehearsal)
{
    QStringList words;
    for (const CriticalStep &step : rehearsal.criticalPath)
        words << QString::fromStdString(step.after + " " +
                                        dag.nodes[rehearsal.tasks[step.task].node].id);
    return words.join(", ");
}

NodeSpec &node(DagSpec &dag, const std::string &id)
{
    return *std::find_if(dag.nodes.begin(), dag.nodes.end(),
                         [&](const NodeSpec &n) { return n.id == id; });
}

/// Does anything at a host ever hold more than it has?
bool overbooked(const DagSpec &dag, const HostInfo &info, const Rehearsal &rehearsal)
{
    const auto runsAt = [&](const RehearsedTask &task, SpanMs at) {
        return task.host == info.id.text && task.start <= at && at < task.end;
    };
    for (const RehearsedTask &moment : rehearsal.tasks) {
        double cores = 0;
        std::uint64_t memory = 0;
        std::set<std::uint32_t> gpus;
        std::size_t devices = 0;
        for (const RehearsedTask &task : rehearsal.tasks) {
            if (!runsAt(task, moment.start))
                continue;
            cores += dag.nodes[task.node].resources.cpuCores;
            memory += dag.nodes[task.node].resources.memoryMB;
            gpus.insert(task.gpus.begin(), task.gpus.end());
            devices += dag.nodes[task.node].resources.gpuUnits;
        }
        if (cores > info.cores || memory > info.memoryMiB || devices != gpus.size() ||
            devices > info.gpus.size())
            return true;
    }
    return false;
}

void keepsTheRules(const DagSpec &dag, const RehearsalRequest &asked, const Rehearsal &rehearsal)
{
    for (const EdgeSpec &edge : dag.edges)
        QVERIFY(rehearsal.tasks[edge.to].start >= rehearsal.tasks[edge.from].end);
    for (const HostInfo &info : asked.hosts)
        QVERIFY(!overbooked(dag, info, rehearsal));
    for (const RehearsedTask &task : rehearsal.tasks) {
        SpanMs ready = 0;
        for (const EdgeSpec &edge : dag.edges)
            if (edge.to == task.task)
                ready = std::max(ready, rehearsal.tasks[edge.from].end);
        SpanMs waited = 0;
        for (const RehearsedWait &wait : task.waits) {
            QVERIFY(!wait.reason.empty());
            QVERIFY(wait.from >= ready && wait.to <= task.start && wait.from < wait.to);
            waited += wait.to - wait.from;
        }
        QCOMPARE(waited, task.start - ready); // each moment of a wait has its reason
    }
    SpanMs at = 0;
    for (const CriticalStep &step : rehearsal.criticalPath) {
        QCOMPARE(step.start, at);
        at = step.end;
    }
    QCOMPARE(at, rehearsal.makespan);
}

} // namespace

class tst_Rehearsal : public QObject {
    Q_OBJECT
private slots:
    void whenTasksStart_data();
    void whenTasksStart();
    void whyTasksWait();
    void aTimeoutIsRetriedAsThePolicySays();
    void aCachedNodeIsRehearsedAsIfItRan();
    void hostsAreFilledInOrderAndGpusBelongToTasks();
    void whatNoHostHoldsIsRefusedOrScaled();
    void durationsComeFromTheFirstThatKnows();
    void itemsAreCountedFromParametersOrSaidToBeUnknown();
    void aConditionOverOutputsIsTakenAsTrueAndSaid();
    void useAndCostAreWhatTasksHold();
    void badDurationsAreRefused();
    void everyRehearsalKeepsTheRules();
};

void tst_Rehearsal::whenTasksStart_data()
{
    QTest::addColumn<QString>("graph");
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("critical");
    QTest::newRow("a chain") << "a:exec>b:exec>c:exec"
                             << "a=1 b=2 c=3"
                             << "a 0-1, b 1-3, c 3-6"
                             << "start a, upstream b, upstream c";
    QTest::newRow("two at once on two cores, the third waits for the first to end")
        << "a:exec b:exec c:exec"
        << "a=3 b=1 c=4"
        << "a 0-3, b 0-1, c 1-5"
        << "start b, room c";
    QTest::newRow("a diamond's longer side decides") << "a:exec>b:exec a>c:exec b>d:exec c>d"
                                                     << "a=1 b=1 c=5 d=1"
                                                     << "a 0-1, b 1-2, c 1-6, d 6-7"
                                                     << "start a, upstream c, upstream d";
    QTest::newRow("tasks without a process take no time") << "a>b:exec b>c"
                                                          << "b=2"
                                                          << "a 0-0, b 0-2, c 2-2"
                                                          << "start a, upstream b, upstream c";
    QTest::newRow("a task without a process that was recorded as one takes its time")
        << "a>b"
        << "a=2 b=3"
        << "a 0-2, b 2-5"
        << "start a, upstream b";
    QTest::newRow("what follows a failure alone is skipped") << "a:exec>b:exec?FAILURE a>c:exec"
                                                             << "a=1 b=1 c=1"
                                                             << "b skipped, a 0-1, c 1-2"
                                                             << "start a, upstream c";
}

void tst_Rehearsal::whenTasksStart()
{
    QFETCH(QString, graph);
    QFETCH(QString, given);
    QFETCH(QString, expected);
    QFETCH(QString, critical);
    const DagSpec dag = support::dag(graph.toStdString());
    const auto rehearsal = toolkit::rehearse(dag, request(given));
    QVERIFY2(rehearsal, rehearsal ? "" : rehearsal.error().what.c_str());
    QStringList want = expected.split(", ");
    QStringList have = course(dag, *rehearsal).split(", ");
    want.sort();
    have.sort();
    QCOMPARE(have, want);
    QCOMPARE(path(dag, *rehearsal), critical);
    QCOMPARE(rehearsal->state, RunState::Succeeded);
    QVERIFY(rehearsal->guessed.empty());
}

void tst_Rehearsal::whyTasksWait()
{
    DagSpec dag = support::dag("a:exec b:exec c:exec d:exec");
    for (NodeSpec &spec : dag.nodes)
        spec.resources.gpuUnits = 1;
    RehearsalRequest asked = request("a=2 b=3 c=1 d=1", 8);
    asked.hosts = {host("local", 8, 1024, 2)};
    const auto rehearsal = toolkit::rehearse(dag, asked);
    QVERIFY(rehearsal);
    const auto &c = rehearsal->tasks[2].waits;
    const auto &d = rehearsal->tasks[3].waits;
    QVERIFY(rehearsal->tasks[0].waits.empty());
    QCOMPARE(c.size(), 1U);
    QCOMPARE(QString::fromStdString(c[0].reason),
             QString("needs 1 GPU, none of 2 is free on local"));
    QCOMPARE(c[0].from, 0);
    QCOMPARE(c[0].to, 2000);
    QCOMPARE(QString::fromStdString(d[0].reason),
             QString("needs 1 GPU, none of 2 is free on local; behind 1 request"));
    QCOMPARE(d[0].to, 3000);

    dag = support::dag("a:exec b:exec c:exec");
    dag.maxParallelTasks = 1;
    const auto limited = toolkit::rehearse(dag, request("a=1 b=1 c=1"));
    QVERIFY(limited);
    QCOMPARE(limited->makespan, 3000);
    QCOMPARE(QString::fromStdString(limited->tasks[2].waits.at(0).reason),
             QString("at most 1 task of this run (maxParallelTasks) at once"));
    QCOMPARE(limited->tasks[2].waits.at(0).to, 2000);
}

void tst_Rehearsal::aTimeoutIsRetriedAsThePolicySays()
{
    DagSpec dag = support::dag("a:exec b:exec");
    node(dag, "a").execution.timeout = 2000;
    node(dag, "a").execution.retry = RetryPolicy{2, 500, 2.0};
    const auto rehearsal = toolkit::rehearse(dag, request("a=9 b=1"));
    QVERIFY(rehearsal);
    QCOMPARE(rehearsal->state, RunState::Failed);
    QCOMPARE(rehearsal->tasks[0].attempts, 3U);
    QCOMPARE(rehearsal->tasks[0].end, 3 * 2000 + 500 + 1000);
    QCOMPARE(rehearsal->tasks[0].waits.size(), 2U);
    QVERIFY(QString::fromStdString(rehearsal->cause).contains("a failed"));
}

void tst_Rehearsal::aCachedNodeIsRehearsedAsIfItRan()
{
    DagSpec dag = support::dag("a:exec>b:exec");
    dag.cache.emplace();
    const auto rehearsal = toolkit::rehearse(dag, request("a=2 b=3"));
    QVERIFY(rehearsal);
    QCOMPARE(rehearsal->makespan, 5000);
    QCOMPARE(rehearsal->unknown.size(), 1U);
    QVERIFY(rehearsal->unknown[0].find("2 nodes may take an earlier result") == 0);
}

void tst_Rehearsal::hostsAreFilledInOrderAndGpusBelongToTasks()
{
    const DagSpec dag = support::dag("a:exec b:exec c:exec");
    RehearsalRequest asked = request("a=2 b=2 c=2");
    asked.hosts = {host("one", 1), host("two", 2)};
    const auto rehearsal = toolkit::rehearse(dag, asked);
    QVERIFY(rehearsal);
    QCOMPARE(rehearsal->makespan, 2000);
    QCOMPARE(rehearsal->tasks[0].host, std::string("one"));
    QCOMPARE(rehearsal->tasks[2].host, std::string("two"));
    QCOMPARE(rehearsal->hosts[1].attempts, 2U);
    QCOMPARE(rehearsal->mostAtOnce, 3U);
}

void tst_Rehearsal::whatNoHostHoldsIsRefusedOrScaled()
{
    DagSpec dag = support::dag("a:exec");
    dag.nodes[0].resources.cpuCores = 9;
    RehearsalRequest asked = request("a=1");
    const auto refused = toolkit::rehearse(dag, asked);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NoCapacity);
    QVERIFY(refused.error().what.find("a: needs 9 cores") != std::string::npos);
    asked.fit = true;
    const auto scaled = toolkit::rehearse(dag, asked);
    QVERIFY(scaled);
    QCOMPARE(scaled->notes.size(), 1U);
    QCOMPARE(scaled->cpu, 1.0);
    asked.hosts.clear();
    QCOMPARE(toolkit::rehearse(dag, asked).error().code, ErrorCode::InvalidSpec);
}

void tst_Rehearsal::durationsComeFromTheFirstThatKnows()
{
    DagSpec dag = support::dag("a:exec b:exec c:exec d:exec");
    node(dag, "a").recorded = Recorded{.seconds = 5};
    node(dag, "b").recorded = Recorded{.seconds = 3};
    RehearsalRequest asked = request("a=1", 8);
    asked.history = durations("a=7 b=7 c=7");
    const auto all = toolkit::rehearse(dag, asked);
    QVERIFY(all);
    QCOMPARE(course(dag, *all), QString("a 0-1, b 0-3, c 0-7, d 0-3"));
    QCOMPARE(all->guessed, std::vector<std::string>{"d"}); // the median of 1, 3 and 7
    QCOMPARE(all->tasks[2].origin, DurationOrigin::History);
    asked.given.clear();
    asked.recorded = false;
    asked.guess = 2;
    const auto history = toolkit::rehearse(dag, asked);
    QCOMPARE(course(dag, *history), QString("a 0-7, b 0-7, c 0-7, d 0-2"));
}

void tst_Rehearsal::itemsAreCountedFromParametersOrSaidToBeUnknown()
{
    DagSpec dag = support::dag("a:exec>b:exec");
    node(dag, "b").execution.mapOver = "params.list";
    node(dag, "b").execution.parallelism = 0;
    RehearsalRequest asked = request("a=1 b=2");
    asked.parameters = R"({"list": [1, 2, 3]})";
    const auto known = toolkit::rehearse(dag, asked);
    QVERIFY(known);
    QVERIFY(known->unknown.empty());
    QCOMPARE(known->tasks.size(), 5U);
    QCOMPARE(known->makespan, 5000); // three items on two cores

    node(dag, "b").task.inputs = {{.name = "rows", .required = true}};
    node(dag, "b").execution.mapOver = "inputs.rows";
    dag.edges[0].dataMapping = {{"rows", "rows"}};
    const auto unknown = toolkit::rehearse(dag, asked);
    QVERIFY(unknown);
    QCOMPARE(unknown->state, RunState::Succeeded);
    QCOMPARE(unknown->unknown.size(), 1U);
    QVERIFY(unknown->unknown[0].find("b maps over \"inputs.rows\"") == 0);
    QCOMPARE(unknown->tasks.size(), 3U);

    asked.given = durations("a=1 b=2,4,1,1");
    const auto told = toolkit::rehearse(dag, asked);
    QCOMPARE(told->tasks.size(), 6U);
    QCOMPARE(told->makespan, 5000);
    QVERIFY(told->unknown[0].find("4 items") != std::string::npos);
}

void tst_Rehearsal::aConditionOverOutputsIsTakenAsTrueAndSaid()
{
    const DagSpec dag = support::dag("a:exec>b:exec?outputs.rows>10");
    const auto rehearsal = toolkit::rehearse(dag, request("a=1 b=1"));
    QVERIFY(rehearsal);
    QCOMPARE(course(dag, *rehearsal), QString("a 0-1, b 1-2"));
    QCOMPARE(rehearsal->unknown.size(), 1U);
}

void tst_Rehearsal::useAndCostAreWhatTasksHold()
{
    DagSpec dag = support::dag("a:exec>b:exec");
    node(dag, "b").resources.cpuCores = 2;
    node(dag, "b").resources.memoryMB = 512;
    RehearsalRequest asked = request("a=3600 b=3600");
    asked.prices = {.hostHour = 1, .coreHour = 0.5, .gpuHour = 10, .currency = "EUR"};
    const auto rehearsal = toolkit::rehearse(dag, asked);
    QVERIFY(rehearsal);
    QCOMPARE(rehearsal->cpu, 0.75);
    QCOMPARE(rehearsal->memory, 0.25);
    QCOMPARE(rehearsal->coreHours, 3.0);
    QCOMPARE(rehearsal->hostHours, 2.0);
    QCOMPARE(rehearsal->cost, 3.5);
    QCOMPARE(rehearsal->use.size(), 120U);
    QCOMPARE(rehearsal->use.front().cores, 1.0);
    QCOMPARE(rehearsal->use.back().cores, 2.0);
    QCOMPARE(rehearsal->use.back().memoryMiB, 512.0);
    QCOMPARE(rehearsal->use.back().to, rehearsal->makespan);
}

void tst_Rehearsal::badDurationsAreRefused()
{
    const DagSpec dag = support::dag("a:exec");
    const auto stranger = toolkit::rehearse(dag, request("a=1 x=1"));
    QVERIFY(!stranger);
    QCOMPARE(QString::fromStdString(stranger.error().where), QString("durations/x"));
    QVERIFY(!toolkit::rehearse(dag, request("a=-1")));
    QVERIFY(!toolkit::rehearse(dag, request("a=1e300")));
    QVERIFY(!toolkit::rehearse(dag, request("a=nan")));
}

/// Random DAGs on random hosts: nothing starts before its upstream, no host is overbooked, waits
/// end where tasks start, the critical path has no gap, and the same question has the same answer.
void tst_Rehearsal::everyRehearsalKeepsTheRules()
{
    const unsigned seed = qEnvironmentVariableIsSet("ORRERY_SEED")
                              ? qEnvironmentVariable("ORRERY_SEED").toUInt()
                              : std::random_device{}();
    qInfo("ORRERY_SEED=%u", seed);
    std::mt19937 generator(seed);
    const auto random = [&] { return static_cast<std::uint32_t>(generator()); };
    for (int round = 0; round < 200; ++round) {
        DagSpec dag;
        dag.id = "random";
        RehearsalRequest asked;
        for (unsigned n = 0; n < 1 + random() % 3; ++n)
            asked.hosts.push_back(host("h" + std::to_string(n), 2 + random() % 3, 1024, 2));
        const NodeIndex count = 1 + random() % 60;
        for (NodeIndex n = 0; n < count; ++n) {
            NodeSpec spec;
            spec.id = "n" + std::to_string(n);
            spec.task.runtime = random() % 8 == 0 ? Runtime::None : Runtime::Exec;
            spec.resources.cpuCores = static_cast<double>(1 + random() % 8) / 4;
            spec.resources.memoryMB = random() % 3 == 0 ? random() % 1024 : 0;
            spec.resources.gpuUnits = random() % 6 == 0 ? 1 + random() % 2 : 0;
            if (spec.task.runtime == Runtime::Exec)
                asked.given.push_back({spec.id, {static_cast<double>(1 + random() % 5000) / 1000}});
            dag.nodes.push_back(std::move(spec));
            for (NodeIndex upstream = 0; upstream < n; ++upstream)
                if (random() % count < 2)
                    dag.edges.push_back({.from = upstream, .to = n});
        }
        dag.maxParallelTasks = random() % 4 == 0 ? 1 + random() % 5 : 0;
        const auto rehearsal = toolkit::rehearse(dag, asked);
        QVERIFY(rehearsal);
        QCOMPARE(rehearsal->state, RunState::Succeeded);
        keepsTheRules(dag, asked, *rehearsal);
        const auto again = toolkit::rehearse(dag, asked);
        QCOMPARE(course(dag, *again), course(dag, *rehearsal));
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_APPLESS_MAIN(tst_Rehearsal)
#include "tst_rehearsal.moc"
