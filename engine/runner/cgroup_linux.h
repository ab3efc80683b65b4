// SPDX-License-Identifier: GPL-3.0-or-later
// Memory limits by control groups, version 2 where a part of it is delegated to this user, else
// version 1. One group per slot, made when the first capped task comes and used again; the slot
// itself lives in it, so its tasks are born inside and starting one costs nothing.
#pragma once

#include <cstdint>
#include <string>

#include "runner/options.h"

namespace orrery::runner {

class Cgroups {
public:
    /// Finds a group under which this process may make limited groups, and makes ours there.
    [[nodiscard]] static Cgroups find(const Options &options);
    /// Removes our groups; those that still hold processes stay.
    void remove() const;

    [[nodiscard]] bool usable() const { return m_version != 0; }
    /// "cgroup v2", "cgroup v1" or "rlimit": what holds a memory limit here.
    [[nodiscard]] std::string enforcement() const;

    /// Moves the calling process into the group of `slot`, made when missing.
    [[nodiscard]] bool enter(std::uint32_t slot) const;
    /// Sets the limit of `slot`; 0 = none.
    [[nodiscard]] bool limit(std::uint32_t slot, std::uint64_t memoryMiB) const;
    /// Processes that the kernel killed in `slot` for lack of memory, since the group was made.
    [[nodiscard]] std::uint64_t oomKills(std::uint32_t slot) const;

private:
    [[nodiscard]] bool tryVersion1(const std::string &name);
    [[nodiscard]] bool tryVersion2(const std::string &name);
    [[nodiscard]] std::string group(std::uint32_t slot) const
    {
        return m_base + "/slot" + std::to_string(slot);
    }

    int m_version = 0;  ///< 0 = none usable
    std::string m_base; ///< our group; each slot's group lies in it
};

} // namespace orrery::runner
