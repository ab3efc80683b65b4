// SPDX-License-Identifier: GPL-3.0-or-later
// Spans of time as people write them: "5 min", "1 h 30 min"; ISO 8601 in the file.
#pragma once

#include <string>

#include <QString>

namespace orrery::designer {

/// "90 s", "5 min", "1h30m", "2 days", "PT5M" -> "PT1M30S" ...; what is not understood comes back
/// as it is, so that the engine can say what is wrong with it.
[[nodiscard]] std::string isoDuration(const QString &typed);

/// "PT1H30M" -> "1 h 30 min"; what is no duration comes back as it is.
[[nodiscard]] QString durationText(const std::string &iso);

} // namespace orrery::designer
