// SPDX-License-Identifier: GPL-3.0-or-later
// The words of `orrery dag edit` as changes of a DAG.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "engine/edit.h"

namespace orrery::cli {

/// In the order in which they are done: names first, then nodes, edges and values, deletions last.
/// @param ids    of the file's nodes: a path "nodes.a.b.timeout" may name node "a" or "a.b"
/// @param asText values that are not quoted are texts, also where they look like numbers
/// @error InvalidSpec  names the option and its text
[[nodiscard]] Result<std::vector<Change>> changesOf(const Arguments &arguments,
                                                    std::vector<std::string> ids, bool asText);

/// "5m", "1h30m", "500ms" -> "PT5M", "PT1H30M", "PT0.5S"; other texts stay as they are.
[[nodiscard]] std::string isoDuration(const std::string &text);

} // namespace orrery::cli
