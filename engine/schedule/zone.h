// SPDX-License-Identifier: GPL-3.0-or-later
// Local time: offsets, days and moments in a time zone. Pure, like cron.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/ids.h"
#include "engine/result.h"
#include "engine/schedule.h"

namespace date {
class time_zone;
}

namespace orrery::schedule {

/// @param name  IANA name; "" = UTC. @error InvalidSpec, `where` = "timezone"
[[nodiscard]] Result<const date::time_zone *> findZone(std::string_view name);

/// A calendar day, as a count of days since 1970-01-01.
using Day = std::int32_t;

/// Local time in a zone. The functions know no error: a zone's damaged file was found by findZone.
[[nodiscard]] SlotTime slotTime(const date::time_zone &zone, WallMs at);
[[nodiscard]] Day dayOf(const SlotTime &slot);
[[nodiscard]] int minuteOfDay(const SlotTime &slot); ///< 0..1439
[[nodiscard]] int weekdayOf(Day day);                ///< 0 = Sunday
/// The day's first moment in the zone; the end of the gap when its midnight is skipped.
[[nodiscard]] WallMs startOf(const date::time_zone &zone, Day day);

/// "2026-02-29" -> none, "2026-02-28" -> its day.
[[nodiscard]] Result<Day> parseDay(std::string_view text);

/// A moment as orrery::parseMoment, in a zone that is known. @error InvalidSpec
[[nodiscard]] Result<WallMs> momentIn(const date::time_zone &zone, std::string_view text);

} // namespace orrery::schedule
