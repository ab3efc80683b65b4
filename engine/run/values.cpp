// SPDX-License-Identifier: GPL-3.0-or-later
// Data between tasks, as the events so far left it.
#include <algorithm>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

/// Nodes whose read values are kept: a mapped node's items share them.
constexpr std::size_t mostValues = 256;

} // namespace

/// Called between uses: references into the values stay good while one event or question is worked
/// on.
void Machine::State::forgetValues() const
{
    if (m_values.size() > mostValues)
        m_values.clear();
}

const Json &Machine::State::outputsOf(NodeIndex node) const
{
    Values &known = m_values[node];
    if (!known.outputs)
        known.outputs = objectOf(work[node].outputs);
    return *known.outputs;
}

const Result<Json> &Machine::State::inputsOf(NodeIndex node) const
{
    Values &known = m_values[node];
    if (!known.inputs) {
        known.inputs =
            gatherInputs(*dag, plan, node, m_params, [this](NodeIndex upstream) -> const Json & {
                return outputsOf(upstream);
            });
        known.inputsText = *known.inputs ? compact(**known.inputs) : JsonText();
    }
    return *known.inputs;
}

const Json *Machine::State::runRoot(std::string_view root) const
{
    return root == "params" ? &m_params
           : root == "run"  ? &m_runValues
           : root == "dag"  ? &m_dagValues
                            : nullptr;
}

/// How a task without a process ends: a group without items, or a node that passes its inputs on.
Exit Machine::State::endOf(TaskIndex task) const
{
    const NodeIndex node = rows[task].node;
    Exit exit;
    if (!isItem(task) && m_groups.contains(node)) {
        exit.outputs = compact(gatherOutputs(dag->nodes[node], {}));
    } else if (const Result<Json> &inputs = inputsOf(node)) {
        exit.outputs = compact(passOn(dag->nodes[node], *inputs));
    } else {
        exit.cause = Cause::BadTemplate;
        exit.exitCode = -1;
        exit.detail = inputs.error().what;
    }
    return exit;
}

Exit Machine::State::judged(TaskIndex task, Exit exit) const
{
    const NodeIndex node = rows[task].node;
    const bool emptyGroup =
        !isItem(task) && m_groups.contains(node); // its outputs are arrays, not of the schema
    if (!exit.succeeded() || emptyGroup)
        return exit;
    std::string problem = outputProblem(dag->nodes[node], plan.needs(node), exit.outputs);
    if (!problem.empty()) {
        exit.cause = Cause::BadOutput;
        exit.detail = std::move(problem);
    }
    return exit;
}

ResolvedLaunch Machine::State::resolve(TaskIndex task) const
{
    forgetValues();
    const TaskRow &row = rows[task];
    const NodeSpec &node = dag->nodes[row.node];
    ResolvedLaunch launch;
    if (row.attempts == 0) {
        const auto in = plan.incoming(row.node);
        if (isItem(task) || in.size() != 1 || !mayLead(in.front())) {
            launch.problem = "it has not been placed"; // its inputs may still change
            return launch;
        }
    }
    const Result<Json> &inputs = inputsOf(row.node);
    if (!inputs) {
        launch.problem = inputs.error().what;
        return launch;
    }
    Values &known = m_values[row.node];
    launch.inputs = known.inputsText;
    if (!known.program)
        known.program = std::make_unique<Program>(*dag, row.node);

    const auto group = m_groups.find(row.node);
    const bool inGroup = group != m_groups.end() && isItem(task);
    const std::int32_t index = inGroup ? row.item : 0;
    const Json nodeValues{{"id", node.id},
                          {"name", node.name.empty() ? node.id : node.name},
                          {"type", node.type},
                          {"attempt", std::max(row.attempts, 1U)}};
    const Json map{{"index", index}, {"count", inGroup ? group->second.count : 1}};
    Json item;
    if (inGroup && group->second.elements.is_array()) {
        item = group->second.elements[static_cast<std::size_t>(index)];
        launch.environment.emplace_back("ORRERY_ITEM", model::plainText(item));
    } else if (node.execution.isMapStage) {
        item = index;
    }
    Json secret = Json::object();
    for (const std::string &name : known.program->secrets())
        secret[name] = secretMark + name + secretMark;
    known.program->fill(
        [&](std::string_view root) -> const Json * {
            if (root == "inputs")
                return &*inputs;
            if (root == "node")
                return &nodeValues;
            if (root == "map")
                return &map;
            if (root == "item")
                return item.is_null() && !inGroup ? nullptr : &item;
            return root == "secret" ? &secret : runRoot(root);
        },
        launch);
    return launch;
}

} // namespace orrery::run
