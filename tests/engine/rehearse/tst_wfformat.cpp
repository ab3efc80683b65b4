// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded workflows (WfFormat) rehearsed on the machines they ran on: within 5 % of a list
// schedule that is worked out here, and compared with the makespan that was recorded.
#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <set>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "engine/rehearsal.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;

namespace {

const char *const folder = "tests/data/wfformat/";
const char *const files[] = {"bacass-dirt02-001.json",
                             "epigenomics-chameleon-hep-1seq-50k-001.json",
                             "helloworld-chain-5-chameleon.json",
                             "helloworld-forkjoin-10-chameleon.json",
                             "montage-chameleon-2mass-03d-001.json",
                             "srasearch-chameleon-10a-001.json"};

QJsonObject execution(const std::string &text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text))["workflow"]["execution"]
        .toObject();
}

std::vector<HostInfo> recordedMachines(const QJsonObject &execution)
{
    std::vector<HostInfo> hosts;
    for (const QJsonValue &machine : execution["machines"].toArray()) {
        HostInfo host;
        host.id = HostId(machine["nodeName"].toString().toStdString());
        host.cores = std::uint32_t(machine["cpu"]["coreCount"].toInt(1));
        host.memoryMiB = 1U << 20U;
        hosts.push_back(std::move(host));
    }
    return hosts;
}

/// Graham's list scheduling of single-core tasks: whenever a core is free, the task that has been
/// ready longest takes it. [s]
double listSchedule(const DagSpec &dag, std::size_t cores)
{
    std::vector<std::size_t> open(dag.nodes.size());
    std::vector<std::vector<NodeIndex>> out(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges) {
        ++open[edge.to];
        out[edge.from].push_back(edge.to);
    }
    std::queue<NodeIndex> ready;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
        if (open[node] == 0)
            ready.push(node);
    std::multimap<double, NodeIndex> running; // by end
    double now = 0;
    while (!ready.empty() || !running.empty()) {
        while (!ready.empty() && running.size() < cores) {
            running.emplace(now + dag.nodes[ready.front()].recorded->seconds, ready.front());
            ready.pop();
        }
        now = running.begin()->first;
        const NodeIndex ended = running.begin()->second;
        running.erase(running.begin());
        for (const NodeIndex to : out[ended])
            if (--open[to] == 0)
                ready.push(to);
    }
    return now;
}

} // namespace

class tst_WfFormat : public QObject {
    Q_OBJECT
private slots:
    void aRecordedWorkflowIsNearItsListSchedule_data();
    void aRecordedWorkflowIsNearItsListSchedule();
    void aBusyMachineStaysWithinGrahamsBound_data();
    void aBusyMachineStaysWithinGrahamsBound();
};

void tst_WfFormat::aRecordedWorkflowIsNearItsListSchedule_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : files)
        QTest::newRow(file) << QString(file);
}

void tst_WfFormat::aRecordedWorkflowIsNearItsListSchedule()
{
    QFETCH(QString, file);
    const std::string text = support::sourceFile(folder + file.toStdString());
    const toolkit::Parsed parsed = model::parse(text, file.toStdString());
    QVERIFY(parsed.ok());
    const QJsonObject recorded = execution(text);
    RehearsalRequest request;
    request.hosts = recordedMachines(recorded);
    QVERIFY(!request.hosts.empty());
    std::size_t cores = 0;
    for (const HostInfo &host : request.hosts)
        cores += host.cores;
    const auto rehearsal = toolkit::rehearse(parsed.dag, request);
    QVERIFY2(rehearsal, rehearsal ? "" : rehearsal.error().what.c_str());
    QCOMPARE(rehearsal->state, RunState::Succeeded);
    QVERIFY(rehearsal->guessed.empty());
    const double rehearsed = double(rehearsal->makespan) / 1000;
    const double list = listSchedule(parsed.dag, cores);
    qInfo("rehearsed %.1f s, list schedule %.1f s, recorded %.1f s (%zu tasks, %zu cores)",
          rehearsed, list, recorded["makespanInSeconds"].toDouble(), rehearsal->tasks.size(),
          cores);
    QVERIFY(list > 0);
    QVERIFY2(std::abs(rehearsed - list) <= 0.05 * list,
             QByteArray::number((rehearsed / list - 1) * 100) + " %");
}

void tst_WfFormat::aBusyMachineStaysWithinGrahamsBound_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : files)
        QTest::newRow(file) << QString(file);
}

/// On m cores that never idle while a task is ready: longest path and work / m at least, work / m +
/// (1 - 1/m) * longest path at most (R. L. Graham 1969, doi:10.1137/0117039).
void tst_WfFormat::aBusyMachineStaysWithinGrahamsBound()
{
    QFETCH(QString, file);
    constexpr double cores = 4;
    const std::string text = support::sourceFile(folder + file.toStdString());
    const toolkit::Parsed parsed = model::parse(text, file.toStdString());
    RehearsalRequest request;
    request.hosts.resize(1);
    request.hosts[0].id = HostId("one");
    request.hosts[0].cores = std::uint32_t(cores);
    request.hosts[0].memoryMiB = 1U << 20U;
    const auto rehearsal = toolkit::rehearse(parsed.dag, request);
    QVERIFY(rehearsal);
    double work = 0;
    for (const NodeSpec &node : parsed.dag.nodes)
        work += node.recorded->seconds;
    const double path = listSchedule(parsed.dag, parsed.dag.nodes.size());
    const double rehearsed = double(rehearsal->makespan) / 1000;
    const double rounding = 0.0005 * double(parsed.dag.nodes.size()); // durations are whole ms
    QVERIFY(rehearsed >= std::max(path, work / cores) - rounding);
    QVERIFY(rehearsed <= work / cores + (1 - 1 / cores) * path + rounding);
    double critical = 0; // the critical path reaches from the start to the end without a gap
    for (const CriticalStep &step : rehearsal->criticalPath)
        critical += step.share;
    QVERIFY2(std::abs(critical - 1) < 1e-6, QByteArray::number(critical));
}

QTEST_APPLESS_MAIN(tst_WfFormat)
#include "tst_wfformat.moc"
