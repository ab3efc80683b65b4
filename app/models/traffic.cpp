// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/traffic.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>

namespace orrery::models {

namespace {

/// What all tasks of a node have to say together.
struct Whole {
    WallMs start = 0;
    WallMs end = 0;
    bool ended = false;
    bool failed = false;
    double written = 0;
    bool measured = false;
    std::uint32_t items = 0;
    std::uint32_t failedItems = 0;
    double bad = 0;
};

std::vector<Whole> wholes(const DagSpec &dag, const std::vector<TaskRow> &rows,
                          const std::vector<JsonText> &outputs)
{
    std::vector<Whole> nodes(dag.nodes.size());
    for (const TaskRow &row : rows) {
        if (row.node >= nodes.size())
            continue;
        Whole &node = nodes[row.node];
        node.written += double(row.usage.writeBytes);
        node.measured = node.measured || row.usage.cpuSeconds > 0 || row.usage.writeBytes > 0;
        if (row.task < outputs.size())
            node.bad = std::max(node.bad, badShare(outputs[row.task]));
        if (row.item >= 0) {
            ++node.items;
            node.failedItems += row.state == TaskState::Failed;
            continue;
        }
        node.start = row.start;
        node.end = row.end;
        node.ended = isFinal(row.state) && row.end > 0;
        node.failed = row.state == TaskState::Failed;
    }
    return nodes;
}

bool joins(const DagSpec &dag, const EdgeSpec &edge)
{
    return edge.from < dag.nodes.size() && edge.to < dag.nodes.size();
}

} // namespace

double badShare(const JsonText &outputs)
{
    if (outputs.empty())
        return 0;
    const QJsonObject values = QJsonDocument::fromJson(QByteArray::fromStdString(outputs)).object();
    for (const char *rate : {"rejectRate", "errorRate", "badRate"})
        if (const QJsonValue value = values.value(QLatin1String(rate)); value.isDouble())
            return std::clamp(value.toDouble(), 0.0, 1.0);
    const double rows = values.value(QLatin1String("rows")).toDouble();
    for (const char *count : {"rejectedRows", "badRows", "rejected"})
        if (const QJsonValue value = values.value(QLatin1String(count));
            value.isDouble() && value.toDouble() + rows > 0)
            return std::clamp(value.toDouble() / (value.toDouble() + rows), 0.0, 1.0);
    return 0;
}

std::vector<EdgeFlow> edgeFlows(const DagSpec &dag, const std::vector<TaskRow> &rows,
                                const std::vector<JsonText> &outputs)
{
    const std::vector<Whole> nodes = wholes(dag, rows, outputs);
    std::vector<EdgeFlow> flows(dag.edges.size());
    for (std::size_t i = 0; i < dag.edges.size(); ++i) {
        const EdgeSpec &edge = dag.edges[i];
        if (!joins(dag, edge))
            continue;
        const Whole &from = nodes[edge.from], &to = nodes[edge.to];
        if (from.measured)
            flows[i].bytes = from.written;
        if (from.ended && to.start > 0)
            flows[i].latency = double(std::max<SpanMs>(0, to.start - from.end)) / 1000;
        const double failedItems =
            from.items > 0 ? double(from.failedItems) / double(from.items) : 0;
        flows[i].bad = std::max({from.bad, from.failed ? 1.0 : 0.0, failedItems});
    }
    return flows;
}

std::vector<NodeIndex> longestWay(const DagSpec &dag, const std::vector<TaskRow> &rows)
{
    const std::vector<Whole> nodes = wholes(dag, rows, {});
    std::vector<std::vector<NodeIndex>> before(nodes.size());
    for (const EdgeSpec &edge : dag.edges)
        if (joins(dag, edge))
            before[edge.to].push_back(edge.from);
    const auto later = [&nodes](NodeIndex a, NodeIndex b) { return nodes[a].end < nodes[b].end; };
    NodeIndex at = none;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].ended && nodes[i].start > 0 && (at == none || later(at, NodeIndex(i))))
            at = NodeIndex(i);
    std::vector<NodeIndex> way;
    while (at != none && way.size() <= nodes.size()) {
        way.push_back(at);
        std::erase_if(before[at], [&nodes](NodeIndex node) { return !nodes[node].ended; });
        at = before[at].empty() ? none
                                : *std::max_element(before[at].begin(), before[at].end(), later);
    }
    std::reverse(way.begin(), way.end());
    return way;
}

NodeIndex slowestOf(const std::vector<NodeIndex> &way, const std::vector<TaskRow> &rows)
{
    NodeIndex slowest = none;
    SpanMs longest = -1;
    for (const TaskRow &row : rows)
        if (row.item < 0 && row.end > 0 && row.start > 0 && row.end - row.start > longest &&
            std::find(way.begin(), way.end(), row.node) != way.end()) {
            longest = row.end - row.start;
            slowest = row.node;
        }
    return slowest;
}

std::vector<double> waits(const DagSpec &dag, const std::vector<TaskRow> &rows, WallMs created)
{
    const std::vector<Whole> nodes = wholes(dag, rows, {});
    std::vector<WallMs> ready(nodes.size(), created);
    for (const EdgeSpec &edge : dag.edges)
        if (joins(dag, edge) && nodes[edge.from].ended)
            ready[edge.to] = std::max(ready[edge.to], nodes[edge.from].end);
    std::vector<double> waited(nodes.size(), -1);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].start > 0)
            waited[i] = double(std::max<SpanMs>(0, nodes[i].start - ready[i])) / 1000;
    return waited;
}

} // namespace orrery::models
