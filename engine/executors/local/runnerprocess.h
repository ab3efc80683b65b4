// SPDX-License-Identifier: GPL-3.0-or-later
// Starting the program orrery-runner.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"
#include "platform/files.h"

namespace orrery::executors {

/// The first process of a runner that is starting; it ends at once and leaves the serving one
/// behind.
struct RunnerProcess {
    int pid = -1;
    platform::Fd output; ///< its standard output, non-blocking: one line, then the end
};

/// posix_spawn, in a session of its own: the engine never forks. @error NotFound, Io
[[nodiscard]] Result<RunnerProcess> startRunnerProcess(const std::string &programDir,
                                                       std::vector<std::string> arguments);

/// Waits for the process, which has closed its output. @return its exit code, -1 when killed
int reap(const RunnerProcess &process);

} // namespace orrery::executors
