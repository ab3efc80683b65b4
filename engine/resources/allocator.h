// SPDX-License-Identifier: GPL-3.0-or-later
// Who gets which part of which host, and why the others wait. Pure: no clock, no I/O.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"
#include "engine/result.h"
#include "resources/line.h"
#include "resources/slots.h"

namespace orrery::resources {

struct Capacity {
    std::uint64_t milliCpu = 0;
    std::uint64_t memoryMiB = 0;
    std::uint32_t gpus = 0;
    /// Launches that may stand ready at the host's runner beyond what fits now; the runner starts
    /// them in order as room comes, so a host never idles for a message's way. Never with GPUs.
    std::uint32_t backlog = 32;
};

struct Grant {
    RequestId request = 0;
    HostId host;                     ///< empty for a run's turn
    std::vector<std::uint32_t> gpus; ///< device indices
};

struct Usage {
    Capacity capacity;
    std::uint64_t milliCpu =
        0; ///< leased, launches that stand ready included: may exceed the capacity
    std::uint64_t memoryMiB = 0;
    std::uint32_t gpus = 0;
    std::uint32_t leases = 0;
    std::uint32_t backlog = 0; ///< of the leases: those that stand ready beyond what fits now
    std::uint32_t waiting = 0; ///< requests of tasks that wait for room, of all hosts together
};

/// By priority, and first in, first out within one, over all requests: a large request is never
/// starved by small ones behind it. Who waits for a name (Slots) holds up only those that take it,
/// too. Among hosts the first one added that has room now is taken, else the first whose backlog
/// has. A lease is owned until release().
class Allocator {
public:
    /// A known host gets the new capacity; its leases stay.
    void addHost(HostId host, Capacity capacity);
    /// Can any host ever hold it? @error NoCapacity, naming the demand and the largest host's
    /// figures
    [[nodiscard]] Result<> admit(const Demand &demand) const;
    /// The largest demand not above `demand` that some host can hold: most GPUs, then CPU, then
    /// memory.
    [[nodiscard]] Demand fit(const Demand &demand) const;

    /// @param demand  admitted; one that no host can ever hold would wait, and all behind it
    [[nodiscard]] RequestId request(const Demand &demand, Order order = {});
    /// A run asks for its turn: order.uses and no room.
    [[nodiscard]] RequestId requestTurn(Order order);
    /// The id of a request that never is made: an age for others (Order::age).
    [[nodiscard]] RequestId reserveId() { return m_next++; }
    /// Takes up a lease that stood before a restart, without queueing; may exceed the capacity.
    [[nodiscard]] RequestId adopt(const Demand &demand, const HostId &host,
                                  const std::vector<std::uint32_t> &gpus, const Order &order = {});
    /// Likewise a run's turn.
    [[nodiscard]] RequestId adoptTurn(const Order &order);
    /// A request that waits moves; a lease keeps its place.
    void setPriority(RequestId id, std::int32_t priority) { m_line.setPriority(id, priority); }
    /// Withdraws a waiting request or releases a lease. @return false: the id is unknown, nothing
    /// changed
    bool release(RequestId id);
    /// Grants what can be granted now, in order. O(grants * hosts).
    [[nodiscard]] std::vector<Grant> schedule();
    /// Why a waiting request waits: "needs 2 GPUs, 1 of 4 is free on local; behind 12 requests".
    /// Empty when it does not wait. O(log waiting), unless requests were withdrawn since
    /// schedule().
    [[nodiscard]] std::string why(RequestId id) const;
    /// Is it a lease that stands ready at its host's runner, and waits there for room?
    [[nodiscard]] bool standsReady(RequestId id) const;
    /// Why such a lease waits: "needs 1 core, none of 2 is free on local; stands ready there behind
    /// 3 tasks". Empty when it does not. O(backlog).
    [[nodiscard]] std::string whyReady(RequestId id) const;
    [[nodiscard]] Usage usage(const HostId &host) const;
    [[nodiscard]] Slots &names() { return m_slots; }
    [[nodiscard]] const Slots &names() const { return m_slots; }
    /// Requests that wait for a slot of a name or for what else they need besides, in their order.
    [[nodiscard]] std::vector<RequestId> waitingFor(const std::string &name) const;

private:
    struct Host {
        HostId id;
        Capacity capacity;
        Demand running{.milliCpu = 0}; ///< sum of the leases that fit at once
        std::vector<bool> gpuTaken;
        std::deque<RequestId> backlog; ///< leases that wait at the runner, by Lease::place
        std::uint32_t leases = 0;

        [[nodiscard]] bool canHold(const Demand &demand) const;
        [[nodiscard]] bool hasRoom(const Demand &demand) const;
        [[nodiscard]] std::string shortage(const Demand &demand) const;
    };
    struct Lease {
        Demand demand;
        std::size_t host = 0;
        std::vector<std::uint32_t> gpus;
        bool inBacklog = false;
        Line::Place place; ///< that it had when it waited
        std::vector<SlotUse> uses;
    };
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1); ///< host of a turn

    [[nodiscard]] std::optional<Grant> place(const Line::Waiting &request);
    void own(RequestId id, Lease lease, const std::string &who);
    void occupy(Host &host, const Lease &lease);
    void vacate(Host &host, const Lease &lease);
    void promote(Host &host);

    std::vector<Host> m_hosts;
    Line m_line;
    Slots m_slots;
    std::unordered_map<RequestId, Lease> m_leases;
    RequestId m_next = 1;
};

} // namespace orrery::resources
