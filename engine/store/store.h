// SPDX-License-Identifier: GPL-3.0-or-later
// The home's database: the journal, which is the truth, and projections, which are rebuilt from it.
// The only SQL of the engine. One writer thread: the engine's; sync() runs on a thread of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/event.h"
#include "engine/result.h"
#include "engine/run.h"
#include "engine/version.h"
#include "store/schedules.h"

namespace orrery::store {

/// Figures for benches and tests; CI fails on counts, not on times.
struct Counters {
    std::uint64_t commits = 0;
    std::uint64_t events = 0;
    std::uint64_t journalBytes = 0; ///< payload and row overhead of journal rows
    std::uint64_t syncs = 0;
    std::uint64_t checkpoints = 0;
    double syncP99Ms = 0;
};

/// One attempt as the projection keeps it (table node_execution).
struct AttemptRecord {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    std::string host;
    std::vector<std::uint32_t> gpus;
    WallMs placed = 0;
    WallMs started = 0;
    std::int64_t pid = 0;
    bool ended = false;
    Exit exit;
};

class Store {
public:
    virtual ~Store() = default;

    /// Opens or makes DIR/orrery.db and migrates it. Runs quick_check after an unclean end.
    /// @param synced  called on the sync thread: everything up to this seq is on the disk
    /// @param failed  called on the sync thread: a sync failed; no effect may leave any more
    /// @error Corrupt, Io, Denied (network file system), Conflict (made by a newer version)
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::string &dir,
                                                             std::function<void(Seq)> synced,
                                                             std::function<void(Error)> failed);

    /// Appends facts to the open transaction, giving each its seq. Cheap: encoded into one row.
    virtual void append(Event &event) = 0;
    /// Commits what was appended (one transaction per tick): it is then *written*. A sync follows
    /// within 10 ms. @return the last seq written
    /// @error Io (disk full ...): nothing of the tick is in the database, but the tick stays
    /// pending here with the seqs it was given. Call commit() again when room may be back (append()
    /// may add to the tick meanwhile), or discard(). After a failed sync every commit fails.
    [[nodiscard]] virtual Result<Seq> commit() = 0;
    /// Forgets what was appended and not committed; its seqs are given again.
    virtual void discard() = 0;
    [[nodiscard]] virtual Seq writtenSeq() const = 0;
    [[nodiscard]] virtual Seq syncedSeq() const = 0;

    /// Keeps the canonical JSON of a DAG under its content hash; in the same transaction.
    virtual void putVersion(const VersionId &version, const DagSpec &dag,
                            const std::string &json) = 0;
    [[nodiscard]] virtual Result<std::string> version(const VersionId &version) = 0;

    /// Keeps a published file, in the same transaction as its DagPublished and its version.
    virtual void putPublication(VersionText published) = 0;
    /// Published ones, newest first, then contents that were only run; also those of the open
    /// transaction. Runs from the projections.
    [[nodiscard]] virtual std::vector<VersionSummary> versions(const DagId &dag) = 0;
    /// @error NotFound, Corrupt, Io
    [[nodiscard]] virtual Result<VersionText> published(const VersionRef &ref) = 0;

    /// The last epoch that was started; 0 for a new home.
    [[nodiscard]] virtual std::uint64_t lastEpoch() = 0;
    /// Runs without RunEnded, or with a RetryRequested after it; oldest first.
    [[nodiscard]] virtual std::vector<RunId> unfinishedRuns() = 0;
    /// All events of a run in order, also those of the last ticks. @error NotFound, Corrupt
    [[nodiscard]] virtual Result<> replay(const RunId &run,
                                          const std::function<void(const Event &)> &visit) = 0;

    /// Newest first; from the projections, brought up to the journal first. limit 0 = all.
    [[nodiscard]] virtual std::vector<RunSummary> runs(std::uint32_t limit) = 0;
    [[nodiscard]] virtual std::vector<AttemptRecord> attempts(const RunId &run, TaskIndex task) = 0;
    /// Brings projections up to the journal; called now and then and before queries.
    virtual void project() = 0;
    /// Drops every projection and makes them again from the journal. @error Corrupt, Io
    [[nodiscard]] virtual Result<> rebuild() = 0;
    /// A live run's summary, so that project() needs no replay to know counts.
    virtual void noteSummary(const RunSummary &summary) = 0;

    /// Schedules, runs of slots in [from, to) and unfinished backfills; brought up to the journal.
    [[nodiscard]] virtual std::vector<ScheduleRecord> schedules() = 0;
    [[nodiscard]] virtual std::vector<SlotRun> slotRuns(const std::string &schedule, WallMs from,
                                                        WallMs to) = 0;
    [[nodiscard]] virtual std::vector<BackfillRecord> backfills() = 0;

    /// Queues that somebody set, by name; brought up to the journal.
    [[nodiscard]] virtual std::vector<QueueChanged> queues() = 0;

    /// DAG files that the home lists.
    virtual void remember(const std::string &file, WallMs at) = 0;
    [[nodiscard]] virtual std::vector<std::string> rememberedFiles() = 0;

    [[nodiscard]] virtual Counters counters() const = 0;

    // Retention. Sealing, deleting and pinning are facts: append() them. A store without a file has
    // no retention.
    [[nodiscard]] virtual std::string databaseFile() const { return {}; }
    /// Takes sealed and deleted runs out of the database for about `budget` ms, then gives free
    /// pages back. @return whether there is more to do. @error Corrupt, Io
    [[nodiscard]] virtual Result<bool> tidy(SpanMs /*budget*/) { return false; }
    /// Files and directories of deleted runs, below the home, that are still to be removed.
    [[nodiscard]] virtual std::vector<std::string> doomedPaths() { return {}; }
    /// They are gone.
    virtual void pathsGone(const std::vector<std::string> & /*paths*/) {}
};

} // namespace orrery::store
