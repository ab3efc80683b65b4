// SPDX-License-Identifier: GPL-3.0-or-later
// When a cron expression fires, in a time zone, over daylight-saving days too. Pure: the clock
// comes in, the system's time zone database (/usr/share/zoneinfo) is read once.
#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "engine/ids.h"
#include "engine/result.h"

namespace date {
class time_zone;
}

namespace orrery::schedule {

/// Five fields: minute (0-59), hour (0-23), day of month (1-31), month (1-12 or jan-dec), day of
/// week (0-7 or sun-sat; 0 and 7 are Sunday). A field is a list (`,`) of `*`, values and ranges
/// (`a-b`), ranges and `*` with a step (`/n`). Where neither day field begins with `*`, one of them
/// is enough, else both have to hold. @yearly @annually @monthly @weekly @daily @midnight @hourly
/// stand for what they say.
struct Cron {
    std::bitset<60> minutes;
    std::bitset<24> hours;
    std::bitset<32> days;    ///< 1..31
    std::bitset<13> months;  ///< 1..12
    std::bitset<7> weekdays; ///< 0 = Sunday
    bool anyDay = false;     ///< the field begins with *
    bool anyWeekday = false;
    bool wildcard = false; ///< minute or hour begins with *: it runs again and again, not at a time

    /// @error InvalidSpec; `what` names the field and what it may be
    [[nodiscard]] static Result<Cron> parse(std::string_view expression);
};

/// The first time after `after` (exclusive) that the expression fires in the zone.
///
/// Clock changes of less than three hours are handled as Debian's cron does (cron(8)): a job at
/// fixed times that falls into the skipped hour fires at once after it, and one in the repeated
/// hour fires once, the first time. A wildcard job keeps its interval: it does not fire in the
/// skipped hour and fires in both repeated ones.
/// @param zone  IANA name such as "Europe/Berlin"; "" = UTC
/// @error InvalidSpec; `where` is "expression" or "timezone"; also when it never fires within 50
/// years
[[nodiscard]] Result<WallMs> nextFire(std::string_view expression, std::string_view zone,
                                      WallMs after);

/// The same for an expression that was read, in a zone that was found.
[[nodiscard]] Result<WallMs> nextFire(const Cron &cron, const date::time_zone &zone, WallMs after);

} // namespace orrery::schedule
