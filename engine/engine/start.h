// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a request once it was read and checked, and the host look-ups for it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core.h"
#include "engine/inner.h"

namespace orrery::engine {

struct Core::Checked {
    StartRequest request;
    std::shared_ptr<const DagSpec> dag;
    std::string canonical;
    VersionId version;
    JsonText parameters;
    std::vector<InnerDag> inner; ///< of SUBDAG nodes
    std::vector<KeptNode> kept;  ///< nodes that do not run
    std::string resultsDir;
    RunId run;
    std::vector<Resources> fitted; ///< empty = as in the file
    std::vector<std::string> notes;
    Isolation isolation = Isolation::Process;
    JsonText environment;
    std::optional<Error> error;
    Slot slot; ///< of the schedule that asked; empty = a user did
};

/// Does the request ask for parts of the DAG?
[[nodiscard]] bool isPartial(const StartRequest &request);
/// "" or what the host lacks for the node's runtime, with the fix.
[[nodiscard]] std::string missingRuntime(const NodeSpec &node);
[[nodiscard]] std::string parentDirectory(const std::string &file);
/// "the run has no task 7"
[[nodiscard]] tl::unexpected<Error> unknownTask(const RunId &run, TaskIndex task);
/// Name of the user this process runs as.
[[nodiscard]] std::string userName();

} // namespace orrery::engine
