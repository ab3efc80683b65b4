// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/dataflow.h"

#include "engine/schedule.h"
#include "model/types.h"

namespace orrery::run {

Json objectOf(const JsonText &text)
{
    Json value = text.empty() ? Json::object() : Json::parse(text, nullptr, false);
    return value.is_object() ? value : Json::object();
}

JsonText compact(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string outputProblem(const NodeSpec &node, std::span<const std::string> needs,
                          const JsonText &text)
{
    if (text.empty() && needs.empty())
        return {};
    const Json outputs = text.empty() ? Json::object() : Json::parse(text, nullptr, false);
    if (!outputs.is_object())
        return "the file named by ORRERY_OUTPUTS does not hold a JSON object";
    for (const Port &port : node.task.outputs) {
        const auto value = outputs.find(port.name);
        if (value == outputs.end())
            continue;
        const Result<model::Type> type = model::parseType(port.type);
        if (!type)
            return "output \"" + port.name + "\" has the unknown type " + port.type;
        if (const auto wrong = model::mismatch(*value, *type))
            return "output \"" + port.name + "\" should be " + port.type + "; " +
                   (wrong->path.empty() ? "" : "at " + wrong->path + ": ") + wrong->message;
    }
    for (const std::string &name : needs) {
        if (!outputs.contains(name))
            return "output \"" + name +
                   "\" is missing, and an edge that leaves this task reads it; write it to the "
                   "file named by ORRERY_OUTPUTS";
    }
    return {};
}

Json gatherOutputs(const NodeSpec &node, std::span<const JsonText *const> items)
{
    Json all = Json::object();
    const Json nothing = Json::array_t(items.size());
    for (const Port &port : node.task.outputs)
        all[port.name] = nothing;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Json outputs = objectOf(*items[i]);
        for (auto &[name, value] : outputs.items()) {
            Json &array = all.emplace(name, nothing).first.value();
            array[i] = std::move(value);
        }
    }
    return all;
}

Result<Json> gatherInputs(const DagSpec &dag, NodeIndex node, std::span<const EdgeIndex> edges,
                          const Json &params, const std::function<const Json &(NodeIndex)> &outputs)
{
    const NodeSpec &spec = dag.nodes[node];
    Json inputs = Json::object();
    for (const Port &port : spec.task.inputs) {
        if (const auto given = params.find(spec.id + "." + port.name); given != params.end())
            inputs[port.name] = *given;
    }
    for (const EdgeIndex edge : edges) {
        for (const auto &[output, input] : dag.edges[edge].dataMapping) {
            const Json &upstream = outputs(dag.edges[edge].from);
            if (const auto value = upstream.find(output);
                value != upstream.end() && !inputs.contains(input))
                inputs[input] = *value;
        }
    }
    for (const Port &port : spec.task.inputs) {
        if (inputs.contains(port.name))
            continue;
        if (!port.defaultValue.empty())
            inputs[port.name] = Json::parse(port.defaultValue, nullptr, false);
        else if (port.required)
            return fail(ErrorCode::InvalidSpec, spec.id,
                        "the required input \"" + port.name +
                            "\" is given by no edge and by no parameter \"" + spec.id + "." +
                            port.name + "\"");
    }
    return inputs;
}

Json passOn(const NodeSpec &node, const Json &inputs, std::string_view but)
{
    if (node.task.outputs.empty() && but.empty())
        return inputs;
    Json outputs = Json::object();
    if (node.task.outputs.empty()) {
        for (const auto &[name, value] : inputs.items())
            if (name != but)
                outputs[name] = value;
    }
    for (const Port &port : node.task.outputs) {
        if (const auto value = inputs.find(port.name); value != inputs.end())
            outputs[port.name] = *value;
    }
    return outputs;
}

Json runValues(const RunId &run, const RunCreated &created)
{
    const Slot &slot = created.slot;
    const std::string moment = zonedText(slot.at != 0 ? slot.at : created.at, slot.offset);
    return {{"id", run.text},
            {"date", moment.substr(0, 10)},
            {"time", moment.substr(11, 8)},
            {"trigger", created.trigger},
            {"slot", moment},
            {"owner", created.owner},
            {"resultsDir", created.resultsDir},
            {"dir", created.resultsDir}};
}

Json dagValues(const DagSpec &dag, const std::string &file)
{
    return {{"id", dag.id},
            {"name", dag.title()},
            {"version", dag.version},
            {"dir", dag.sourceDir},
            {"file", file}};
}

} // namespace orrery::run
