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

RequestId Allocator::request(const Demand &demand, Order order)
{
    m_line.add(m_next, demand, std::move(order));
    return m_next++;
}

RequestId Allocator::requestTurn(Order order)
{
    order.turn = true;
    return request({.milliCpu = 0}, std::move(order));
}

RequestId Allocator::adopt(const Demand &demand, const HostId &host,
                           const std::vector<std::uint32_t> &gpus, const Order &order)
{
    auto found =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const Host &h) { return h.id == host; });
    if (found == m_hosts.end()) { // a host of before: its lease is kept, nothing new goes there
        addHost(host, {.backlog = 0});
        found = m_hosts.end() - 1;
    }
    Lease lease{demand, static_cast<std::size_t>(found - m_hosts.begin()), gpus};
    lease.uses = order.uses;
    lease.demand.gpus = static_cast<std::uint32_t>(gpus.size());
    for (const std::uint32_t gpu : gpus) {
        if (gpu >= found->gpuTaken.size())
            found->gpuTaken.resize(gpu + 1);
    }
    occupy(*found, lease);
    ++found->leases;
    own(m_next, std::move(lease), order.who);
    return m_next++;
}

RequestId Allocator::adoptTurn(const Order &order)
{
    Lease lease{.host = nowhere};
    lease.uses = order.uses;
    own(m_next, std::move(lease), order.who);
    return m_next++;
}

void Allocator::own(RequestId id, Lease lease, const std::string &who)
{
    m_slots.take(lease.uses, id, who);
    m_leases.emplace(id, std::move(lease));
}

bool Allocator::release(RequestId id)
{
    const auto lease = m_leases.find(id);
    if (lease == m_leases.end())
        return m_line.withdraw(id);
    const auto ended = m_leases.extract(lease);
    const Lease &had = ended.mapped();
    m_slots.give(had.uses, id);
    if (had.host == nowhere)
        return true;
    Host &host = m_hosts[had.host];
    if (had.inBacklog)
        std::erase(host.backlog, id);
    else
        vacate(host, had);
    --host.leases;
    promote(host);
    return true;
}

/// Launches that stand ready count as far as they go before the request. One that stands elsewhere
/// than it came does not stand ready: who comes with the end of another may go before it.
std::optional<Grant> Allocator::place(const Line::Waiting &request)
{
    const Demand &demand = request.demand;
    const auto goesAfter = [&](RequestId ready) {
        return request.place() < m_leases.at(ready).place;
    };
    const auto behind = [&](const Host &host) {
        return host.backlog.empty() || !goesAfter(host.backlog.back())
                   ? host.backlog.end()
                   : std::find_if(host.backlog.begin(), host.backlog.end(), goesAfter);
    };
    const auto now = [&](const Host &host) {
        return behind(host) == host.backlog.begin() && host.hasRoom(demand);
    };
    const auto soon = [&](const Host &host) {
        return demand.gpus == 0 && request.age == request.id && host.canHold(demand) &&
               static_cast<std::size_t>(behind(host) - host.backlog.begin()) <
                   host.capacity.backlog;
    };
    auto host = std::find_if(m_hosts.begin(), m_hosts.end(), now);
    const bool fits = host != m_hosts.end();
    if (!fits)
        host = std::find_if(m_hosts.begin(), m_hosts.end(), soon);
    if (host == m_hosts.end())
        return std::nullopt;

    Lease lease{demand, static_cast<std::size_t>(host - m_hosts.begin()), {}, !fits};
    lease.place = request.place();
    for (std::uint32_t gpu = 0; lease.gpus.size() < demand.gpus; ++gpu) {
        if (!host->gpuTaken[gpu])
            lease.gpus.push_back(gpu);
    }
    if (fits)
        occupy(*host, lease);
    else
        host->backlog.insert(behind(*host), request.id);
    ++host->leases;
    Grant grant{request.id, host->id, lease.gpus};
    m_leases.emplace(request.id, std::move(lease));
    return grant;
}

std::vector<Grant> Allocator::schedule()
{
    std::vector<Grant> grants;
    bool full = false;
    while (Line::Lane *lane = m_line.next(m_slots, full)) {
        const Line::Waiting &request = lane->waiting.front();
        std::optional<Grant> grant;
        if (lane->turn) {
            m_leases.emplace(request.id, Lease{.host = nowhere});
            grant = Grant{request.id, {}, {}};
        } else {
            grant = place(request);
        }
        if (!grant) {
            full = true;
            continue;
        }
        Lease &lease = m_leases.at(request.id);
        lease.uses = lane->uses;
        m_slots.take(lease.uses, request.id, m_line.who(request.id));
        m_line.pop(*lane);
        grants.push_back(std::move(*grant));
    }
    return grants;
}

std::string Allocator::why(RequestId id) const
{
    const auto [request, lane] = m_line.find(id);
    if (request == nullptr)
        return {};
    if (std::string slots = m_slots.why(lane->uses); !slots.empty())
        return slots;
    const std::size_t ahead = m_line.ahead(*request);
    const std::string behind =
        ahead == 0 ? std::string() : "; behind " + countText(ahead, "request");
    if (lane->turn)
        return (ahead == 0 ? "its turn is next" : "waits for its turn") + behind;
    const auto host =
        std::find_if(m_hosts.begin(), m_hosts.end(),
                     [&request = request](const Host &h) { return h.canHold(request->demand); });
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
    return text + behind;
}

std::vector<RequestId> Allocator::waitingFor(const std::string &name) const
{
    std::vector<Line::Waiting> found;
    m_line.forEach([&](const Line::Lane &lane, const Line::Waiting &request) {
        if (std::any_of(lane.uses.begin(), lane.uses.end(),
                        [&](const SlotUse &use) { return use.name == name; }))
            found.push_back(request);
    });
    std::sort(found.begin(), found.end(),
              [](const auto &a, const auto &b) { return a.place() < b.place(); });
    std::vector<RequestId> ids;
    for (const Line::Waiting &request : found)
        ids.push_back(request.id);
    return ids;
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
    usage.waiting = static_cast<std::uint32_t>(m_line.waitingForRoom(m_slots));
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
