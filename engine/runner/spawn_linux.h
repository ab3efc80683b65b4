// SPDX-License-Identifier: GPL-3.0-or-later
// Starts a program by vfork: the cost does not grow with the size of the starter.
#pragma once

#include <array>
#include <cstdint>

#include <sys/resource.h>
#include <sys/types.h>

namespace orrery::runner {

/// All pointers stay the caller's and are only read. Descriptors are close-on-exec everywhere.
struct SpawnPlan {
    const char *program = nullptr; ///< absolute, or relative to `directory`
    char *const *argv = nullptr;   ///< ends with nullptr
    char *const *environment = nullptr;
    int directory = -1;                   ///< becomes the working directory
    int input = -1;                       ///< becomes 0
    int output = -1;                      ///< becomes 1 and 2
    std::array<int, 3> extra{-1, -1, -1}; ///< become 3, 4, 5
    rlim_t dataLimit = RLIM_INFINITY;     ///< [bytes]
    bool preferInOom = false;             ///< be the kernel's first choice when memory runs out
};

struct Spawned {
    pid_t pid = -1;      ///< -1: not started
    int pidfd = -1;      ///< the caller closes it
    int error = 0;       ///< errno of the step that failed
    bool inExec = false; ///< that step was execve itself
};

[[nodiscard]] Spawned spawn(const SpawnPlan &plan);

} // namespace orrery::runner
