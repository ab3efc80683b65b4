// SPDX-License-Identifier: GPL-3.0-or-later
// Facts of the journal. A decision that follows from earlier facts (skip, retry, ready) is never
// journaled: apply() derives it again. Their meaning never changes; a new meaning is a new event.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/run.h"

namespace orrery {

/// A new owner of the home; synced before its first launch.
struct EngineStarted {
    std::uint64_t epoch = 0;
    std::string bootId;
    std::int64_t pid = 0;
    WallMs at = 0;
};

/// A run exists. Its DAG is in the table dag_version under `version`.
struct RunCreated {
    DagId dag;
    VersionId version;
    std::string file;
    JsonText parameters;                      ///< object, defaults filled in
    Isolation isolation = Isolation::Process; ///< default of tasks that do not say
    std::vector<Resources> fitted; ///< --fit: what each node gets; empty = as in the file
    std::vector<std::string> notes;
    std::string trigger;
    std::string owner;
    std::string resultsDir;
    WallMs at = 0;
};

/// Leased and about to be launched. Written before the launch leaves the engine.
struct TaskPlaced {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    HostId host;
    std::vector<std::uint32_t> gpus;
    WallMs at = 0;
};

struct TaskStarted {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    std::int64_t pid = 0;
    WallMs at = 0;
};

/// An attempt ended; also for one that never started (Cause::Cancelled, Lost, BadTemplate).
struct TaskEnded {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    Exit exit;
};

/// The wait before a retry is over.
struct RetryDue {
    TaskIndex task = none;
    WallMs at = 0;
};

struct CancelRequested {
    std::string by;
    std::string why;
    WallMs at = 0;
};

/// Failed, cancelled and skipped tasks among `tasks` (empty = all) start over, and what follows
/// them.
struct RetryRequested {
    std::vector<TaskIndex> tasks;
    std::string by;
    WallMs at = 0;
};

/// The run's final state; nothing follows but RetryRequested.
struct RunEnded {
    RunState state = RunState::Succeeded;
    std::string cause;
    WallMs at = 0;
};

using Fact = std::variant<EngineStarted, RunCreated, TaskPlaced, TaskStarted, TaskEnded, RetryDue,
                          CancelRequested, RetryRequested, RunEnded>;

struct Event {
    Seq seq = 0; ///< given by the journal
    RunId run;   ///< empty for EngineStarted
    Fact fact;
};

} // namespace orrery
