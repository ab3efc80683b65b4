// SPDX-License-Identifier: GPL-3.0-or-later
// What this host has and how busy it is: cores, memory, NVIDIA GPUs.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/resource.h"

namespace orrery::platform {

/// Fields asked of `nvidia-smi --query-gpu=... --format=csv,noheader,nounits`.
inline constexpr std::string_view gpuQuery =
    "index,uuid,name,memory.total,memory.used,utilization.gpu,temperature.gpu";

/// Reads what nvidia-smi prints for --query-gpu, with or without header and units. Pure.
/// @param fields  names of the columns when there is no header line
/// @return        one GPU per readable line, in its order; lines that are no data (errors of the
///                driver) are left out. "[N/A]" as utilisation gives -1: unknown, e.g. under MIG.
[[nodiscard]] std::vector<GpuInfo> parseGpus(std::string_view csv,
                                             std::string_view fields = gpuQuery);

/// Readings of this host. One thread; no call blocks except settle().
class HostProbe {
public:
    /// @param root     where /proc and /sys are found; tests give a directory of their own
    /// @param program  the nvidia-smi to ask, looked up in PATH when it has no slash
    /// @param limit    for one answer of it [ms]
    explicit HostProbe(std::string root = "", std::string program = "nvidia-smi",
                       SpanMs limit = 5000);
    ~HostProbe();
    HostProbe(const HostProbe &) = delete;
    HostProbe &operator=(const HostProbe &) = delete;

    /// Cores that this process may use (affinity and cgroup quota, rounded down, at least 1),
    /// memory (the smaller of the machine's and the cgroup's limit), and the GPUs last seen; `now`
    /// is sample(at). `sandbox` and `enforcement` are left empty.
    [[nodiscard]] HostInfo info(WallMs at);
    /// CPU share since the last sample (or since the probe was made), memory in use, and the newest
    /// answer about GPUs. Starts the next question when the last one is answered; one that takes
    /// longer than the limit is killed, and no GPU is listed until the next answer.
    [[nodiscard]] HostSample sample(WallMs at);
    /// Waits until the question about GPUs that is under way is answered, at most `limit` ms.
    void settle(SpanMs limit);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace orrery::platform
