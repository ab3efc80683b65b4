// SPDX-License-Identifier: GPL-3.0-or-later
#include "advise/compare.h"

#include <algorithm>
#include <cstdlib>
#include <map>

#include <nlohmann/json.hpp>

#include "model/diff.h"

namespace orrery {

SpanMs TaskChange::difference() const
{
    return timeBefore < 0 || timeAfter < 0 ? 0 : timeAfter - timeBefore;
}

} // namespace orrery

namespace orrery::advise {

namespace {

using nlohmann::json;

std::string dump(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void differences(const json *before, const json *after, const std::string &path,
                 std::vector<ValueChange> &out)
{
    if (before != nullptr && after != nullptr && *before == *after)
        return;
    const auto isSet = [](const json *value) { return value != nullptr && value->is_object(); };
    if (isSet(before) && isSet(after)) {
        const auto below = [&path](const std::string &key) {
            return path.empty() ? key : path + "/" + key;
        };
        for (const auto &[key, value] : before->items()) {
            const auto found = after->find(key);
            differences(&value, found == after->end() ? nullptr : &*found, below(key), out);
        }
        for (const auto &[key, value] : after->items()) {
            if (!before->contains(key))
                differences(nullptr, &value, below(key), out);
        }
        return;
    }
    out.push_back(
        {path, before == nullptr ? "" : dump(*before), after == nullptr ? "" : dump(*after)});
}

// Texts that are no JSON count as absent.
std::vector<ValueChange> differences(const JsonText &before, const JsonText &after)
{
    std::vector<ValueChange> out;
    if (before == after)
        return out;
    const auto read = [](const JsonText &text) {
        json value = json::parse(text, nullptr, false);
        return value.is_discarded() ? json::object() : value;
    };
    const json a = read(before), b = read(after);
    differences(&a, &b, "", out);
    return out;
}

SpanMs timeOf(const TaskRow &row)
{
    return row.start > 0 && row.end >= row.start ? row.end - row.start : -1;
}

// Outputs name files in their own run's directory: that alone is no difference.
JsonText outputsOf(const RunDetail &run, const TaskRow &row)
{
    JsonText text = row.task < run.outputs.size() ? run.outputs[row.task] : JsonText();
    const std::string &directory = run.summary.resultsDir;
    constexpr std::string_view instead = "${run.dir}";
    if (directory.empty())
        return text;
    for (std::size_t at = text.find(directory); at != std::string::npos;
         at = text.find(directory, at + instead.size()))
        text.replace(at, directory.size(), instead);
    return text;
}

} // namespace

RunComparison compareRuns(const RunDetail &before, const RunDetail &after)
{
    RunComparison out;
    out.before = before.summary;
    out.after = after.summary;
    out.parameters = differences(before.summary.parameters, after.summary.parameters);
    out.environment = differences(before.environment, after.environment);
    out.dag = model::diff(*before.dag, *after.dag);
    std::map<std::string, const TaskRow *> known;
    for (const TaskRow &row : before.tasks)
        known.emplace(taskName(*before.dag, row), &row);
    for (const TaskRow &row : after.tasks) {
        TaskChange task;
        task.id = taskName(*after.dag, row);
        task.after = true;
        task.stateAfter = row.state;
        task.timeAfter = timeOf(row);
        task.usageAfter = row.usage;
        JsonText outputs;
        if (const auto found = known.find(task.id); found != known.end()) {
            const TaskRow &was = *found->second;
            task.before = true;
            task.stateBefore = was.state;
            task.timeBefore = timeOf(was);
            task.usageBefore = was.usage;
            outputs = outputsOf(before, was);
            known.erase(found);
        }
        if (task.before)
            task.outputs = differences(outputs, outputsOf(after, row));
        out.tasks.push_back(std::move(task));
    }
    for (const auto &[id, row] : known) {
        TaskChange task;
        task.id = id;
        task.before = true;
        task.stateBefore = row->state;
        task.timeBefore = timeOf(*row);
        task.usageBefore = row->usage;
        out.tasks.push_back(std::move(task));
    }
    std::stable_sort(out.tasks.begin(), out.tasks.end(), [](const auto &a, const auto &b) {
        return std::abs(a.difference()) > std::abs(b.difference());
    });
    return out;
}

} // namespace orrery::advise
