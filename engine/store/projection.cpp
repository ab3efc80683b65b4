// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/projection.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "store/names.h"

namespace orrery::store {

namespace {

constexpr std::size_t bytesAtOnce = 16U << 20U; ///< of facts kept before their rows are written

nlohmann::json resourcesJson(const Resources &r)
{
    return {{"cpuCores", r.cpuCores}, {"memoryMB", r.memoryMB}, {"gpuUnits", r.gpuUnits}};
}

/// Text for a JSON column; what is not UTF-8 is replaced, not refused.
std::string dump(const nlohmann::json &json)
{
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string_view attemptStatus(const AttemptRecord &record, bool started)
{
    if (!record.ended)
        return nameOf(taskStateNames, started ? TaskState::Running : TaskState::Queued);
    if (record.exit.cause == Cause::Cancelled)
        return nameOf(taskStateNames, TaskState::Cancelled);
    return nameOf(taskStateNames,
                  record.exit.succeeded() ? TaskState::Succeeded : TaskState::Failed);
}

} // namespace

Result<Seq> Projector::watermark()
{
    Query query = m_database.query("SELECT value FROM meta WHERE key = 'projected_seq'");
    if (!query.row())
        return tl::unexpected(m_database.error());
    return static_cast<Seq>(query.intAt(0));
}

Result<> Projector::advance(Seq upTo)
{
    auto at = watermark();
    if (!at)
        return tl::unexpected(at.error());
    const bool counts = std::any_of(m_noted.begin(), m_noted.end(),
                                    [](const auto &noted) { return noted.second.dirty; });
    if (*at >= upTo && !counts)
        return {};
    do {
        at = advanceOnce(*at, upTo);
    } while (at && *at < upTo);
    return at ? Result<>() : tl::unexpected(at.error());
}

Result<Seq> Projector::advanceOnce(Seq after, Seq upTo)
{
    const Seq until = std::min(upTo, after + m_chunk);
    if (auto begun = m_database.execute("BEGIN IMMEDIATE"); !begun)
        return tl::unexpected(begun.error());
    Result<> done = scanJournal(m_database, after, until,
                                [this](const RawEvent &raw) { return applyEvent(raw); });
    if (done)
        done = flush(until);
    if (done)
        done = m_database.execute("COMMIT");
    if (!done) {
        m_attempts.clear();
        m_bytes = 0;
        m_database.rollback();
        m_running.clear();
        return tl::unexpected(done.error());
    }
    for (auto noted = m_noted.begin(); noted != m_noted.end();) {
        noted->second.dirty = false;
        noted = isFinal(noted->second.state) ? m_noted.erase(noted) : std::next(noted);
    }
    return std::max(after, until);
}

Result<> Projector::applyEvent(const RawEvent &raw)
{
    const auto fact = decodeFact(raw, m_database.file());
    if (!fact)
        return tl::unexpected(fact.error());
    if (!std::visit([&](const auto &f) { return apply(raw.run, f); }, *fact))
        return tl::unexpected(m_database.error());
    m_bytes += raw.fact.size();
    return m_bytes < bytesAtOnce ? Result<>() : flushAttempts();
}

bool Projector::apply(RunNumber, const EngineStarted &)
{
    return true;
}

bool Projector::apply(RunNumber run, const RunCreated &fact)
{
    return writeExecution(run, fact) && applySlot(run, fact.slot);
}

/// The run's events have left the journal: its row is made from what stands here. Slots that came
/// after this one stay the schedule's newest.
bool Projector::apply(RunNumber run, const RunSealed &fact)
{
    const Slot &slot = fact.created.slot;
    Query update =
        m_database.query("UPDATE dag_execution SET status = ?2, cause = ?3, completed_at = ?4, "
                         "started_at = nullif(?5, 0), result_metrics = ?6 WHERE number = ?1");
    if (!writeExecution(run, fact.created) || !update.i(run)
                                                   .s(nameOf(runStateNames, fact.state))
                                                   .s(fact.cause)
                                                   .i(fact.ended)
                                                   .i(fact.started)
                                                   .s(fact.counts)
                                                   .run())
        return false;
    if (slot.schedule.empty())
        return true;
    if (!slot.backfill.empty())
        return applySlot(run, slot);
    return m_database
        .query("UPDATE schedule SET settled = max(settled, ?2), "
               "last_outcome = iif(last_slot <= ?2, 'run', last_outcome), "
               "last_why = iif(last_slot <= ?2, '', last_why), "
               "last_run = iif(last_slot <= ?2, ?3, last_run), last_slot = max(last_slot, ?2) "
               "WHERE schedule = ?1")
        .s(slot.schedule)
        .i(slot.at)
        .i(run)
        .run();
}

bool Projector::apply(RunNumber, const RunsDropped &fact)
{
    for (const RunsDropped::Mark &mark : fact.marks) {
        if (!m_database
                 .query("UPDATE schedule SET settled = max(settled, ?2), "
                        "seen = iif(?3 = '', seen, ?3) WHERE schedule = ?1")
                 .s(mark.schedule)
                 .i(mark.settled)
                 .s(mark.seen)
                 .run())
            return false;
    }
    return true;
}

/// The row of a run as it began.
bool Projector::writeExecution(RunNumber run, const RunCreated &fact)
{
    nlohmann::json fitted = nlohmann::json::array();
    for (const Resources &r : fact.fitted)
        fitted.push_back(resourcesJson(r));
    const std::string notes = dump(fact.notes), snapshot = dump(fitted);
    Query insert = m_database.query(
        "INSERT OR REPLACE INTO dag_execution (number, execution_id, version_id, dag_id, file, "
        "triggered_at, status, cause, trigger, owner_id, parameters, isolation, notes, "
        "results_dir, "
        "resource_snapshot, result_metrics, slot, slot_offset, schedule, backfill) "
        "SELECT number, run_id, ?2, ?3, ?4, ?5, 'pending', '', ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
        "counts, ?13, ?14, ?15, ?16 FROM run_number WHERE number = ?1");
    insert.i(run).s(fact.version.text).s(fact.dag.text).s(fact.file).i(fact.at).s(fact.trigger);
    insert.s(fact.owner).s(fact.parameters).s(nameOf(isolationNames, fact.isolation)).s(notes);
    insert.s(fact.resultsDir);
    (fact.fitted.empty() ? insert.null() : insert.s(snapshot)).i(fact.slot.at);
    insert.i(fact.slot.offset).s(fact.slot.schedule).s(fact.slot.backfill);
    if (!insert.run())
        return false;
    for (const KeptNode &kept : fact.kept) {
        if (!kept.from.empty() &&
            !m_database.query("INSERT OR IGNORE INTO run_basis VALUES (?1, ?2)")
                 .i(run)
                 .s(kept.from.text)
                 .run())
            return false;
    }
    if (fact.fitted.empty())
        return true;
    return m_database
        .query("INSERT OR REPLACE INTO execution_allocation (execution_id, allocation_details) "
               "SELECT run_id, ?2 FROM run_number WHERE number = ?1")
        .i(run)
        .s(snapshot)
        .run();
}

bool Projector::apply(RunNumber run, const TaskPlaced &fact)
{
    Attempt &of = attempt(run, fact.task, fact.attempt);
    of.placed = true;
    of.record.host = fact.host.text;
    of.record.gpus = fact.gpus;
    of.record.placed = fact.at;
    return markRunning(run, fact.at);
}

bool Projector::apply(RunNumber run, const TaskStarted &fact)
{
    Attempt &of = attempt(run, fact.task, fact.attempt);
    of.started = true;
    of.record.pid = fact.pid;
    of.record.started = fact.at;
    return markRunning(run, fact.at);
}

bool Projector::apply(RunNumber run, const TaskEnded &fact)
{
    Attempt &of = attempt(run, fact.task, fact.attempt);
    of.record.ended = true;
    of.record.exit = fact.exit;
    return true;
}

bool Projector::apply(RunNumber run, const RetryRequested &)
{
    return m_database
        .query("UPDATE dag_execution SET status = 'running', cause = '', completed_at = NULL "
               "WHERE number = ?1")
        .i(run)
        .run();
}

bool Projector::apply(RunNumber run, const RunEnded &fact)
{
    return m_database
        .query("UPDATE dag_execution SET status = ?2, cause = ?3, completed_at = ?4 "
               "WHERE number = ?1")
        .i(run)
        .s(nameOf(runStateNames, fact.state))
        .s(fact.cause)
        .i(fact.at)
        .run();
}

bool Projector::apply(RunNumber, const DagPublished &)
{
    return true; // its table is no projection: it holds the file, which no event has
}

bool Projector::apply(RunNumber, const GraphGrown &)
{
    return true; // dag_node tells of the file; what a run added to it is found by replay
}

Projector::Attempt &Projector::attempt(RunNumber run, TaskIndex task, std::uint32_t attempt)
{
    Attempt &of = m_attempts[{run, task, attempt}];
    of.record.task = task;
    of.record.attempt = attempt;
    return of;
}

bool Projector::markRunning(RunNumber run, WallMs at)
{
    if (!m_running.insert(run).second)
        return true;
    return m_database
        .query("UPDATE dag_execution SET status = iif(status = 'pending', 'running', status), "
               "started_at = ?2 WHERE number = ?1 AND started_at IS NULL")
        .i(run)
        .i(at)
        .run();
}

Result<> Projector::flush(Seq watermark)
{
    if (auto attempts = flushAttempts(); !attempts)
        return attempts;
    if (auto counts = flushCounts(); !counts)
        return counts;
    if (!m_database.query("UPDATE meta SET value = max(value, ?1) WHERE key = 'projected_seq'")
             .u(watermark)
             .run())
        return tl::unexpected(m_database.error());
    return {};
}

Result<> Projector::flushAttempts()
{
    for (const auto &[key, attempt] : m_attempts) {
        if (!writeAttempt(key, attempt) || !writeLease(key, attempt))
            return tl::unexpected(m_database.error());
    }
    m_attempts.clear();
    m_bytes = 0;
    return {};
}

bool Projector::writeAttempt(const Key &key, const Attempt &attempt)
{
    const auto &[run, task, number] = key;
    const AttemptRecord &record = attempt.record;
    const Exit &exit = record.exit;
    Query upsert = m_database.query(
        "INSERT INTO node_execution (execution_number, task_index, attempt, status, pid, "
        "started_at, ran_from, completed_at, cause, exit_code, signal, detail, cpu_seconds, "
        "max_memory_kib, read_bytes, write_bytes, output_data, work_dir, enforcement) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
        "?19) ON CONFLICT DO UPDATE SET status = excluded.status, pid = coalesce(excluded.pid, "
        "pid), "
        "started_at = coalesce(excluded.started_at, started_at), ran_from = excluded.ran_from, "
        "completed_at = excluded.completed_at, cause = excluded.cause, "
        "exit_code = excluded.exit_code, signal = excluded.signal, detail = excluded.detail, "
        "cpu_seconds = excluded.cpu_seconds, max_memory_kib = excluded.max_memory_kib, "
        "read_bytes = excluded.read_bytes, write_bytes = excluded.write_bytes, "
        "output_data = excluded.output_data, work_dir = excluded.work_dir, "
        "enforcement = excluded.enforcement "
        "WHERE excluded.cause IS NOT NULL OR cause IS NULL");
    upsert.i(run).u(task).u(number).s(attemptStatus(record, attempt.started));
    if (attempt.started)
        upsert.i(record.pid).i(record.started);
    else
        upsert.null().null();
    if (!record.ended)
        return upsert.run();
    upsert.i(exit.start).i(exit.end).s(nameOf(causeNames, exit.cause)).i(exit.exitCode);
    upsert.i(exit.signal).s(exit.detail).d(exit.usage.cpuSeconds).u(exit.usage.maxMemoryKiB);
    upsert.u(exit.usage.readBytes).u(exit.usage.writeBytes).s(exit.outputs).s(exit.workDir);
    upsert.s(exit.enforcement);
    if (!upsert.run() || exit.log.file.empty())
        return !upsert.failed();
    return m_database
        .query("INSERT OR REPLACE INTO execution_log (execution_number, task_index, attempt, "
               "timestamp, file, byte_offset, byte_size) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .i(run)
        .u(task)
        .u(number)
        .i(exit.end)
        .s(exit.log.file)
        .u(exit.log.offset)
        .u(exit.log.size)
        .run();
}

bool Projector::writeLease(const Key &key, const Attempt &attempt)
{
    const auto &[run, task, number] = key;
    const AttemptRecord &record = attempt.record;
    if (attempt.placed) {
        const std::string gpus = record.gpus.empty() ? "[]" : dump(record.gpus);
        Query insert = m_database.query(
            "INSERT OR REPLACE INTO node_allocation (execution_number, task_index, attempt, "
            "node_id, gpus, allocated_at, released_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.i(run).u(task).u(number).s(record.host).s(gpus).i(record.placed);
        return (record.ended ? insert.i(record.exit.end) : insert.null()).run();
    }
    if (!record.ended)
        return true;
    return m_database
        .query("UPDATE node_allocation SET released_at = ?4 "
               "WHERE execution_number = ?1 AND task_index = ?2 AND attempt = ?3")
        .i(run)
        .u(task)
        .u(number)
        .i(record.exit.end)
        .run();
}

const char *const forgetProjections =
    "DELETE FROM dag_execution; DELETE FROM node_execution; DELETE FROM execution_log;"
    "DELETE FROM node_allocation; DELETE FROM execution_allocation; DELETE FROM schedule;"
    "DELETE FROM backfill; DELETE FROM backfill_slot; DELETE FROM queue; DELETE FROM run_basis;"
    "UPDATE meta SET value = 0 WHERE key = 'projected_seq';";

Result<> Projector::drop()
{
    m_running.clear();
    const std::string script = "BEGIN IMMEDIATE;" + std::string(forgetProjections) + "COMMIT";
    auto done = m_database.execute(script.c_str());
    if (!done)
        m_database.rollback();
    return done;
}

} // namespace orrery::store
