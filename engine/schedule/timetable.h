// SPDX-License-Identifier: GPL-3.0-or-later
// The slots of a schedule: its times, between its first and last moment, on its days. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/schedule.h"
#include "schedule/cron.h"
#include "schedule/dates.h"

namespace orrery::schedule {

inline constexpr SpanMs shortestInterval = 1000;

/// What is wrong with a schedule block: a key, and why.
struct Fault {
    std::string key;
    std::string what;
};
/// Everything that is wrong with the times of a schedule; calendars are taken as they are.
[[nodiscard]] std::vector<Fault> faultsOf(const Schedule &schedule);

class Timetable {
public:
    /// @error InvalidSpec (`where` = the key), NotFound (a calendar)
    [[nodiscard]] static Result<Timetable> make(const Schedule &schedule,
                                                const Calendars &calendars);

    /// The first slot after `after`; none when the schedule is over, has no times (EVENT), or does
    /// not fire within 50 years.
    [[nodiscard]] std::optional<SlotTime> next(WallMs after) const;
    /// `at` with the local time of the schedule's zone.
    [[nodiscard]] SlotTime local(WallMs at) const { return slotTime(*m_zone, at); }
    /// May it fire on the day of this moment?
    [[nodiscard]] bool allows(const SlotTime &slot) const;

private:
    [[nodiscard]] std::optional<WallMs> nextRaw(WallMs after) const;

    std::optional<Cron> m_cron;
    SpanMs m_every = 0;
    WallMs m_anchor = 0;
    const date::time_zone *m_zone = nullptr;
    std::optional<WallMs> m_start;
    std::optional<WallMs> m_end; ///< the last moment
    DateSet m_exclude;
    DateSet m_include;
};

} // namespace orrery::schedule
