// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for runs: progress while they go on, Ctrl+C that cancels, a summary at the end.
#pragma once

#include "console.h"

namespace orrery::cli {

/// Waits for a run to end. First Ctrl+C cancels it, and the wait goes on.
/// @param cancelOnInterrupt  false: Ctrl+C leaves the run going on
/// @return exit code: done, failed or interrupted
[[nodiscard]] int watchRun(Connection &connection, const RunId &run, bool cancelOnInterrupt,
                           bool json);

} // namespace orrery::cli
