// SPDX-License-Identifier: GPL-3.0-or-later
// One job for orrery-layout: Graphviz in a process of its own, killed when it takes too long.
#pragma once

#include <string>

#include "engine/result.h"

namespace orrery::engine {

/// Writes `job` to the program's stdin and reads its stdout to the end.
/// @error Unreachable (cannot be started), Timeout, Corrupt (it died without an answer)
[[nodiscard]] Result<std::string> runLayouter(const std::string &programDir,
                                              const std::string &job);

} // namespace orrery::engine
