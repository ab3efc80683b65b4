// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON that scripts read: keys are a contract (design: Command line).
#pragma once

#include <nlohmann/json.hpp>

#include "engine/run.h"

namespace orrery::cli {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json runJson(const RunSummary &run);
[[nodiscard]] std::string growthText(const Growth &growth); ///< "3 nodes and 1 edge"
/// {"run","state","dag","tasks":[...],"seconds"} and what else is known.
[[nodiscard]] Json detailJson(const RunDetail &detail);
[[nodiscard]] Json findingJson(const Finding &finding);
/// {"min", "max", "pattern", "enum", "expression", "message"}: what is given of them.
[[nodiscard]] Json checkJson(const ValueCheck &check);
/// Prints with two spaces; bytes that are not UTF-8 are replaced.
void print(const Json &json);

} // namespace orrery::cli
