// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG run in virtual time: the scheduler that would run it for real says when each task starts,
// where it waits and why. Nothing is started and nothing recorded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/resource.h"
#include "engine/result.h"
#include "engine/run.h"

namespace orrery {

/// How long the tasks of one node take.
struct NodeDuration {
    std::string node; ///< id
    /// One value for all its tasks, or one per item of a mapped node in index order. Several values
    /// also say how many items there are when the rehearsal cannot know it.
    std::vector<double> seconds;
};

/// What runs of a DAG in this home measured.
struct DagHistory {
    std::vector<RunId> runs;             ///< that were read, newest first
    std::vector<NodeDuration> durations; ///< medians of attempts that succeeded; items as in the
                                         ///< newest run that had them
};

/// Where a rehearsed duration came from.
enum class DurationOrigin : std::uint8_t {
    NoProcess, ///< it takes no time
    Given,
    Recorded, ///< in the DAG's file: NodeSpec::recorded
    History,
    Guessed
};
[[nodiscard]] std::string_view text(DurationOrigin origin); ///< "history"

/// What resources cost; 0 = nothing. A host counts from the run's start to its end when the run
/// used it; cores and GPUs count while a task holds them.
struct Prices {
    double hostHour = 0;
    double coreHour = 0;
    double gpuHour = 0;
    std::string currency; ///< "EUR"; shown only
    [[nodiscard]] bool any() const { return hostHour > 0 || coreHour > 0 || gpuHour > 0; }
};

struct RehearsalRequest {
    JsonText parameters;             ///< as toolkit::bindParameters gives them
    std::vector<HostInfo> hosts;     ///< id, cores, memoryMiB, gpus; in the order of placement
    std::vector<NodeDuration> given; ///< the first of these four that knows a task decides
    bool recorded = true;
    std::vector<NodeDuration> history;
    std::optional<double> guess; ///< [s] when nothing is known; absent = the median of what is
                                 ///< known in this DAG, 1 s when that is nothing
    bool fit = false;            ///< scale tasks that no host can hold down, and say so
    Prices prices;
    WallMs at = 0; ///< when it would begin, for expressions over run.date; 0 = 1970-01-02
};

struct RehearsedWait {
    SpanMs from = 0; ///< all times count from the run's start
    SpanMs to = 0;
    std::string reason; ///< when it began: "needs 2 cores, 1 of 2 is free on local"
};

struct RehearsedTask {
    TaskIndex task = none;
    NodeIndex node = none;
    std::int32_t item = -1; ///< index of a mapped item; -1 = the node itself
    TaskState state = TaskState::Pending;
    std::uint32_t attempts = 0;
    SpanMs start = 0; ///< of its first attempt
    SpanMs end = 0;
    std::string host;
    std::vector<std::uint32_t> gpus;
    DurationOrigin origin = DurationOrigin::NoProcess;
    std::string reason; ///< why it failed or was skipped
    std::vector<RehearsedWait> waits;
};

/// One of the tasks whose ends decide the end of the run.
struct CriticalStep {
    TaskIndex task = none;
    SpanMs start = 0;
    SpanMs end = 0;
    double share = 0; ///< of the makespan, 0..1
    /// What it waited for last: "start", "upstream" (the step before is one), "room" (the step
    /// before freed its place)
    std::string after;
};

/// Averages over one slice of the run.
struct UseSlice {
    SpanMs from = 0;
    SpanMs to = 0;
    double cores = 0;
    double memoryMiB = 0;
    double gpus = 0;
};

struct HostUse {
    HostId host;
    double cores = 0; ///< what it has
    std::uint64_t memoryMiB = 0;
    std::uint32_t gpus = 0;
    double cpu = 0; ///< share in use over the makespan, 0..1
    double memory = 0;
    double gpu = 0;
    std::uint32_t attempts = 0; ///< that ran there
};

struct Rehearsal {
    RunState state = RunState::Pending;
    std::string cause;
    SpanMs makespan = 0;
    std::vector<RehearsedTask> tasks;       ///< by TaskIndex
    std::vector<CriticalStep> criticalPath; ///< first to last
    std::vector<HostUse> hosts;
    std::vector<UseSlice> use; ///< at most 120 slices of equal length
    double cpu = 0;            ///< share of all hosts' cores in use over the makespan, 0..1
    double memory = 0;
    double gpu = 0;
    std::uint32_t mostAtOnce = 0; ///< tasks that ran at the same time
    double coreHours = 0;
    double gpuHours = 0;
    double hostHours = 0;
    double cost = 0;                  ///< in RehearsalRequest::prices
    std::vector<std::string> guessed; ///< ids of nodes whose duration was guessed
    double guess = 0;                 ///< [s] what they got
    std::vector<std::string> unknown; ///< what only a real run can know, one sentence each
    std::vector<std::string> notes;   ///< what `fit` scaled
    std::uint64_t events = 0;         ///< facts that a real run would have journaled
};

namespace toolkit {

/// Pure; callable on any thread. 100,000 tasks take about a second.
/// @param dag  validated
/// @error NoCapacity (a task that no host can hold), InvalidSpec (no host, a bad duration)
[[nodiscard]] Result<Rehearsal> rehearse(const DagSpec &dag, const RehearsalRequest &request);

} // namespace toolkit

} // namespace orrery
