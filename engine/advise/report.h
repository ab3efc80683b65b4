// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/report.h"
#include "engine/timeline.h"

namespace orrery::advise {

/// See toolkit::toHtml.
[[nodiscard]] std::string toHtml(const RunReport &report);
/// See toolkit::ganttSvg.
[[nodiscard]] std::string ganttSvg(const RunReport &report);

// --- shared by both
[[nodiscard]] std::string escaped(std::string_view text);
[[nodiscard]] std::string spanText(SpanMs span); ///< "12.4 s"
[[nodiscard]] std::string ganttSvg(const RunDetail &run, const RunTimeline &timeline);

} // namespace orrery::advise
