// SPDX-License-Identifier: GPL-3.0-or-later
// What the universe draws, as plain values: the bridge fills them, nothing here knows an engine.
#pragma once

#include <cstdint>
#include <vector>

#include <QString>
#include <QVector3D>

#include "encoding.h"
#include "engine/run.h"

namespace orrery::universe {

/// When an edge lets its target start; drawn as its dash and hue.
enum class EdgeCondition : std::uint8_t { Success, Failure, Always, Expression };

struct UniverseNode {
    QString id;
    QString title;       ///< "" = the id is shown
    QString type;        ///< e.g. "TRANSFORM"; may be empty
    QVector3D position;  ///< centre; x along the flow, y up within the layer, z depth [box widths]
    float size = 1;      ///< edge of the box, by resources; kept within 0.6..1.8
    int mappedCount = 0; ///< items of a mapped task; 0 or 1 = a plain one
    int priority = 0;    ///< higher goes first
};

struct UniverseEdge {
    int from = 0;
    int to = 0;
    std::vector<QVector3D> route; ///< points between the two nodes, in order; may be empty
    EdgeCondition condition = EdgeCondition::Success;
};

struct UniverseGraph {
    QString title;
    std::vector<UniverseNode> nodes;
    std::vector<UniverseEdge> edges; ///< indices into nodes; an edge out of range is left out
};

/// The live state of one node.
struct NodeState {
    int node = 0;
    TaskState state = TaskState::Pending;
    float progress = -1; ///< 0..1; below 0 = not known
    float load = 0;      ///< 0..1 of what it reserved
    double seconds = -1; ///< how long it has run or ran [s]; below 0 = not started
    QString reason;      ///< why it waits, or the cause of its failure
    /// 0..1 of CPU, memory and GPU that it reserved or used, and of the longest wait; below 0 = not
    /// known. Shown as its hue when asked for.
    std::array<float, heatCount> heat{-1, -1, -1, -1};
    QString detail; ///< measured figures for the card: "1.8 cores  412 MB"
};

/// Where a refined layout puts things: one position per node, one route per edge (or none at all).
struct UniversePositions {
    std::vector<QVector3D> nodes;
    std::vector<std::vector<QVector3D>> routes;
};

} // namespace orrery::universe
