// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that wait, in the order of their turns. Pure.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "resources/slots.h"

namespace orrery::resources {

/// What one attempt holds while it runs. CPU in thousandths of a core, so that sums are exact.
struct Demand {
    std::uint64_t milliCpu = 1000;
    std::uint64_t memoryMiB = 0;
    std::uint32_t gpus = 0;
    auto operator<=>(const Demand &) const = default;
};

/// Where a request stands among the others, and what it takes beside room on a host.
struct Order {
    std::int32_t priority = 0; ///< higher goes first
    RequestId age = 0;         ///< stands as if it had come with this request; 0 = as it comes
    std::vector<SlotUse> uses; ///< each name once
    bool turn = false;         ///< of a run: it takes `uses` and no room
    std::string who;           ///< how others are told who holds `uses`
};

/// By priority, then age, then coming. Who waits for a name lets nobody pass who came later for the
/// same name; those that need none of it pass.
class Line {
public:
    using Place = std::tuple<std::int64_t, RequestId, RequestId>;
    struct Waiting {
        RequestId id = 0;
        Demand demand;
        std::int32_t priority = 0;
        RequestId age = 0;
        bool withdrawn = false;

        /// Smaller goes first.
        [[nodiscard]] Place place() const { return {-std::int64_t{priority}, age, id}; }
    };
    struct Lane { ///< requests that take the same
        std::vector<SlotUse> uses;
        bool turn = false;
        std::deque<Waiting> waiting; ///< by place(); the first one is not withdrawn
        std::size_t withdrawn = 0;
    };

    void add(RequestId id, const Demand &demand, Order order);
    /// @return false: it does not wait here
    bool withdraw(RequestId id);
    /// @return false: it does not wait here
    bool setPriority(RequestId id, std::int32_t priority);
    /// The lane whose first request has its turn; null when nobody's slots are free.
    /// @param full  hosts have no room for who is next: only runs that wait for their turn go on
    [[nodiscard]] Lane *next(const Slots &slots, bool full);
    /// Takes out the first request of a lane. @return Order::who of it
    std::string pop(Lane &lane);

    /// The request as it waits, and its lane; null: it does not. O(log waiting).
    struct Found {
        const Waiting *request = nullptr;
        const Lane *lane = nullptr;
    };
    [[nodiscard]] Found find(RequestId id) const;
    [[nodiscard]] std::string who(RequestId id) const;
    /// How many come before a request that waits. O(lanes * log waiting) unless some were withdrawn
    /// since next().
    [[nodiscard]] std::size_t ahead(const Waiting &request) const;
    /// Requests of tasks whose slots are free: room on a host is all that they wait for.
    [[nodiscard]] std::size_t waitingForRoom(const Slots &slots) const;
    /// Calls visit(lane, waiting) for all, lane by lane in their order.
    template <typename Visit>
    void forEach(const Visit &visit) const
    {
        for (const Lane &lane : m_lanes)
            for (const Waiting &request : lane.waiting)
                if (!request.withdrawn)
                    visit(lane, request);
    }

private:
    struct Seat {
        Lane *lane = nullptr;
        std::int32_t priority = 0;
        RequestId age = 0;
        std::string who;
    };
    Lane &laneOf(const Order &order);
    /// Position of a request in its lane; null: it does not wait.
    [[nodiscard]] std::pair<Lane *, std::size_t> locate(RequestId id) const;
    void dropWithdrawn();
    void trim(Lane &lane);

    mutable std::list<Lane> m_lanes{1};          ///< the first one takes nothing, and stays
    std::unordered_map<RequestId, Seat> m_seats; ///< of those that are not just first come
};

} // namespace orrery::resources
