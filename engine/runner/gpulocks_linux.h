// SPDX-License-Identifier: GPL-3.0-or-later
// A lock file per GPU, shared by all users and homes of a host: two engines never use one device at
// once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/files.h"

namespace orrery::runner {

class GpuLocks {
public:
    /// @param prefix  locks are the files PREFIX<index>.lock; readable by every user
    explicit GpuLocks(std::string prefix = "/tmp/orrery-gpu-") : m_prefix(std::move(prefix)) {}

    /// All of them or none. A lock ends with give() or with this process.
    [[nodiscard]] bool take(const std::vector<std::uint32_t> &gpus);
    void give(const std::vector<std::uint32_t> &gpus);

private:
    [[nodiscard]] platform::Fd lock(std::uint32_t gpu) const;

    std::string m_prefix;
    std::map<std::uint32_t, platform::Fd> m_held;
};

} // namespace orrery::runner
