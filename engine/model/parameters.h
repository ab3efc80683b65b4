// SPDX-License-Identifier: GPL-3.0-or-later
// Values for the parameters of a run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/result.h"
#include "engine/toolkit.h"

namespace orrery::model {

/// toolkit::bindParameters. Beside the run parameters, "node.input" names any input that no edge
/// feeds: its value replaces the input's default.
[[nodiscard]] Result<JsonText>
bindParameters(const toolkit::Parsed &parsed,
               const std::vector<std::pair<std::string, std::string>> &given);

} // namespace orrery::model
