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

/// The moment of a schedule that a run stands for. Journaled with the run it makes, so that a slot
/// fires once at most.
struct Slot {
    std::string schedule;    ///< absolute path of the DAG's file; "" = the run was made by hand
    WallMs at = 0;           ///< when it was due; an event: when it was seen
    std::int32_t offset = 0; ///< [s] of local time there and then, east of UTC
    std::string backfill;    ///< id of the backfill that asked for it; "" = it was due
    JsonText seen;           ///< EVENT: what has now been acted on, by leaf of the condition
};

/// A node of a run that does not run in it: what it gave in an earlier run stands for it.
struct KeptNode {
    NodeIndex node = none;
    RunId from;       ///< the run it comes from; empty = it is left out, nothing stands for it
    JsonText outputs; ///< as that run recorded them
};

/// How a run stands among the others of its home.
struct Turn {
    std::int32_t priority = 0;
    std::string queue;              ///< "" = none
    std::vector<SlotUse> uses;      ///< what the run holds, names filled in, the queue's slot
                                    ///< included; not empty = it begins with RunAdmitted
    std::vector<std::string> above; ///< names that the runs hold for which this one runs
    bool operator==(const Turn &) const = default;
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
    std::vector<KeptNode> kept; ///< in order of their nodes
    AttemptKey parent;          ///< the SUBDAG attempt that started it; empty run = nobody
    JsonText environment; ///< object: where the run was made (engine/environment.h); "" = not kept
    Slot slot = {};
    Turn turn = {};
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

/// Tasks are held (they do not start) or released. A held task that is running goes on.
struct HoldChanged {
    std::vector<TaskIndex> tasks; ///< empty = the whole run
    bool held = true;
    bool after = false; ///< the run is held once these have ended (pause after a node)
    bool step = false;  ///< release: one task of each only (single step)
    std::string by;
    WallMs at = 0;
};

/// A person says how a task ended: an answer to an APPROVE node, or a mark in place of a run.
struct TaskMarked {
    TaskIndex task = none;
    TaskState state = TaskState::Succeeded; ///< Succeeded, Failed or Skipped
    JsonText outputs;                       ///< object, "" = none
    std::string by;
    std::string why;
    WallMs at = 0;
};

/// What the file of a mapOverFile held.
struct ItemsListed {
    NodeIndex node = none;
    JsonText elements;   ///< array
    std::string problem; ///< why it cannot be read; "" = it was
    WallMs at = 0;
};

/// The run's final state; nothing follows but RetryRequested.
struct RunEnded {
    RunState state = RunState::Succeeded;
    std::string cause;
    WallMs at = 0;
};

/// A content of a DAG got its next number. The file stands in the table dag_publication.
struct DagPublished {
    DagId dag;
    std::uint32_t number = 0;
    VersionId version;
    std::string by;
    std::string message;
    std::uint32_t rolledBackTo = 0; ///< 0 = none
    WallMs at = 0;
};

/// A schedule of this home was switched, or what it says changed. Slots count from `at`, when
/// `restarted`. Of no run.
struct ScheduleChanged {
    std::string schedule; ///< absolute path of the DAG's file
    DagId dag;
    bool on = false;
    JsonText overrides;  ///< object of keys that win over the file's schedule block; "" = none
    JsonText definition; ///< the schedule block as it is now in force
    bool restarted = false;
    std::string by;
    WallMs at = 0;
};

/// Slots that make no run, or what an EVENT schedule has taken note of without a run. Of no run.
struct SlotSettled {
    enum class Outcome : std::uint8_t { Skipped, Failed, Seen };
    std::string schedule;
    std::string backfill; ///< as in Slot
    Outcome outcome = Outcome::Skipped;
    WallMs slot = 0;         ///< the last one that this settles; 0 for Seen
    std::uint32_t count = 1; ///< how many, when that is known
    std::string why;         ///< one sentence
    JsonText seen;           ///< as in Slot; "" = unchanged
    WallMs at = 0;
};

/// Slots of the past (or again) to run, one after the other. Of no run.
struct BackfillRequested {
    std::string id;
    std::string schedule;
    std::vector<WallMs> moments; ///< in the order in which they run
    std::uint32_t maxParallel = 1;
    std::string by;
    WallMs at = 0;
};

/// The run has its turn: it holds Turn::uses from now on, and begins.
struct RunAdmitted {
    WallMs at = 0;
};

/// A person moves a run before or behind others.
struct PriorityChanged {
    std::int32_t priority = 0;
    std::string by;
    WallMs at = 0;
};

/// A run got further nodes and edges: what a task wrote to ORRERY_GROW (journaled together with its
/// TaskEnded, before it), or what somebody sent. New nodes are numbered behind all others.
struct GraphGrown {
    TaskIndex task = none; ///< that wrote it; none = `by` sent it
    std::uint32_t attempt = 0;
    JsonText fragment; ///< {"nodes": [...], "edges": [...]}, canonical, components put in
    std::string by;
    WallMs at = 0;
};

/// What the home says of a name that runs and tasks take turns on. Of no run.
struct QueueChanged {
    std::string name;
    bool known = true;         ///< false = as if nobody had ever said anything
    std::uint32_t count = 1;   ///< slots
    std::int32_t priority = 0; ///< on top of that of the runs that wait in it
    bool held = false;         ///< nobody gets a slot
    std::string by;
    WallMs at = 0;
};

/// The result of an earlier run stands for a task: it does not run.
struct TaskReused {
    TaskIndex task = none;
    RunId from;       ///< the run that made it
    WallMs made = 0;  ///< when
    JsonText key;     ///< as in CacheMissed
    JsonText outputs; ///< object, as that run gave them; files are named where they are now
    WallMs at = 0;
};

/// A task looked for an earlier result and runs.
struct CacheMissed {
    TaskIndex task = none;
    JsonText key;    ///< object: what the result depends on, name -> hash; "" = it cannot be told
    std::string why; ///< "input rows changed (a1b2c3d4 -> 99ee11aa)"
    WallMs at = 0;
};

/// The run takes no earlier results; it still leaves its own.
struct CacheBypassed {
    WallMs at = 0;
};

/// A run that ended long ago lies in one compressed file (store/sealedrun.h); its events before
/// this one leave the journal. What lists need of it stands here.
struct RunSealed {
    std::string file;           ///< below the home
    std::uint64_t bytes = 0;    ///< of the file
    std::uint32_t checksum = 0; ///< CRC-32 of the file
    std::uint64_t events = 0;
    Seq upTo = 0;       ///< the last event in the file; later ones stay in the journal
    RunCreated created; ///< without what nodes gave and the environment: the file has them
    WallMs started = 0; ///< of its first task; 0 = none
    WallMs ended = 0;
    RunState state = RunState::Succeeded;
    std::string cause;
    JsonText counts; ///< tasks by state, as the table dag_execution keeps them
    WallMs at = 0;
};

/// Sealed runs that were deleted: sealed file, logs, summary. Of no run.
struct RunsDropped {
    /// What schedules must still know of the slots of these runs.
    struct Mark {
        std::string schedule;
        WallMs settled = 0;
        JsonText seen;
    };
    std::vector<RunId> runs;
    std::vector<Mark> marks;
    std::string by;
    bool results = false; ///< their results directories, too
    WallMs at = 0;
};

/// A pinned run is never sealed or deleted.
struct RunPinned {
    bool pinned = true;
    std::string by;
    WallMs at = 0;
};

/// The home lists a DAG file. Of no run.
struct FileRemembered {
    std::string file;
    WallMs at = 0;
};

using Fact =
    std::variant<EngineStarted, RunCreated, TaskPlaced, TaskStarted, TaskEnded, RetryDue,
                 CancelRequested, RetryRequested, RunEnded, HoldChanged, TaskMarked, ItemsListed,
                 DagPublished, ScheduleChanged, SlotSettled, BackfillRequested, RunAdmitted,
                 PriorityChanged, QueueChanged, TaskReused, CacheMissed, CacheBypassed, GraphGrown,
                 RunSealed, RunsDropped, RunPinned, FileRemembered>;

struct Event {
    Seq seq = 0; ///< given by the journal
    RunId run;   ///< empty for EngineStarted and DagPublished
    Fact fact;
};

} // namespace orrery
