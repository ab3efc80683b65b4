// SPDX-License-Identifier: GPL-3.0-or-later
// From "its upstream has ended" to "ask for room", and from "all tasks have ended" to the run's
// end.
#include <algorithm>
#include <utility>

#include "model/runtime.h"
#include "run/state.h"

namespace orrery::run {
namespace {

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
    if (m_awaitsTurn)
        return;
    for (std::size_t next = 0; next < m_ready.size(); ++next)
        decide(m_ready[next]);
    m_ready.clear();
}

void Machine::State::decide(NodeIndex node)
{
    if (rowOf(node).state != TaskState::Pending)
        return;
    const NodeIndex setup = plan.setupOf(node);
    if (setup != none) {
        if (rowOf(setup).state == TaskState::Succeeded)
            return start(node);
        return pass(node, m_cancel ? TaskState::Cancelled : TaskState::Skipped,
                    endText(dag->nodes[setup].id, rowOf(setup).state));
    }
    const bool early = m_openUpstream[node] > 0; // only TriggerRule::First comes here early
    const Verdict verdict = plan.plain(node) ? judgeAll(node) : judgeByRule(node);
    if (verdict.kind == Verdict::Kind::Satisfied) {
        if (early) {
            std::vector<EdgeIndex> &ended = m_early[node];
            for (const EdgeIndex edge : plan.incoming(node)) {
                if (isFinal(rowOf(dag->edges[edge].from).state))
                    ended.push_back(edge);
            }
        }
        start(node);
    } else if (early) {
        return;
    } else if (verdict.kind == Verdict::Kind::Broken) {
        refuse(node, verdict.why);
    } else {
        pass(node, TaskState::Skipped, verdict.why);
    }
}

/// Every incoming edge is satisfied, or the gravest reason why not.
Machine::State::Verdict Machine::State::judgeAll(NodeIndex node) const
{
    std::optional<Verdict> against;
    for (const EdgeIndex edge : plan.incoming(node)) {
        Verdict verdict = judge(edge);
        const bool graver = !against || (verdict.kind == Verdict::Kind::Broken &&
                                         against->kind != Verdict::Kind::Broken);
        if (verdict.kind != Verdict::Kind::Satisfied && graver)
            against = std::move(verdict);
    }
    return against.value_or(Verdict{});
}

Machine::State::Verdict Machine::State::judgeByRule(NodeIndex node) const
{
    using Kind = Verdict::Kind;
    const TriggerRule rule = plan.rule(node);
    const bool anyOne = rule == TriggerRule::Any || rule == TriggerRule::First;
    std::optional<Verdict> against;
    bool satisfied = plan.incoming(node).empty();
    if (rule == TriggerRule::Always)
        return {};
    for (const EdgeIndex edge : plan.incoming(node)) {
        const NodeIndex from = dag->edges[edge].from;
        const TaskState state = rowOf(from).state;
        if (rule == TriggerRule::NoneSkipped) {
            if (state == TaskState::Skipped)
                return {Kind::Unsatisfied, endText(dag->nodes[from].id, state)};
            continue;
        }
        const bool overlooked = rule != TriggerRule::All && !anyOne && state == TaskState::Skipped;
        if (!isFinal(state) || overlooked)
            continue;
        Verdict verdict = judge(edge);
        satisfied = satisfied || verdict.kind == Kind::Satisfied;
        if (verdict.kind != Kind::Satisfied && (!against || verdict.kind == Kind::Broken))
            against = std::move(verdict);
    }
    switch (rule) {
    case TriggerRule::Any:
    case TriggerRule::First:
        if (satisfied)
            return {};
        return against.value_or(Verdict{Kind::Unsatisfied, "no upstream allows it"});
    case TriggerRule::NoneFailedAny:
        if (!against && !satisfied)
            return {Kind::Unsatisfied, "all its upstream was skipped"};
        break;
    default:
        break;
    }
    return against.value_or(Verdict{});
}

/// The node ends before the run begins: an earlier run stands for it, or nothing does.
void Machine::State::keep(const KeptNode &kept)
{
    if (kept.node >= dag->nodes.size() || rows[kept.node].state != TaskState::Pending)
        return;
    work[kept.node].outputs = kept.outputs;
    if (!kept.from.empty())
        return finish(kept.node, TaskState::Succeeded, "kept from run " + kept.from.text);
    if (m_leftOut.empty())
        m_leftOut.resize(dag->nodes.size());
    m_leftOut[kept.node] = true;
    finish(kept.node, TaskState::Skipped, "not selected");
}

/// The node cannot even become a task.
void Machine::State::refuse(NodeIndex node, const std::string &why)
{
    pass(node, TaskState::Failed, causeText({.cause = Cause::BadTemplate, .detail = why}));
}

/// The node ends without a start, and so do the items it may have from an earlier try.
void Machine::State::pass(NodeIndex node, TaskState state, const std::string &reason)
{
    if (const auto group = m_groups.find(node); group != m_groups.end()) {
        for (const TaskIndex item : group->second.items) {
            if (!isFinal(rows[item].state))
                finish(item, TaskState::Skipped, reason);
        }
    }
    finish(taskOf(node), state, reason);
}

Machine::State::Verdict Machine::State::judge(EdgeIndex edge) const
{
    using Kind = Verdict::Kind;
    const NodeIndex from = dag->edges[edge].from;
    const TaskState state = rowOf(from).state;
    if (!m_leftOut.empty() && m_leftOut[from])
        return {}; // nothing stands for it, so nothing speaks against what follows
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
    const TaskIndex task = taskOf(node);
    if (!plan.mapped(node) && !plan.looped(node))
        begin(task);
    else if (holds(task) && !m_groups.contains(node))
        hold(task);
    else
        expand(node);
}

/// A task that is not a group becomes ready, for the first time or again.
void Machine::State::begin(TaskIndex task)
{
    if (holds(task))
        hold(task);
    else
        beginNow(task);
}

void Machine::State::beginNow(TaskIndex task)
{
    const Runtime runtime = dag->nodes[rows[task].node].task.runtime;
    if (runtime == Runtime::None)
        return endAtOnce(task);
    setState(task, TaskState::Waiting);
    if (!model::startsNoProcess(runtime)) {
        const bool first = rows[task].attempts == 0 && !work[task].afresh;
        return first && plan.cache(rows[task].node) != nullptr ? lookUp(task) : admit(task);
    }
    work[task].phase = Phase::Carried;
    rows[task].start = 0;
    emit(task, Carry{task, rows[task].attempts + 1});
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
    if (const auto pause = m_pauseAfter.find(task); pause != m_pauseAfter.end()) {
        m_held = HoldChanged{.by = pause->second, .at = m_now};
        m_pauseAfter.erase(pause);
        summary.state = RunState::Paused;
        holdWaiting();
    }
    if (Group *group = groupOf(task)) {
        const bool expanded = rowOf(rows[task].node).state == TaskState::Running;
        if (expanded && --group->open == 0)
            closeGroup(rows[task].node);
        return;
    }
    for (const EdgeIndex edge : plan.outgoing(rows[task].node)) {
        const NodeIndex to = dag->edges[edge].to;
        if (--m_openUpstream[to] == 0 || plan.rule(to) == TriggerRule::First)
            m_ready.push_back(to);
    }
}

void Machine::State::finishRun()
{
    if (m_open > 0 || m_finishing || !active())
        return;
    m_finishing = true;
    ++m_order;
    m_commands->emplace_back(std::in_place_type<Finish>, verdict());
}

bool Machine::State::hasFailedItem(NodeIndex node) const
{
    const auto group = m_groups.find(node);
    return group != m_groups.end() &&
           std::any_of(group->second.items.begin(), group->second.items.end(),
                       [this](TaskIndex item) { return rows[item].state == TaskState::Failed; });
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
        const bool isGroup = !isItem(task) && hasFailedItem(rows[task].node); // which tells more
        const bool excused = isItem(task) && rowOf(rows[task].node).state == TaskState::Succeeded;
        if (isGroup || excused || plan.handlesFailure(rows[task].node))
            continue;
        first = first == none ? task : first;
        ++count;
    }
    // An attempt that was cancelled although the run was not: what it should have done is missing.
    for (NodeIndex node = 0; first == none && node < dag->nodes.size(); ++node) {
        if (rowOf(node).state == TaskState::Cancelled)
            first = taskOf(node);
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
