// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/demand.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace orrery::resources {
namespace {

/// A task that asks for no CPU still takes a place: the least that is accounted.
constexpr std::uint64_t leastMilliCpu = 10;

std::string figures(const Resources &wanted)
{
    std::string text = fmt::format("{:g} cores", wanted.cpuCores);
    if (wanted.memoryMB > 0)
        text += fmt::format(", {} MiB", wanted.memoryMB);
    if (wanted.gpuUnits > 0)
        text += fmt::format(", {} GPU{}", wanted.gpuUnits, wanted.gpuUnits == 1 ? "" : "s");
    return text;
}

} // namespace

Demand demandOf(const Resources &wanted)
{
    const auto milli =
        static_cast<std::uint64_t>(std::llround(std::max(0.0, wanted.cpuCores) * 1000));
    return {std::max(milli, leastMilliCpu), wanted.memoryMB, wanted.gpuUnits};
}

Capacity capacityOf(const HostInfo &host)
{
    Capacity capacity;
    capacity.milliCpu = host.cores * 1000ULL;
    capacity.memoryMiB = host.memoryMiB;
    capacity.gpus = static_cast<std::uint32_t>(host.gpus.size());
    return capacity;
}

Admission admit(const Allocator &allocator, const DagSpec &dag, bool fit)
{
    Admission admission;
    bool scaled = false;
    admission.fitted.reserve(dag.nodes.size());
    for (const NodeSpec &node : dag.nodes) {
        admission.fitted.push_back(node.resources);
        const Demand demand = demandOf(node.resources);
        const Result<> admitted = allocator.admit(demand);
        if (admitted)
            continue;
        if (!fit) {
            admission.refused.push_back(node.id + ": " + admitted.error().what);
            continue;
        }
        const Demand less = allocator.fit(demand);
        Resources &fitted = admission.fitted.back();
        fitted.cpuCores = static_cast<double>(less.milliCpu) / 1000;
        fitted.memoryMB = less.memoryMiB;
        fitted.gpuUnits = less.gpus;
        admission.notes.push_back(fmt::format("{}: scaled from {} to {} to fit this host", node.id,
                                              figures(node.resources), figures(fitted)));
        scaled = true;
    }
    if (!scaled)
        admission.fitted.clear();
    return admission;
}

} // namespace orrery::resources
