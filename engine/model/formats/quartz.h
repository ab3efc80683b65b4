// SPDX-License-Identifier: GPL-3.0-or-later
// Cron expressions of Quartz (seconds first, `?`, days of the week from SUN = 1) and ours (five
// fields, days of the week from SUN = 0).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace orrery::model {

/// "30 2 * * 1-5" -> "0 30 2 ? * MON-FRI". Nothing when Quartz cannot say the same: both a day of
/// the month and a day of the week, "@daily" and the like.
[[nodiscard]] std::optional<std::string> toQuartz(std::string_view cron);

/// The way back. Nothing for seconds other than 0, a year, L, W and #.
[[nodiscard]] std::optional<std::string> fromQuartz(std::string_view quartz);

} // namespace orrery::model
