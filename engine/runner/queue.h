// SPDX-License-Identifier: GPL-3.0-or-later
// How much of the host is taken, counted as the engine's allocator counts it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "types/launch.h"

namespace orrery::runner {

class Room {
public:
    struct Demand {
        std::uint64_t milliCpu = 0;
        std::uint64_t memoryMiB = 0;
    };

    [[nodiscard]] static Demand demandOf(const types::LaunchOrder &order)
    {
        const double milli =
            std::isfinite(order.cpuCores) && order.cpuCores > 0 ? order.cpuCores * 1000 : 0;
        return {static_cast<std::uint64_t>(std::llround(std::min(milli, 1e12))), order.memoryMB};
    }

    /// memoryMiB 0 = not counted.
    void setCapacity(std::uint64_t milliCpu, std::uint64_t memoryMiB)
    {
        m_milliCpu = milliCpu;
        m_memoryMiB = memoryMiB;
    }
    /// Something larger than the whole host (its capacity shrank) runs alone rather than never.
    [[nodiscard]] bool fits(const types::LaunchOrder &order) const
    {
        for (const std::uint32_t gpu : order.gpus)
            if (m_gpus.count(gpu) != 0)
                return false;
        if (m_running == 0)
            return true;
        const Demand demand = demandOf(order);
        return m_usedMilliCpu + demand.milliCpu <= m_milliCpu &&
               (m_memoryMiB == 0 || m_usedMiB + demand.memoryMiB <= m_memoryMiB);
    }
    /// May `next` take over what `running` holds? Never with GPUs.
    [[nodiscard]] static bool fitsAfter(const types::LaunchOrder &running,
                                        const types::LaunchOrder &next)
    {
        const Demand has = demandOf(running);
        const Demand wants = demandOf(next);
        return next.gpus.empty() && wants.milliCpu <= has.milliCpu &&
               wants.memoryMiB <= has.memoryMiB;
    }
    void take(const types::LaunchOrder &order)
    {
        const Demand demand = demandOf(order);
        m_usedMilliCpu += demand.milliCpu;
        m_usedMiB += demand.memoryMiB;
        m_gpus.insert(order.gpus.begin(), order.gpus.end());
        ++m_running;
    }
    void give(const types::LaunchOrder &order)
    {
        const Demand demand = demandOf(order);
        m_usedMilliCpu -= demand.milliCpu;
        m_usedMiB -= demand.memoryMiB;
        for (const std::uint32_t gpu : order.gpus)
            m_gpus.erase(gpu);
        --m_running;
    }
    [[nodiscard]] std::uint32_t running() const { return m_running; }

private:
    std::uint64_t m_milliCpu = 1000;
    std::uint64_t m_memoryMiB = 0;
    std::uint64_t m_usedMilliCpu = 0;
    std::uint64_t m_usedMiB = 0;
    std::set<std::uint32_t> m_gpus;
    std::uint32_t m_running = 0;
};

} // namespace orrery::runner
