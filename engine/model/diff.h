// SPDX-License-Identifier: GPL-3.0-or-later
// Compares two DAGs by meaning; see engine/diff.h.
#pragma once

#include "engine/diff.h"

namespace orrery::model {

/// As toolkit::diff.
[[nodiscard]] DagDiff diff(const DagSpec &before, const DagSpec &after);

} // namespace orrery::model
