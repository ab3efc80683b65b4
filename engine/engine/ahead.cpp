// SPDX-License-Identifier: GPL-3.0-or-later
// Orders sent before their turn: while a task runs, those that can only follow it one after the
// other stand ready behind it at its host, so that a chain of short tasks never waits for the
// engine.
//
// Nothing is decided ahead: the machine learns of each end as ever, asks for room, and the launch
// it then orders finds the attempt under way, or ended. What it does not order is withdrawn. The
// attempt's key is the one that the launch will have, so a new engine finds it, too.
#include <algorithm>
#include <utility>

#include "engine/core.h"

namespace orrery::engine {
namespace {

/// More than a host starts while its batched answers are under way.
constexpr std::size_t mostFollowers = 32;

} // namespace

/// What may follow the launches of late. None while anything waits for room: then a follower would
/// be ahead of others.
std::vector<executors::AheadOrder> Core::ordersAhead()
{
    std::vector<executors::AheadOrder> orders;
    const std::vector<AttemptKey> leads = std::exchange(m_leads, {});
    const resources::Usage usage = m_allocator.usage(m_host.id);
    if (leads.empty() || usage.waiting > 0 || usage.backlog > 0 || !m_stalled.empty())
        return orders;
    for (const AttemptKey &lead : leads) {
        const auto found = m_runs.find(lead.run);
        if (found == m_runs.end())
            continue;
        const LiveRun &run = *found->second;
        TaskIndex last = lead.task;
        for (const TaskIndex next : run.machine.followers(lead.task, mostFollowers)) {
            if (!m_ahead.contains({run.id, next, 1})) {
                auto made = orderAhead(run, last, next);
                if (!made)
                    break;
                m_ahead.try_emplace(made->order.key);
                orders.push_back(std::move(*made));
            }
            last = next;
        }
    }
    return orders;
}

/// @return nothing when `next` needs more than `last` leaves, or may not begin undecided
std::optional<executors::AheadOrder> Core::orderAhead(const LiveRun &run, TaskIndex last,
                                                      TaskIndex next)
{
    const resources::Demand has = demandOf(run.machine.resources(last));
    const resources::Demand wants = demandOf(run.machine.resources(next));
    const NodeSpec &node = run.machine.dag().nodes[next];
    const bool fits = wants.milliCpu <= has.milliCpu && wants.memoryMiB <= has.memoryMiB;
    if (!fits || wants.gpus > 0 || node.execution.externalEffects ||
        !node.execution.holds.empty() || run.machine.priority(next) < run.machine.priority(last))
        return {};
    auto made = order(run, next, 1, true);
    if (!made)
        return {}; // the launch in its turn says why
    const std::uint32_t attempts = run.machine.task(last).attempts;
    return executors::AheadOrder{{run.id, last, std::max(attempts, 1U)}, std::move(*made)};
}

/// A launch is ordered: is there nothing to send, because the attempt has ended at its host?
bool Core::beganAhead(const AttemptKey &key)
{
    m_leads.push_back(key);
    const auto early = m_ahead.find(key);
    if (early == m_ahead.end())
        return false;
    std::optional<executors::Ended> end = std::move(early->second);
    m_ahead.erase(early);
    if (end)
        m_endedAhead.push_back(std::move(*end));
    return end.has_value();
}

/// When an attempt got its place: now, or at its start when that has been.
WallMs Core::placedAt(const AttemptKey &key) const
{
    const auto early = m_ahead.find(key);
    const bool began = early != m_ahead.end() && early->second && early->second->exit.start != 0;
    return began ? early->second->exit.start : m_loop.wall();
}

/// What began ahead for an engine that ended since, or was launched by one whose journal lost that
/// with the power: it waits for its launch as here, or belongs to a run that has ended. Runs that
/// are unfinished and could not be taken up keep what they have.
void Core::findAhead(const std::vector<AttemptKey> &alive)
{
    const std::vector<RunId> unfinished = m_store->unfinishedRuns();
    for (const AttemptKey &key : alive) {
        const auto run = m_runs.find(key.run);
        const bool live = run != m_runs.end() && !run->second->ended;
        if (mayCome(key) ||
            (!live && std::find(unfinished.begin(), unfinished.end(), key.run) == unfinished.end()))
            m_ahead.try_emplace(key);
    }
}

/// Will this attempt be launched, as far as is known? Its task may be an item to be, or a node.
bool Core::mayCome(const AttemptKey &key) const
{
    const auto found = m_runs.find(key.run);
    if (found == m_runs.end() || found->second->ended)
        return false;
    const run::Machine &machine = found->second->machine;
    return key.task >= machine.taskCount() || (machine.task(key.task).attempts < key.attempt &&
                                               !isFinal(machine.task(key.task).state));
}

/// It is the next attempt of its task.
bool Core::comesNext(const AttemptKey &key) const
{
    if (!mayCome(key))
        return false;
    const run::Machine &machine = m_runs.at(key.run)->machine;
    return key.task >= machine.taskCount() || machine.task(key.task).attempts + 1 == key.attempt;
}

/// A person takes the run in hand: nothing of it begins by itself any more.
void Core::withdrawAhead(const RunId &run)
{
    std::erase_if(m_ahead, [&](const auto &entry) {
        if (entry.first.run != run)
            return false;
        hold(types::Effect::KillHere, [this, key = entry.first] { m_kills.push_back(key); });
        return true;
    });
}

/// Withdraws what never will be launched.
void Core::settleAhead()
{
    std::erase_if(m_ahead, [this](const auto &entry) {
        const AttemptKey &key = entry.first;
        const auto run = m_runs.find(key.run);
        if (run != m_runs.end() && !run->second->ended &&
            (key.task >= run->second->machine.taskCount() ||
             !isFinal(run->second->machine.task(key.task).state)))
            return false;
        if (entry.second) // it has ended: there is nothing to kill, and its host keeps the result
            hold(types::Effect::RunnerAcknowledge, [this, key] { m_acknowledged.push_back(key); });
        else
            hold(types::Effect::KillHere, [this, key] { m_kills.push_back(key); });
        return true;
    });
}

} // namespace orrery::engine
