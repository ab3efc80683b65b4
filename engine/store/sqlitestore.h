// SPDX-License-Identifier: GPL-3.0-or-later
// The Store on SQLite: one connection that writes, reads and makes every checkpoint.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/database.h"
#include "store/journal.h"
#include "store/projection.h"
#include "store/publications.h"
#include "store/purge.h"
#include "store/settings.h"
#include "store/store.h"
#include "store/syncthread.h"
#include "store/versions.h"

namespace orrery::store {

class SqliteStore final : public Store {
public:
    SqliteStore(std::unique_ptr<Database> database, Settings settings,
                std::function<void(Seq)> synced, std::function<void(Error)> failed);
    ~SqliteStore() override;

    /// After migrate(): checks an unclean end, reads where the journal ends, marks the home open.
    /// @error Corrupt, Io
    [[nodiscard]] Result<> begin();

    void append(Event &event) override;
    [[nodiscard]] Result<Seq> commit() override;
    void discard() override;
    [[nodiscard]] Seq writtenSeq() const override { return m_written; }
    [[nodiscard]] Seq syncedSeq() const override { return m_sync->syncedSeq(); }
    void putVersion(const VersionId &version, const DagSpec &dag, const std::string &json) override;
    [[nodiscard]] Result<std::string> version(const VersionId &version) override;
    void putPublication(VersionText published) override;
    [[nodiscard]] std::vector<VersionSummary> versions(const DagId &dag) override;
    [[nodiscard]] Result<VersionText> published(const VersionRef &ref) override;
    [[nodiscard]] std::uint64_t lastEpoch() override;
    [[nodiscard]] std::vector<RunId> unfinishedRuns() override;
    [[nodiscard]] Result<> replay(const RunId &run,
                                  const std::function<void(const Event &)> &visit) override;
    [[nodiscard]] std::vector<RunSummary> runs(std::uint32_t limit) override;
    [[nodiscard]] std::vector<AttemptRecord> attempts(const RunId &run, TaskIndex task) override;
    void project() override;
    [[nodiscard]] Result<> rebuild() override;
    void noteSummary(const RunSummary &summary) override { m_projector.note(summary); }
    [[nodiscard]] std::vector<ScheduleRecord> schedules() override;
    [[nodiscard]] std::vector<SlotRun> slotRuns(const std::string &schedule, WallMs from,
                                                WallMs to) override;
    [[nodiscard]] std::vector<BackfillRecord> backfills() override;
    [[nodiscard]] std::vector<QueueChanged> queues() override;
    void remember(const std::string &file, WallMs at) override;
    [[nodiscard]] std::vector<std::string> rememberedFiles() override;
    [[nodiscard]] Counters counters() const override;
    [[nodiscard]] std::string databaseFile() const override { return m_database->file(); }
    [[nodiscard]] Result<bool> tidy(SpanMs budget) override;
    [[nodiscard]] std::vector<std::string> doomedPaths() override;
    void pathsGone(const std::vector<std::string> &paths) override;

private:
    /// A run as the table run_number will have it once the tick is committed.
    struct Run {
        RunNumber number = 0;
        Seq first = 0;
        Seq last = 0;       ///< 0 = unfinished
        bool dirty = false; ///< not in the table as it stands here
        std::string file;   ///< sealed file of its events before `first`; "" = none
        std::uint64_t fileBytes = 0;
        std::uint32_t fileSum = 0;
    };
    /// A row of sealed_run, and what may leave the journal with it.
    struct Seal {
        RunNumber number = 0;
        Seq first = 0;
        RunSealed fact;
    };

    [[nodiscard]] Run *findRun(const RunId &run);
    [[nodiscard]] Run &runOf(const RunId &run, Seq seq);
    [[nodiscard]] bool writeTick();
    [[nodiscard]] bool writeRuns();
    [[nodiscard]] bool writeFiles();
    [[nodiscard]] bool writeSeals();
    [[nodiscard]] bool writeDrop(const RunsDropped &drop);
    void forget();
    void note(Run &run, const Event &event);
    [[nodiscard]] Result<Seq> journalEnd();
    [[nodiscard]] Result<> quickCheck();
    [[nodiscard]] bool setMeta(const char *key, std::uint64_t value);
    [[nodiscard]] Result<> settle();
    void kept();
    void checkpointIfLarge();
    void stopIfSyncFailed();

    std::unique_ptr<Database> m_database;
    const Settings m_settings;
    Projector m_projector;
    Tick m_tick;
    Seq m_written = 0;
    Seq m_next = 1;
    RunNumber m_nextRun = 1;
    Seq m_tried = 0; ///< last seq of a failed commit whose row may be there; 0 = none
    bool m_begun = false;
    bool m_suspect = false;    ///< damage was met: the next start checks the whole file
    std::uint64_t m_epoch = 0; ///< of an EngineStarted in the tick; 0 = none
    std::unordered_map<RunId, Run> m_runs;
    std::vector<PendingVersion> m_versions;
    std::vector<VersionText> m_publications;
    std::vector<std::pair<std::string, WallMs>> m_files;
    std::vector<Seal> m_seals;
    std::vector<RunsDropped> m_drops;
    std::vector<std::pair<RunNumber, bool>> m_pins;
    Purger m_purger;
    Counters m_counters;
    std::unique_ptr<SyncThread> m_sync;
};

} // namespace orrery::store
