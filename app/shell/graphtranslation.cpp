// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/graphtranslation.h"

#include <cmath>

#include "bridge/text.h"

namespace orrery::shell {

using bridge::qs;

namespace {

QVector3D point(const toolkit::Point3 &p)
{
    return {p.x, p.y, p.z};
}

/// Larger boxes for larger reservations; each doubling adds the same.
float sizeOf(const Resources &resources)
{
    const double cores = std::log2(1 + std::max(0.0, resources.cpuCores));
    const double memory = std::log2(1 + double(resources.memoryMB) / 1024);
    return float(
        std::clamp(0.72 + 0.14 * cores + 0.07 * memory + 0.2 * resources.gpuUnits, 0.6, 1.8));
}

universe::EdgeCondition conditionOf(const std::string &text)
{
    if (text == "SUCCESS")
        return universe::EdgeCondition::Success;
    if (text == "FAILURE")
        return universe::EdgeCondition::Failure;
    return text == "ALWAYS" ? universe::EdgeCondition::Always : universe::EdgeCondition::Expression;
}

std::vector<QVector3D> route(const std::vector<toolkit::Point3> &bends)
{
    std::vector<QVector3D> points;
    points.reserve(bends.size());
    for (const auto &bend : bends)
        points.push_back(point(bend));
    return points;
}

} // namespace

universe::UniverseGraph toGraph(const DagSpec &dag, const toolkit::Layout &layout)
{
    universe::UniverseGraph graph;
    graph.title = qs(dag.title());
    graph.nodes.reserve(dag.nodes.size());
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
        const NodeSpec &node = dag.nodes[i];
        const bool mapped = node.execution.isMapStage && node.execution.mapOver.empty();
        graph.nodes.push_back(
            {.id = qs(node.id),
             .title = qs(node.name),
             .type = qs(node.type),
             .position = i < layout.nodes.size() ? point(layout.nodes[i]) : QVector3D(),
             .size = sizeOf(node.resources),
             .mappedCount = mapped ? int(node.execution.parallelism) : 0,
             .priority = node.execution.priority});
    }
    graph.edges.reserve(dag.edges.size());
    for (std::size_t i = 0; i < dag.edges.size(); ++i) {
        const EdgeSpec &edge = dag.edges[i];
        if (edge.from >= dag.nodes.size() || edge.to >= dag.nodes.size())
            continue;
        graph.edges.push_back(
            {.from = int(edge.from),
             .to = int(edge.to),
             .route = i < layout.edges.size() ? route(layout.edges[i]) : std::vector<QVector3D>(),
             .condition = conditionOf(edge.condition)});
    }
    return graph;
}

universe::UniversePositions toPositions(const toolkit::Layout &layout)
{
    universe::UniversePositions positions;
    positions.nodes.reserve(layout.nodes.size());
    for (const auto &node : layout.nodes)
        positions.nodes.push_back(point(node));
    positions.routes.reserve(layout.edges.size());
    for (const auto &edge : layout.edges)
        positions.routes.push_back(route(edge));
    return positions;
}

} // namespace orrery::shell
