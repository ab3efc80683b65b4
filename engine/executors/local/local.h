// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks on this host, through an orrery-runner that outlives the engine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/loop.h"
#include "executors/executor.h"

namespace orrery::executors {

struct LocalOptions {
    std::string home;       ///< absolute; the runner's files lie in HOME/runner, logs in HOME/logs
    std::string programDir; ///< where orrery-runner lies
    std::uint64_t milliCpu = 1000; ///< what tasks may hold at once; more of them wait in order
    std::uint64_t memoryMiB = 0;   ///< 0 = not counted
    SpanMs runnerIdle = 600'000;   ///< the runner leaves after so long without work and engine [ms]
    SpanMs grace = 5'000;          ///< between SIGTERM and SIGKILL [ms]
    std::uint64_t logCap = 1ULL << 30U; ///< of one task's log [bytes]
    bool cgroups = true;                ///< false: hold memory limits by rlimit and samples
};

/// All calls and callbacks on the loop's thread. Destroying it leaves the runner and its tasks
/// alone.
[[nodiscard]] std::unique_ptr<Executor> makeLocalExecutor(core::Loop &loop, LocalOptions options,
                                                          Observer observer);

/// What this host can give its tasks.
struct Holding {
    std::string sandbox;     ///< "" when isolation level `sandbox` works here, else why not
    std::string enforcement; ///< what holds memory limits: "cgroup v2", "cgroup v1", "rlimit"
};
/// Tries it out with orrery-runner (some 50 ms); the answer is kept in HOME/runner until the host
/// restarts or the runner's program changes.
[[nodiscard]] Holding probeHolding(const std::string &home, const std::string &programDir);

} // namespace orrery::executors
