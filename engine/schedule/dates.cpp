// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/dates.h"

#include <algorithm>
#include <string_view>

#include <date/date.h>

namespace orrery::schedule {
namespace {

constexpr std::array<std::string_view, 7> weekdayNames{"SUN", "MON", "TUE", "WED",
                                                       "THU", "FRI", "SAT"};

std::string_view trimmed(std::string_view text)
{
    text = text.substr(0, text.find('#'));
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

} // namespace

Result<DateSet> DateSet::parse(const std::vector<std::string> &entries, const Calendars &calendars)
{
    DateSet set;
    for (const std::string &entry : entries) {
        const Result<> added =
            entry.starts_with('@') ? set.addCalendar(entry.substr(1), calendars) : set.add(entry);
        if (!added)
            return tl::unexpected(added.error());
    }
    std::sort(set.m_ranges.begin(), set.m_ranges.end());
    return set;
}

Result<> DateSet::addCalendar(const std::string &name, const Calendars &calendars)
{
    const Result<std::string> text = calendars(name);
    if (!text)
        return tl::unexpected(text.error());
    std::size_t line = 0;
    std::string_view rest = *text;
    while (!rest.empty()) {
        ++line;
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string entry(trimmed(rest.substr(0, end)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (entry.empty())
            continue;
        if (const Result<> added = add(entry); !added)
            return fail(ErrorCode::InvalidSpec,
                        "calendars/" + name + ".txt:" + std::to_string(line), added.error().what);
    }
    return {};
}

Result<> DateSet::add(const std::string &entry)
{
    const auto weekday = std::find(weekdayNames.begin(), weekdayNames.end(), entry);
    if (weekday != weekdayNames.end()) {
        m_weekdays[static_cast<std::size_t>(weekday - weekdayNames.begin())] = true;
        m_anyWeekday = true;
        return {};
    }
    if (entry.size() == 5 && entry[2] == '-') { // a leap year has every day that there is
        const Result<Day> day = parseDay("2024-" + entry);
        if (!day)
            return tl::unexpected(day.error());
        const date::year_month_day ymd{date::sys_days(date::days(*day))};
        m_yearly.emplace(unsigned(ymd.month()), unsigned(ymd.day()));
        return {};
    }
    const std::size_t dots = entry.find("..");
    const Result<Day> first = parseDay(std::string_view(entry).substr(0, dots));
    const Result<Day> last =
        dots == std::string::npos ? first : parseDay(std::string_view(entry).substr(dots + 2));
    if (!first || !last || *last < *first)
        return fail(ErrorCode::InvalidSpec, entry,
                    "\"" + entry +
                        "\" names no days; write 2026-12-25, 2026-12-24..2027-01-02, 12-25 (every "
                        "year), SAT (every week) or @NAME (a calendar of the home)");
    m_ranges.emplace_back(*first, *last);
    return {};
}

bool DateSet::empty() const
{
    return m_ranges.empty() && m_yearly.empty() && !m_anyWeekday;
}

bool DateSet::contains(Day day) const
{
    if (m_weekdays[static_cast<std::size_t>(weekdayOf(day))])
        return true;
    const date::year_month_day ymd{date::sys_days(date::days(day))};
    if (m_yearly.contains({unsigned(ymd.month()), unsigned(ymd.day())}))
        return true;
    return std::any_of(m_ranges.begin(), m_ranges.end(), [day](const auto &range) {
        return range.first <= day && day <= range.second;
    });
}

} // namespace orrery::schedule
