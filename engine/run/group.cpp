// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes that become several tasks: mapped ones all their items at once, looped ones one iteration
// after the other.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

/// A mapped node with more items is a mistake: its elements want grouping.
constexpr std::uint32_t mostItems = 1'000'000;
constexpr std::size_t longestLabel = 80; ///< [bytes]

/// A name as it can stand in a list and in a directory's name.
std::string cleaned(std::string label)
{
    for (char &c : label) {
        if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '[' || c == ']')
            c = '_';
    }
    std::size_t end = std::min(label.size(), longestLabel);
    while (end < label.size() && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U)
        --end; // not inside a character
    label.resize(end);
    return label;
}

} // namespace

/// Makes the group unless an earlier try did, and begins what has to run of it.
void Machine::State::expand(NodeIndex node)
{
    if (!m_groups.contains(node) && !makeGroup(node))
        return;
    Group &group = m_groups.at(node);
    if (group.items.empty())
        return endAtOnce(taskOf(node));
    group.gate = Gate(plan.itemLimit(node));
    setState(taskOf(node), TaskState::Running);
    beginItems(node);
}

/// @return false: the node was refused, or its list has to be read first
bool Machine::State::makeGroup(NodeIndex node)
{
    Group group;
    if (plan.looped(node)) {
        addItem(node, group);
        m_groups.emplace(node, std::move(group));
        return true;
    }
    if (!dag->nodes[node].execution.mapOverFile.empty()) {
        const TaskIndex task = taskOf(node);
        setState(task, TaskState::Waiting);
        setReason(task, "its list of items is read");
        work[task].phase = Phase::Listing;
        emit(task, ListItems{node});
        return false;
    }
    const Result<std::uint32_t> count = countItems(node, group.elements);
    if (!count) {
        refuse(node, count.error().what);
        return false;
    }
    rows.reserve(rows.size() + *count);
    work.reserve(work.size() + *count);
    for (std::uint32_t i = 0; i < *count; ++i)
        addItem(node, group);
    nameItems(node, m_groups.emplace(node, std::move(group)).first->second);
    return true;
}

TaskIndex Machine::State::addItem(NodeIndex node, Group &group)
{
    const auto task = static_cast<TaskIndex>(rows.size());
    TaskRow &row = rows.emplace_back();
    work.emplace_back();
    row.task = task;
    row.node = node;
    row.item = static_cast<std::int32_t>(group.items.size());
    group.items.push_back(task);
    ++summary.counts[static_cast<std::size_t>(TaskState::Pending)];
    ++m_open;
    return task;
}

/// Names that were given before, or that cannot be made, fall back to the index.
void Machine::State::nameItems(NodeIndex node, Group &group)
{
    const std::string &pattern = dag->nodes[node].execution.itemName;
    if (pattern.empty())
        return;
    std::unordered_set<std::string> taken;
    for (const TaskIndex item : group.items) {
        const Result<std::string> name = textOf(item, pattern);
        std::string label = name ? cleaned(*name) : std::string();
        if (!label.empty() && !taken.insert(label).second)
            label += "~" + std::to_string(rows[item].item);
        rows[item].label = std::move(label);
    }
}

void Machine::State::beginItems(NodeIndex node)
{
    Group &group = m_groups.at(node);
    std::vector<TaskIndex> items;
    for (const TaskIndex item : group.items) {
        if (!isFinal(rows[item].state))
            items.push_back(item);
    }
    group.open = static_cast<std::uint32_t>(items.size());
    if (items.empty())
        return closeGroup(node);
    for (const TaskIndex item : items)
        begin(item);
}

void Machine::State::on(const ItemsListed &event)
{
    const NodeIndex node = event.node;
    if (node >= dag->nodes.size() || work[taskOf(node)].phase != Phase::Listing)
        return;
    work[taskOf(node)].phase = Phase::Idle;
    rows[taskOf(node)].reason.clear();
    if (!event.problem.empty())
        return refuse(node, "mapOverFile: " + event.problem);
    Group group;
    group.elements = Json::parse(event.elements, nullptr, false);
    if (!group.elements.is_array())
        group.elements = Json::array();
    const std::size_t count = group.elements.size();
    for (std::size_t i = 0; i < count; ++i)
        addItem(node, group);
    nameItems(node, m_groups.emplace(node, std::move(group)).first->second);
    expand(node);
}

Result<std::uint32_t> Machine::State::countItems(NodeIndex node, Json &elements) const
{
    const ExecutionConfig &execution = dag->nodes[node].execution;
    const Result<Json> &inputs = inputsOf(node);
    if (!inputs)
        return tl::unexpected(inputs.error());
    if (execution.mapOver.empty())
        return execution.parallelism;
    const auto refuse = [&](const std::string &what) {
        return fail(ErrorCode::InvalidSpec, {},
                    "mapOver \"" + execution.mapOver.str() + "\" " + what);
    };
    const Result<model::Expression> expression = model::Expression::parse(execution.mapOver);
    if (!expression)
        return refuse("cannot be read: " + expression.error().what);
    Result<Json> value = expression->evaluate(
        [&](std::string_view root) { return root == "inputs" ? &*inputs : runRoot(root); });
    if (!value)
        return refuse("cannot be evaluated: " + value.error().what);
    if (!value->is_array())
        return refuse("gives no array");
    if (value->size() > mostItems)
        return refuse("gives " + std::to_string(value->size()) + " elements, more than " +
                      std::to_string(mostItems));
    elements = std::move(*value);
    return static_cast<std::uint32_t>(elements.size());
}

/// No item is open: the node ends, or its loop goes on.
void Machine::State::closeGroup(NodeIndex node)
{
    Group &group = m_groups.at(node);
    for (const TaskIndex item : group.items)
        rows[taskOf(node)].end = std::max(rowOf(node).end, rows[item].end);
    if (plan.looped(node))
        closeLoop(node, group);
    else
        closeMapped(node, group);
}

void Machine::State::closeMapped(NodeIndex node, const Group &group)
{
    std::uint32_t succeeded = 0;
    std::uint32_t failures = 0;
    std::uint32_t cancelled = 0;
    std::vector<const JsonText *> outputs;
    for (const TaskIndex item : group.items) {
        succeeded += rows[item].state == TaskState::Succeeded ? 1 : 0;
        failures += rows[item].state == TaskState::Failed ? 1 : 0;
        cancelled += rows[item].state == TaskState::Cancelled ? 1 : 0;
        outputs.push_back(&work[item].outputs);
    }
    work[taskOf(node)].outputs = compact(gatherOutputs(dag->nodes[node], outputs));
    const auto share = [&](std::uint32_t count) {
        return std::to_string(count) + " of " + std::to_string(group.items.size()) + " items ";
    };
    const double least = dag->nodes[node].execution.minSuccessRatio;
    const bool enough = least < 1.0 && static_cast<double>(succeeded) >=
                                           least * static_cast<double>(group.items.size());
    if (cancelled > 0 && (failures == 0 || m_cancel))
        finish(taskOf(node), TaskState::Cancelled, share(cancelled) + "were cancelled");
    else if (failures > 0 && !enough)
        finish(taskOf(node), TaskState::Failed, share(failures) + "failed");
    else
        finish(taskOf(node), TaskState::Succeeded,
               failures > 0 ? share(failures) + "failed, which minSuccessRatio allows"
                            : std::string());
}

void Machine::State::closeLoop(NodeIndex node, Group &group)
{
    const TaskIndex last = group.items.back();
    if (rows[last].state != TaskState::Succeeded)
        return finish(taskOf(node), rows[last].state,
                      "iteration " + std::to_string(group.items.size()) + ": " + rows[last].reason);
    work[taskOf(node)].outputs = work[last].outputs;
    const Result<bool> more = goesOn(node, group);
    if (!more)
        return finish(taskOf(node), TaskState::Failed,
                      causeText({.cause = Cause::BadTemplate, .detail = more.error().what}));
    const bool room = group.items.size() < dag->nodes[node].execution.loop->maxIterations;
    if (*more && m_cancel)
        return finish(taskOf(node), TaskState::Cancelled,
                      "cancelled after iteration " + std::to_string(group.items.size()));
    if (!*more || !room)
        return finish(taskOf(node), TaskState::Succeeded,
                      *more ? "ended by maxIterations" : std::string());
    const TaskIndex next = addItem(node, group);
    group.open = 1;
    begin(next);
}

/// Does the loop's condition ask for another iteration?
Result<bool> Machine::State::goesOn(NodeIndex node, const Group &group) const
{
    const LoopSpec &loop = *dag->nodes[node].execution.loop;
    const std::string what = std::string("the loop's condition \"") + loop.condition + "\" ";
    const Result<model::Expression> expression = model::Expression::parse(loop.condition);
    if (!expression)
        return fail(ErrorCode::InvalidSpec, {},
                    what + "cannot be read: " + expression.error().what);
    const TaskIndex last = group.items.back();
    const Json outputs = objectOf(work[last].outputs);
    const Result<Json> inputs = inputsOfItem(last);
    const Json index{{"index", rows[last].item}};
    const Result<Json> value = expression->evaluate([&](std::string_view root) -> const Json * {
        if (root == "outputs")
            return &outputs;
        if (root == "inputs")
            return inputs ? &*inputs : nullptr;
        return root == "loop" ? &index : runRoot(root);
    });
    if (!value)
        return fail(ErrorCode::InvalidSpec, {},
                    what + "cannot be evaluated: " + value.error().what);
    return model::truthy(*value) != loop.until;
}

} // namespace orrery::run
