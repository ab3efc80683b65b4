// SPDX-License-Identifier: GPL-3.0-or-later
// A run of parts of a DAG: what runs, what is kept from an earlier run, what is left out. Pure.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/dag.h"
#include "engine/event.h"
#include "engine/result.h"
#include "engine/run.h"

namespace orrery::run {

/// What an earlier run has of the nodes of a DAG, by their ids: it may have run another version.
struct Earlier {
    struct Node {
        TaskState state = TaskState::Pending;
        JsonText outputs;
        bool changed = false; ///< its definition is another one now
        bool grew = false; ///< it added nodes to that run, or an added node stood before it: they
                           ///< come again only when it runs again
    };
    RunId run;
    std::unordered_map<std::string, Node> nodes;
};

/// The nodes that did not succeed in a run, those it does not know or that grew it, and all that
/// follows them; with the setup of a teardown among these that ran, all that follows the setup.
[[nodiscard]] std::vector<bool> unfinished(const DagSpec &dag, const Earlier &earlier);

/// Selected nodes run. What stands before one is kept from the first of `earlier` in which it
/// succeeded, or left out when nothing of it is needed; all else is left out.
/// @param selected  [node]
/// @param earlier   newest first
/// @return  [node]
/// @error InvalidSpec: a selected node needs an output that no earlier run has; nothing is selected
[[nodiscard]] Result<std::vector<PlannedNode>>
choose(const DagSpec &dag, const std::vector<bool> &selected, const std::vector<Earlier> &earlier);

/// What the run keeps, for RunCreated::kept: every node that does not run.
[[nodiscard]] std::vector<KeptNode> keptNodes(const std::vector<PlannedNode> &plan);

} // namespace orrery::run
