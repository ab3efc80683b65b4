// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that people query, made from the journal: dag_execution, node_execution, execution_log,
// node_allocation, execution_allocation.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/event.h"
#include "engine/run.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/schedules.h"
#include "store/store.h"

namespace orrery::store {

/// SQL that empties the projections, for use in a transaction: the next advance() makes them again.
extern const char *const forgetProjections;

/// Brings the projections forward. Every call runs in a transaction of its own and either happens
/// or does not.
class Projector {
public:
    Projector(Database &database, std::uint32_t chunk) : m_database(database), m_chunk(chunk) {}

    /// Projects all events up to `upTo`, `chunk` of them per transaction. @error Corrupt, Io
    [[nodiscard]] Result<> advance(Seq upTo);
    /// Empties the projections and sets them back to the journal's beginning. @error Io
    [[nodiscard]] Result<> drop();
    /// Tasks by state of an ended run, as the table dag_execution keeps them.
    [[nodiscard]] std::string countsOf(const RunId &run);
    /// Keeps the tasks by state of a run until the next advance() stores them.
    void note(const RunSummary &summary);

    [[nodiscard]] std::vector<RunSummary> runs(std::uint32_t limit);
    [[nodiscard]] std::vector<AttemptRecord> attempts(const RunId &run, TaskIndex task);
    [[nodiscard]] std::vector<ScheduleRecord> schedules();
    [[nodiscard]] std::vector<SlotRun> slotRuns(const std::string &schedule, WallMs from,
                                                WallMs to);
    [[nodiscard]] std::vector<BackfillRecord> backfills();
    [[nodiscard]] std::vector<QueueChanged> queues();

private:
    using Key = std::tuple<RunNumber, TaskIndex, std::uint32_t>;
    /// What one advance() learned about one attempt: one upsert instead of one per event.
    struct Attempt {
        bool placed = false, started = false;
        AttemptRecord record;
    };
    struct Noted {
        RunState state = RunState::Pending;
        std::string cause;
        WallMs ended = 0;
        std::array<std::uint32_t, taskStateCount> counts{};
        std::uint32_t cached = 0;
        bool dirty = false;
    };

    [[nodiscard]] Result<Seq> watermark();
    [[nodiscard]] Result<Seq> advanceOnce(Seq after, Seq upTo);
    [[nodiscard]] Result<> applyEvent(const RawEvent &raw);
    [[nodiscard]] Result<> flush(Seq watermark);
    [[nodiscard]] Result<> flushAttempts();
    [[nodiscard]] Result<> flushCounts();

    [[nodiscard]] bool apply(RunNumber run, const EngineStarted &fact);
    [[nodiscard]] bool apply(RunNumber run, const RunCreated &fact);
    [[nodiscard]] bool apply(RunNumber run, const TaskPlaced &fact);
    [[nodiscard]] bool apply(RunNumber run, const TaskStarted &fact);
    [[nodiscard]] bool apply(RunNumber run, const TaskEnded &fact);
    /// Facts that no table shows.
    template <typename F>
    [[nodiscard]] bool apply(RunNumber, const F &)
    {
        return true;
    }
    [[nodiscard]] bool apply(RunNumber run, const RetryRequested &fact);
    [[nodiscard]] bool apply(RunNumber run, const RunEnded &fact);
    [[nodiscard]] bool apply(RunNumber run, const DagPublished &fact);
    [[nodiscard]] bool apply(RunNumber run, const ScheduleChanged &fact);
    [[nodiscard]] bool apply(RunNumber run, const SlotSettled &fact);
    [[nodiscard]] bool apply(RunNumber run, const BackfillRequested &fact);
    [[nodiscard]] bool apply(RunNumber run, const QueueChanged &fact);
    [[nodiscard]] static bool apply(RunNumber run, const GraphGrown &fact);
    [[nodiscard]] bool apply(RunNumber run, const RunSealed &fact);
    [[nodiscard]] bool apply(RunNumber run, const RunsDropped &fact);
    [[nodiscard]] bool writeExecution(RunNumber run, const RunCreated &fact);
    [[nodiscard]] bool applySlot(RunNumber run, const Slot &slot);

    [[nodiscard]] Attempt &attempt(RunNumber run, TaskIndex task, std::uint32_t attempt);
    [[nodiscard]] bool markRunning(RunNumber run, WallMs at);
    [[nodiscard]] bool writeAttempt(const Key &key, const Attempt &attempt);
    [[nodiscard]] bool writeLease(const Key &key, const Attempt &attempt);
    void countTasks(RunNumber run, RunSummary &summary, std::int64_t nodes);

    Database &m_database;
    const std::uint32_t m_chunk;
    std::map<Key, Attempt> m_attempts;
    std::size_t m_bytes = 0; ///< of the facts behind m_attempts
    std::unordered_set<RunNumber> m_running;
    std::unordered_map<RunId, Noted> m_noted;
};

} // namespace orrery::store
