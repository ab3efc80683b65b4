// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to an engine, in this process or in another one.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/cache.h"
#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/queue.h"
#include "engine/rehearsal.h"
#include "engine/replay.h"
#include "engine/resource.h"
#include "engine/result.h"
#include "engine/retention.h"
#include "engine/run.h"
#include "engine/schedule.h"
#include "engine/version.h"

namespace orrery::toolkit {
struct Parsed;
}

namespace orrery {

/// Called once, on the executor given when the session was made.
template <typename T = void>
using Reply = std::function<void(Result<T>)>;

struct StartRequest {
    std::string
        file; ///< absolute path of the DAG's file; its directory is where relative names start
    std::string text; ///< the file's content (JSON or YAML); read from `file` by the caller
    /// What toolkit::parse made of `text` with the components of the home: spares an engine in this
    /// process a second reading, and stays behind when the request travels. Nobody else changes it;
    /// whoever holds it last may take it. Null = not parsed.
    std::shared_ptr<toolkit::Parsed> parsed;
    std::vector<std::pair<std::string, std::string>>
        parameters;   ///< name -> value as typed by the user
    bool fit = false; ///< scale tasks larger than the host down, and say so
    std::optional<Isolation>
        isolation; ///< absent = sandbox where the host can, else process with a mark
    std::string trigger = "manual";
    /// Parts of the DAG, each narrowing what runs; all empty = the whole.
    std::vector<std::string> only;  ///< these nodes
    std::vector<std::string> from;  ///< these and all that follows
    std::vector<std::string> until; ///< these and all that stands before
    std::string select;             ///< a query (engine/select.h)
    bool fromFailure = false;       ///< what did not succeed in `basis`, and all that follows
    RunId basis; ///< where kept nodes come from; empty = the newest runs that have them
    std::optional<std::int32_t> priority; ///< absent = as the file says
    std::string queue;                    ///< "" = as the file says
    bool noCache = false;                 ///< take no earlier results
};

/// Holds or releases tasks of a live run.
struct HoldOrder {
    std::vector<TaskIndex> tasks; ///< empty = the whole run
    bool held = true;             ///< false = release
    bool after = false;           ///< hold the run once these have ended
    bool step = false;            ///< release one held task only
};

/// How a task is to have ended, said by a person: the answer to an APPROVE node, or a mark.
struct Mark {
    TaskIndex task = none;
    TaskState state = TaskState::Succeeded; ///< Succeeded, Failed or Skipped
    JsonText outputs;                       ///< JSON object; "" = none
    std::string why;
};

/// Nodes and edges for a run that goes on.
struct GrowRequest {
    std::string text; ///< {nodes: [...], edges: [...]} as JSON or YAML; at most 256 KiB
    std::string file; ///< its name, for messages
};

/// A DAG file that the home knows: in HOME/dags, an example, or one that was run or opened.
struct DagSummary {
    std::string file;
    std::string dagId;
    std::string name;
    std::string description;
    std::string owner;
    std::vector<std::string> tags;
    std::uint32_t nodes = 0;
    std::string error; ///< first finding when the file is broken
    bool example = false;
    std::string schedule; ///< cron expression and zone, "every PT15M", "event"; "" = by hand
    std::vector<RunSummary> lastRuns; ///< newest first, at most 12
};

/// Counts since the engine began; CI fails on counts, not on times.
struct EngineCounters {
    std::uint64_t commits = 0;
    std::uint64_t events = 0;
    std::uint64_t journalBytes = 0; ///< payload and row overhead
    std::uint64_t syncs = 0;
    std::uint64_t launches = 0;
    double syncP99Ms = 0;
};

struct EngineInfo {
    std::string version;
    std::string home;
    std::int64_t pid = 0;
    std::uint64_t epoch = 0;
    WallMs started = 0;
    std::uint32_t activeRuns = 0;
    std::string owner; ///< "cockpit", "orrery run", "orrery engine"
    std::vector<HostInfo> hosts;
    EngineCounters counters;
    std::string stalled; ///< why no new work is journaled now (disk full ...); "" = all is well
};

/// What changed since the last delta. The latest state per task wins; a burst arrives as one.
struct Delta {
    Seq seq = 0;
    bool snapshot = false; ///< forget what you had; this is everything in the filter
    std::vector<RunSummary> runs;
    struct Tasks {
        RunId run;
        std::vector<TaskRow> rows;
        std::uint32_t nodes = 0; ///< of the DAG, which grew since the last delta: show() has it;
                                 ///< 0 = it did not
    };
    std::vector<Tasks> tasks;        ///< only for Filter::run
    std::vector<TaskSample> samples; ///< only for Filter::run
    std::vector<HostInfo> hosts;     ///< at 1 Hz and on change of what is reserved
    std::string lost;                ///< not empty: the engine went away; the reason
};

struct Filter {
    RunId run; ///< tasks and samples of this run; empty = run summaries and hosts only
    bool hosts = true;
};

/// A piece of an attempt's log, in order.
struct LogChunk {
    std::uint32_t attempt = 0;
    std::uint64_t offset = 0; ///< [bytes] of the first byte of text
    std::string text;         ///< raw bytes of the task, not necessarily UTF-8
    bool end = false;         ///< the attempt has ended and this is all
};

/// Ends what it stands for when it is destroyed.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : m_end(std::move(end)) {}
    Subscription(Subscription &&other) noexcept : m_end(std::exchange(other.m_end, {})) {}
    Subscription &operator=(Subscription &&other) noexcept
    {
        reset();
        m_end = std::exchange(other.m_end, {});
        return *this;
    }
    ~Subscription() { reset(); }
    void reset()
    {
        if (auto end = std::exchange(m_end, {}))
            end();
    }

private:
    std::function<void()> m_end;
};

/// One signed-in user's view of an engine. UI and command line use nothing else, so access is
/// checked once, behind it. Asynchronous: answers arrive on the executor given when it was made,
/// in commit order, and only after what they report is synced. After the engine is lost every
/// reply is Unreachable.
class Session {
public:
    virtual ~Session() = default;

    virtual void info(Reply<EngineInfo> reply) = 0;
    virtual void dags(Reply<std::vector<DagSummary>> reply) = 0;
    /// Remembers a file in the home's list of DAGs.
    virtual void remember(std::string file, Reply<> reply) = 0;
    /// @error InvalidSpec, NoCapacity, Denied
    virtual void start(StartRequest request, Reply<RunId> reply) = 0;
    /// What start() would run, keep and leave out; nothing is started. @error as start()
    virtual void plan(StartRequest request, Reply<std::vector<PlannedNode>> reply) = 0;
    /// @error NotFound; cancelling twice is fine
    virtual void cancel(RunId run, Reply<> reply) = 0;
    /// Runs the failed, cancelled and skipped tasks of an ended run again, in the same run. Empty
    /// `tasks` = all of them; a run that goes on takes back those that are named.
    /// @error NotFound, Conflict
    virtual void retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply) = 0;
    /// @error NotFound, Conflict: the run has ended
    virtual void hold(RunId run, HoldOrder order, Reply<> reply) = 0;
    /// A task that runs is ended first. @error NotFound; InvalidSpec: outputs that break the node's
    /// schema; Conflict: a mapped or looped node whose items are under way
    virtual void mark(RunId run, Mark mark, Reply<> reply) = 0;
    /// Newest first. `limit` 0 = all.
    virtual void runs(std::uint32_t limit, Reply<std::vector<RunSummary>> reply) = 0;
    virtual void show(RunId run, Reply<RunDetail> reply) = 0;
    virtual void task(RunId run, TaskIndex task, Reply<TaskDetail> reply) = 0;
    /// What the newest ended runs of a DAG measured: durations for a rehearsal.
    virtual void history(DagId dag, Reply<DagHistory> reply) = 0;
    /// A recorded run, of any version of its DAG, as it stood at a moment. @error NotFound, Corrupt
    virtual void replay(RunId run, Moment at, Reply<RunMoment> reply) = 0;
    /// What happened in a recorded run after the fact `after` (0 = from its start): the axis on
    /// which replay() finds its moments. @error NotFound, Corrupt
    virtual void course(RunId run, Seq after, Reply<RunCourse> reply) = 0;
    /// Gives a content its next number, unless the newest number has it already.
    /// @error InvalidSpec, Io
    virtual void publish(PublishRequest request, Reply<Published> reply) = 0;
    /// Published ones, newest first, then contents that were only run. An unknown DAG has none.
    virtual void versions(DagId dag, Reply<std::vector<VersionSummary>> reply) = 0;
    /// One version with its file. @error NotFound
    virtual void version(VersionRef ref, Reply<VersionText> reply) = 0;
    /// A snapshot, then deltas, at most one a frame.
    [[nodiscard]] virtual Subscription subscribe(Filter filter,
                                                 std::function<void(const Delta &)> observer) = 0;
    /// The log of one attempt (0 = the last one) from its start, then as it grows.
    [[nodiscard]] virtual Subscription follow(RunId run, TaskIndex task, std::uint32_t attempt,
                                              std::function<void(const LogChunk &)> observer) = 0;

    /// Every schedule that was ever switched on or set here, by file.
    virtual void schedules(Reply<std::vector<ScheduleView>> reply) = 0;
    /// @error InvalidSpec (file or overrides), NotFound (the file), Conflict (it has no schedule)
    virtual void setSchedule(ScheduleChange change, Reply<ScheduleView> reply) = 0;
    /// Answers what it will run; the runs follow one after the other.
    /// @error InvalidSpec, NotFound, Conflict (no times: an EVENT schedule)
    virtual void backfill(BackfillRequest request, Reply<BackfillPlan> reply) = 0;

    /// Moves all that waits of a live run before or behind others. @error NotFound, Conflict
    virtual void prioritise(RunId run, std::int32_t priority, Reply<> reply) = 0;
    /// @error InvalidSpec, NotFound (forget: nobody set it)
    virtual void setQueue(QueueChange change, Reply<> reply) = 0;
    /// Names that somebody set, holds or waits for, in their order.
    virtual void queues(Reply<std::vector<QueueView>> reply) = 0;
    /// Results kept for nodes with `cache`, by DAG and task, newest first.
    virtual void cacheEntries(CacheFilter filter, Reply<std::vector<CacheEntry>> reply) = 0;
    /// Forgets them; runs stay as they are. Answers how many.
    virtual void clearCache(CacheFilter filter, Reply<std::uint32_t> reply) = 0;
    /// Adds nodes and edges to a run that goes on, as a task does by ORRERY_GROW.
    /// @error NotFound; Conflict: the run has ended; InvalidSpec: the findings, file:line:column
    virtual void grow(RunId run, GrowRequest request, Reply<Growth> reply) = 0;
    /// Seals and deletes ended runs as the policy says, or tells what it would do. Answers when all
    /// of it is done. @error Conflict (another one is under way), Io, Corrupt
    virtual void prune(PruneRequest request, Reply<PruneReport> reply) = 0;
    /// A pinned run is never sealed or deleted. @error NotFound
    virtual void pin(RunId run, bool pinned, Reply<> reply) = 0;
};

} // namespace orrery
