// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/usage.h"

#include <algorithm>

#include "resources/demand.h"

namespace orrery::rehearse {
namespace {

constexpr std::size_t mostSlices = 120;
constexpr double hour = 3600.0 * 1000; ///< [ms]

double share(double used, double has, SpanMs makespan)
{
    const double all = has * static_cast<double>(makespan);
    return all > 0 ? used / all : 0;
}

/// Adds what is held from `from` to `to` to the slices it touches, each by the part it covers.
class Slices {
public:
    Slices(SpanMs makespan, std::vector<UseSlice> &slices) : m_slices(slices)
    {
        const auto count = static_cast<std::size_t>(std::clamp<SpanMs>(makespan, 0, mostSlices));
        m_slices.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            m_slices[i].from = edge(makespan, i, count);
            m_slices[i].to = edge(makespan, i + 1, count);
        }
    }
    void add(SpanMs from, SpanMs to, const resources::Demand &held)
    {
        auto slice = std::upper_bound(m_slices.begin(), m_slices.end(), from,
                                      [](SpanMs at, const UseSlice &s) { return at < s.to; });
        for (; slice != m_slices.end() && slice->from < to; ++slice) {
            const SpanMs covered = std::min(to, slice->to) - std::max(from, slice->from);
            const double part =
                static_cast<double>(covered) / static_cast<double>(slice->to - slice->from);
            slice->cores += part * static_cast<double>(held.milliCpu) / 1000;
            slice->memoryMiB += part * static_cast<double>(held.memoryMiB);
            slice->gpus += part * held.gpus;
        }
    }

private:
    static SpanMs edge(SpanMs makespan, std::size_t index, std::size_t count)
    {
        return makespan * static_cast<SpanMs>(index) / static_cast<SpanMs>(count);
    }
    std::vector<UseSlice> &m_slices;
};

std::uint32_t mostAtOnce(const std::vector<Simulation::Hold> &holds)
{
    std::vector<std::pair<SpanMs, int>> changes; // ends sort before starts at the same time
    for (const Simulation::Hold &hold : holds) {
        if (hold.to == hold.from)
            continue;
        changes.emplace_back(hold.from, 1);
        changes.emplace_back(hold.to, -1);
    }
    std::sort(changes.begin(), changes.end());
    int now = 0;
    int most = 0;
    for (const auto &[at, change] : changes)
        most = std::max(most, now += change);
    return static_cast<std::uint32_t>(most);
}

} // namespace

void sumUp(const Simulation &simulation, const RehearsalRequest &request, Rehearsal &rehearsal)
{
    const SpanMs makespan = rehearsal.makespan;
    for (const HostInfo &info : request.hosts)
        rehearsal.hosts.push_back({info.id, static_cast<double>(info.cores), info.memoryMiB,
                                   static_cast<std::uint32_t>(info.gpus.size())});
    Slices slices(makespan, rehearsal.use);
    for (const Simulation::Hold &hold : simulation.holds()) {
        const resources::Demand held =
            resources::demandOf(simulation.machine().resources(hold.task));
        slices.add(hold.from, hold.to, held);
        HostUse &host = rehearsal.hosts[hold.host];
        const auto span = static_cast<double>(hold.to - hold.from);
        ++host.attempts;
        host.cpu += span * static_cast<double>(held.milliCpu) / 1000;
        host.memory += span * static_cast<double>(held.memoryMiB);
        host.gpu += span * held.gpus;
    }
    HostUse all;
    for (HostUse &host : rehearsal.hosts) {
        all.cores += host.cores;
        all.memoryMiB += host.memoryMiB;
        all.gpus += host.gpus;
        all.cpu += host.cpu;
        all.memory += host.memory;
        all.gpu += host.gpu;
        if (host.attempts > 0)
            rehearsal.hostHours += static_cast<double>(makespan) / hour;
        host.cpu = share(host.cpu, host.cores, makespan);
        host.memory = share(host.memory, static_cast<double>(host.memoryMiB), makespan);
        host.gpu = share(host.gpu, host.gpus, makespan);
    }
    rehearsal.cpu = share(all.cpu, all.cores, makespan);
    rehearsal.memory = share(all.memory, static_cast<double>(all.memoryMiB), makespan);
    rehearsal.gpu = share(all.gpu, all.gpus, makespan);
    rehearsal.mostAtOnce = mostAtOnce(simulation.holds());
    rehearsal.coreHours = all.cpu / hour;
    rehearsal.gpuHours = all.gpu / hour;
    rehearsal.cost = request.prices.hostHour * rehearsal.hostHours +
                     request.prices.coreHour * rehearsal.coreHours +
                     request.prices.gpuHour * rehearsal.gpuHours;
}

} // namespace orrery::rehearse
