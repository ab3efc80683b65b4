// SPDX-License-Identifier: GPL-3.0-or-later
// What an executor and its runner say to each other about one attempt.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/run.h"

namespace orrery::types {

/// Everything a runner needs to start one attempt. Values are final: templates and secrets filled
/// in.
struct LaunchOrder {
    AttemptKey key;
    std::uint64_t fence = 0;       ///< epoch of the engine that launches; the newest wins
    std::vector<std::string> argv; ///< argv[0] looked up in PATH when it has no slash
    std::vector<std::pair<std::string, std::string>> environment; ///< beside the clean base
    JsonText inputs;      ///< written to ORRERY_INPUTS; "{}" stands there when empty
    std::string script;   ///< written to a file of the slot; "%SCRIPT%" in argv is its path
    std::string taskName; ///< "node[3]": ORRERY_TASK, and the name of kept work directories
    std::string node;
    std::int32_t item = -1;
    std::int32_t itemCount = 0;
    std::string dagDir; ///< staged into the work directory by symbolic links; "" = nothing
    std::string runDir; ///< ORRERY_RUN_DIR; made when missing
    Isolation isolation = Isolation::Process;
    bool network = false;
    double cpuCores = 1;
    std::uint64_t memoryMB = 0; ///< 0 = no cap
    std::vector<std::uint32_t> gpus;
    SpanMs timeout = 0; ///< 0 = none
    // Among orders that wait for room at the host: by priority, higher first, then fence, then age.
    std::int32_t priority = 0;
    std::uint64_t age = 0; ///< smaller goes first
    std::vector<std::string>
        readOnlyPaths; ///< sandbox: further paths to show, e.g. an interpreter's prefix
};

/// An order that is sent before its turn: it starts the moment `after` ends well and without
/// outputs, in the same slot, so that a chain never waits for the engine. A host may forget it.
struct AheadOrder {
    AttemptKey after; ///< runs, or is launched before this
    LaunchOrder order;
};

struct Started {
    AttemptKey key;
    std::int64_t pid = 0;
    WallMs at = 0;
};

struct Ended {
    AttemptKey key;
    Exit exit;
};

struct LogPiece {
    AttemptKey key;
    std::uint64_t offset = 0;
    std::string text;
    bool end = false;
};

} // namespace orrery::types
