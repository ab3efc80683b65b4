// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs side by side; see engine/comparison.h.
#pragma once

#include "engine/comparison.h"

namespace orrery::advise {

[[nodiscard]] RunComparison compareRuns(const RunDetail &before, const RunDetail &after);

} // namespace orrery::advise
