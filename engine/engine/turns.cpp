// SPDX-License-Identifier: GPL-3.0-or-later
// Runs and tasks of a home among each other: priorities, queues, limits and mutexes.
#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "engine/start.h"
#include "run/turn.h"

namespace orrery::engine {

void Core::openQueues()
{
    for (const QueueChanged &queue : m_store->queues())
        applyQueue(queue);
}

void Core::applyQueue(const QueueChanged &queue)
{
    if (queue.known) {
        m_queues[queue.name] = queue;
        m_allocator.names().set(queue.name, {queue.count, queue.held});
    } else {
        m_queues.erase(queue.name);
        m_allocator.names().forget(queue.name);
    }
}

std::int32_t Core::queuePriority(const run::Machine &machine) const
{
    const auto queue = m_queues.find(machine.turn().queue);
    return queue == m_queues.end() ? 0 : queue->second.priority;
}

/// Where a task's request stands. The tasks of a sub-DAG stand where its run began: one item of a
/// mapped SUBDAG is seen through before the next one gets room.
resources::Order Core::orderOf(const LiveRun &run, TaskIndex task) const
{
    resources::Order order;
    order.priority = run.machine.priority(task) + queuePriority(run.machine);
    order.age = run.age;
    order.uses = run.machine.holds(task);
    if (!order.uses.empty())
        order.who = "run " + run.id.text + " (" + run.machine.name(task) + ")";
    return order;
}

resources::Order Core::orderOf(const LiveRun &run) const
{
    resources::Order order;
    order.priority = run.machine.turn().priority + queuePriority(run.machine);
    order.age = run.age;
    order.uses = run.machine.turn().uses;
    order.who = "run " + run.id.text;
    return order;
}

void Core::requestTurn(LiveRun &run)
{
    if (run.turn != 0)
        return;
    run.turn = m_allocator.requestTurn(orderOf(run));
    m_leases.emplace(run.turn, Lease{&run, none});
    touchWaiting();
}

void Core::releaseTurn(LiveRun &run)
{
    const resources::RequestId turn = std::exchange(run.turn, 0);
    if (turn == 0)
        return;
    m_allocator.release(turn);
    m_leases.erase(turn);
    touchWaiting();
}

/// A run that had its turn before a restart has it still.
void Core::adoptTurn(LiveRun &run)
{
    if (run.machine.turn().uses.empty() || run.machine.awaitsTurn() || run.ended)
        return;
    run.turn = m_allocator.adoptTurn(orderOf(run));
    m_leases.emplace(run.turn, Lease{&run, none});
}

/// Runs that wait for their turn wait for something else now.
void Core::touchWaiting()
{
    for (const auto &[id, run] : m_runs) {
        const bool known =
            std::find(m_touched.begin(), m_touched.end(), run.get()) != m_touched.end();
        if (run->machine.awaitsTurn() && !known)
            m_touched.push_back(run.get());
    }
}

/// While no engine takes it up, it is known what the run waits for, and not who holds that.
std::string Core::whyNotBegun(const LiveRun &run) const
{
    if (run.turn != 0)
        return m_allocator.why(run.turn);
    std::string names;
    for (const SlotUse &use : run.machine.turn().uses)
        names += (names.empty() ? "" : ", ") + use.name;
    return "waits for " + names;
}

/// Everything of the run that waits moves to where its priority puts it now.
void Core::rank(LiveRun &run)
{
    if (run.turn != 0)
        m_allocator.setPriority(run.turn, orderOf(run).priority);
    for (TaskIndex task = 0; task < run.requests.size(); ++task)
        if (run.requests[task] != 0)
            m_allocator.setPriority(run.requests[task],
                                    run.machine.priority(task) + queuePriority(run.machine));
    touchWaiting();
}

Result<> Core::settleTurn(Checked &checked, RunCreated &created) const
{
    auto turn = run::turnOf(*checked.dag, checked.run, created, checked.request.priority,
                            checked.request.queue);
    if (!turn)
        return tl::unexpected(turn.error());
    if (const std::string never = m_allocator.names().impossible(turn->uses); !never.empty())
        return fail(ErrorCode::NoCapacity, checked.dag->id,
                    never + "\n(give it more: orrery queue set NAME --slots N)");
    created.turn = std::move(*turn);
    return {};
}

// ---- what sessions ask --------------------------------------------------------------------------

void Core::prioritise(const RunId &run, std::int32_t priority, Reply<> reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    LiveRun &live = **found;
    if (live.ended)
        return reply(fail(ErrorCode::Conflict, run.text, "the run has ended"));
    if (m_gate.stopped())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    withdrawAhead(run);
    for (LiveRun *one : withInner(live)) {
        record(*one, PriorityChanged{priority, userName(), m_loop.wall()});
        one->summaryStale = true;
    }
    answerSynced(std::move(reply));
}

void Core::setQueue(const QueueChange &change, Reply<> reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    if (change.name.empty())
        return reply(fail(ErrorCode::InvalidSpec, "queue", "the name is empty"));
    if (change.count && *change.count == 0)
        return reply(fail(ErrorCode::InvalidSpec, change.name,
                          "it needs at least one slot; hold it to let nobody in"));
    const auto known = m_queues.find(change.name);
    if (known == m_queues.end() && change.forget)
        return reply(fail(ErrorCode::NotFound, change.name, "nobody has set this name"));
    QueueChanged queue;
    if (known != m_queues.end())
        queue = known->second;
    queue.name = change.name;
    queue.known = !change.forget;
    queue.count = change.count.value_or(queue.count);
    queue.priority = change.priority.value_or(queue.priority);
    queue.held = change.held.value_or(queue.held);
    queue.by = userName();
    queue.at = m_loop.wall();
    applyQueue(queue);
    for (const auto &[id, run] : m_runs)
        if (!run->ended && run->machine.turn().queue == queue.name)
            rank(*run);
    touchWaiting();
    recordOfHome(std::move(queue));
    answerSynced(std::move(reply));
}

/// Every name that somebody set, holds or waits for.
void Core::queues(const Reply<std::vector<QueueView>> &reply)
{
    std::map<std::string, QueueView> views;
    for (const auto &[name, queue] : m_queues)
        views[name] = {name, true, queue.count, queue.priority, queue.held, {}, {}};
    const auto user = [this](const Lease &lease, const SlotUse &use) {
        QueueUser out{lease.run->id, {}, use.count, 0, {}};
        if (lease.task != none)
            out.task = lease.run->machine.name(lease.task);
        return out;
    };
    const auto usesOf = [this](const Lease &lease) {
        return lease.task == none ? lease.run->machine.turn().uses
                                  : lease.run->machine.holds(lease.task);
    };
    for (const auto &[id, run] : m_runs) {
        if (run->ended)
            continue;
        std::vector<resources::RequestId> requests = run->requests;
        requests.push_back(run->turn);
        for (const resources::RequestId request : requests) {
            if (request == 0)
                continue;
            for (const SlotUse &use : usesOf(m_leases.at(request))) {
                QueueView &view = views[use.name];
                view.name = use.name;
                if (!view.known && use.of > 0)
                    view.count = use.of;
            }
        }
    }
    for (auto &[name, view] : views) {
        for (const auto &holder : m_allocator.names().holders(name))
            if (const auto lease = m_leases.find(holder.request); lease != m_leases.end())
                view.holders.push_back(user(lease->second, {name, holder.count}));
        for (const resources::RequestId request : m_allocator.waitingFor(name)) {
            const Lease &lease = m_leases.at(request);
            for (const SlotUse &use : usesOf(lease)) {
                if (use.name != name)
                    continue;
                QueueUser waits = user(lease, use);
                waits.priority = lease.task == none ? orderOf(*lease.run).priority
                                                    : orderOf(*lease.run, lease.task).priority;
                waits.why = m_allocator.why(request);
                view.waiting.push_back(std::move(waits));
            }
        }
    }
    std::vector<QueueView> all;
    for (auto &[name, view] : views)
        all.push_back(std::move(view));
    reply(std::move(all));
}

} // namespace orrery::engine
