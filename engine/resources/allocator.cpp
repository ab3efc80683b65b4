// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/allocator.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace orrery::resources {
namespace {

/// "2", "0.5", "1.25"
std::string coresText(std::uint64_t milliCpu)
{
    std::string text = std::to_string(milliCpu / 1000);
    if (const std::uint64_t rest = milliCpu % 1000) {
        std::string digits = std::to_string(rest + 1000).substr(1);
        digits.erase(digits.find_last_not_of('0') + 1);
        text.append(".").append(digits);
    }
    return text;
}
std::string cpuText(std::uint64_t milliCpu)
{
    return coresText(milliCpu) + (milliCpu == 1000 ? " core" : " cores");
}
std::string memoryText(std::uint64_t memoryMiB)
{
    return std::to_string(memoryMiB) + " MiB of memory";
}
std::string gpuText(std::uint32_t gpus)
{
    return gpus == 0 ? "no GPU" : std::to_string(gpus) + (gpus == 1 ? " GPU" : " GPUs");
}

/// "1 request", "2 requests"
std::string countText(std::size_t count, const char *noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// "1 of 4 is free", "none of 4 is free"
std::string freeText(const std::string &free, const std::string &all)
{
    if (free == "0")
        return "none of " + all + " is free";
    return free + " of " + all + (free == "1" ? " is free" : " are free");
}

/// "8 cores, 4096 MiB of memory and 2 GPUs"
std::string joined(const std::vector<std::string> &parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            text.append(i + 1 == parts.size() ? " and " : ", ");
        text.append(parts[i]);
    }
    return text;
}

/// Only what is asked for: a demand without GPUs does not mention them.
std::string demandText(const Demand &demand)
{
    std::vector<std::string> parts{cpuText(demand.milliCpu)};
    if (demand.memoryMiB > 0)
        parts.push_back(memoryText(demand.memoryMiB));
    if (demand.gpus > 0)
        parts.push_back(gpuText(demand.gpus));
    return joined(parts);
}

template <typename Number>
Number missing(Number all, Number taken)
{
    return all > taken ? all - taken : 0;
}

Demand clamped(const Demand &demand, const Capacity &capacity)
{
    return {std::min(demand.milliCpu, capacity.milliCpu),
            std::min(demand.memoryMiB, capacity.memoryMiB), std::min(demand.gpus, capacity.gpus)};
}

} // namespace

// ---- one host -----------------------------------------------------------------------------------

bool Allocator::Host::canHold(const Demand &demand) const
{
    return clamped(demand, capacity) == demand;
}

bool Allocator::Host::hasRoom(const Demand &demand) const
{
    return running.milliCpu + demand.milliCpu <= capacity.milliCpu &&
           running.memoryMiB + demand.memoryMiB <= capacity.memoryMiB &&
           running.gpus + demand.gpus <= capacity.gpus;
}

/// What is not free now: "2 GPUs, 1 of 4 is free"; "" when there is room.
std::string Allocator::Host::shortage(const Demand &demand) const
{
    std::vector<std::string> parts;
    if (running.milliCpu + demand.milliCpu > capacity.milliCpu)
        parts.push_back(cpuText(demand.milliCpu) + ", " +
                        freeText(coresText(missing(capacity.milliCpu, running.milliCpu)),
                                 coresText(capacity.milliCpu)));
    if (running.memoryMiB + demand.memoryMiB > capacity.memoryMiB)
        parts.push_back(memoryText(demand.memoryMiB) + ", " +
                        freeText(std::to_string(missing(capacity.memoryMiB, running.memoryMiB)),
                                 std::to_string(capacity.memoryMiB)));
    if (running.gpus + demand.gpus > capacity.gpus)
        parts.push_back(gpuText(demand.gpus) + ", " +
                        freeText(std::to_string(missing(capacity.gpus, running.gpus)),
                                 std::to_string(capacity.gpus)));
    return joined(parts);
}

void Allocator::occupy(Host &host, const Lease &lease)
{
    host.running.milliCpu += lease.demand.milliCpu;
    host.running.memoryMiB += lease.demand.memoryMiB;
    host.running.gpus += lease.demand.gpus;
    for (const std::uint32_t gpu : lease.gpus)
        host.gpuTaken[gpu] = true;
}

void Allocator::vacate(Host &host, const Lease &lease)
{
    host.running.milliCpu -= lease.demand.milliCpu;
    host.running.memoryMiB -= lease.demand.memoryMiB;
    host.running.gpus -= lease.demand.gpus;
    for (const std::uint32_t gpu : lease.gpus)
        host.gpuTaken[gpu] = false;
}

/// Launches that stand ready get room in order as it comes; the host may start one of them before
/// an earlier one that needs more.
void Allocator::promote(Host &host)
{
    while (!host.backlog.empty()) {
        Lease &first = m_leases.at(host.backlog.front());
        if (!host.hasRoom(first.demand))
            return;
        first.inBacklog = false;
        occupy(host, first);
        host.backlog.pop_front();
    }
}

// ---- all of them --------------------------------------------------------------------------------

void Allocator::addHost(HostId host, Capacity capacity)
{
    auto known =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const Host &h) { return h.id == host; });
    if (known == m_hosts.end())
        known = m_hosts.insert(m_hosts.end(), {.id = std::move(host)});
    known->capacity = capacity;
    known->gpuTaken.resize(std::max<std::size_t>(known->gpuTaken.size(), capacity.gpus));
}

Result<> Allocator::admit(const Demand &demand) const
{
    if (std::any_of(m_hosts.begin(), m_hosts.end(),
                    [&](const Host &host) { return host.canHold(demand); }))
        return {};
    if (m_hosts.empty())
        return fail(ErrorCode::NoCapacity, {},
                    "needs " + demandText(demand) + "; there is no host");
    const auto largest =
        std::max_element(m_hosts.begin(), m_hosts.end(), [&](const Host &a, const Host &b) {
            const Demand x = clamped(demand, a.capacity);
            const Demand y = clamped(demand, b.capacity);
            return std::tie(x.gpus, x.milliCpu, x.memoryMiB) <
                   std::tie(y.gpus, y.milliCpu, y.memoryMiB);
        });
    const Capacity &has = largest->capacity;
    return fail(ErrorCode::NoCapacity, {},
                "needs " + demandText(demand) + "; the largest host, " + largest->id.text +
                    ", has " +
                    joined({cpuText(has.milliCpu), memoryText(has.memoryMiB), gpuText(has.gpus)}));
}

Demand Allocator::fit(const Demand &demand) const
{
    Demand best{.milliCpu = 0};
    for (const Host &host : m_hosts) {
        const Demand here = clamped(demand, host.capacity);
        if (std::tie(here.gpus, here.milliCpu, here.memoryMiB) >
            std::tie(best.gpus, best.milliCpu, best.memoryMiB))
            best = here;
    }
    return best;
}

RequestId Allocator::request(const Demand &demand)
{
    m_waiting.push_back({m_next, demand});
    return m_next++;
}

RequestId Allocator::adopt(const Demand &demand, const HostId &host,
                           const std::vector<std::uint32_t> &gpus)
{
    auto found =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const Host &h) { return h.id == host; });
    if (found == m_hosts.end()) { // a host of before: its lease is kept, nothing new goes there
        addHost(host, {.backlog = 0});
        found = m_hosts.end() - 1;
    }
    Lease lease{demand, static_cast<std::size_t>(found - m_hosts.begin()), gpus, false};
    lease.demand.gpus = static_cast<std::uint32_t>(gpus.size());
    for (const std::uint32_t gpu : gpus) {
        if (gpu >= found->gpuTaken.size())
            found->gpuTaken.resize(gpu + 1);
    }
    occupy(*found, lease);
    ++found->leases;
    m_leases.emplace(m_next, std::move(lease));
    return m_next++;
}

bool Allocator::release(RequestId id)
{
    if (const auto lease = m_leases.find(id); lease != m_leases.end()) {
        Host &host = m_hosts[lease->second.host];
        if (lease->second.inBacklog)
            std::erase(host.backlog, id);
        else
            vacate(host, lease->second);
        --host.leases;
        m_leases.erase(lease);
        promote(host);
        return true;
    }
    const auto request = waiting(id);
    if (request == m_waiting.end())
        return false;
    m_waiting[static_cast<std::size_t>(request - m_waiting.begin())].withdrawn = true;
    ++m_withdrawn;
    while (!m_waiting.empty() && m_waiting.front().withdrawn) {
        m_waiting.pop_front();
        --m_withdrawn;
    }
    return true;
}

std::optional<Grant> Allocator::place(const Waiting &request)
{
    const Demand &demand = request.demand;
    const auto now = [&](const Host &host) { return host.backlog.empty() && host.hasRoom(demand); };
    const auto soon = [&](const Host &host) {
        return demand.gpus == 0 && host.backlog.size() < host.capacity.backlog &&
               host.canHold(demand);
    };
    auto host = std::find_if(m_hosts.begin(), m_hosts.end(), now);
    const bool fits = host != m_hosts.end();
    if (!fits)
        host = std::find_if(m_hosts.begin(), m_hosts.end(), soon);
    if (host == m_hosts.end())
        return std::nullopt;

    Lease lease{demand, static_cast<std::size_t>(host - m_hosts.begin()), {}, !fits};
    for (std::uint32_t gpu = 0; lease.gpus.size() < demand.gpus; ++gpu) {
        if (!host->gpuTaken[gpu])
            lease.gpus.push_back(gpu);
    }
    if (fits)
        occupy(*host, lease);
    else
        host->backlog.push_back(request.id);
    ++host->leases;
    Grant grant{request.id, host->id, lease.gpus};
    m_leases.emplace(request.id, std::move(lease));
    return grant;
}

std::vector<Grant> Allocator::schedule()
{
    dropWithdrawn();
    std::vector<Grant> grants;
    while (!m_waiting.empty()) {
        std::optional<Grant> grant = place(m_waiting.front());
        if (!grant)
            break;
        grants.push_back(std::move(*grant));
        m_waiting.pop_front();
    }
    return grants;
}

void Allocator::dropWithdrawn()
{
    if (m_withdrawn == 0)
        return;
    std::erase_if(m_waiting, [](const Waiting &request) { return request.withdrawn; });
    m_withdrawn = 0;
}

std::deque<Allocator::Waiting>::const_iterator Allocator::waiting(RequestId id) const
{
    const auto found = std::lower_bound(
        m_waiting.begin(), m_waiting.end(), id,
        [](const Waiting &request, RequestId wanted) { return request.id < wanted; });
    const bool waits = found != m_waiting.end() && found->id == id && !found->withdrawn;
    return waits ? found : m_waiting.end();
}

std::string Allocator::why(RequestId id) const
{
    const auto request = waiting(id);
    if (request == m_waiting.end())
        return {};
    auto ahead = request - m_waiting.begin();
    if (m_withdrawn > 0)
        ahead -=
            std::count_if(m_waiting.begin(), request, [](const Waiting &r) { return r.withdrawn; });
    const auto host = std::find_if(m_hosts.begin(), m_hosts.end(),
                                   [&](const Host &h) { return h.canHold(request->demand); });
    if (host == m_hosts.end())
        return "needs " + demandText(request->demand) + ", which no host has";

    std::string text = host->shortage(request->demand);
    if (!text.empty())
        text = "needs " + text + " on " + host->id.text;
    else if (!host->backlog.empty())
        text = "starts after " + countText(host->backlog.size(), "task") + " placed before on " +
               host->id.text;
    else
        text = "next to start on " + host->id.text;
    if (ahead > 0)
        text.append("; behind ").append(countText(static_cast<std::size_t>(ahead), "request"));
    return text;
}

bool Allocator::standsReady(RequestId id) const
{
    const auto lease = m_leases.find(id);
    return lease != m_leases.end() && lease->second.inBacklog;
}

std::string Allocator::whyReady(RequestId id) const
{
    if (!standsReady(id))
        return {};
    const Lease &lease = m_leases.at(id);
    const Host &host = m_hosts[lease.host];
    const auto ahead = std::find(host.backlog.begin(), host.backlog.end(), id);
    const auto count = static_cast<std::size_t>(ahead - host.backlog.begin());
    std::string text = host.shortage(lease.demand);
    text = text.empty() ? "stands ready on " + host.id.text
                        : "needs " + text + " on " + host.id.text + "; stands ready there";
    return count == 0 ? text : text + " behind " + countText(count, "task");
}

Usage Allocator::usage(const HostId &host) const
{
    Usage usage;
    usage.waiting = static_cast<std::uint32_t>(m_waiting.size() - m_withdrawn);
    for (const Host &h : m_hosts) {
        if (h.id != host)
            continue;
        usage.capacity = h.capacity;
        usage.milliCpu = h.running.milliCpu;
        usage.memoryMiB = h.running.memoryMiB;
        usage.gpus = h.running.gpus;
        usage.leases = h.leases;
        usage.backlog = static_cast<std::uint32_t>(h.backlog.size());
        for (const RequestId id : h.backlog) {
            usage.milliCpu += m_leases.at(id).demand.milliCpu;
            usage.memoryMiB += m_leases.at(id).demand.memoryMiB;
        }
    }
    return usage;
}

} // namespace orrery::resources
