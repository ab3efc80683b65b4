// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the projections back as the values that every face shows.
#include <string>

#include <nlohmann/json.hpp>

#include "store/names.h"
#include "store/projection.h"

namespace orrery::store {

namespace {

using Counts = std::array<std::uint32_t, taskStateCount>;

std::string countsText(std::string_view state, const Counts &counts, std::uint32_t cached)
{
    nlohmann::json tasks = nlohmann::json::object();
    for (std::size_t n = 0; n < taskStateCount; ++n) {
        if (counts[n] != 0)
            tasks[std::string(taskStateNames[n])] = counts[n];
    }
    return nlohmann::json{{"state", std::string(state)}, {"tasks", tasks}, {"cached", cached}}
        .dump();
}

/// Counts told in the state that the run has now; older ones are no answer.
bool readCounts(const std::string &text, RunState state, Counts &counts, std::uint32_t &cached)
{
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("tasks") || !json["tasks"].is_object())
        return false;
    const auto told = valueOf<RunState>(runStateNames, json.value("state", std::string()));
    if (isFinal(state) ? told != state : isFinal(told))
        return false;
    counts = {};
    for (std::size_t n = 0; n < taskStateCount; ++n) {
        const auto found = json["tasks"].find(std::string(taskStateNames[n]));
        if (found != json["tasks"].end() && found->is_number_unsigned())
            counts[n] = found->get<std::uint32_t>();
    }
    if (const auto found = json.find("cached"); found != json.end() && found->is_number_unsigned())
        cached = found->get<std::uint32_t>();
    return true;
}

std::vector<std::string> readList(const std::string &text)
{
    std::vector<std::string> list;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_array()) {
        for (const auto &item : json) {
            if (item.is_string())
                list.push_back(item.get<std::string>());
        }
    }
    return list;
}

std::vector<std::uint32_t> readNumbers(const std::string &text)
{
    std::vector<std::uint32_t> list;
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_array()) {
        for (const auto &item : json) {
            if (item.is_number_unsigned())
                list.push_back(item.get<std::uint32_t>());
        }
    }
    return list;
}

RunSummary readSummary(const Query &row)
{
    RunSummary summary;
    summary.id = RunId(row.textAt(1));
    summary.dag = DagId(row.textAt(2));
    summary.dagName = row.isNull(3) ? summary.dag.text : row.textAt(3);
    summary.version = VersionId(row.textAt(4));
    summary.file = row.textAt(5);
    summary.state = valueOf<RunState>(runStateNames, row.textAt(6));
    summary.cause = row.textAt(7);
    summary.trigger = row.textAt(8);
    summary.owner = row.textAt(9);
    summary.created = row.intAt(10);
    summary.ended = row.intAt(11);
    summary.parameters = row.textAt(12);
    summary.isolation = valueOf<Isolation>(isolationNames, row.textAt(13));
    summary.notes = readList(row.textAt(14));
    summary.resultsDir = row.textAt(15);
    summary.slot = row.intAt(18);
    summary.slotOffset = static_cast<std::int32_t>(row.intAt(19));
    return summary;
}

AttemptRecord readAttempt(const Query &row)
{
    AttemptRecord record;
    record.task = static_cast<TaskIndex>(row.intAt(0));
    record.attempt = static_cast<std::uint32_t>(row.intAt(1));
    record.pid = row.intAt(2);
    record.started = row.intAt(3);
    record.host = row.textAt(4);
    record.gpus = readNumbers(row.textAt(5));
    record.placed = row.intAt(6);
    record.ended = !row.isNull(7);
    Exit &exit = record.exit;
    exit.cause = valueOf<Cause>(causeNames, row.textAt(7));
    exit.exitCode = static_cast<std::int32_t>(row.intAt(8));
    exit.signal = static_cast<std::int32_t>(row.intAt(9));
    exit.detail = row.textAt(10);
    exit.start = row.intAt(11);
    exit.end = row.intAt(12);
    exit.usage.cpuSeconds = row.doubleAt(13);
    exit.usage.maxMemoryKiB = static_cast<std::uint64_t>(row.intAt(14));
    exit.usage.readBytes = static_cast<std::uint64_t>(row.intAt(15));
    exit.usage.writeBytes = static_cast<std::uint64_t>(row.intAt(16));
    exit.outputs = row.textAt(17);
    exit.workDir = row.textAt(18);
    exit.enforcement = row.textAt(19);
    exit.log.file = row.textAt(20);
    exit.log.offset = static_cast<std::uint64_t>(row.intAt(21));
    exit.log.size = static_cast<std::uint64_t>(row.intAt(22));
    return record;
}

} // namespace

void Projector::note(const RunSummary &summary)
{
    m_noted[summary.id] = {summary.state,  summary.cause,  summary.ended,
                           summary.counts, summary.cached, true};
}

Result<> Projector::flushCounts()
{
    for (const auto &[run, noted] : m_noted) {
        if (!noted.dirty)
            continue;
        const std::string text =
            countsText(nameOf(runStateNames, noted.state), noted.counts, noted.cached);
        const bool done =
            m_database.query("UPDATE run_number SET counts = ?2 WHERE run_id = ?1")
                .s(run.text)
                .s(text)
                .run() &&
            m_database.query("UPDATE dag_execution SET result_metrics = ?2 WHERE execution_id = ?1")
                .s(run.text)
                .s(text)
                .run();
        if (!done)
            return tl::unexpected(m_database.error());
    }
    return {};
}

std::vector<RunSummary> Projector::runs(std::uint32_t limit)
{
    struct Open {
        std::size_t at;
        RunNumber run;
        std::int64_t nodes;
    };
    std::vector<RunSummary> all;
    std::vector<Open> uncounted;
    {
        Query query = m_database.query(
            "SELECT number, execution_id, e.dag_id, v.title, e.version_id, file, status, cause, "
            "trigger, owner_id, triggered_at, completed_at, parameters, isolation, notes, "
            "results_dir, result_metrics, v.node_count, slot, slot_offset FROM dag_execution e "
            "LEFT JOIN dag_version v ON v.version_id = e.version_id ORDER BY number DESC LIMIT ?1");
        query.i(limit == 0 ? -1 : std::int64_t{limit});
        while (query.row()) {
            RunSummary summary = readSummary(query);
            const auto noted = m_noted.find(summary.id);
            if (noted != m_noted.end() && !isFinal(summary.state)) {
                summary.state = noted->second.state;
                summary.cause = noted->second.cause;
                summary.ended = noted->second.ended;
                summary.counts = noted->second.counts;
                summary.cached = noted->second.cached;
            } else if (!readCounts(query.textAt(16), summary.state, summary.counts,
                                   summary.cached)) {
                uncounted.push_back({all.size(), query.intAt(0), query.intAt(17)});
            }
            all.push_back(std::move(summary));
        }
    }
    for (const Open &open : uncounted)
        countTasks(open.run, all[open.at], open.nodes);
    return all;
}

void Projector::countTasks(RunNumber run, RunSummary &summary, std::int64_t nodes)
{
    Query query =
        m_database.query("SELECT status, count(*) FROM (SELECT status, max(attempt) FROM "
                         "node_execution WHERE execution_number = ?1 GROUP BY task_index) "
                         "GROUP BY status");
    query.i(run);
    summary.counts = {};
    std::int64_t seen = 0;
    while (query.row()) {
        const auto state = valueOf<std::size_t>(taskStateNames, query.textAt(0));
        summary.counts[state] = static_cast<std::uint32_t>(query.intAt(1));
        seen += query.intAt(1);
    }
    // Nodes without an attempt: what the run's own state says of them.
    const TaskState rest = !isFinal(summary.state)                ? TaskState::Pending
                           : summary.state == RunState::Cancelled ? TaskState::Cancelled
                                                                  : TaskState::Skipped;
    if (nodes > seen)
        summary.counts[static_cast<std::size_t>(rest)] += static_cast<std::uint32_t>(nodes - seen);
}

std::string Projector::countsOf(const RunId &run)
{
    Query query = m_database.query(
        "SELECT e.number, status, coalesce(v.node_count, 0) FROM dag_execution e "
        "LEFT JOIN dag_version v ON v.version_id = e.version_id WHERE execution_id = ?1");
    query.s(run.text);
    if (!query.row())
        return {};
    RunSummary summary;
    summary.state = valueOf<RunState>(runStateNames, query.textAt(1));
    countTasks(query.intAt(0), summary, query.intAt(2));
    return countsText(nameOf(runStateNames, summary.state), summary.counts, summary.cached);
}

std::vector<AttemptRecord> Projector::attempts(const RunId &run, TaskIndex task)
{
    Query query = m_database.query(
        "SELECT n.task_index, n.attempt, pid, started_at, a.node_id, a.gpus, a.allocated_at, "
        "n.cause, exit_code, signal, detail, ran_from, n.completed_at, cpu_seconds, "
        "max_memory_kib, "
        "read_bytes, write_bytes, output_data, work_dir, enforcement, l.file, l.byte_offset, "
        "l.byte_size FROM node_execution n "
        "LEFT JOIN node_allocation a USING (execution_number, task_index, attempt) "
        "LEFT JOIN execution_log l USING (execution_number, task_index, attempt) "
        "WHERE execution_number = (SELECT number FROM run_number WHERE run_id = ?1) "
        "AND n.task_index = ?2 ORDER BY n.attempt");
    query.s(run.text).u(task);
    std::vector<AttemptRecord> all;
    while (query.row())
        all.push_back(readAttempt(query));
    return all;
}

} // namespace orrery::store
