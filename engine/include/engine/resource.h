// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts, devices and what is in use of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ids.h"

namespace orrery {

struct GpuInfo {
    std::uint32_t index = 0;
    std::string name;
    std::string uuid;
    std::uint64_t memoryMiB = 0;
    std::uint64_t usedMiB = 0;
    double utilisation = 0; ///< 0..1; -1 = unknown (the driver does not tell under MIG)
    double temperature = 0; ///< [deg C]
};

/// One reading of a host.
struct HostSample {
    WallMs at = 0;
    double cpu = 0; ///< busy share of all cores, 0..1
    std::uint64_t memoryUsedMiB = 0;
    std::vector<GpuInfo> gpus;
};

struct HostInfo {
    HostId id;
    std::string name;
    std::uint32_t cores = 0;
    std::uint64_t memoryMiB = 0;
    std::vector<GpuInfo> gpus;
    std::string sandbox; ///< "" when sandbox works here, else why not
    std::string
        enforcement; ///< strongest means of holding limits here: "cgroup v2", "cgroup v1", "rlimit"
    double cpuReserved = 0; ///< [cores] leased now
    std::uint64_t memoryReservedMiB = 0;
    std::uint32_t gpusReserved = 0;
    HostSample now;
};

/// One reading of a running task.
struct TaskSample {
    RunId run;
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    WallMs at = 0;
    double cpu = 0;              ///< [cores] busy since the last sample
    std::uint64_t memoryKiB = 0; ///< resident set of the whole tree
    std::uint64_t readBytes = 0; ///< since its start
    std::uint64_t writeBytes = 0;
    std::uint32_t processes = 0;
};

} // namespace orrery
