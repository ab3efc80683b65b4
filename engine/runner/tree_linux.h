// SPDX-License-Identifier: GPL-3.0-or-later
// Process trees: who descends from whom, what they use, and how they are ended.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

#include "engine/ids.h"
#include "engine/run.h"

namespace orrery::runner {

/// All descendants of `root`, parents before children, `root` left out.
[[nodiscard]] std::vector<pid_t> descendants(pid_t root);
[[nodiscard]] std::vector<pid_t> children(pid_t parent);

/// What a tree uses at this moment.
struct TreeUsage {
    double cpuSeconds = 0;       ///< user + system, with children that were waited for
    std::uint64_t memoryKiB = 0; ///< sum of resident sets
    std::uint64_t readBytes = 0;
    std::uint64_t writeBytes = 0;
    std::uint32_t processes = 0;
};
[[nodiscard]] TreeUsage measure(const std::vector<pid_t> &processes);

/// Clock ticks since boot at which a process started; 0 = there is no such process.
[[nodiscard]] std::uint64_t startTicks(pid_t pid);
/// This moment on the same clock.
[[nodiscard]] std::uint64_t nowTicks();

void signalAll(const std::vector<pid_t> &processes, int signal);

/// Waits for every child of this process (a subreaper), adding what they used to `usage`. Until
/// `graceUntil` (CLOCK_MONOTONIC [ns]) they may end by themselves, then all descendants are killed.
/// @return false when some were left 2 s after the kill (stuck in the kernel)
bool reapEverything(std::int64_t graceUntil, Usage &usage);

/// Kills `root` and whatever descends from it; none of them need be our children.
void killTree(pid_t root);

[[nodiscard]] std::int64_t monotonicNs();

} // namespace orrery::runner
