// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's side of schedules: runs that slots make, and what sessions ask of them.
#include <algorithm>
#include <memory>
#include <utility>

#include "engine/core.h"
#include "engine/schedules.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "platform/files.h"

namespace orrery::engine {

void Core::makeSchedules()
{
    m_schedules = std::make_unique<Schedules>(ScheduleHost{
        m_loop, m_workers, *m_store, m_options.home, m_options.programDir, userName(),
        [this](Fact fact) { recordOfHome(std::move(fact)); },
        [this](std::function<void()> release) {
            hold(types::Effect::AnswerUser, std::move(release));
        },
        [this](Slot slot, std::string trigger, Reply<RunId> reply) {
            startSlot(std::move(slot), std::move(trigger), std::move(reply));
        },
        [this](const std::string &schedule, bool backfills) { return runsOf(schedule, backfills); },
        [this](const RunId &run) -> std::optional<RunState> {
            const auto live = m_runs.find(run);
            return live == m_runs.end() ? std::nullopt
                                        : std::optional(summaryOf(*live->second).state);
        },
        [this] {
            if (m_activity)
                m_activity();
        }});
    m_schedules->open(m_options.takeUp);
}

std::uint32_t Core::runsOf(const std::string &schedule, bool backfills) const
{
    return static_cast<std::uint32_t>(
        std::count_if(m_runs.begin(), m_runs.end(), [&](const auto &entry) {
            const RunSummary &run = entry.second->machine.summary();
            return !entry.second->ended && run.slot != 0 && run.file == schedule &&
                   (run.trigger == "backfill") == backfills;
        }));
}

std::uint32_t Core::activeSchedules() const
{
    return m_schedules ? m_schedules->active() : 0;
}

/// A fact of no run: the next tick commits it.
void Core::recordOfHome(Fact fact)
{
    Event event{0, {}, std::move(fact)};
    m_store->append(event);
    m_lastSeq = event.seq;
    ++m_facts;
    later();
}

/// The version is the file's content now, at the time it fires.
void Core::startSlot(Slot slot, std::string trigger, Reply<RunId> reply)
{
    m_workers.run([this, slot = std::move(slot), trigger = std::move(trigger),
                   reply = std::move(reply), alive = std::weak_ptr(m_alive)]() mutable {
        StartRequest request;
        request.file = slot.schedule;
        request.trigger = std::move(trigger);
        auto text = platform::readFile(request.file, toolkit::Limits{}.maxBytes);
        if (text)
            request.text = std::move(*text);
        auto checked = std::make_shared<Checked>();
        if (text)
            *checked = check(std::move(request));
        else
            checked->error = text.error();
        checked->slot = std::move(slot);
        m_loop.post([this, checked, reply, alive] {
            if (!alive.expired())
                startChecked(std::move(*checked), reply);
        });
    });
}

/// The slot of a run is synced before its first step, so that a power cut cannot fire it again
/// after something was begun. Until then the run waits as after a restart.
void Core::holdSlot(const LiveRun &run)
{
    std::erase_if(m_commands, [&run](const auto &command) { return command.first == &run; });
    hold(types::Effect::BeginSlot, [this, id = run.id] {
        const auto found = m_runs.find(id);
        if (found == m_runs.end() || found->second->ended)
            return;
        LiveRun *live = found->second.get();
        std::erase_if(m_commands, [live](const auto &command) { return command.first == live; });
        for (run::Command &command : live->machine.outstanding())
            m_commands.emplace_back(live, std::move(command));
        later();
    });
}

void Core::listSchedules(const Reply<std::vector<ScheduleView>> &reply)
{
    reply(m_schedules->views());
}

void Core::setSchedule(const ScheduleChange &change, const Reply<ScheduleView> &reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    m_schedules->change(change, reply);
}

void Core::backfill(const BackfillRequest &request, const Reply<BackfillPlan> &reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    m_schedules->backfill(request, reply);
}

} // namespace orrery::engine
