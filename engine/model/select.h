// SPDX-License-Identifier: GPL-3.0-or-later
// Selection queries over a DAG; the language stands in engine/select.h.
#pragma once

#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::model {

/// As toolkit::select.
[[nodiscard]] Result<std::vector<bool>> select(const DagSpec &dag, std::string_view query);

/// Does `text` have this shape (* any text, ? one character, anything else itself)? O(text *
/// shape).
[[nodiscard]] bool matches(std::string_view text, std::string_view shape, bool foldCase);

} // namespace orrery::model
