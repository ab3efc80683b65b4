// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated twin of the store: written and synced as store.h and durability.h define them, on a
// disk in memory that keeps what was written when the engine is killed and what was synced when the
// power goes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/virtualloop.h"
#include "dice.h"
#include "store/store.h"

namespace orrery::simulation {

/// Outlives engines.
struct SimDisk {
    std::vector<Event> journal; ///< written; the event with seq n stands at n - 1
    std::size_t synced = 0;     ///< so many of them
    std::map<VersionId, std::string> versions;
    bool full = false;      ///< commits fail
    bool syncFails = false; ///< syncs fail

    /// What was not synced survives up to some event: the log is one prefix.
    void cutPower(Dice &dice);
};

class SimStore final : public store::Store {
public:
    /// What is found counts as synced: opening after a kill makes it so.
    SimStore(core::Loop &loop, Dice &dice, SimDisk &disk, std::function<void(Seq)> synced,
             std::function<void(Error)> failed);

    void append(Event &event) override;
    [[nodiscard]] Result<Seq> commit() override;
    void discard() override;
    [[nodiscard]] Seq writtenSeq() const override { return m_disk.journal.size(); }
    [[nodiscard]] Seq syncedSeq() const override { return m_disk.synced; }
    void putVersion(const VersionId &version, const DagSpec &dag, const std::string &json) override;
    [[nodiscard]] Result<std::string> version(const VersionId &version) override;
    // No world of the simulation publishes or schedules.
    void putPublication(VersionText) override {}
    [[nodiscard]] std::vector<VersionSummary> versions(const DagId &) override { return {}; }
    [[nodiscard]] Result<VersionText> published(const VersionRef &) override
    {
        return fail(ErrorCode::NotFound, "version", "nothing was published here");
    }
    [[nodiscard]] std::vector<store::ScheduleRecord> schedules() override { return {}; }
    [[nodiscard]] std::vector<store::SlotRun> slotRuns(const std::string &, WallMs, WallMs) override
    {
        return {};
    }
    [[nodiscard]] std::vector<store::BackfillRecord> backfills() override { return {}; }
    [[nodiscard]] std::vector<QueueChanged> queues() override { return {}; }
    [[nodiscard]] std::uint64_t lastEpoch() override;
    [[nodiscard]] std::vector<RunId> unfinishedRuns() override;
    [[nodiscard]] Result<> replay(const RunId &run,
                                  const std::function<void(const Event &)> &visit) override;

    // Projections are made from the journal when somebody asks; here nobody does.
    [[nodiscard]] std::vector<RunSummary> runs(std::uint32_t) override { return {}; }
    [[nodiscard]] std::vector<store::AttemptRecord> attempts(const RunId &, TaskIndex) override
    {
        return {};
    }
    void project() override {}
    [[nodiscard]] Result<> rebuild() override { return {}; }
    void noteSummary(const RunSummary &) override {}
    void remember(const std::string &, WallMs) override {}
    [[nodiscard]] std::vector<std::string> rememberedFiles() override { return {}; }
    [[nodiscard]] store::Counters counters() const override { return {}; }

private:
    void syncSoon();

    core::Loop &m_loop;
    Dice &m_dice;
    SimDisk &m_disk;
    std::function<void(Seq)> m_synced;
    std::function<void(Error)> m_failed;
    std::vector<Event> m_tick;
    std::unique_ptr<core::Loop::Handle> m_syncTimer;
    std::size_t m_syncing = 0; ///< what the sync under way makes durable
    bool m_broken = false;
};

} // namespace orrery::simulation
