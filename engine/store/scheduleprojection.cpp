// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules, their slots and backfills: projected from the journal, and read back.
#include "store/names.h"
#include "store/projection.h"

namespace orrery::store {

bool Projector::apply(RunNumber, const ScheduleChanged &fact)
{
    Query upsert = m_database.query(
        "INSERT INTO schedule (schedule, dag_id, is_on, overrides, definition, settled, "
        "changed_by, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?7, ?6, ?7) "
        "ON CONFLICT (schedule) DO UPDATE SET dag_id = excluded.dag_id, is_on = excluded.is_on, "
        "overrides = excluded.overrides, definition = excluded.definition, "
        "settled = iif(?8, excluded.settled, settled), seen = iif(?8, '', seen), changed_by = "
        "excluded.changed_by, "
        "changed_at = excluded.changed_at");
    upsert.s(fact.schedule).s(fact.dag.text).i(fact.on ? 1 : 0).s(fact.overrides);
    upsert.s(fact.definition).s(fact.by).i(fact.at).i(fact.restarted ? 1 : 0);
    return upsert.run();
}

bool Projector::apply(RunNumber, const SlotSettled &fact)
{
    if (!fact.backfill.empty())
        return m_database.query("DELETE FROM backfill_slot WHERE backfill = ?1 AND slot = ?2")
            .s(fact.backfill)
            .i(fact.slot)
            .run();
    if (fact.outcome != SlotSettled::Outcome::Seen) {
        const bool failed = fact.outcome == SlotSettled::Outcome::Failed;
        Query update = m_database.query(
            "UPDATE schedule SET settled = max(settled, ?2), last_slot = ?2, last_outcome = ?3, "
            "last_why = ?4, last_run = NULL WHERE schedule = ?1");
        update.s(fact.schedule).i(fact.slot).s(failed ? "failed" : "skipped").s(fact.why);
        if (!update.run())
            return false;
    }
    return fact.seen.empty() ||
           m_database.query("UPDATE schedule SET seen = ?2 WHERE schedule = ?1")
               .s(fact.schedule)
               .s(fact.seen)
               .run();
}

bool Projector::apply(RunNumber, const BackfillRequested &fact)
{
    Query insert = m_database.query("INSERT OR REPLACE INTO backfill VALUES (?1, ?2, ?3, ?4, ?5)");
    insert.s(fact.id).s(fact.schedule).u(fact.maxParallel).s(fact.by).i(fact.at);
    if (!insert.run())
        return false;
    std::uint64_t place = 0;
    for (const WallMs slot : fact.moments) {
        if (!m_database.query("INSERT OR REPLACE INTO backfill_slot VALUES (?1, ?2, ?3)")
                 .s(fact.id)
                 .u(place++)
                 .i(slot)
                 .run())
            return false;
    }
    return true;
}

bool Projector::applySlot(RunNumber run, const Slot &slot)
{
    if (slot.schedule.empty())
        return true;
    if (!slot.backfill.empty())
        return m_database.query("DELETE FROM backfill_slot WHERE backfill = ?1 AND slot = ?2")
            .s(slot.backfill)
            .i(slot.at)
            .run();
    Query update = m_database.query(
        "UPDATE schedule SET settled = max(settled, ?2), last_slot = ?2, last_outcome = 'run', "
        "last_why = '', last_run = ?3, seen = iif(?4 = '', seen, ?4) WHERE schedule = ?1");
    return update.s(slot.schedule).i(slot.at).i(run).s(slot.seen).run();
}

std::vector<ScheduleRecord> Projector::schedules()
{
    std::vector<ScheduleRecord> all;
    Query query = m_database.query(
        "SELECT s.schedule, s.dag_id, is_on, overrides, definition, settled, seen, last_slot, "
        "last_outcome, last_why, execution_id FROM schedule s "
        "LEFT JOIN dag_execution e ON e.number = s.last_run ORDER BY s.schedule");
    while (query.row()) {
        ScheduleRecord record;
        record.schedule = query.textAt(0);
        record.dag = DagId(query.textAt(1));
        record.on = query.intAt(2) != 0;
        record.overrides = query.textAt(3);
        record.definition = query.textAt(4);
        record.settled = query.intAt(5);
        record.seen = query.textAt(6);
        record.lastSlot = query.intAt(7);
        record.lastOutcome = query.textAt(8);
        record.lastWhy = query.textAt(9);
        record.lastRun = RunId(query.textAt(10));
        all.push_back(std::move(record));
    }
    return all;
}

std::vector<SlotRun> Projector::slotRuns(const std::string &schedule, WallMs from, WallMs to)
{
    std::vector<SlotRun> all;
    Query query = m_database.query(
        "SELECT slot, execution_id, status FROM dag_execution WHERE schedule = ?1 AND slot <> 0 "
        "AND slot >= ?2 AND slot < ?3 ORDER BY slot, number");
    query.s(schedule).i(from).i(to);
    while (query.row())
        all.push_back({query.intAt(0), RunId(query.textAt(1)),
                       valueOf<RunState>(runStateNames, query.textAt(2))});
    return all;
}

std::vector<BackfillRecord> Projector::backfills()
{
    std::vector<BackfillRecord> all;
    Query query = m_database.query(
        "SELECT b.backfill, schedule, max_parallel, slot FROM backfill b "
        "JOIN backfill_slot s ON s.backfill = b.backfill ORDER BY requested_at, b.backfill, place");
    while (query.row()) {
        if (all.empty() || all.back().id != query.textAt(0))
            all.push_back(
                {query.textAt(0), query.textAt(1), {}, static_cast<std::uint32_t>(query.intAt(2))});
        all.back().moments.push_back(query.intAt(3));
    }
    return all;
}

} // namespace orrery::store
