// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/zone.h"

#include <charconv>
#include <chrono>
#include <exception>
#include <optional>
#include <string>

#include <date/date.h>
#include <date/tz.h>

namespace orrery::schedule {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

WallMs wallOf(date::sys_seconds at)
{
    return std::chrono::duration_cast<milliseconds>(at.time_since_epoch()).count();
}

/// The moment of a local time: the first of two; the end of the gap for a time that is skipped.
date::sys_seconds instantAt(const date::time_zone &zone, date::local_seconds local)
{
    const date::local_info info = zone.get_info(local);
    if (info.result == date::local_info::nonexistent)
        return info.first.end;
    return date::sys_seconds(local.time_since_epoch() - info.first.offset);
}

/// Reads a text from left to right: digits and single characters.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_rest(text) {}
    bool digits(std::size_t count, int &to)
    {
        if (m_rest.size() < count)
            return false;
        const auto [end, error] = std::from_chars(m_rest.data(), m_rest.data() + count, to);
        const bool all = error == std::errc() && end == m_rest.data() + count && m_rest[0] != '-';
        m_rest.remove_prefix(all ? count : 0);
        return all;
    }
    bool one(std::string_view of)
    {
        const bool found = !m_rest.empty() && of.find(m_rest.front()) != std::string_view::npos;
        m_last = found ? m_rest.front() : '\0';
        m_rest.remove_prefix(found ? 1 : 0);
        return found;
    }
    [[nodiscard]] char last() const { return m_last; } ///< what one() found
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
    char m_last = '\0';
};

std::optional<date::local_days> readDay(Cursor &from)
{
    int year = 0, month = 0, day = 0;
    if (!from.digits(4, year) || !from.one("-") || !from.digits(2, month) || !from.one("-") ||
        !from.digits(2, day))
        return std::nullopt;
    const date::year_month_day ymd{date::year(year), date::month(unsigned(month)),
                                   date::day(unsigned(day))};
    if (!ymd.ok())
        return std::nullopt;
    return date::local_days(ymd);
}

/// "T08:30" or "T08:30:15", "" = midnight.
std::optional<seconds> readTime(Cursor &from)
{
    int hour = 0, minute = 0, second = 0;
    if (!from.one("T "))
        return seconds(0);
    if (!from.digits(2, hour) || !from.one(":") || !from.digits(2, minute))
        return std::nullopt;
    if (from.one(":") && !from.digits(2, second))
        return std::nullopt;
    if (hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return std::chrono::hours(hour) + minutes(minute) + seconds(second);
}

tl::unexpected<Error> noMoment(std::string_view text)
{
    return fail(ErrorCode::InvalidSpec, std::string(text),
                "\"" + std::string(text) +
                    "\" is no moment; write 2026-03-29, 2026-03-29T02:30 or "
                    "2026-03-29T02:30:00+02:00");
}

} // namespace

Result<const date::time_zone *> findZone(std::string_view name)
{
    try {
        const date::time_zone *zone = date::locate_zone(name.empty() ? "UTC" : std::string(name));
        static_cast<void>(zone->get_info(date::sys_seconds{})); // reads its file
        return zone;
    } catch (const std::exception &) {
        return fail(ErrorCode::InvalidSpec, "timezone",
                    "there is no time zone \"" + std::string(name) +
                        "\"; use an IANA name such as Europe/Berlin or UTC");
    }
}

SlotTime slotTime(const date::time_zone &zone, WallMs at)
{
    const auto moment = date::floor<seconds>(date::sys_time<milliseconds>(milliseconds(at)));
    return {at, static_cast<std::int32_t>(zone.get_info(moment).offset.count())};
}

Day dayOf(const SlotTime &slot)
{
    const milliseconds local = milliseconds(slot.at) + seconds(slot.offset);
    return static_cast<Day>(date::floor<date::days>(local).count());
}

int minuteOfDay(const SlotTime &slot)
{
    const milliseconds local = milliseconds(slot.at) + seconds(slot.offset);
    return static_cast<int>(date::floor<minutes>(local - date::floor<date::days>(local)).count());
}

int weekdayOf(Day day)
{
    return static_cast<int>(date::weekday(date::sys_days(date::days(day))).c_encoding());
}

WallMs startOf(const date::time_zone &zone, Day day)
{
    return wallOf(instantAt(zone, date::local_days(date::days(day))));
}

Result<Day> parseDay(std::string_view text)
{
    Cursor from(text);
    const auto day = readDay(from);
    if (!day || !from.atEnd())
        return fail(ErrorCode::InvalidSpec, std::string(text),
                    "\"" + std::string(text) + "\" is no date; write it as 2026-12-25");
    return static_cast<Day>(day->time_since_epoch().count());
}

Result<WallMs> momentIn(const date::time_zone &zone, std::string_view text)
{
    Cursor from(text);
    const auto day = readDay(from);
    const auto time = day ? readTime(from) : std::nullopt;
    if (!time)
        return noMoment(text);
    const date::local_seconds local = *day + *time;
    if (from.atEnd())
        return wallOf(instantAt(zone, local));
    if (from.one("Z") && from.atEnd())
        return wallOf(date::sys_seconds(local.time_since_epoch()));
    int hour = 0, minute = 0;
    const bool signedOffset = from.one("+-");
    const int sign = from.last() == '-' ? -1 : 1;
    if (!signedOffset || !from.digits(2, hour) || !from.one(":") || !from.digits(2, minute) ||
        !from.atEnd() || hour > 14 || minute > 59)
        return noMoment(text);
    return wallOf(date::sys_seconds(local.time_since_epoch() -
                                    sign * (std::chrono::hours(hour) + minutes(minute))));
}

} // namespace orrery::schedule

orrery::Result<orrery::WallMs> orrery::parseMoment(const std::string &text, const std::string &zone)
{
    const auto found = schedule::findZone(zone);
    if (!found)
        return tl::unexpected(found.error());
    return schedule::momentIn(**found, text);
}
