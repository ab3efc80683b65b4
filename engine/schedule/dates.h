// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of calendar days, as schedules name them to leave days out or to keep to some.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/result.h"
#include "schedule/zone.h"

namespace orrery::schedule {

/// Text of a named calendar. @error NotFound
using Calendars = std::function<Result<std::string>(const std::string &name)>;

/// Days, told by entries: "2026-12-25", "2026-12-24..2027-01-02" (both ends count), "12-25" (every
/// year), "SAT" (every week), "@NAME" (all entries of that calendar: one per line, # begins a
/// remark).
class DateSet {
public:
    /// @error InvalidSpec: the entry and what it may be, NotFound: a calendar
    [[nodiscard]] static Result<DateSet> parse(const std::vector<std::string> &entries,
                                               const Calendars &calendars);
    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool contains(Day day) const;

private:
    [[nodiscard]] Result<> add(const std::string &entry);
    [[nodiscard]] Result<> addCalendar(const std::string &name, const Calendars &calendars);

    std::vector<std::pair<Day, Day>> m_ranges;        ///< first and last
    std::set<std::pair<unsigned, unsigned>> m_yearly; ///< month, day
    std::array<bool, 7> m_weekdays{};                 ///< 0 = Sunday
    bool m_anyWeekday = false;
};

} // namespace orrery::schedule
