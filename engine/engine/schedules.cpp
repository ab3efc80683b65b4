// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/schedules.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/log.h"

namespace orrery::engine {
namespace {

/// How often the clock on the wall is looked at: it may jump, and machines sleep.
constexpr SpanMs glance = 10'000;
/// The clock may lag behind the timer by a little.
constexpr SpanMs slack = 5;

std::string countOf(const schedule::GivenUp &given)
{
    if (given.count == 1 && !given.more)
        return "it was";
    return fmt::format("{}{} slots were", given.more ? "more than " : "", given.count);
}

} // namespace

Schedules::Schedules(ScheduleHost host) : m_host(std::move(host)) {}

template <typename Work, typename Done>
void Schedules::aside(Work work, Done done)
{
    m_host.workers.run([this, work = std::move(work), done = std::move(done),
                        alive = std::weak_ptr(m_alive)]() mutable {
        auto result = std::make_shared<decltype(work())>(work());
        m_host.loop.post([done = std::move(done), result, alive] {
            if (!alive.expired())
                done(*result);
        });
    });
}

void Schedules::open(bool act)
{
    for (store::ScheduleRecord &record : m_host.store.schedules()) {
        Entry &entry = m_entries[record.schedule];
        entry.dag = std::move(record.dag);
        entry.on = record.on;
        entry.overrides = std::move(record.overrides);
        entry.definition = std::move(record.definition);
        entry.settled = record.settled;
        entry.seen = std::move(record.seen);
        entry.lastSlot = record.lastSlot;
        entry.lastOutcome = std::move(record.lastOutcome);
        entry.lastWhy = std::move(record.lastWhy);
        entry.lastRun = std::move(record.lastRun);
        if (const Result<Schedule> schedule = scheduleOf(entry.definition)) {
            entry.schedule = *schedule;
            if (auto table = schedule::Timetable::make(*schedule, calendarsOf(m_host.home)))
                entry.table = std::move(*table);
        }
    }
    for (store::BackfillRecord &record : m_host.store.backfills())
        m_backfills.push_back({std::move(record.id), std::move(record.schedule),
                               std::move(record.moments), record.maxParallel, 0});
    if (act && active() > 0)
        look();
}

std::uint32_t Schedules::active() const
{
    const auto on = std::count_if(m_entries.begin(), m_entries.end(),
                                  [](const auto &entry) { return entry.second.on; });
    return static_cast<std::uint32_t>(on) + static_cast<std::uint32_t>(m_backfills.size());
}

void Schedules::runEnded(const RunSummary &run)
{
    const bool succeeded = run.state == RunState::Succeeded;
    if (succeeded && m_successes)
        (*m_successes)[run.dag] = run.id;
    bool awaited = false;
    for (auto &[file, entry] : m_entries) {
        const bool waits = entry.on && entry.schedule.condition && (succeeded || run.file == file);
        entry.sensedAt = waits ? 0 : entry.sensedAt;
        awaited = awaited || waits;
    }
    if (run.slot != 0 || awaited)
        lookAgain(0);
}

void Schedules::lookAgain(SpanMs delay)
{
    m_timer = m_host.loop.after(std::max<SpanMs>(0, delay), [this] {
        const auto keep = std::exchange(m_timer, nullptr); // we run inside it
        look();
    });
}

/// Reads files that changed, decides what is due, and comes back at the next slot.
void Schedules::look()
{
    const WallMs now = m_host.loop.wall();
    const bool read = m_lastRead == 0 || now - m_lastRead >= glance || now < m_lastRead;
    if (read)
        m_lastRead = now;
    SpanMs sleep = glance;
    for (auto &[file, entry] : m_entries) {
        if (!entry.on)
            continue;
        if (read)
            readAgain(file, entry);
        if (entry.schedule.condition) {
            sleep = std::min(sleep, sense(file, entry));
            continue;
        }
        decide(file, entry);
        if (entry.next.at > 0)
            sleep = std::min(sleep, entry.next.at - now + slack);
    }
    decideBackfills();
    if (active() > 0)
        lookAgain(std::max<SpanMs>(sleep, 1));
}

void Schedules::readAgain(const std::string &file, Entry &entry)
{
    if (entry.reading)
        return;
    entry.reading = true;
    aside(
        [file, overrides = entry.overrides, known = entry.stamp,
         dates = entry.schedule.excludeDates.size() + entry.schedule.includeDates.size(),
         home = m_host.home,
         programs = m_host.programDir]() -> std::optional<Result<ScheduleFile>> {
            if (dates == 0 && known != FileStamp{} && stampOf(file) == known)
                return std::nullopt;
            return readScheduleFile(file, overrides, home, programs);
        },
        [this, file](const std::optional<Result<ScheduleFile>> &read) {
            const auto found = m_entries.find(file);
            if (found == m_entries.end())
                return;
            found->second.reading = false;
            if (read)
                readDone(file, *read);
            lookAgain(0);
        });
}

void Schedules::readDone(const std::string &file, const Result<ScheduleFile> &read)
{
    Entry &entry = m_entries.at(file);
    if (!read) {
        if (entry.problem != read.error().what)
            core::log(core::LogLevel::Warning, "schedule " + file + ": " + read.error().what);
        entry.problem = read.error().what;
        entry.stamp = {};
        return;
    }
    const bool changed = entry.definition != read->definition;
    setDefinition(entry, *read);
    if (!changed)
        return;
    entry.settled = m_host.loop.wall(); // the new times count from now on
    entry.noticed = 0;
    entry.seen.clear();
    entry.news.clear();
    entry.sensedAt = 0;
    recordChange(file, entry, true);
}

void Schedules::setDefinition(Entry &entry, const ScheduleFile &read)
{
    entry.dag = read.dag;
    entry.definition = read.definition;
    entry.schedule = read.schedule;
    entry.table = read.table;
    entry.stamp = read.stamp;
    entry.problem = read.needs;
}

void Schedules::recordChange(const std::string &file, const Entry &entry, bool restarted)
{
    m_host.record(ScheduleChanged{file, entry.dag, entry.on, entry.overrides, entry.definition,
                                  restarted, m_host.user, m_host.loop.wall()});
}

void Schedules::decide(const std::string &file, Entry &entry)
{
    entry.next = {};
    if (!entry.table || entry.reading)
        return;
    const std::uint32_t running = m_host.running(file, false) + entry.starting;
    const schedule::Plan plan =
        schedule::plan({&*entry.table, entry.schedule.missed, entry.schedule.missedLimit,
                        entry.schedule.maxParallelRuns, entry.schedule.whenBusy, entry.settled,
                        entry.noticed, running},
                       m_host.loop.wall());
    giveUp(file, entry, plan.missed, countOf(plan.missed) + " missed while no engine was awake");
    for (const SlotTime &slot : plan.fire)
        fire(file, entry, slot, "cron");
    giveUp(file, entry, plan.busy,
           fmt::format("{} due while {} of its runs went on", countOf(plan.busy),
                       entry.schedule.maxParallelRuns));
    entry.noticed = plan.noticed;
    entry.waiting = plan.waiting;
    entry.next = plan.next;
}

void Schedules::giveUp(const std::string &file, Entry &entry, const schedule::GivenUp &given,
                       const std::string &why)
{
    if (given.count == 0)
        return;
    entry.settled = std::max(entry.settled, given.last.at);
    entry.lastSlot = given.last.at;
    entry.lastOutcome = "skipped";
    entry.lastWhy = why;
    entry.lastRun = {};
    m_host.record(SlotSettled{file,
                              {},
                              SlotSettled::Outcome::Skipped,
                              given.last.at,
                              given.count,
                              why,
                              {},
                              m_host.loop.wall()});
}

void Schedules::fire(const std::string &file, Entry &entry, const SlotTime &slot,
                     const std::string &trigger, const JsonText &seen)
{
    entry.settled = std::max(entry.settled, slot.at);
    if (!m_host.store.slotRuns(file, slot.at, slot.at + 1).empty()) // a clock that was put back
        return giveUp(file, entry, {slot, 1, false}, "it ran already");
    ++entry.starting;
    m_host.start(
        {file, slot.at, slot.offset, {}, seen}, trigger,
        [this, file, slot, seen, alive = std::weak_ptr(m_alive)](const Result<RunId> &run) {
            if (alive.expired())
                return;
            Entry &of = m_entries.at(file);
            --of.starting;
            of.lastSlot = slot.at;
            of.lastOutcome = run ? "run" : "failed";
            of.lastWhy = run ? std::string() : run.error().what;
            of.lastRun = run ? *run : RunId();
            if (!run)
                m_host.record(SlotSettled{file,
                                          {},
                                          SlotSettled::Outcome::Failed,
                                          slot.at,
                                          1,
                                          of.lastWhy,
                                          seen,
                                          m_host.loop.wall()});
            lookAgain(0);
        });
}

void Schedules::decideBackfills()
{
    for (Backfill &backfill : m_backfills) {
        const std::string &file = backfill.schedule;
        const auto entry = m_entries.find(file);
        std::uint32_t busy = m_host.running(file, true);
        for (const Backfill &other : m_backfills)
            busy += other.schedule == file ? other.starting : 0;
        while (!backfill.left.empty() && busy < backfill.maxParallel) {
            const WallMs at = backfill.left.front();
            backfill.left.erase(backfill.left.begin());
            ++backfill.starting;
            ++busy;
            const bool zoned = entry != m_entries.end() && entry->second.table;
            const SlotTime slot = zoned ? entry->second.table->local(at) : SlotTime{at, 0};
            m_host.start({file, slot.at, slot.offset, backfill.id, {}}, "backfill",
                         [this, id = backfill.id, file, at,
                          alive = std::weak_ptr(m_alive)](const Result<RunId> &run) {
                             if (alive.expired())
                                 return;
                             for (Backfill &of : m_backfills)
                                 of.starting -= of.id == id ? 1 : 0;
                             if (!run) {
                                 core::log(core::LogLevel::Warning, "backfill " + id + ": " +
                                                                        zonedText(at, 0) + ": " +
                                                                        run.error().what);
                                 m_host.record(SlotSettled{file,
                                                           id,
                                                           SlotSettled::Outcome::Failed,
                                                           at,
                                                           1,
                                                           run.error().what,
                                                           {},
                                                           m_host.loop.wall()});
                             }
                             lookAgain(0);
                         });
        }
    }
    const std::size_t before = m_backfills.size();
    std::erase_if(m_backfills, [](const Backfill &backfill) {
        return backfill.left.empty() && backfill.starting == 0;
    });
    if (m_backfills.size() != before)
        m_host.activity();
}

} // namespace orrery::engine
