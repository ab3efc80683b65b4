// SPDX-License-Identifier: GPL-3.0-or-later
// Data between tasks, as the events so far left it.
#include <algorithm>
#include <utility>

#include "model/arguments.h"
#include "run/state.h"
#include "run/turn.h"

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
        known.outputs = objectOf(work[taskOf(node)].outputs);
    return *known.outputs;
}

const Result<Json> &Machine::State::inputsOf(NodeIndex node) const
{
    Values &known = m_values[node];
    if (!known.inputs) {
        const auto early = m_early.find(node);
        known.inputs = gatherInputs(
            *dag, node, early == m_early.end() ? plan.incoming(node) : std::span(early->second),
            m_params, [this](NodeIndex upstream) -> const Json & { return outputsOf(upstream); });
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

/// The input that a mapped node's items come from, when nothing reads it as an output: were every
/// item to pass on the whole list, a list of n would be kept n times. "" = none
std::string Machine::State::listUnread(NodeIndex node) const
{
    constexpr std::string_view root = "inputs.";
    const NodeSpec &spec = dag->nodes[node];
    const std::string &over = spec.execution.mapOver;
    if (!over.starts_with(root) || !spec.task.outputs.empty())
        return {};
    std::string name = over.substr(root.size());
    const std::span<const std::string> needs = plan.needs(node);
    bool read = std::find(needs.begin(), needs.end(), name) != needs.end();
    for (const EdgeIndex edge : plan.outgoing(node))
        read = read || dag->edges[edge].condition.find(name) != std::string::npos;
    for (const auto &[output, from] : dag->outputs)
        read = read || from == spec.id + "." + name;
    return read ? std::string() : name;
}

/// How a task without a process ends: a group without items, or a node that passes its inputs on.
Exit Machine::State::endOf(TaskIndex task) const
{
    const NodeIndex node = rows[task].node;
    Exit exit;
    if (!isItem(task) && m_groups.contains(node)) {
        exit.outputs = compact(gatherOutputs(dag->nodes[node], {}));
    } else if (const Result<Json> &inputs = inputsOf(node)) {
        const std::string list = isItem(task) ? listUnread(node) : std::string();
        exit.outputs = compact(passOn(dag->nodes[node], *inputs, list));
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

/// What the texts of one task read beside `params`, `run` and `dag`.
struct Machine::State::View {
    const State *state = nullptr;
    TaskIndex task = 0;
    const Json *inputs = nullptr;
    Json ownInputs; ///< of an iteration
    Json item, loop;
    bool hasItem = false;
    Json secret = Json::object();
    mutable Json node, map; ///< made when first read: few texts do, and every launch has a view

    [[nodiscard]] const Json *root(std::string_view name) const
    {
        if (name == "inputs")
            return inputs != nullptr ? inputs : &ownInputs;
        if (name == "node")
            return &(node.is_null() ? node = state->nodeValues(task) : node);
        if (name == "map")
            return &(map.is_null() ? map = state->mapValues(task) : map);
        if (name == "item")
            return hasItem ? &item : nullptr;
        if (name == "loop")
            return loop.is_null() ? nullptr : &loop;
        return name == "secret" ? &secret : state->runRoot(name);
    }
};

/// The node's inputs; in a loop the outputs of the iteration before take the place of those that
/// have their names.
Result<Json> Machine::State::inputsOfItem(TaskIndex task) const
{
    const Result<Json> &inputs = inputsOf(rows[task].node);
    const auto group = m_groups.find(rows[task].node);
    if (!inputs || !plan.looped(rows[task].node) || rows[task].item <= 0 || group == m_groups.end())
        return inputs;
    Json own = *inputs;
    const TaskIndex before = group->second.items[static_cast<std::size_t>(rows[task].item) - 1];
    const Json outputs = objectOf(work[before].outputs);
    for (const Port &port : dag->nodes[rows[task].node].task.inputs) {
        if (const auto value = outputs.find(port.name); value != outputs.end())
            own[port.name] = *value;
    }
    return own;
}

/// The element that a mapped item stands for: of its list, or its index in a map stage.
Json Machine::State::itemOf(TaskIndex task) const
{
    const auto group = m_groups.find(rows[task].node);
    const auto index = static_cast<std::size_t>(std::max(rows[task].item, 0));
    if (group != m_groups.end() && isItem(task) && index < group->second.elements.size() &&
        group->second.elements.is_array())
        return group->second.elements[index];
    return static_cast<std::int64_t>(index);
}

/// Is the task one of the mapped items of its node, not an iteration of a loop?
bool Machine::State::inGroup(TaskIndex task) const
{
    const NodeIndex node = rows[task].node;
    return isItem(task) && m_groups.contains(node) && !plan.looped(node);
}

Json Machine::State::nodeValues(TaskIndex task) const
{
    const TaskRow &row = rows[task];
    const NodeSpec &node = dag->nodes[row.node];
    return Json{{"id", node.id},
                {"name", node.name.empty() ? node.id : node.name},
                {"type", node.type},
                {"attempt", std::max(row.attempts, 1U)}};
}

Json Machine::State::mapValues(TaskIndex task) const
{
    const bool item = inGroup(task);
    return Json{{"index", item ? rows[task].item : 0},
                {"count", item ? m_groups.at(rows[task].node).items.size() : 1}};
}

Result<Machine::State::View> Machine::State::viewOf(TaskIndex task) const
{
    const TaskRow &row = rows[task];
    View view;
    view.state = this;
    view.task = task;
    if (plan.looped(row.node)) {
        Result<Json> inputs = inputsOfItem(task);
        if (!inputs)
            return tl::unexpected(inputs.error());
        view.ownInputs = std::move(*inputs);
        view.loop = Json{{"index", std::max(row.item, 0)}};
    } else {
        const Result<Json> &inputs = inputsOf(row.node);
        if (!inputs)
            return tl::unexpected(inputs.error());
        view.inputs = &*inputs;
    }
    view.hasItem = inGroup(task) || dag->nodes[row.node].execution.isMapStage;
    if (view.hasItem)
        view.item = itemOf(task);
    return view;
}

Result<std::string> Machine::State::fill(const std::string &text, const View &view) const
{
    const auto parsed = model::Template::parse(text, model::Language::Plain);
    if (!parsed)
        return tl::unexpected(parsed.error());
    auto filled = parsed->fill([&](std::string_view root) { return view.root(root); });
    if (!filled)
        return tl::unexpected(filled.error());
    return std::move(filled->text);
}

/// A text with ${...} as this task reads it.
Result<std::string> Machine::State::textOf(TaskIndex task, const std::string &text) const
{
    const Result<View> view = viewOf(task);
    return view ? fill(text, *view) : tl::unexpected(view.error());
}

/// What the run, or one for which it runs, holds as a whole is not taken once more.
std::vector<SlotUse> Machine::State::holdsOf(TaskIndex task) const
{
    std::vector<SlotUse> holds = dag->nodes[rows[task].node].execution.holds;
    if (holds.empty())
        return holds;
    forgetValues();
    const Result<View> view = viewOf(task);
    if (!view)
        return {};
    for (SlotUse &use : holds) {
        Result<std::string> name = fill(use.name, *view);
        if (!name)
            return {};
        use.name = std::move(*name);
    }
    return needed(std::move(holds), turn);
}

ResolvedLaunch Machine::State::resolve(TaskIndex task) const
{
    forgetValues();
    const TaskRow &row = rows[task];
    ResolvedLaunch launch;
    if (row.attempts == 0 && work[task].phase != Phase::LookedUp) {
        const auto in = plan.incoming(row.node);
        if (isItem(task) || in.size() != 1 || !mayLead(in.front())) {
            launch.problem = "it has not been placed"; // its inputs may still change
            return launch;
        }
    }
    Result<View> view = viewOf(task);
    if (!view) {
        launch.problem = view.error().what;
        return launch;
    }
    for (const SlotUse &use : dag->nodes[row.node].execution.holds) {
        if (const Result<std::string> name = fill(use.name, *view); !name) {
            launch.problem = "the name of a limit: " + name.error().what;
            return launch;
        }
    }
    Values &known = m_values[row.node];
    launch.inputs = view->inputs != nullptr ? known.inputsText : compact(view->ownInputs);
    if (!known.program)
        known.program = std::make_unique<Program>(*dag, row.node);
    if (view->hasItem && m_groups.contains(row.node) && m_groups.at(row.node).elements.is_array())
        launch.environment.emplace_back("ORRERY_ITEM", model::plainText(view->item));
    for (const std::string &name : known.program->secrets())
        view->secret[name] = secretMark + name + secretMark;
    known.program->fill([&](std::string_view root) { return view->root(root); }, launch);
    return launch;
}

Carried Machine::State::carried(TaskIndex task) const
{
    forgetValues();
    const NodeSpec &node = dag->nodes[rows[task].node];
    Carried out;
    out.timeout = work[task].timeout > 0 ? work[task].timeout : node.execution.timeout;
    const Result<View> view = viewOf(task);
    if (!view) {
        out.problem = view.error().what;
        return out;
    }
    out.inputs = compact(*view->root("inputs"));
    const auto filled = [&](const char *where, std::string &text) {
        Result<std::string> value = fill(text, *view);
        if (value)
            text = std::move(*value);
        else if (out.problem.empty())
            out.problem = std::string(where) + ": " + value.error().what;
    };
    const auto path = [&](const char *where, std::string &text) {
        filled(where, text);
        if (!text.empty() && text.front() != '/' && !dag->sourceDir.empty())
            text = dag->sourceDir + "/" + text;
    };
    if (node.task.runtime == Runtime::Wait) {
        out.wait = node.task.wait.value_or(WaitSpec{});
        filled("wait/until", out.wait->until);
        path("wait/file", out.wait->file);
        filled("wait/url", out.wait->url);
        filled("wait/dag", out.wait->dag);
    } else if (node.task.runtime == Runtime::Approve) {
        out.approval = node.task.approval.value_or(ApprovalSpec{});
        filled("approval/message", out.approval->message);
    } else {
        out.subDag = node.task.subDag.value_or(SubDagSpec{});
        path("subDag/file", out.subDag->file);
        Json inputs = *view->root("inputs");
        for (const auto &[name, text] : out.subDag->parameters) {
            const auto value =
                model::fillTexts(model::OrderedJson::parse(text, nullptr, false),
                                 [&](std::string_view root) { return view->root(root); });
            if (value)
                inputs[name] = Json(*value);
            else if (out.problem.empty())
                out.problem = "subDag/parameters/" + name + ": " + value.error().what;
        }
        out.inputs = compact(inputs);
    }
    return out;
}

Result<std::string> Machine::State::listFile(NodeIndex node) const
{
    forgetValues();
    Result<std::string> path = textOf(taskOf(node), dag->nodes[node].execution.mapOverFile);
    if (path && !path->empty() && path->front() != '/' && !dag->sourceDir.empty())
        return dag->sourceDir + "/" + *path;
    return path;
}

JsonText Machine::State::results() const
{
    Json out = Json::object();
    for (const Plan::RunOutput &output : plan.runOutputs()) {
        const Json &outputs = outputsOf(output.node);
        if (const auto value = outputs.find(output.port); value != outputs.end())
            out[output.name] = *value;
    }
    return compact(out);
}

} // namespace orrery::run
