// SPDX-License-Identifier: GPL-3.0-or-later
// What orrery-runner was told at its start, and the directories that follow from it.
#pragma once

#include <cstdint>
#include <string>

#include "engine/ids.h"

namespace orrery::runner {

struct Options {
    std::string home;                   ///< absolute
    SpanMs idle = 600'000;              ///< leaves after so long without work and engine [ms]
    SpanMs grace = 5'000;               ///< between SIGTERM and SIGKILL [ms]
    std::uint64_t logCap = 1ULL << 30U; ///< of one task's log [bytes]
    std::uint32_t maxSlots = 1024;      ///< tasks that run at once, at most
    bool cgroups = true;                ///< false: hold memory limits by rlimit and samples

    [[nodiscard]] std::string runnerDir() const { return home + "/runner"; }
    [[nodiscard]] std::string slotDir(std::uint32_t slot) const
    {
        return home + "/runner/slots/" + std::to_string(slot);
    }
    [[nodiscard]] std::string logsDir() const { return home + "/logs"; }
    [[nodiscard]] std::string workDir() const { return home + "/work"; }
};

/// What the runner found out about its host once, at its start; slots inherit it.
struct HostFacts {
    std::string bootId;
    std::string user;      ///< login name
    std::string userHome;  ///< home directory of the login; "" = unknown
    std::string memoryDir; ///< private directory on tmpfs for inputs, outputs and scripts
    std::string bwrap;     ///< path of bubblewrap; "" = not installed
};

/// Finds the above, making `memoryDir`. Empty memoryDir: no private directory could be made.
[[nodiscard]] HostFacts findHostFacts(const Options &options);

} // namespace orrery::runner
