// SPDX-License-Identifier: GPL-3.0-or-later
// Task rows as bytes, for sockets: a run of 100,000 tasks travels in about 2 MB.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "engine/run.h"

namespace orrery::types {

[[nodiscard]] std::string rowsToBytes(const std::vector<TaskRow> &rows);
/// @error Corrupt
[[nodiscard]] Result<std::vector<TaskRow>> rowsFromBytes(std::string_view bytes);

} // namespace orrery::types
