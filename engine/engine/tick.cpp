// SPDX-License-Identifier: GPL-3.0-or-later
// One turn of the engine: decide, journal, then act. Nothing leaves before its facts are written;
// what outlives this machine's fate waits until they are synced (types/durability.h).
#include <algorithm>
#include <limits>
#include <utility>

#include "core/log.h"
#include "core/plant.h"
#include "engine/core.h"
#include "engine/toolkit.h"
#include "engine/upkeep.h"
#include "run/settle.h"

namespace orrery::engine {
namespace {

/// Facts per commit: large enough to be cheap, small enough that sessions are answered in between.
constexpr std::size_t factsPerTick = 2048;
constexpr SpanMs retryCommitAfter = 1000;
[[maybe_unused]] constexpr SpanMs forEver = std::numeric_limits<SpanMs>::max();

} // namespace

void Core::record(LiveRun &run, Fact fact)
{
    Event event{0, run.id, std::move(fact)};
    m_store->append(event);
    m_lastSeq = event.seq;
    ++m_facts;
    for (Past &past : m_past)
        past.stale = past.stale || past.run == run.id;
    m_scratch.clear();
    const bool wasHeld = run.machine.held();
    run.machine.apply(event, m_scratch);
    for (run::Command &command : m_scratch)
        m_commands.emplace_back(&run, std::move(command));
    if (m_touched.empty() || m_touched.back() != &run)
        m_touched.push_back(&run);
    if (!wasHeld && run.machine.held())
        holdInner(run);
}

void Core::carryOut(LiveRun &run, const run::Command &command)
{
    if (const auto *request = std::get_if<run::RequestPlacement>(&command)) {
        if (run.requests.size() <= request->task)
            run.requests.resize(std::max<std::size_t>(run.machine.taskCount(), request->task + 1));
        const auto id =
            m_allocator.request(demandOf(wanted(run, request->task)), orderOf(run, request->task));
        run.requests[request->task] = id;
        m_leases.emplace(id, Lease{&run, request->task});
    } else if (const auto *withdraw = std::get_if<run::WithdrawPlacement>(&command)) {
        release(run, withdraw->task);
    } else if (const auto *start = std::get_if<run::Launch>(&command)) {
        launch(run, start->task, start->attempt);
    } else if (const auto *kill = std::get_if<run::Kill>(&command)) {
        if (run.watches.contains(kill->task))
            return stopCarried(run, kill->task, Cause::Cancelled);
        this->kill(run, kill->task, kill->attempt);
    } else if (const auto *timer = std::get_if<run::StartTimer>(&command)) {
        const SpanMs most = ORRERY_PLANTED(IgnoreClockJump) ? forEver : timer->delay;
        run.timers[timer->task] =
            at(timer->since + timer->delay, most,
               [this, &run, task = timer->task, span = timer->delay] {
                   if (task == none)
                       record(run, CancelRequested{"",
                                                   "it ran longer than its time-out of " +
                                                       toolkit::formatDuration(span),
                                                   m_loop.wall()});
                   else
                       record(run, RetryDue{task, m_loop.wall()});
                   tick();
               });
    } else if (const auto *end = std::get_if<run::EndAtOnce>(&command)) {
        TaskEnded ended{end->task, end->attempt, end->exit};
        ended.exit.start = ended.exit.end = m_loop.wall();
        record(run, std::move(ended));
    } else if (const auto *carried = std::get_if<run::Carry>(&command)) {
        carry(run, carried->task, carried->attempt);
    } else if (const auto *list = std::get_if<run::ListItems>(&command)) {
        listItems(run, list->node);
    } else if (std::holds_alternative<run::RequestTurn>(command)) {
        requestTurn(run);
    } else if (std::holds_alternative<run::WithdrawTurn>(command)) {
        releaseTurn(run);
    } else if (std::holds_alternative<run::Rank>(command)) {
        rank(run);
    } else if (const auto *look = std::get_if<run::LookUp>(&command)) {
        lookUp(run, look->task);
    } else if (const auto *keep = std::get_if<run::KeepResult>(&command)) {
        keepResult(run, keep->task);
    } else if (const auto *finish = std::get_if<run::Finish>(&command)) {
        this->finish(run, *finish);
    }
}

void Core::grant(const resources::Grant &grant)
{
    const Lease lease = m_leases.at(grant.request);
    if (lease.task == none) {
        record(*lease.run, RunAdmitted{m_loop.wall()});
        return touchWaiting();
    }
    const std::uint32_t attempt = lease.run->machine.task(lease.task).attempts + 1;
    const WallMs at = placedAt({lease.run->id, lease.task, attempt});
    record(*lease.run, TaskPlaced{lease.task, attempt, grant.host, grant.gpus, at});
}

/// What ended ahead of its launch is taken in before anything else gets room.
bool Core::grantAll()
{
    if (!m_endedAhead.empty()) {
        take({}, std::exchange(m_endedAhead, {}));
        return true;
    }
    if (!mayPlace())
        return false;
    const std::vector<resources::Grant> grants = m_allocator.schedule();
    for (const resources::Grant &granted : grants)
        grant(granted);
    return !grants.empty();
}

void Core::tick()
{
    if (m_inTick || !m_store)
        return;
    m_inTick = true;
    run::settle(
        m_commands, [this] { return m_facts < factsPerTick; },
        [this](const auto &pending) { carryOut(*pending.first, pending.second); },
        [this] { return grantAll(); });
    commit();
    m_inTick = false;
    if ((!m_commands.empty() || !m_endedAhead.empty()) && m_stalled.empty())
        later();
}

bool Core::mayPlace()
{
    if (!m_stalled.empty() || m_leases.empty() || !m_options.takeUp)
        return false;
    if (!m_executorReady)
        connectExecutor();
    return m_executorReady; // it may be there at once
}

void Core::later()
{
    if (std::exchange(m_tickPosted, true))
        return;
    m_loop.post([this, alive = std::weak_ptr(m_alive)] {
        if (alive.expired())
            return;
        m_tickPosted = false;
        tick();
    });
}

void Core::commit()
{
    if (m_retryCommit || m_gate.stopped())
        return;
    if (m_facts > 0) {
        const auto written = m_store->commit();
        if (!written)
            return commitFailed(written.error());
        m_facts = 0;
        m_gate.written(*written);
        scheduleProjection();
    }
    if (!m_stalled.empty()) {
        core::log(core::LogLevel::Warning, "the journal takes facts again");
        m_stalled.clear();
        tellStalled();
        later();
    }
    settleAhead();
    flushExecutor();
    for (LiveRun *run : std::exchange(m_touched, {}))
        noteChanges(*run);
}

/// None of the tick's facts is in the journal and none of its effects has left: hold both, say why,
/// and try again. Runs in flight go on; their results wait at the runner.
void Core::commitFailed(const Error &error)
{
    const std::string why = error.where + ": " + error.what;
    if (m_stalled.empty())
        core::log(core::LogLevel::Error, "the journal cannot be written, new work waits: " + why);
    if (std::exchange(m_stalled, why) != why)
        tellStalled();
    m_retryCommit = m_loop.after(retryCommitAfter, [this] {
        const auto keep = std::exchange(m_retryCommit, nullptr); // we run inside it
        commit();
    });
}

/// Observers learn why runs pause, or that they go on; of tasks there is no news.
void Core::tellStalled()
{
    for (const auto &[id, run] : m_runs)
        if (!run->endShown)
            for (auto &[number, subscriber] : m_observers.subscribers)
                subscriber.runs.insert(id);
    scheduleDeltas();
}

void Core::flushExecutor()
{
    if (!m_executorReady)
        return;
    m_launched += m_launches.size();
    if (!m_launches.empty())
        m_executor->launch(std::exchange(m_launches, {}));
    if (auto followers = ordersAhead(); !followers.empty())
        m_executor->launchAhead(std::move(followers));
    if (!m_kills.empty())
        m_executor->cancel(std::exchange(m_kills, {}));
    if (!m_acknowledged.empty())
        m_executor->acknowledge(std::exchange(m_acknowledged, {}));
    m_executor->flush();
}

void Core::hold(types::Effect effect, std::function<void()> release)
{
    m_gate.hold(effect, m_lastSeq, std::move(release));
}

void Core::synced(Seq seq)
{
    m_gate.synced(seq);
    flushExecutor();
}

void Core::syncFailed(const Error &error)
{
    m_gate.stop();
    m_stalled = "the disk could not make the journal durable (" + error.what +
                "); restart after repairing it";
    core::log(core::LogLevel::Error, m_stalled);
    for (const auto &[id, refuse] : std::exchange(m_unanswered, {}))
        refuse(Error{ErrorCode::Io, "home", m_stalled});
    if (m_upkeep)
        m_upkeep->stop({ErrorCode::Io, "home", m_stalled});
}

void Core::scheduleProjection()
{
    constexpr SpanMs lag = 250;
    if (m_projectTimer)
        return;
    m_projectTimer = m_loop.after(lag, [this] {
        const auto keep = std::exchange(m_projectTimer, nullptr);
        project();
    });
}

void Core::project()
{
    for (const auto &[id, run] : m_runs)
        if (std::exchange(run->summaryStale, false))
            m_store->noteSummary(run->machine.summary());
    m_store->project();
}

} // namespace orrery::engine
