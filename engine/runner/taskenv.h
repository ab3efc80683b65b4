// SPDX-License-Identifier: GPL-3.0-or-later
// The environment of a task: a clean base and what its order adds.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/options.h"
#include "types/launch.h"

namespace orrery::runner {

using Environment = std::vector<std::pair<std::string, std::string>>;

/// Paths of the slot that a task is told.
struct TaskPaths {
    std::string home;      ///< HOME: its working directory
    std::string temporary; ///< TMPDIR
    std::string inputs;
    std::string outputs;
    std::string growth; ///< ORRERY_GROW: not there until the task makes it
};

/// Nothing of the runner's own environment; a name of the order replaces the base's.
[[nodiscard]] Environment taskEnvironment(const types::LaunchOrder &order, const HostFacts &facts,
                                          const TaskPaths &paths);

/// "" when every name, value and argument can be given to a program, else what cannot.
[[nodiscard]] std::string unusableText(const types::LaunchOrder &order);

/// argv[0] as execve takes it, by the PATH of `environment`; "" = not found.
[[nodiscard]] std::string findProgram(const std::string &name, const Environment &environment);

} // namespace orrery::runner
