// SPDX-License-Identifier: GPL-3.0-or-later
// What a run tells of its edges and of its longest way. Pure.
#pragma once

#include <vector>

#include "engine/dag.h"
#include "engine/run.h"

namespace orrery::models {

/// What went over an edge of the run's DAG.
struct EdgeFlow {
    double bytes = -1; ///< written by what feeds it; below 0 = not measured
    double latency =
        -1;         ///< from the end of the one to the start of the other [s]; below 0 = unknown
    double bad = 0; ///< share of bad data, 0..1
};

/// Share of bad data that a task's outputs tell: `rejectRate`, `errorRate` or `badRate` (0..1),
/// else `rejectedRows`, `badRows` or `rejected` of `rows` and them; 0 when they tell nothing.
[[nodiscard]] double badShare(const JsonText &outputs);

/// Per edge of `dag`. A failed node's edges, and the failed share of a mapped one's items, are bad
/// data, too.
/// @param rows     of the run, in any order
/// @param outputs  by task; may be shorter, or empty
[[nodiscard]] std::vector<EdgeFlow> edgeFlows(const DagSpec &dag, const std::vector<TaskRow> &rows,
                                              const std::vector<JsonText> &outputs);

/// The way that decided how long the run took, first to last: from the node that ended last back to
/// what it started after. Empty before anything ended.
[[nodiscard]] std::vector<NodeIndex> longestWay(const DagSpec &dag,
                                                const std::vector<TaskRow> &rows);
/// The node of a way that took longest; `none` for an empty one.
[[nodiscard]] NodeIndex slowestOf(const std::vector<NodeIndex> &way,
                                  const std::vector<TaskRow> &rows);

/// How long each node waited after all that feeds it had ended, or since the run began [s]; below 0
/// = not started.
[[nodiscard]] std::vector<double> waits(const DagSpec &dag, const std::vector<TaskRow> &rows,
                                        WallMs created);

} // namespace orrery::models
