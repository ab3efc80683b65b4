// SPDX-License-Identifier: GPL-3.0-or-later
// What sessions ask of schedules: lists, switches, backfills.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/schedules.h"

namespace orrery::engine {
namespace {

constexpr std::size_t mostBackfilled = 10'000;

/// Runs on a worker like Schedules::aside, for members of this file.
template <typename Work, typename Done>
void onWorker(ScheduleHost &host, const std::weak_ptr<bool> &alive, Work work, Done done)
{
    host.workers.run([&host, alive, work = std::move(work), done = std::move(done)]() mutable {
        auto result = std::make_shared<decltype(work())>(work());
        host.loop.post([done = std::move(done), result, alive] {
            if (!alive.expired())
                done(*result);
        });
    });
}

std::string stateText(bool on, bool broken, std::uint32_t running, std::uint32_t waiting)
{
    if (!on)
        return "off";
    if (broken)
        return "broken";
    if (waiting > 0)
        return "behind";
    return running > 0 ? "running" : "waiting";
}

} // namespace

std::vector<ScheduleView> Schedules::views()
{
    std::vector<ScheduleView> all;
    for (auto &[file, entry] : m_entries)
        all.push_back(view(file, entry));
    return all;
}

ScheduleView Schedules::view(const std::string &file, Entry &entry)
{
    ScheduleView shown;
    shown.file = file;
    shown.dag = entry.dag;
    shown.on = entry.on;
    shown.definition = entry.definition;
    shown.overrides = entry.overrides;
    shown.running = m_host.running(file, false) + entry.starting;
    shown.waiting = entry.on ? entry.waiting : 0;
    for (const Backfill &backfill : m_backfills)
        if (backfill.schedule == file)
            shown.backfill += static_cast<std::uint32_t>(backfill.left.size()) + backfill.starting;
    shown.state = stateText(entry.on, !entry.problem.empty(), shown.running, shown.waiting);
    const WallMs now = m_host.loop.wall();
    if (entry.on && entry.table)
        shown.next = entry.table->next(std::max(now, entry.settled)).value_or(SlotTime{});
    if (!entry.on)
        shown.why = "it is switched off (orrery schedule on)";
    else if (!entry.problem.empty())
        shown.why = entry.problem;
    else if (shown.next.at == 0 && entry.schedule.type != "EVENT")
        shown.why = "it is over: no slot follows";
    else if (entry.settled > now)
        shown.why = "slots up to " + zonedText(entry.settled, entry.table->local(now).offset) +
                    " were decided when this machine's clock was ahead; switch it off and on to "
                    "count from now";
    else if (!entry.unseen.empty())
        shown.why = entry.unseen;
    else if (shown.waiting > 0)
        shown.why = fmt::format("{} slots wait for a run to end", shown.waiting);
    if (entry.lastSlot > 0)
        shown.last = entry.table ? entry.table->local(entry.lastSlot) : SlotTime{entry.lastSlot, 0};
    shown.lastState = entry.lastOutcome;
    shown.lastWhy = entry.lastWhy;
    shown.lastRun = entry.lastRun;
    if (entry.lastOutcome == "run")
        for (const store::SlotRun &run :
             m_host.store.slotRuns(file, entry.lastSlot, entry.lastSlot + 1))
            if (run.run == entry.lastRun)
                shown.lastState = text(m_host.stateOf(run.run).value_or(run.state));
    return shown;
}

void Schedules::change(const ScheduleChange &change, const Reply<ScheduleView> &reply)
{
    const auto known = m_entries.find(change.file);
    if (change.action == ScheduleChange::Action::Off) {
        if (known == m_entries.end())
            return reply(fail(ErrorCode::NotFound, change.file,
                              "this home knows no schedule of it (orrery schedule list)"));
        Entry &entry = known->second;
        if (std::exchange(entry.on, false)) {
            recordChange(change.file, entry, false);
            m_host.activity();
        }
        m_host.whenSynced(
            [this, file = change.file, reply] { reply(view(file, m_entries.at(file))); });
        return;
    }
    const JsonText before = known == m_entries.end() ? JsonText() : known->second.overrides;
    const JsonText overrides = change.action == ScheduleChange::Action::Set
                                   ? changedOverrides(before, change.overrides)
                                   : before;
    onWorker(
        m_host, m_alive,
        [file = change.file, overrides, home = m_host.home, programs = m_host.programDir] {
            return readScheduleFile(file, overrides, home, programs);
        },
        [this, change, overrides, reply](const Result<ScheduleFile> &read) {
            if (!read)
                return reply(tl::unexpected(read.error()));
            applyChange(change, *read, overrides, reply);
        });
}

void Schedules::applyChange(const ScheduleChange &change, const ScheduleFile &read,
                            const JsonText &overrides, const Reply<ScheduleView> &reply)
{
    const bool on = change.action == ScheduleChange::Action::On;
    if (on && !read.needs.empty())
        return reply(fail(ErrorCode::InvalidSpec, change.file,
                          "no schedule can start it: " + read.needs + " (give it a default)"));
    Entry &entry = m_entries[change.file];
    const bool restarted = (on && !entry.on) || entry.definition != read.definition;
    entry.on = entry.on || on;
    entry.overrides = overrides;
    setDefinition(entry, read);
    if (restarted) {
        entry.settled = m_host.loop.wall();
        entry.noticed = 0;
        entry.seen.clear();
        entry.news.clear();
        entry.sensedAt = 0;
    }
    recordChange(change.file, entry, restarted);
    m_host.activity();
    m_host.whenSynced([this, file = change.file, reply] { reply(view(file, m_entries.at(file))); });
    lookAgain(0);
}

void Schedules::backfill(const BackfillRequest &request, const Reply<BackfillPlan> &reply)
{
    const auto known = m_entries.find(request.file);
    const JsonText overrides = known == m_entries.end() ? JsonText() : known->second.overrides;
    onWorker(
        m_host, m_alive,
        [file = request.file, overrides, home = m_host.home, programs = m_host.programDir] {
            return readScheduleFile(file, overrides, home, programs);
        },
        [this, request, reply](const Result<ScheduleFile> &read) {
            if (!read)
                return reply(tl::unexpected(read.error()));
            applyBackfill(request, *read, reply);
        });
}

BackfillPlan Schedules::chosen(const BackfillRequest &request, const ScheduleFile &read)
{
    BackfillPlan plan;
    plan.dag = read.dag;
    const WallMs to = std::min(request.to, m_host.loop.wall() + 1);
    const std::vector<store::SlotRun> runs = m_host.store.slotRuns(request.file, request.from, to);
    auto run = runs.begin();
    for (auto slot = read.table.next(request.from - 1);
         slot && slot->at < to && plan.items.size() <= mostBackfilled;
         slot = read.table.next(slot->at)) {
        BackfillPlan::Item item{*slot, {}, RunState::Pending, true};
        for (; run != runs.end() && run->slot <= slot->at; ++run) {
            if (run->slot != slot->at)
                continue;        // a slot of an older timetable
            item.run = run->run; // the newest comes last
            item.state = m_host.stateOf(run->run).value_or(run->state);
        }
        const bool ranBadly = item.state == RunState::Failed || item.state == RunState::Cancelled;
        const bool missing = item.run.empty();
        if (request.onlyMissing || request.onlyFailed)
            item.chosen =
                (request.onlyMissing && missing) || (request.onlyFailed && !missing && ranBadly);
        plan.items.push_back(std::move(item));
    }
    if (request.newestFirst)
        std::reverse(plan.items.begin(), plan.items.end());
    return plan;
}

void Schedules::applyBackfill(const BackfillRequest &request, const ScheduleFile &read,
                              const Reply<BackfillPlan> &reply)
{
    if (read.schedule.type == "EVENT")
        return reply(fail(ErrorCode::Conflict, request.file,
                          "an EVENT schedule has no times that could be run again"));
    if (!read.needs.empty())
        return reply(fail(ErrorCode::InvalidSpec, request.file,
                          "no schedule can start it: " + read.needs + " (give it a default)"));
    BackfillPlan plan = chosen(request, read);
    if (plan.items.size() > mostBackfilled)
        return reply(fail(
            ErrorCode::InvalidSpec, "--from",
            fmt::format("more than {} slots lie between; take a shorter span", mostBackfilled)));
    std::vector<WallMs> slots;
    for (const BackfillPlan::Item &item : plan.items)
        if (item.chosen)
            slots.push_back(item.slot.at);
    if (request.dryRun || slots.empty())
        return reply(std::move(plan));
    const WallMs now = m_host.loop.wall();
    if (!m_entries.contains(request.file)) { // so that a later engine knows its zone
        Entry &entry = m_entries[request.file];
        setDefinition(entry, read);
        entry.settled = now;
        recordChange(request.file, entry, true);
    }
    plan.id = fmt::format("{:x}-{:x}", now, m_backfills.size() + 1);
    m_backfills.push_back(
        {plan.id, request.file, slots, std::max<std::uint32_t>(1, request.maxParallel), 0});
    m_host.record(BackfillRequested{plan.id, request.file, std::move(slots),
                                    m_backfills.back().maxParallel, m_host.user, now});
    m_host.activity();
    m_host.whenSynced([plan = std::move(plan), reply] { reply(plan); });
    lookAgain(0);
}

} // namespace orrery::engine
