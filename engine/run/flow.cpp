// SPDX-License-Identifier: GPL-3.0-or-later
// From "its upstream has ended" to "ask for room", and from "all tasks have ended" to the run's
// end.
#include <algorithm>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

/// A mapped node with more items is a mistake: its elements want grouping.
constexpr std::uint32_t mostItems = 1'000'000;

/// "a failed", "a was skipped": why an edge that leaves `name` is not satisfied.
std::string endText(const std::string &name, TaskState state)
{
    const bool was = state == TaskState::Skipped || state == TaskState::Cancelled;
    return name + (was ? " was " : " ") + std::string(text(state));
}

/// "at most 2 items of load at once"
std::string limitText(std::uint32_t limit, const std::string &one, const std::string &many)
{
    return "at most " + std::to_string(limit) + " " + (limit == 1 ? one : many) + " at once";
}

} // namespace

/// What an edge says once its upstream has ended.
struct Machine::State::Verdict {
    enum class Kind : std::uint8_t { Satisfied, Unsatisfied, Broken };
    Kind kind = Kind::Satisfied;
    std::string why;
};

/// Decides every node whose upstream has ended; a loop instead of recursion, so that a chain of
/// skips as long as the DAG costs no stack.
void Machine::State::drain()
{
    for (std::size_t next = 0; next < m_ready.size(); ++next)
        decide(m_ready[next]);
    m_ready.clear();
}

void Machine::State::decide(NodeIndex node)
{
    if (rows[node].state != TaskState::Pending)
        return;
    std::optional<Verdict> against;
    for (const EdgeIndex edge : plan.incoming(node)) {
        Verdict verdict = judge(edge);
        const bool graver = !against || (verdict.kind == Verdict::Kind::Broken &&
                                         against->kind != Verdict::Kind::Broken);
        if (verdict.kind != Verdict::Kind::Satisfied && graver)
            against = std::move(verdict);
    }
    if (!against)
        start(node);
    else if (against->kind == Verdict::Kind::Broken)
        refuse(node, against->why);
    else
        pass(node, TaskState::Skipped, against->why);
}

/// The node cannot even become a task.
void Machine::State::refuse(NodeIndex node, const std::string &why)
{
    pass(node, TaskState::Failed, causeText({.cause = Cause::BadTemplate, .detail = why}));
}

/// The node ends without a start, and so do the items it may have from an earlier try.
void Machine::State::pass(NodeIndex node, TaskState state, const std::string &reason)
{
    const auto group = m_groups.find(node);
    for (std::uint32_t i = 0; group != m_groups.end() && i < group->second.count; ++i) {
        if (!isFinal(rows[group->second.first + i].state))
            finish(group->second.first + i, TaskState::Skipped, reason);
    }
    finish(node, state, reason);
}

Machine::State::Verdict Machine::State::judge(EdgeIndex edge) const
{
    using Kind = Verdict::Kind;
    const NodeIndex from = dag->edges[edge].from;
    const TaskState state = rows[from].state;
    const auto wanted = [&](bool satisfied) -> Verdict {
        return satisfied ? Verdict{}
                         : Verdict{Kind::Unsatisfied, endText(dag->nodes[from].id, state)};
    };
    switch (plan.condition(edge)) {
    case Plan::Condition::Always:
        return {};
    case Plan::Condition::Success:
        return wanted(state == TaskState::Succeeded);
    case Plan::Condition::Failure:
        return wanted(state == TaskState::Failed);
    case Plan::Condition::Expression:
        break;
    }
    if (state != TaskState::Succeeded)
        return wanted(false);
    const std::string condition = "the condition \"" + dag->edges[edge].condition +
                                  "\" of the edge from " + dag->nodes[from].id;
    const Result<model::Expression> &expression = plan.expression(edge);
    if (!expression)
        return {Kind::Broken, condition + " cannot be read: " + expression.error().what};
    const Result<Json> value = expression->evaluate([&](std::string_view root) {
        return root == "outputs" ? &outputsOf(from) : runRoot(root);
    });
    if (!value)
        return {Kind::Broken, condition + " cannot be evaluated: " + value.error().what};
    if (!model::truthy(*value))
        return {Kind::Unsatisfied, condition + " is not true"};
    return {};
}

void Machine::State::start(NodeIndex node)
{
    if (plan.mapped(node))
        expand(node);
    else
        begin(node);
}

/// One task per item; in a retry of the run the items that have to run again.
void Machine::State::expand(NodeIndex node)
{
    auto known = m_groups.find(node);
    if (known == m_groups.end()) {
        Group group;
        const Result<std::uint32_t> count = countItems(node, group.elements);
        if (!count)
            return refuse(node, count.error().what);
        group.first = static_cast<TaskIndex>(rows.size());
        group.count = *count;
        rows.resize(rows.size() + group.count);
        work.resize(rows.size());
        for (std::uint32_t i = 0; i < group.count; ++i) {
            TaskRow &row = rows[group.first + i];
            row.task = group.first + i;
            row.node = node;
            row.item = static_cast<std::int32_t>(i);
        }
        summary.counts[static_cast<std::size_t>(TaskState::Pending)] += group.count;
        m_open += group.count;
        known = m_groups.emplace(node, std::move(group)).first;
    }
    Group &group = known->second;
    if (group.count == 0)
        return endAtOnce(node);
    group.gate = Gate(plan.itemLimit(node));
    setState(node, TaskState::Running);
    std::vector<TaskIndex> items;
    for (TaskIndex item = group.first; item < group.first + group.count; ++item) {
        if (!isFinal(rows[item].state))
            items.push_back(item);
    }
    group.open = static_cast<std::uint32_t>(items.size());
    if (group.open == 0)
        return closeGroup(node);
    for (const TaskIndex item : items)
        begin(item);
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
        return fail(ErrorCode::InvalidSpec, {}, "mapOver \"" + execution.mapOver + "\" " + what);
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

/// A task that is not a group becomes ready, for the first time or again.
void Machine::State::begin(TaskIndex task)
{
    if (dag->nodes[rows[task].node].task.runtime == Runtime::None)
        return endAtOnce(task);
    setState(task, TaskState::Waiting);
    admit(task);
}

void Machine::State::endAtOnce(TaskIndex task)
{
    setState(task, TaskState::Waiting);
    work[task].phase = Phase::Ending;
    emit(task, EndAtOnce{task, rows[task].attempts + 1, endOf(task)});
}

void Machine::State::admit(TaskIndex task)
{
    Group *group = groupOf(task);
    if (!group || group->gate.enter(task))
        return enterRun(task);
    work[task].phase = Phase::Limited;
    setReason(task, limitText(group->gate.limit(), "item of " + dag->nodes[rows[task].node].id,
                              "items of " + dag->nodes[rows[task].node].id));
}

void Machine::State::enterRun(TaskIndex task)
{
    if (m_gate.enter(task))
        return ask(task);
    work[task].phase = Phase::Limited;
    setReason(task, limitText(m_gate.limit(), "task of this run (maxParallelTasks)",
                              "tasks of this run (maxParallelTasks)"));
}

void Machine::State::ask(TaskIndex task)
{
    work[task].phase = Phase::Asked;
    if (!rows[task].reason.empty())
        setReason(task, {});
    emit(task, RequestPlacement{task});
}

/// The task's turn is over: whoever waits behind it comes next.
void Machine::State::leaveGates(TaskIndex task)
{
    if (const TaskIndex next = m_gate.leave(); next != none)
        ask(next);
    Group *group = groupOf(task);
    if (!group)
        return;
    if (const TaskIndex next = group->gate.leave(); next != none)
        enterRun(next);
}

/// The task has ended for good; its group or the nodes behind it go on.
void Machine::State::finish(TaskIndex task, TaskState state, std::string reason)
{
    work[task].phase = Phase::Idle;
    rows[task].reason = std::move(reason);
    setState(task, state);
    if (state == TaskState::Failed)
        m_failures.push_back(task);
    if (Group *group = groupOf(task)) {
        const bool expanded = rows[rows[task].node].state == TaskState::Running;
        if (expanded && --group->open == 0)
            closeGroup(rows[task].node);
        return;
    }
    for (const EdgeIndex edge : plan.outgoing(task)) {
        const NodeIndex to = dag->edges[edge].to;
        if (--m_openUpstream[to] == 0)
            m_ready.push_back(to);
    }
}

void Machine::State::closeGroup(NodeIndex node)
{
    const Group &group = m_groups.at(node);
    std::uint32_t failures = 0;
    std::uint32_t cancelled = 0;
    std::vector<const JsonText *> outputs;
    for (TaskIndex item = group.first; item < group.first + group.count; ++item) {
        failures += rows[item].state == TaskState::Failed ? 1 : 0;
        cancelled += rows[item].state == TaskState::Cancelled ? 1 : 0;
        rows[node].end = std::max(rows[node].end, rows[item].end);
        outputs.push_back(&work[item].outputs);
    }
    work[node].outputs = compact(gatherOutputs(dag->nodes[node], outputs));
    const auto share = [&](std::uint32_t count) {
        return std::to_string(count) + " of " + std::to_string(group.count) + " items ";
    };
    if (failures > 0)
        finish(node, TaskState::Failed, share(failures) + "failed");
    else if (cancelled > 0)
        finish(node, TaskState::Cancelled, share(cancelled) + "were cancelled");
    else
        finish(node, TaskState::Succeeded, {});
}

void Machine::State::finishRun()
{
    if (m_open > 0 || m_finishing || summary.state != RunState::Running)
        return;
    m_finishing = true;
    ++m_order;
    m_commands->emplace_back(std::in_place_type<Finish>, verdict());
}

Finish Machine::State::verdict() const
{
    if (m_cancel && summary.counts[static_cast<std::size_t>(TaskState::Cancelled)] > 0) {
        const std::string by = m_cancel->by.empty() ? "" : " by " + m_cancel->by;
        return {RunState::Cancelled,
                "Cancelled" + by + (m_cancel->why.empty() ? "." : ": " + m_cancel->why)};
    }
    TaskIndex first = none;
    std::uint32_t count = 0;
    for (const TaskIndex task : m_failures) {
        const bool isGroup = !isItem(task) && m_groups.contains(task); // its items tell more
        if (isGroup || plan.handlesFailure(rows[task].node))
            continue;
        first = first == none ? task : first;
        ++count;
    }
    // An attempt that was cancelled although the run was not: what it should have done is missing.
    for (TaskIndex task = 0; first == none && task < dag->nodes.size(); ++task) {
        if (rows[task].state == TaskState::Cancelled)
            first = task;
    }
    if (first == none)
        return {};
    std::string cause = rows[first].state == TaskState::Cancelled
                            ? name(first) + " was cancelled, the run was not."
                            : name(first) + " failed. " + rows[first].reason;
    if (count > 1)
        cause += " " + std::to_string(count - 1) +
                 (count == 2 ? " other task failed." : " other tasks failed.");
    return {RunState::Failed, std::move(cause)};
}

} // namespace orrery::run
