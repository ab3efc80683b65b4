// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/timetable.h"

#include <algorithm>

#include "engine/toolkit.h"

namespace orrery::schedule {
namespace {

constexpr SpanMs calendarHorizon = SpanMs{50} * 366 * 86'400'000;

Error at(std::string key, const Error &error)
{
    return {error.code, std::move(key), error.what};
}

/// The last moment of a schedule: a date stands for its whole day.
Result<WallMs> lastMoment(const date::time_zone &zone, const std::string &text)
{
    if (const Result<Day> day = parseDay(text); day)
        return startOf(zone, *day + 1) - 1;
    return momentIn(zone, text);
}

Result<std::string> anyCalendar(const std::string &)
{
    return std::string();
}

} // namespace

std::vector<Fault> faultsOf(const Schedule &schedule)
{
    std::vector<Fault> faults;
    const auto note = [&faults](const char *key, const auto &result) {
        if (!result)
            faults.push_back({key, result.error().what});
    };
    if (schedule.type == "CRON")
        note("expression", nextFire(schedule.expression, "UTC", 0));
    if (schedule.type == "INTERVAL" && schedule.every < shortestInterval)
        faults.push_back({"interval", "the interval is shorter than a second (PT1S)"});
    const auto zone = findZone(schedule.timezone);
    note("timezone", zone);
    const auto utc = findZone("UTC");
    const date::time_zone *known = zone ? *zone : utc ? *utc : nullptr;
    if (known != nullptr && !schedule.startDate.empty())
        note("startDate", momentIn(*known, schedule.startDate));
    if (known != nullptr && !schedule.endDate.empty())
        note("endDate", lastMoment(*known, schedule.endDate));
    note("excludeDates", DateSet::parse(schedule.excludeDates, anyCalendar));
    note("includeDates", DateSet::parse(schedule.includeDates, anyCalendar));
    return faults;
}

Result<Timetable> Timetable::make(const Schedule &schedule, const Calendars &calendars)
{
    if (const auto faults = faultsOf(schedule); !faults.empty())
        return fail(ErrorCode::InvalidSpec, faults.front().key, faults.front().what);
    Timetable table;
    const auto zone = findZone(schedule.timezone);
    table.m_zone = *zone; // faultsOf found it
    if (schedule.type == "CRON")
        table.m_cron = *Cron::parse(schedule.expression);
    else if (schedule.type == "INTERVAL")
        table.m_every = schedule.every;
    if (!schedule.startDate.empty())
        table.m_start = *momentIn(*table.m_zone, schedule.startDate);
    if (!schedule.endDate.empty())
        table.m_end = *lastMoment(*table.m_zone, schedule.endDate);
    table.m_anchor = table.m_start.value_or(0);
    auto exclude = DateSet::parse(schedule.excludeDates, calendars);
    if (!exclude)
        return tl::unexpected(at("excludeDates", exclude.error()));
    auto include = DateSet::parse(schedule.includeDates, calendars);
    if (!include)
        return tl::unexpected(at("includeDates", include.error()));
    table.m_exclude = std::move(*exclude);
    table.m_include = std::move(*include);
    return table;
}

bool Timetable::allows(const SlotTime &slot) const
{
    const Day day = dayOf(slot);
    const bool within = (!m_start || slot.at >= *m_start) && (!m_end || slot.at <= *m_end);
    return within && (m_include.empty() || m_include.contains(day)) && !m_exclude.contains(day);
}

std::optional<WallMs> Timetable::nextRaw(WallMs after) const
{
    if (m_every > 0) {
        if (after < m_anchor)
            return m_anchor;
        return m_anchor + ((after - m_anchor) / m_every + 1) * m_every;
    }
    if (!m_cron)
        return std::nullopt;
    const Result<WallMs> next = nextFire(*m_cron, *m_zone, after);
    return next ? std::optional<WallMs>(*next) : std::nullopt;
}

std::optional<SlotTime> Timetable::next(WallMs after) const
{
    if (m_start)
        after = std::max(after, *m_start - 1);
    const WallMs until = after + calendarHorizon;
    while (after < until) {
        const std::optional<WallMs> found = nextRaw(after);
        if (!found || *found > until || (m_end && *found > *m_end))
            return std::nullopt;
        const SlotTime slot = local(*found);
        if (allows(slot))
            return slot;
        after = std::max(*found, startOf(*m_zone, dayOf(slot) + 1) - 1); // a day at a time
    }
    return std::nullopt;
}

} // namespace orrery::schedule

orrery::Result<orrery::WallMs> orrery::toolkit::nextFire(const Schedule &schedule, WallMs after)
{
    if (schedule.type != "CRON" && schedule.type != "INTERVAL")
        return fail(ErrorCode::InvalidSpec, "type",
                    "the schedule has no times: its type is neither CRON nor INTERVAL");
    const auto table = schedule::Timetable::make(schedule, [](const std::string &name) {
        return Result<std::string>(
            fail(ErrorCode::NotFound, "@" + name, "calendars belong to a home"));
    });
    if (!table)
        return tl::unexpected(table.error());
    const auto next = table->next(after);
    if (!next)
        return fail(ErrorCode::InvalidSpec, "schedule",
                    "it fires no more: it is over, or has no day within 50 years");
    return next->at;
}
