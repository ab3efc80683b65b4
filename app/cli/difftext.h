// SPDX-License-Identifier: GPL-3.0-or-later
// A difference of two DAGs for people and for scripts.
#pragma once

#include <string>

#include "engine/diff.h"
#include "records.h"

namespace orrery::cli {

/// Changes aligned, scripts as unified diffs; layout line by line only when asked for.
[[nodiscard]] std::string diffText(const DagDiff &diff, bool layout, bool colour);
/// {"same", "changes": [{"kind", "what", "id", "was", "fields": [{"path", "before", "after",
/// "diff"}]}], "layout": [...]}
[[nodiscard]] Json diffJson(const DagDiff &diff);
/// A JSON value as a person reads it: texts without quotes when they are plain; "unset" for "".
[[nodiscard]] std::string valueText(const JsonText &value);
/// "2 nodes changed, 1 added; 1 edge removed", "" when nothing is.
[[nodiscard]] std::string countText(const DagDiff &diff);

} // namespace orrery::cli
