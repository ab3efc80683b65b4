// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/simulation.h"

#include "model/runtime.h"

#include <algorithm>
#include <utility>

#include "resources/demand.h"
#include "run/settle.h"

namespace orrery::rehearse {

Simulation::Simulation(Setup setup)
    : m_setup(std::move(setup)), m_machine(RunId("rehearsal"), m_setup.dag),
      m_begin(m_setup.created.at), m_now(m_begin)
{
    for (const HostInfo &host : m_setup.hosts) {
        m_allocator.addHost(host.id, resources::capacityOf(host));
        m_hosts.emplace_back(resources::capacityOf(host));
    }
    m_askers.push_back(none); // ids begin at 1
}

void Simulation::run()
{
    record(m_setup.created);
    tick();
    noteWaits();
    while (!m_due.empty() && !isFinal(m_machine.summary().state)) {
        m_now = m_due.top().at;
        while (!m_due.empty() && m_due.top().at == m_now) {
            const Due next = m_due.top();
            m_due.pop();
            happen(next);
        }
        startAll();
        if (m_look)
            m_look(); // an engine may answer before it works on what it was told
        tick();
        noteWaits();
    }
}

void Simulation::record(Fact fact)
{
    const Event event{++m_events, m_machine.summary().id, std::move(fact)};
    m_machine.apply(event, m_commands);
    if (m_seeFact)
        m_seeFact(event);
    const std::size_t count = m_machine.taskCount();
    if (m_courses.size() < count) {
        m_requests.resize(count);
        m_hostOf.resize(count);
        m_waits.resize(count);
        m_holding.resize(count);
        m_courses.resize(count);
    }
    const std::vector<TaskIndex> changed = m_machine.takeChanged();
    m_changed.insert(m_changed.end(), changed.begin(), changed.end());
    for (const TaskIndex task : changed)
        if (isFinal(m_machine.task(task).state))
            m_courses[task].endOrder = ++m_order;
}

void Simulation::carryOut(const run::Command &command)
{
    if (const auto *request = std::get_if<run::RequestPlacement>(&command)) {
        const auto id = m_allocator.request(resources::demandOf(m_machine.resources(request->task)),
                                            orderOf(request->task));
        m_requests[request->task] = id;
        m_askers.resize(std::max<std::size_t>(m_askers.size(), id + 1), none);
        m_askers[id] = request->task;
    } else if (const auto *withdraw = std::get_if<run::WithdrawPlacement>(&command)) {
        release(withdraw->task);
    } else if (const auto *start = std::get_if<run::Launch>(&command)) {
        m_launches.push_back(start->task);
    } else if (const auto *kill = std::get_if<run::Kill>(&command)) {
        due(0, Due::Kind::Killed, kill->task, kill->attempt);
    } else if (const auto *timer = std::get_if<run::StartTimer>(&command)) {
        due(std::max<SpanMs>(0, timer->since + timer->delay - m_now), Due::Kind::Retry,
            timer->task);
    } else if (const auto *end = std::get_if<run::EndAtOnce>(&command)) {
        TaskEnded ended{end->task, end->attempt, end->exit};
        ended.exit.start = ended.exit.end = m_now;
        m_courses[end->task].start = now();
        m_courses[end->task].startOrder = ++m_order;
        record(std::move(ended));
    } else if (const auto *carried = std::get_if<run::Carry>(&command)) {
        carry(carried->task, carried->attempt);
    } else if (const auto *look = std::get_if<run::LookUp>(&command)) {
        record(CacheMissed{look->task, {}, {}, m_now}); // what a run would find is not known
    } else if (const auto *finish = std::get_if<run::Finish>(&command)) {
        record(RunEnded{finish->state, finish->cause, m_now});
    }
}

resources::Order Simulation::orderOf(TaskIndex task) const
{
    resources::Order order;
    order.priority = m_machine.priority(task);
    order.uses = m_machine.holds(task);
    if (!order.uses.empty())
        order.who = m_machine.name(task);
    return order;
}

/// A task that the engine sees through by itself takes its time and no place.
void Simulation::carry(TaskIndex task, std::uint32_t attempt)
{
    record(TaskStarted{task, attempt, 0, m_now});
    Course &course = m_courses[task];
    if (course.start < 0) {
        course.start = now();
        course.startOrder = ++m_order;
    }
    end(task, attempt);
}

bool Simulation::grantAll()
{
    const std::vector<resources::Grant> grants = m_allocator.schedule();
    for (const resources::Grant &grant : grants) {
        const TaskIndex task = m_askers[grant.request];
        const auto host = std::find_if(m_setup.hosts.begin(), m_setup.hosts.end(),
                                       [&](const HostInfo &info) { return info.id == grant.host; });
        m_hostOf[task] = static_cast<std::uint32_t>(host - m_setup.hosts.begin());
        m_courses[task].gpus = grant.gpus;
        record(TaskPlaced{task, m_machine.task(task).attempts + 1, grant.host, grant.gpus, m_now});
    }
    return !grants.empty();
}

/// Decides and grants, then lets hosts start what they were sent.
void Simulation::tick()
{
    run::settle(
        m_commands, [] { return true; }, [this](const run::Command &c) { carryOut(c); },
        [this] { return grantAll(); });
    if (m_look)
        m_look();
    for (const TaskIndex task : std::exchange(m_launches, {}))
        m_hosts[m_hostOf[task]].send(task, resources::demandOf(m_machine.resources(task)),
                                     m_machine.priority(task), m_requests[task]);
    startAll();
    if (m_look)
        m_look();
}

void Simulation::happen(const Due &due)
{
    if (due.task == none) { // the run's own time-out
        record(CancelRequested{"", "it would run longer than its time-out", m_now});
        return;
    }
    const TaskRow &row = m_machine.task(due.task);
    if (due.kind == Due::Kind::Retry) {
        record(RetryDue{due.task, m_now});
        return;
    }
    const bool carried =
        model::startsNoProcess(m_machine.dag().nodes[row.node].task.runtime) && row.start != 0;
    const bool flying = row.state == TaskState::Queued || row.state == TaskState::Running ||
                        (carried && row.state == TaskState::Waiting);
    if (!flying || row.attempts != due.attempt)
        return; // it was killed, or timed out, before
    TaskEnded ended{due.task, due.attempt, {}};
    ended.exit.start = row.start != 0 ? row.start : m_now;
    ended.exit.end = m_now;
    if (due.kind != Due::Kind::End) {
        ended.exit.cause = due.kind == Due::Kind::Timeout ? Cause::TimedOut : Cause::Cancelled;
        ended.exit.exitCode = -1;
    }
    if (!carried) {
        if (row.state == TaskState::Running)
            m_holds[m_holding[due.task]].to = now();
        m_hosts[m_hostOf[due.task]].leave(due.task);
        release(due.task);
    }
    ended.exit = m_machine.judged(due.task, std::move(ended.exit));
    record(std::move(ended));
}

/// Hosts go on by themselves with what they were sent.
void Simulation::startAll()
{
    for (VirtualHost &host : m_hosts)
        for (const TaskIndex task : host.start(now()))
            begin(task, m_machine.task(task).attempts);
}

void Simulation::begin(TaskIndex task, std::uint32_t attempt)
{
    record(TaskStarted{task, attempt, 0, m_now});
    Course &course = m_courses[task];
    if (course.start < 0) {
        course.start = now();
        course.startOrder = ++m_order;
    }
    m_holding[task] = m_holds.size();
    m_holds.push_back({task, m_hostOf[task], now(), now()});
    end(task, attempt);
}

/// An attempt that begins now ends when its time is over, or its time-out.
void Simulation::end(TaskIndex task, std::uint32_t attempt)
{
    const TaskRow &row = m_machine.task(task);
    const SpanMs takes = m_setup.duration(row.node, row.item);
    const SpanMs limit = m_machine.timeout(task);
    if (limit > 0 && takes > limit)
        due(limit, Due::Kind::Timeout, task, attempt);
    else
        due(takes, Due::Kind::End, task, attempt);
}

void Simulation::release(TaskIndex task)
{
    if (const auto id = std::exchange(m_requests[task], 0); id != 0)
        m_allocator.release(id);
}

void Simulation::due(SpanMs after, Due::Kind kind, TaskIndex task, std::uint32_t attempt)
{
    m_due.push({m_now + after, ++m_order, kind, task, attempt});
}

std::string Simulation::reason(TaskIndex task) const
{
    const TaskRow &row = m_machine.task(task);
    if (row.state == TaskState::Queued) {
        const std::string why = m_allocator.whyReady(m_requests[task]);
        return why.empty() ? "stands ready on " + row.host : why;
    }
    if (row.state != TaskState::Waiting)
        return {};
    if (!row.reason.empty())
        return row.reason;
    return m_requests[task] != 0 ? m_allocator.why(m_requests[task]) : std::string();
}

/// At the end of an instant: who waits from now on, and who does no more. A wait keeps the reason
/// it began with; it ends when the task waits for something of another kind.
void Simulation::noteWaits()
{
    for (const TaskIndex task : std::exchange(m_changed, {})) {
        std::string why = reason(task);
        Wait &wait = m_waits[task];
        if (wait.from == now() && !wait.reason.empty()) {
            wait.reason = std::move(why); // what lasted no time was no wait
            continue;
        }
        if (why == wait.reason)
            continue;
        if (!wait.reason.empty())
            m_courses[task].waits.push_back({wait.from, now(), std::move(wait.reason)});
        wait = {now(), std::move(why)};
    }
}

} // namespace orrery::rehearse
