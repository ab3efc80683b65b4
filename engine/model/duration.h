// SPDX-License-Identifier: GPL-3.0-or-later
// ISO 8601 durations of fixed length: weeks, days, hours, minutes, seconds.
#pragma once

#include <string>
#include <string_view>

#include "engine/ids.h"
#include "engine/result.h"

namespace orrery::model {

/// "PT1H30M", "P1D", "PT0.5S", "P2W" -> milliseconds, rounded to the nearest.
/// @error InvalidSpec; years and months have no fixed length and are refused
[[nodiscard]] Result<SpanMs> parseDuration(std::string_view iso);
/// The shortest form: 5400000 -> "PT1H30M", 0 -> "PT0S". Negative spans become "PT0S".
[[nodiscard]] std::string formatDuration(SpanMs span);

} // namespace orrery::model
