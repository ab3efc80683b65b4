// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs and states for the tests of the universe: the sales pipeline and seeded layered graphs.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "universegraph.h"

namespace graphs {

using namespace orrery;
using namespace orrery::universe;

/// Eight nodes in five layers, one edge of every condition but "always".
inline UniverseGraph sales()
{
    UniverseGraph graph{.title = u"Sales analytics pipeline"_qs};
    const auto node = [&](const QString &id, const QString &title, const QString &type, float layer,
                          float order, float size, int mapped) {
        graph.nodes.push_back({id, title, type, {layer * 4, order * 2.4F, 0}, size, mapped});
    };
    node(u"generate-sales"_qs, u"Generate sales data"_qs, u"GENERATE"_qs, 0, 0, 1, 0);
    node(u"extract-sales-data"_qs, u"Extract by region"_qs, u"EXTRACT"_qs, 1, 0, 1.1F, 4);
    node(u"transform-sales"_qs, u"Transform by category"_qs, u"TRANSFORM"_qs, 2, 0.9F, 1.3F, 16);
    node(u"rejected-rows"_qs, u"Collect rejected rows"_qs, u"TRANSFORM"_qs, 2, -1.1F, 0.8F, 0);
    node(u"analyse-sales"_qs, u"Analyse day, week, month"_qs, u"ANALYZE"_qs, 3, 0.9F, 1.4F, 0);
    node(u"quality-gate"_qs, u"Data quality gate"_qs, u"CHECK"_qs, 3, -0.6F, 1, 0);
    node(u"report"_qs, u"Report with pictures"_qs, u"REPORT"_qs, 4, 0.5F, 1, 0);
    node(u"alert-owner"_qs, u"Tell the owner"_qs, u"NOTIFY"_qs, 4, -1.3F, 0.8F, 0);
    const auto edge = [&](int from, int to, EdgeCondition condition = EdgeCondition::Success) {
        graph.edges.push_back({from, to, {}, condition});
    };
    edge(0, 1), edge(1, 2), edge(1, 3), edge(2, 4), edge(2, 5), edge(3, 5), edge(4, 6);
    edge(5, 6, EdgeCondition::Expression), edge(5, 7, EdgeCondition::Failure);
    return graph;
}

/// One node in each state that the run of the sales pipeline may show.
inline std::vector<NodeState> salesStates()
{
    return {
        {.node = 0, .state = TaskState::Succeeded, .progress = 1, .seconds = 3.4},
        {.node = 1, .state = TaskState::Succeeded, .progress = 1, .seconds = 12.4},
        {.node = 2,
         .state = TaskState::Running,
         .progress = 0.62F,
         .load = 0.72F,
         .seconds = 24.8,
         .detail = u"7.2 cores   3.1 GB   48 MB/s"_qs},
        {.node = 3,
         .state = TaskState::Failed,
         .seconds = 9.1,
         .reason = u"Exit code 3: the column 'refund' is missing."_qs},
        {.node = 4, .state = TaskState::Waiting, .reason = u"Waits for 8 cores, 3 are free."_qs},
        {.node = 5, .state = TaskState::Queued},
        {.node = 6, .state = TaskState::Pending},
        {.node = 7, .state = TaskState::Skipped}};
}

/// `count` nodes in about sqrt(count) layers, 1.5 edges per node, all forward; the same for each
/// seed.
inline UniverseGraph layered(int count, unsigned seed)
{
    std::mt19937 random(seed);
    const auto unit = [&] { return double(random()) / double(std::mt19937::max()); };
    const int layers = std::max(2, int(std::sqrt(count)));
    const int rows = (count + layers - 1) / layers;
    UniverseGraph graph{.title = u"Layered graph of seed %1"_qs.arg(seed)};
    for (int i = 0; i < count; ++i) {
        const int layer = i % layers;
        const int row = i / layers;
        const float depth = 3 * float(std::sin(layer * 0.55) * std::sin(row * 1.3 + layer));
        const char *const stem[] = {"join.orders", "score", "agg.window"};
        graph.nodes.push_back(
            {.id = u"task-%1"_qs.arg(i),
             .title = u"%1-%2"_qs.arg(QLatin1String(stem[i % 3])).arg(i),
             .type = u"TRANSFORM"_qs,
             .position = {float(layer * 4), float((row - (rows - 1) / 2.0) * 2.4), depth},
             .size = float(0.8 + 0.6 * unit() * unit()),
             .mappedCount = i % 17 == 3 ? 12 : 0});
    }
    for (int i = 0; i < count * 3 / 2; ++i) {
        const int from = int(unit() * (count - 1));
        const int layer = from % layers;
        const int next = std::min(layers - 1, layer + (unit() < 0.85 ? 1 : 2));
        const int row = std::clamp(from / layers + int(unit() * 5) - 2, 0, rows - 1);
        const int to = row * layers + next;
        if (layer == next || to >= count)
            continue;
        const double dice = unit();
        graph.edges.push_back({from,
                               to,
                               {},
                               dice < 0.03   ? EdgeCondition::Failure
                               : dice < 0.06 ? EdgeCondition::Always
                                             : EdgeCondition::Success});
    }
    return graph;
}

/// A run caught in the middle: done on the left, running in a band, pending on the right.
inline std::vector<NodeState> midRun(const UniverseGraph &graph, unsigned seed)
{
    std::mt19937 random(seed);
    const auto unit = [&] { return double(random()) / double(std::mt19937::max()); };
    float end = 1;
    for (const UniverseNode &node : graph.nodes)
        end = std::max(end, node.position.x());
    std::vector<NodeState> states;
    for (int i = 0; i < int(graph.nodes.size()); ++i) {
        const double at =
            double(graph.nodes[std::size_t(i)].position.x() / end) + (unit() - 0.5) * 0.3;
        const double dice = unit();
        NodeState state{.node = i};
        if (at < 0.42) {
            state.state = dice < 0.03   ? TaskState::Failed
                          : dice < 0.07 ? TaskState::Skipped
                                        : TaskState::Succeeded;
            state.progress = 1;
            state.seconds = 3 + 80 * unit();
        } else if (at < 0.56) {
            state.state = dice < 0.75  ? TaskState::Running
                          : dice < 0.9 ? TaskState::Queued
                                       : TaskState::Waiting;
            state.progress = float(unit());
            state.load = float(unit());
            state.seconds = 20 * unit();
        } else if (dice < 0.04) {
            state.state = dice < 0.02 ? TaskState::Held : TaskState::Cancelled;
        }
        states.push_back(state);
    }
    return states;
}

} // namespace graphs
