// SPDX-License-Identifier: GPL-3.0-or-later
// What the values of a DAG say about each other: edges, cycles, ports, inputs, expressions,
// templates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "model/document.h"
#include "model/findings.h"
#include "model/reader.h"

namespace orrery::model {

/// Everything that the checks look at. `dag` was read from `doc`; places tell where its parts
/// stand.
struct Checked {
    const Document &doc;
    const DagSpec &dag;
    const Places &places;
    Findings &findings;
};

/// Self edges, edges given twice, cycles with their whole path.
void checkGraph(const Checked &in);

/// A cycle for every edge that closes one on a depth-first walk: the graph without these edges has
/// none. Self edges and edges with an unknown end are left out. O(nodes + edges) for a graph
/// without.
struct Cycle {
    std::uint32_t closing = 0;    ///< the edge that closes it
    std::vector<NodeIndex> nodes; ///< in the direction of the edges; the first is not repeated
};
[[nodiscard]] std::vector<Cycle> findCycles(const DagSpec &dag, std::size_t most);

/// dataMapping against the ports of both ends; required inputs that nothing feeds.
void checkPorts(const Checked &in);

/// Arguments against what the task asks for: names, types, checks, what is missing.
void checkArguments(const Checked &in);

/// Every ${...} of one node, whose parts stand at places.nodes[node].
void checkNodeTexts(const Checked &in, NodeIndex node, const std::vector<Parameter> &runParameters);

/// Conditions, mapOver and every ${...}: that they parse, and that they read what exists.
void checkTexts(const Checked &in, const std::vector<Parameter> &runParameters);

/// Parameters of the DAG, then the required inputs of nodes without incoming edge as "node.input".
[[nodiscard]] std::vector<Parameter> runParameters(const DagSpec &dag);

/// True when an upstream of this kind gives an array of its outputs, one per item.
[[nodiscard]] bool isMapped(const NodeSpec &node);

} // namespace orrery::model
