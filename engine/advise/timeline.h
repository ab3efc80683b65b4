// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/timeline.h"

namespace orrery::advise {

/// See toolkit::timelineOf.
[[nodiscard]] RunTimeline timelineOf(const RunDetail &run, const RunCourse &course, WallMs now);

} // namespace orrery::advise
