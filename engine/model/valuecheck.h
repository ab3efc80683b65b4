// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of parameters and arguments beyond their type: ValueCheck.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "engine/dag.h"

namespace orrery::model {

/// What a check allows, for people: "1 to 1000000", "one of red, green"; "" when it says nothing.
[[nodiscard]] std::string allowedText(const ValueCheck &check);

/// Why a value of the right type is refused; "" = it is good.
/// "0 is not allowed: 1 to 1000000", or the check's own message with what is allowed behind it.
[[nodiscard]] std::string violation(const nlohmann::json &value, const ValueCheck &check);

/// Why a pattern cannot be used; "" = it can.
[[nodiscard]] std::string patternProblem(const std::string &pattern);

} // namespace orrery::model
