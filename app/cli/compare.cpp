// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs compare: two runs side by side, what differs most first.
#include <algorithm>
#include <cmath>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "difftext.h"
#include "engine/comparison.h"
#include "findrun.h"
#include "records.h"

namespace orrery::cli {
namespace {

constexpr std::size_t tasksShown = 40; ///< of the text form; --json has all
constexpr std::size_t valuesShown = 40;
constexpr std::size_t longestValue = 60; ///< bytes of a value in the text form

Json valueOrNull(const JsonText &text)
{
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json(nullptr) : value;
}

Json changesJson(const std::vector<ValueChange> &changes)
{
    Json json = Json::array();
    for (const ValueChange &change : changes)
        json.push_back({{"path", change.path},
                        {"before", valueOrNull(change.before)},
                        {"after", valueOrNull(change.after)}});
    return json;
}

Json secondsOrNull(SpanMs span)
{
    return span < 0 ? Json(nullptr) : Json(static_cast<double>(span) / 1000);
}

Json taskSideJson(bool there, TaskState state, SpanMs time, const Usage &usage)
{
    if (!there)
        return nullptr;
    return {{"state", text(state)},
            {"seconds", secondsOrNull(time)},
            {"cpu_seconds", usage.cpuSeconds},
            {"max_memory_kib", usage.maxMemoryKiB}};
}

Json comparisonJson(const RunComparison &found)
{
    Json json;
    json["before"] = runJson(found.before);
    json["after"] = runJson(found.after);
    json["parameters"] = changesJson(found.parameters);
    json["tasks"] = Json::array();
    for (const TaskChange &task : found.tasks) {
        Json one;
        one["id"] = task.id;
        one["before"] =
            taskSideJson(task.before, task.stateBefore, task.timeBefore, task.usageBefore);
        one["after"] = taskSideJson(task.after, task.stateAfter, task.timeAfter, task.usageAfter);
        one["difference"] = static_cast<double>(task.difference()) / 1000;
        one["outputs"] = changesJson(task.outputs);
        json["tasks"].push_back(std::move(one));
    }
    json["dag"] = diffJson(found.dag);
    json["environment"] = changesJson(found.environment);
    return json;
}

std::string timeText(SpanMs span)
{
    return span < 0 ? "-" : duration(span);
}

/// "+18.1 s  +150 %"
std::string changeText(SpanMs before, SpanMs after)
{
    if (before < 0 || after < 0)
        return "";
    const SpanMs change = after - before;
    const std::string sign = change < 0 ? "-" : "+";
    const std::string percent =
        before > 0 ? fmt::format("{:>+6.0f} %",
                                 100.0 * static_cast<double>(change) / static_cast<double>(before))
                   : "";
    return fmt::format("{:>11} {}", sign + duration(std::abs(change)), percent);
}

SpanMs timeOf(const RunSummary &run)
{
    return run.ended > 0 ? run.ended - run.created : -1;
}

std::string stateText(const TaskChange &task)
{
    if (!task.before)
        return fmt::format("new, {}", text(task.stateAfter));
    if (!task.after)
        return "not in the second";
    if (task.stateBefore == task.stateAfter)
        return std::string(text(task.stateAfter));
    return fmt::format("{} -> {}", text(task.stateBefore), text(task.stateAfter));
}

std::string memoryText(const TaskChange &task)
{
    const auto mib = [](const Usage &usage) {
        return fmt::format("{:.0f}", static_cast<double>(usage.maxMemoryKiB) / 1024);
    };
    if (task.usageBefore.maxMemoryKiB == 0 && task.usageAfter.maxMemoryKiB == 0)
        return "";
    return mib(task.usageBefore) + " -> " + mib(task.usageAfter);
}

/// A value on one line, cut in the middle of a character never.
std::string shortText(const JsonText &value)
{
    std::string shown = valueText(value);
    if (shown.size() <= longestValue)
        return shown;
    std::size_t end = longestValue;
    while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xC0U) == 0x80)
        --end;
    return shown.substr(0, end) + "...";
}

void printValues(const char *title, const std::vector<ValueChange> &changes)
{
    if (changes.empty())
        return;
    std::cout << "\n" << title << "\n";
    std::size_t width = 0;
    for (const ValueChange &change : changes)
        width = std::max(width, std::min<std::size_t>(change.path.size(), valuesShown));
    for (const ValueChange &change : changes)
        std::cout << fmt::format("  {:<{}}  {} -> {}\n", plain(change.path), width,
                                 shortText(change.before), shortText(change.after));
}

void printTasks(const RunComparison &found)
{
    std::cout << fmt::format("\n  {:<28} {:<20} {:>10} {:>10} {:>20} {:>16}\n", "TASK", "STATE",
                             "BEFORE", "AFTER", "CHANGE", "MEMORY [MiB]");
    std::size_t shown = 0;
    for (const TaskChange &task : found.tasks) {
        if (++shown > tasksShown)
            break;
        std::cout << fmt::format("  {:<28} {:<20} {:>10} {:>10} {:>20} {:>16}\n", plain(task.id),
                                 stateText(task), timeText(task.timeBefore),
                                 timeText(task.timeAfter),
                                 changeText(task.timeBefore, task.timeAfter), memoryText(task));
    }
    if (found.tasks.size() > tasksShown)
        std::cout << fmt::format("  ... and {} more (--json)\n", found.tasks.size() - tasksShown);
    std::vector<ValueChange> outputs;
    for (const TaskChange &task : found.tasks)
        for (const ValueChange &change : task.outputs)
            outputs.push_back({change.path.empty() ? task.id : task.id + "/" + change.path,
                               change.before, change.after});
    if (outputs.size() > valuesShown)
        outputs.resize(valuesShown);
    printValues("Outputs", outputs);
}

void printComparison(const RunComparison &found)
{
    const RunSummary &a = found.before, &b = found.after;
    const auto row = [](const char *name, const std::string &before, const std::string &after,
                        const std::string &change) {
        std::cout << fmt::format("  {:<12} {:<24} {:<24} {}\n", name, before, after, change);
    };
    row("run", a.id.text, b.id.text, "");
    row("dag", plain(a.dag.text), plain(b.dag.text), "");
    row("state", std::string(text(a.state)), std::string(text(b.state)), "");
    row("started", localTime(a.created), localTime(b.created), "");
    row("time", timeText(timeOf(a)), timeText(timeOf(b)), changeText(timeOf(a), timeOf(b)));
    row("content", a.version.text, b.version.text,
        found.dag.same() ? "the same in meaning" : countText(found.dag));
    printValues("Parameters", found.parameters);
    printTasks(found);
    if (!found.dag.same())
        std::cout << "\nDAG\n" << diffText(found.dag, false, colourful());
    printValues("Environment", found.environment);
}

int compare(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery runs compare", true);
    if (!connection)
        return tell(connection.error());
    std::vector<RunDetail> runs;
    for (const char *name : {"BEFORE", "AFTER"}) {
        const auto run = findRun(**connection, arguments.text(name));
        if (!run)
            return tell(run.error());
        auto detail = (*connection)->query<RunDetail>([&run](Session &session, auto reply) {
            session.show(*run, std::move(reply));
        });
        if (!detail)
            return tell(detail.error());
        runs.push_back(std::move(*detail));
    }
    const RunComparison found = toolkit::compareRuns(runs[0], runs[1]);
    if (arguments.has("json"))
        print(comparisonJson(found));
    else
        printComparison(found);
    return done;
}

} // namespace

std::vector<Command> comparisonCommands()
{
    return {
        {.path = "runs compare",
         .summary = "Two runs: parameters, times, outputs, DAG and environment; most changed first",
         .positionals = {{.name = "BEFORE", .help = "Id of a run, or the beginning of one"},
                         {.name = "AFTER", .help = "The same; 'last' is the newest"}},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery runs compare 20261121-1045 last",
                      "orrery runs compare 20261121-1045 20261122-0900 --json"},
         .run = compare},
    };
}

} // namespace orrery::cli
