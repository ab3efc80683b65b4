// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <date/date.h>
#include <date/tz.h>

#include "schedule/zone.h"

namespace orrery::schedule {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using LocalMinute = date::local_time<minutes>;
using LocalSecond = date::local_time<seconds>;

constexpr auto horizon = date::days(50 * 366);
/// A larger change is no daylight-saving time but a new clock: nothing is made up for.
constexpr hours largestChange(3);

// ---- reading ------------------------------------------------------------------------------------

struct Field {
    const char *name;
    int first;
    int last;
    std::span<const std::string_view> words; ///< words[i] means first + i
};

constexpr std::array<std::string_view, 12> monthWords{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> dayWords{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<Field, 5> fields{
    Field{"minute", 0, 59, {}}, Field{"hour", 0, 23, {}}, Field{"day of month", 1, 31, {}},
    Field{"month", 1, 12, monthWords}, Field{"day of week", 0, 7, dayWords}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> shorthands{{
    {"@yearly", "0 0 1 1 *"},
    {"@annually", "0 0 1 1 *"},
    {"@monthly", "0 0 1 * *"},
    {"@weekly", "0 0 * * 0"},
    {"@daily", "0 0 * * *"},
    {"@midnight", "0 0 * * *"},
    {"@hourly", "0 * * * *"},
}};

tl::unexpected<Error> refuse(std::string what)
{
    return fail(ErrorCode::InvalidSpec, "expression", std::move(what));
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> found;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        if (text.empty())
            return found;
        found.push_back(text.substr(0, text.find_first_of(" \t")));
        text.remove_prefix(found.back().size());
    }
}

/// One field as the set of its values, reading from left to right.
class FieldReader {
public:
    FieldReader(const Field &field, std::string_view text) : m_field(field), m_text(text) {}

    Result<std::bitset<60>> read()
    {
        do {
            const bool ok = item();
            if (!ok)
                return refuse(wanted());
        } while (accept(','));
        if (!rest().empty())
            return refuse(wanted());
        return m_values;
    }

private:
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    bool accept(char c)
    {
        const bool found = rest().starts_with(c);
        m_at += found ? 1 : 0;
        return found;
    }

    bool item()
    {
        int low = m_field.first;
        int high = m_field.last;
        bool range = true;
        if (!accept('*')) {
            if (!value(low))
                return false;
            high = low;
            range = accept('-');
            if (range && (!value(high) || high < low))
                return false;
        }
        int step = 1;
        if (accept('/') && (!range || !number(step) || step < 1))
            return false;
        for (int v = low; v <= high; v += step)
            m_values.set(static_cast<std::size_t>(v));
        return true;
    }

    bool value(int &to)
    {
        const std::string_view text = rest();
        for (std::size_t i = 0; i < m_field.words.size(); ++i) {
            const bool same = text.size() >= 3 &&
                              std::equal(text.begin(), text.begin() + 3, m_field.words[i].begin(),
                                         [](char a, char b) { return (a | 0x20) == b; });
            if (same) {
                m_at += 3;
                to = m_field.first + static_cast<int>(i);
                return true;
            }
        }
        return number(to) && to >= m_field.first && to <= m_field.last;
    }

    bool number(int &to)
    {
        const std::string_view text = rest().substr(0, 4);
        if (text.empty() || text.front() < '0' || text.front() > '9')
            return false;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
        m_at += static_cast<std::size_t>(end - text.data());
        return error == std::errc();
    }

    [[nodiscard]] std::string wanted() const
    {
        std::string text = std::string("the ") + m_field.name + " \"" + std::string(m_text) +
                           "\" is none: use *, " + std::to_string(m_field.first) + " to " +
                           std::to_string(m_field.last);
        if (!m_field.words.empty())
            text += std::string(", ") + std::string(m_field.words.front()) + " to " +
                    std::string(m_field.words.back());
        return text + ", ranges a-b, steps a-b/n or */n, and lists of them";
    }

    const Field &m_field;
    std::string_view m_text;
    std::size_t m_at = 0;
    std::bitset<60> m_values;
};

template <std::size_t size>
std::bitset<size> narrowed(const std::bitset<60> &values)
{
    return std::bitset<size>(values.to_ullong());
}

// ---- the calendar -------------------------------------------------------------------------------

bool matches(const Cron &cron, date::local_days day)
{
    const date::year_month_day ymd(day);
    const bool onDay = cron.days[static_cast<unsigned>(ymd.day())];
    const bool onWeekday = cron.weekdays[date::weekday(day).c_encoding()];
    if (!cron.months[static_cast<unsigned>(ymd.month())])
        return false;
    return cron.anyDay || cron.anyWeekday ? onDay && onWeekday : onDay || onWeekday;
}

/// The first matching minute of a calendar without clock changes, at `from` or later.
std::optional<LocalMinute> nextLocal(const Cron &cron, LocalMinute from)
{
    const auto first = date::floor<date::days>(from);
    for (auto day = first; day < first + horizon; day += date::days(1)) {
        if (!matches(cron, day))
            continue;
        for (int hour = 0; hour < 24; ++hour) {
            for (int minute = 0; cron.hours[static_cast<std::size_t>(hour)] && minute < 60;
                 ++minute) {
                const LocalMinute at = day + hours(hour) + minutes(minute);
                if (cron.minutes[static_cast<std::size_t>(minute)] && at >= from)
                    return at;
            }
        }
    }
    return std::nullopt;
}

LocalSecond localOf(date::sys_seconds at, seconds offset)
{
    return LocalSecond(at.time_since_epoch() + offset);
}
date::sys_seconds systemOf(LocalSecond at, seconds offset)
{
    return date::sys_seconds(at.time_since_epoch() - offset);
}

/// A wildcard job fires whenever the clock on the wall matches: look at each span of one offset.
std::optional<date::sys_seconds> nextWildcard(const Cron &cron, const date::time_zone &zone,
                                              date::sys_seconds after)
{
    date::sys_seconds from = after + seconds(1);
    while (from < after + horizon) {
        const date::sys_info span = zone.get_info(from);
        const auto local = nextLocal(cron, date::ceil<minutes>(localOf(from, span.offset)));
        if (!local)
            return std::nullopt;
        const date::sys_seconds at = systemOf(*local, span.offset);
        if (at < span.end)
            return at;
        from = span.end;
    }
    return std::nullopt;
}

/// When a fixed local time comes: the first of two, the end of the gap, or never (a lost day).
std::optional<date::sys_seconds> instantOf(const date::time_zone &zone, LocalSecond local)
{
    const date::local_info info = zone.get_info(local);
    if (info.result != date::local_info::nonexistent)
        return systemOf(local, info.first.offset);
    if (info.second.offset - info.first.offset >= largestChange)
        return std::nullopt;
    return info.first.end;
}

std::optional<date::sys_seconds> nextFixed(const Cron &cron, const date::time_zone &zone,
                                           date::sys_seconds after)
{
    auto local = nextLocal(cron, date::floor<minutes>(localOf(after, zone.get_info(after).offset)));
    while (local) {
        const auto at = instantOf(zone, *local);
        if (at && *at > after)
            return at;
        local = nextLocal(cron, *local + minutes(1));
    }
    return std::nullopt;
}

} // namespace

Result<Cron> Cron::parse(std::string_view expression)
{
    const std::vector<std::string_view> parts = words(expression);
    if (parts.size() == 1 && parts[0].starts_with('@')) {
        for (const auto &[name, meaning] : shorthands) {
            if (parts[0] == name)
                return parse(meaning);
        }
        return refuse("\"" + std::string(parts[0]) +
                      "\" is unknown: use @yearly, @monthly, @weekly, @daily or @hourly");
    }
    if (parts.size() != fields.size())
        return refuse("it has " + std::to_string(parts.size()) +
                      " fields, not 5: minute, hour, day of month, month, day of week");

    std::array<std::bitset<60>, 5> values;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Result<std::bitset<60>> field = FieldReader(fields[i], parts[i]).read();
        if (!field)
            return tl::unexpected(field.error());
        values[i] = *field;
    }
    values[4][0] = values[4][0] || values[4][7];
    Cron cron;
    cron.minutes = values[0];
    cron.hours = narrowed<24>(values[1]);
    cron.days = narrowed<32>(values[2]);
    cron.months = narrowed<13>(values[3]);
    cron.weekdays = narrowed<7>(values[4] & std::bitset<60>(0x7F));
    cron.anyDay = parts[2].starts_with('*');
    cron.anyWeekday = parts[4].starts_with('*');
    cron.wildcard = parts[0].starts_with('*') || parts[1].starts_with('*');
    return cron;
}

Result<WallMs> nextFire(const Cron &cron, const date::time_zone &zone, WallMs after)
{
    try {
        const auto from = date::floor<seconds>(date::sys_time<milliseconds>(milliseconds(after)));
        const auto at =
            cron.wildcard ? nextWildcard(cron, zone, from) : nextFixed(cron, zone, from);
        if (!at)
            return refuse("it never fires: its months have no such day");
        return std::chrono::duration_cast<milliseconds>(at->time_since_epoch()).count();
    } catch (const std::exception &error) { // the zone's file is damaged
        return fail(ErrorCode::InvalidSpec, "timezone", error.what());
    }
}

Result<WallMs> nextFire(std::string_view expression, std::string_view zoneName, WallMs after)
{
    const Result<Cron> cron = Cron::parse(expression);
    if (!cron)
        return tl::unexpected(cron.error());
    const Result<const date::time_zone *> zone = findZone(zoneName);
    if (!zone)
        return tl::unexpected(zone.error());
    return nextFire(*cron, **zone, after);
}

} // namespace orrery::schedule
