// SPDX-License-Identifier: GPL-3.0-or-later
// Public values as JSON objects, for sockets. Keys are the fields' names; absent keys keep their
// defaults, so that either side may be one version older. Heavy to compile: include in .cpp only.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/session.h"
#include "engine/toolkit.h"
#include "types/rows.h"

namespace orrery {

template <typename Tag>
void to_json(nlohmann::json &json, const Name<Tag> &name)
{
    json = name.text;
}
template <typename Tag>
void from_json(const nlohmann::json &json, Name<Tag> &name)
{
    json.get_to(name.text);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Error, code, where, what)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Usage, cpuSeconds, maxMemoryKiB, readBytes,
                                                writeBytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LogRef, file, offset, size)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunSummary, id, dag, dagName, version, file, state,
                                                cause, trigger, owner, created, ended, counts,
                                                parameters, isolation, notes, resultsDir, slot,
                                                slotOffset, priority, queue, waits, cached)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PlannedNode, node, id, part, from, outputs, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(HoldOrder, tasks, held, after, step)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Mark, task, state, outputs, why)
inline void to_json(nlohmann::json &json, const RareText &text)
{
    json = text.str();
}
inline void from_json(const nlohmann::json &json, RareText &text)
{
    text = json.get<std::string>();
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TaskRow, task, node, item, label, state, attempts,
                                                exitCode, start, end, host, reason, usage,
                                                cachedFrom, cachedAt)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(AttemptView, attempt, state, command, environment,
                                                script, inputs, outputs, workDir, isolation,
                                                enforcement, gpus, host, placed, start, end,
                                                exitCode, cause, usage, log)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TaskDetail, row, id, attempts, lastLines, cacheKey,
                                                cacheWhy)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CacheEntry, dag, task, run, made, key, files, bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(CacheFilter, dag, node)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(GpuInfo, index, name, uuid, memoryMiB, usedMiB,
                                                utilisation, temperature)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(HostSample, at, cpu, memoryUsedMiB, gpus)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(HostInfo, id, name, cores, memoryMiB, gpus, sandbox,
                                                enforcement, cpuReserved, memoryReservedMiB,
                                                gpusReserved, now)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(TaskSample, run, task, attempt, at, cpu, memoryKiB,
                                                readBytes, writeBytes, processes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DagSummary, file, dagId, name, description, owner,
                                                tags, nodes, error, example, schedule, lastRuns)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(EngineCounters, commits, events, journalBytes,
                                                syncs, launches, syncP99Ms)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(EngineInfo, version, home, pid, epoch, started,
                                                activeRuns, owner, hosts, counters, stalled)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Filter, run, hosts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(LogChunk, attempt, offset, text, end)
/// As bytes: there may be 100,000 of them.
inline std::vector<TaskRow> rowsOf(const nlohmann::json &json)
{
    auto rows = types::rowsFromBytes(json.get_ref<const std::string &>());
    if (!rows)
        throw nlohmann::json::other_error::create(500, rows.error().what, &json);
    return std::move(*rows);
}
inline void to_json(nlohmann::json &json, const Delta::Tasks &tasks)
{
    json = {{"run", tasks.run}, {"rows", types::rowsToBytes(tasks.rows)}, {"nodes", tasks.nodes}};
}
inline void from_json(const nlohmann::json &json, Delta::Tasks &tasks)
{
    json.at("run").get_to(tasks.run);
    tasks.rows = rowsOf(json.at("rows"));
    tasks.nodes = json.value("nodes", std::uint32_t{0});
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Delta, seq, snapshot, runs, tasks, samples, hosts,
                                                lost)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PublishRequest, file, text, message, exact,
                                                rolledBackTo)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Published, dag, version, number, isNew, sameText)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(VersionSummary, dag, number, version, at, by,
                                                message, file, status, rolledBackTo, nodes, edges,
                                                runCount, runs)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(VersionText, summary, text, format)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(VersionRef, dag, number, version)

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(NodeDuration, node, seconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DagHistory, runs, durations)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Moment, kind, ms, seq, share)
inline void to_json(nlohmann::json &json, const RunMoment &moment)
{
    json = {{"at", moment.at},           {"begin", moment.begin},
            {"end", moment.end},         {"seq", moment.seq},
            {"events", moment.events},   {"totalEvents", moment.totalEvents},
            {"summary", moment.summary}, {"tasks", types::rowsToBytes(moment.tasks)}};
}
inline void from_json(const nlohmann::json &json, RunMoment &moment)
{
    json.at("at").get_to(moment.at);
    json.at("begin").get_to(moment.begin);
    json.at("end").get_to(moment.end);
    json.at("seq").get_to(moment.seq);
    json.at("events").get_to(moment.events);
    json.at("totalEvents").get_to(moment.totalEvents);
    json.at("summary").get_to(moment.summary);
    moment.tasks = rowsOf(json.at("tasks"));
}

/// By columns: a run has a point for every fact, and keys would be most of the bytes.
inline void to_json(nlohmann::json &json, const RunCourse &course)
{
    json = {{"seq", nlohmann::json::array()},
            {"at", nlohmann::json::array()},
            {"task", nlohmann::json::array()},
            {"what", nlohmann::json::array()},
            {"running", nlohmann::json::array()}};
    for (const CoursePoint &point : course.points) {
        json["seq"].push_back(point.seq);
        json["at"].push_back(point.at);
        json["task"].push_back(point.task);
        json["what"].push_back(static_cast<int>(point.what));
        json["running"].push_back(point.running);
    }
}
inline void from_json(const nlohmann::json &json, RunCourse &course)
{
    const auto &seq = json.at("seq");
    course.points.resize(seq.size());
    for (std::size_t i = 0; i < seq.size(); ++i)
        course.points[i] = {seq[i].get<Seq>(), json.at("at").at(i).get<WallMs>(),
                            json.at("task").at(i).get<TaskIndex>(),
                            static_cast<Happening>(json.at("what").at(i).get<int>()),
                            json.at("running").at(i).get<std::uint32_t>()};
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SlotTime, at, offset)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ScheduleView, file, dag, on, definition, overrides,
                                                state, why, next, last, lastState, lastWhy, lastRun,
                                                running, waiting, backfill)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ScheduleChange, file, action, overrides)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(BackfillRequest, file, from, to, newestFirst,
                                                onlyMissing, onlyFailed, maxParallel, dryRun)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(BackfillPlan::Item, slot, run, state, chosen)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(BackfillPlan, id, dag, items)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(GrowRequest, text, file)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Growth, task, by, first, nodes, edges, at)

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(QueueUser, run, task, count, priority, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(QueueView, name, known, count, priority, held,
                                                holders, waiting)

inline void to_json(nlohmann::json &json, const QueueChange &change)
{
    json = {{"name", change.name}, {"forget", change.forget}};
    if (change.count)
        json["count"] = *change.count;
    if (change.priority)
        json["priority"] = *change.priority;
    if (change.held)
        json["held"] = *change.held;
}
inline void from_json(const nlohmann::json &json, QueueChange &change)
{
    change.name = json.value("name", "");
    change.forget = json.value("forget", false);
    if (json.contains("count"))
        change.count = json["count"].get<std::uint32_t>();
    if (json.contains("priority"))
        change.priority = json["priority"].get<std::int32_t>();
    if (json.contains("held"))
        change.held = json["held"].get<bool>();
}
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RetentionPolicy, sealAfter, deleteAfter, keep,
                                                maxSize, results, cached)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PruneRequest, policy, dryRun)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PrunedRun, run, dag, ended, deleted, journalBytes,
                                                archiveBytes, logBytes, resultBytes, problem)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(StayingRun, run, why)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PruneReport, dryRun, runs, kept, databaseBefore,
                                                databaseAfter, staying)

inline void to_json(nlohmann::json &json, const StartRequest &request)
{
    json = {{"file", request.file},
            {"text", request.text},
            {"parameters", request.parameters},
            {"fit", request.fit},
            {"trigger", request.trigger},
            {"only", request.only},
            {"from", request.from},
            {"until", request.until},
            {"select", request.select},
            {"fromFailure", request.fromFailure},
            {"basis", request.basis},
            {"noCache", request.noCache}};
    json["queue"] = request.queue;
    if (request.priority)
        json["priority"] = *request.priority;
    if (request.isolation)
        json["isolation"] = *request.isolation;
}
inline void from_json(const nlohmann::json &json, StartRequest &request)
{
    request.file = json.value("file", "");
    request.text = json.value("text", "");
    request.parameters = json.value("parameters", decltype(request.parameters){});
    request.fit = json.value("fit", false);
    request.trigger = json.value("trigger", "manual");
    request.only = json.value("only", request.only);
    request.from = json.value("from", request.from);
    request.until = json.value("until", request.until);
    request.select = json.value("select", "");
    request.fromFailure = json.value("fromFailure", false);
    request.basis = RunId(json.value("basis", ""));
    request.queue = json.value("queue", "");
    if (json.contains("priority"))
        request.priority = json["priority"].get<std::int32_t>();
    request.noCache = json.value("noCache", false);
    if (json.contains("isolation"))
        request.isolation = json["isolation"].get<Isolation>();
}

/// The DAG travels as its canonical text: one form, one reader.
inline void to_json(nlohmann::json &json, const RunDetail &detail)
{
    json = {{"summary", detail.summary},          {"dag", toolkit::toJson(*detail.dag, -1)},
            {"sourceDir", detail.dag->sourceDir}, {"tasks", types::rowsToBytes(detail.tasks)},
            {"outputs", detail.outputs},          {"environment", detail.environment},
            {"growths", detail.growths}};
}
inline void from_json(const nlohmann::json &json, RunDetail &detail)
{
    json.at("summary").get_to(detail.summary);
    detail.tasks = rowsOf(json.at("tasks"));
    json.at("outputs").get_to(detail.outputs);
    DagSpec dag = toolkit::parse(json.at("dag").get_ref<const std::string &>(), "dag.json").dag;
    dag.sourceDir = json.value("sourceDir", "");
    detail.dag = std::make_shared<const DagSpec>(std::move(dag));
    detail.environment = json.value("environment", "");
    detail.growths = json.value("growths", detail.growths);
}

} // namespace orrery

namespace orrery::api {

/// Of the messages below; a peer with another number is refused with the reason.
inline constexpr int protocolVersion = 2;

// One message is a MessagePack map (log text is bytes, which JSON cannot carry):
//   either side, first   {hello: {protocol, version}}
//   client               {id, call, args}          {sub, what: "subscribe"|"follow", args} {end:
//   sub} server               {id, ok: value}  {id, error}        {sub, delta}  {sub, chunk}
[[nodiscard]] inline std::string pack(const nlohmann::json &message)
{
    std::string bytes;
    nlohmann::json::to_msgpack(message, bytes);
    return bytes;
}
/// Discarded on bad bytes.
[[nodiscard]] inline nlohmann::json unpack(std::string_view bytes)
{
    return nlohmann::json::from_msgpack(bytes.begin(), bytes.end(), true, false);
}

} // namespace orrery::api
