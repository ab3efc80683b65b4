// SPDX-License-Identifier: GPL-3.0-or-later
#include "records.h"

#include <iostream>

#include "console.h"

namespace orrery::cli {
namespace {

Json parsed(const JsonText &text)
{
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json(nullptr) : value;
}

Json timeOrNull(WallMs at)
{
    return at == 0 ? Json(nullptr) : Json(isoTime(at));
}

} // namespace

Json runJson(const RunSummary &run)
{
    Json counts = Json::object();
    for (std::size_t state = 0; state < taskStateCount; ++state)
        if (run.counts[state] > 0)
            counts[std::string(text(static_cast<TaskState>(state)))] = run.counts[state];
    Json json;
    json["run"] = run.id.text;
    json["state"] = text(run.state);
    json["dag"] = run.dag.text;
    json["name"] = run.dagName;
    json["version"] = run.version.text;
    json["file"] = run.file;
    json["created"] = timeOrNull(run.created);
    json["ended"] = timeOrNull(run.ended);
    json["seconds"] = run.ended > 0 ? static_cast<double>(run.ended - run.created) / 1000 : 0.0;
    json["cause"] = run.cause;
    json["trigger"] = run.trigger;
    json["owner"] = run.owner;
    json["isolation"] = run.isolation == Isolation::Sandbox ? "sandbox" : "process";
    json["parameters"] = parsed(run.parameters);
    json["notes"] = run.notes;
    json["counts"] = counts;
    json["cached"] = run.cached;
    json["results"] = run.resultsDir;
    json["priority"] = run.priority;
    json["queue"] = run.queue;
    json["waits"] = run.waits;
    json["slot"] = run.slot == 0 ? Json(nullptr) : Json(zonedText(run.slot, run.slotOffset));
    return json;
}

std::string growthText(const Growth &growth)
{
    const auto counted = [](std::uint32_t count, const char *one) {
        return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
    };
    return counted(growth.nodes, "node") + " and " + counted(growth.edges, "edge");
}

Json detailJson(const RunDetail &detail)
{
    Json json;
    const RunSummary &run = detail.summary;
    json["run"] = run.id.text;
    json["state"] = text(run.state);
    json["dag"] = run.dag.text;
    Json tasks = Json::array();
    for (const TaskRow &row : detail.tasks) {
        Json task;
        task["id"] = taskName(*detail.dag, row);
        task["state"] = text(row.state);
        task["attempts"] = row.attempts;
        task["exit_code"] =
            row.exitCode < 0 && row.attempts == 0 ? Json(nullptr) : Json(row.exitCode);
        task["start"] = timeOrNull(row.start);
        task["end"] = timeOrNull(row.end);
        task["host"] = row.host;
        const bool known = row.task < detail.outputs.size() && !detail.outputs[row.task].empty();
        task["outputs"] = known ? parsed(detail.outputs[row.task]) : Json::object();
        if (!row.reason.empty())
            task["reason"] = row.reason.str();
        if (!row.cachedFrom.empty())
            task["cached"] = {{"run", row.cachedFrom.text}, {"made", timeOrNull(row.cachedAt)}};
        tasks.push_back(std::move(task));
    }
    json["tasks"] = std::move(tasks);
    json["seconds"] = run.ended > 0 ? static_cast<double>(run.ended - run.created) / 1000 : 0.0;
    json["cause"] = run.cause;
    json["notes"] = run.notes;
    json["cached"] = run.cached;
    json["parameters"] = parsed(run.parameters);
    json["version"] = run.version.text;
    json["file"] = run.file;
    json["results"] = run.resultsDir;
    json["environment"] = parsed(detail.environment);
    json["priority"] = run.priority;
    json["queue"] = run.queue;
    json["waits"] = run.waits;
    json["trigger"] = run.trigger;
    json["slot"] = run.slot == 0 ? Json(nullptr) : Json(zonedText(run.slot, run.slotOffset));
    Json growths = Json::array();
    for (const Growth &growth : detail.growths) {
        Json one;
        one["task"] = growth.task == none ? Json(nullptr)
                                          : Json(taskName(*detail.dag, detail.tasks[growth.task]));
        one["by"] = growth.by;
        one["at"] = timeOrNull(growth.at);
        Json nodes = Json::array();
        for (NodeIndex node = growth.first; node < growth.first + growth.nodes; ++node)
            nodes.push_back(detail.dag->nodes[node].id);
        one["nodes"] = std::move(nodes);
        one["edges"] = growth.edges;
        growths.push_back(std::move(one));
    }
    json["growths"] = std::move(growths);
    return json;
}

Json checkJson(const ValueCheck &check)
{
    Json out = Json::object();
    for (const auto &[key, value] : {std::pair{"min", &check.min}, std::pair{"max", &check.max}})
        if (!value->empty())
            out[key] = parsed(*value);
    for (const auto &[key, value] :
         {std::pair{"pattern", &check.pattern}, std::pair{"expression", &check.expression},
          std::pair{"message", &check.message}})
        if (!value->empty())
            out[key] = *value;
    for (const JsonText &one : check.oneOf)
        out["enum"].push_back(parsed(one));
    return out;
}

Json findingJson(const Finding &finding)
{
    Json json;
    json["file"] = finding.file;
    json["line"] = finding.line;
    json["column"] = finding.column;
    json["path"] = finding.path;
    json["message"] = finding.message;
    json["fix"] = finding.fix;
    return json;
}

void print(const Json &json)
{
    std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

} // namespace orrery::cli
