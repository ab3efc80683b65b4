// SPDX-License-Identifier: GPL-3.0-or-later
// Records of runs as they are shown: the same values in every face.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"

namespace orrery {

enum class RunState : std::uint8_t { Pending, Running, Paused, Succeeded, Failed, Cancelled };
enum class TaskState : std::uint8_t {
    Pending, ///< its upstream has not ended
    Waiting, ///< ready, waits for resources or for a retry's time
    Held,
    Queued, ///< placed on a host, not started
    Running,
    Succeeded,
    Failed,
    Cancelled,
    Skipped
};
inline constexpr std::size_t taskStateCount = 9;

[[nodiscard]] std::string_view text(RunState state);  ///< "running"
[[nodiscard]] std::string_view text(TaskState state); ///< "queued"
[[nodiscard]] constexpr bool isFinal(RunState s)
{
    return s >= RunState::Succeeded;
}
[[nodiscard]] constexpr bool isFinal(TaskState s)
{
    return s >= TaskState::Succeeded;
}

/// Why an attempt ended; the one-sentence cause is made from it by causeText().
enum class Cause : std::uint8_t {
    Exited,      ///< by itself, with `exitCode`
    Signalled,   ///< killed by `signal`, not by us
    OutOfMemory, ///< over its memory limit
    TimedOut,
    Cancelled,
    MissingProgram, ///< exec failed; `detail` names the program
    SpawnFailed,    ///< sandbox or process could not be made; `detail`
    LogTooLarge,
    BadOutput,   ///< outputs are not JSON, too large, or break the output schema
    Lost,        ///< runner or host died under it
    BadTemplate, ///< a ${...} could not be filled; `detail`
    InnerRun,    ///< SUBDAG: the run of its DAG failed; `detail`
    BadGrowth    ///< what it wrote to ORRERY_GROW cannot be added to the run; `detail`
};

/// What one attempt used, measured by the runner.
struct Usage {
    double cpuSeconds = 0;          ///< user + system, whole tree
    std::uint64_t maxMemoryKiB = 0; ///< largest resident set seen
    std::uint64_t readBytes = 0;
    std::uint64_t writeBytes = 0;
};

/// Where the log of an ended attempt lies, relative to the runner's log directory.
struct LogRef {
    std::string file;         ///< "" = the task printed nothing
    std::uint64_t offset = 0; ///< [bytes]
    std::uint64_t size = 0;   ///< [bytes]
};

/// How an attempt ended: everything that the journal keeps of it.
struct Exit {
    Cause cause = Cause::Exited;
    std::int32_t exitCode = 0;
    std::int32_t signal = 0;
    std::string detail;
    WallMs start = 0;
    WallMs end = 0;
    Usage usage;
    LogRef log;
    JsonText outputs;        ///< JSON object; at most 256 KiB
    std::string growth;      ///< nodes and edges to add, as written; at most 256 KiB; not journaled
    std::string workDir;     ///< absolute; "" when it was left empty and recycled
    std::string enforcement; ///< "cgroup v1", "cgroup v2", "rlimit", "none": what held the limits

    [[nodiscard]] bool succeeded() const { return cause == Cause::Exited && exitCode == 0; }
};

/// "It was killed by signal 11 (segmentation fault)." One sentence for a human.
[[nodiscard]] std::string causeText(const Exit &exit);

struct RunSummary {
    RunId id;
    DagId dag;
    std::string dagName;
    VersionId version;
    std::string file; ///< the DAG's file, absolute; "" when sent as text
    RunState state = RunState::Pending;
    std::string cause;   ///< one sentence when failed or cancelled
    std::string trigger; ///< "manual", later "cron" ...
    std::string owner;
    WallMs created = 0;
    WallMs ended = 0;
    std::array<std::uint32_t, taskStateCount> counts{}; ///< tasks by state
    JsonText parameters;
    Isolation isolation = Isolation::Process;
    std::vector<std::string> notes; ///< e.g. what --fit scaled down, a degraded isolation
    std::string resultsDir;         ///< directory shared by the run's tasks
    WallMs slot = 0;                ///< the moment of its schedule that it stands for; 0 = none
    std::int32_t slotOffset = 0;    ///< [s] of local time at the slot, east of UTC
    std::int32_t priority = 0;      ///< while it lives: higher goes first
    std::string queue;              ///< while it lives: where it waits for its turn; "" = nowhere
    std::string waits;              ///< why it has not begun; "paused: why" when it cannot go on
    std::uint32_t cached = 0;       ///< tasks for which an earlier result stands

    [[nodiscard]] std::uint32_t taskCount() const;
    [[nodiscard]] std::uint32_t finishedCount() const;
};

/// One task as lists and the universe show it.
struct TaskRow {
    TaskIndex task = none;
    NodeIndex node = none;
    std::int32_t item = -1; ///< index of a mapped item or iteration; -1 = the node itself
    RareText label;         ///< the item's name (itemName); "" = its index
    TaskState state = TaskState::Pending;
    std::uint32_t attempts = 0;
    std::int32_t exitCode = -1; ///< -1 = none yet
    WallMs start = 0;
    WallMs end = 0;
    std::string host;
    RareText reason; ///< why it waits, or the cause of its failure
    Usage usage;
    RunId cachedFrom;    ///< the run whose result stands for it; empty = its own
    WallMs cachedAt = 0; ///< when that was made
};

/// One attempt as it really ran; secrets are masked.
struct AttemptView {
    std::uint32_t attempt = 0;
    TaskState state = TaskState::Pending;
    std::vector<std::string> command; ///< resolved
    std::vector<std::pair<std::string, std::string>>
        environment;    ///< resolved, beside the clean base
    std::string script; ///< resolved text of the program; "" when it is a file or a command
    JsonText inputs;
    JsonText outputs;
    std::string workDir;
    std::string isolation; ///< "sandbox", "process"
    std::string enforcement;
    std::vector<std::uint32_t> gpus;
    std::string host;
    WallMs placed = 0;
    WallMs start = 0;
    WallMs end = 0;
    std::int32_t exitCode = -1;
    std::string cause; ///< one sentence when it failed
    Usage usage;
    LogRef log;
};

struct TaskDetail {
    TaskRow row;
    std::string id; ///< "transform-sales[3]"
    std::vector<AttemptView> attempts;
    std::string lastLines; ///< the last 20 lines of the last attempt's log
    JsonText cacheKey;     ///< object name -> hash: what its result depends on; "" = not cached
    std::string cacheWhy;  ///< why no earlier result stood for it
};

/// Nodes and edges that a run got after it began (event.h, GraphGrown).
struct Growth {
    TaskIndex task = none; ///< that wrote them to ORRERY_GROW; none = `by` sent them
    std::string by;        ///< who sent them; "" = a task did
    NodeIndex first = 0;   ///< the first new node; they follow one another
    std::uint32_t nodes = 0;
    std::uint32_t edges = 0;
    WallMs at = 0;
};

/// A run with its tasks: answer of Session::show and head of a subscription.
struct RunDetail {
    RunSummary summary;
    std::shared_ptr<const DagSpec>
        dag; ///< as it stood at the answer; a run that grows gets another
    std::vector<TaskRow> tasks;
    std::vector<JsonText> outputs; ///< per task; "" before it succeeded
    JsonText environment; ///< object: where it was made (engine/environment.h); "" = not kept
    std::vector<Growth> growths; ///< in their order; `dag` has their nodes behind the file's
};

/// What becomes of a node in a run of parts.
enum class Part : std::uint8_t { Run, Keep, LeaveOut };
struct PlannedNode {
    NodeIndex node = none;
    std::string id;
    Part part = Part::Run;
    RunId from;       ///< Keep: the run that it comes from
    JsonText outputs; ///< Keep: what it gave there
    std::string why;
};

/// "node" or "node[3]".
[[nodiscard]] std::string taskName(const DagSpec &dag, const TaskRow &row);

} // namespace orrery
