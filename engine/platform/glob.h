// SPDX-License-Identifier: GPL-3.0-or-later
// Files by pattern, with what tells that one was changed.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "engine/result.h"

namespace orrery::platform {

/// Existing paths that a pattern (* ? [ ]) names, each with size and time of change as a text that
/// differs when one of them does.
/// @error InvalidSpec: more than `most`; Io
[[nodiscard]] Result<std::map<std::string, std::string>> matchingFiles(const std::string &pattern,
                                                                       std::size_t most);

} // namespace orrery::platform
