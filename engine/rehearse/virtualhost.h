// SPDX-License-Identifier: GPL-3.0-or-later
// The runner of a host in virtual time: in which order it starts what it was sent. It follows the
// real one (runner/dispatch_linux.cpp) rule by rule; tests/bench/tst_two_clocks compares both.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"
#include "resources/allocator.h"

namespace orrery::rehearse {

/// Orders start by priority and first in, first out as room comes. While all room is taken, the
/// first orders of the queue stand ready behind running tasks that hold at least what they need.
/// Such an order starts when its task ends, or before when there is room; none that comes after it
/// passes it by being smaller.
class VirtualHost {
public:
    explicit VirtualHost(const resources::Capacity &capacity) : m_capacity(capacity) {}

    /// An order arrives; it starts with a coming start().
    void send(TaskIndex task, const resources::Demand &demand, std::int32_t priority = 0,
              std::uint64_t age = 0);
    /// A task has ended, or is not wanted any more.
    void leave(TaskIndex task);
    /// Lets start what can. @return those that start at `now`, in order
    [[nodiscard]] std::vector<TaskIndex> start(SpanMs now);

private:
    struct Seat {
        TaskIndex running = none;
        TaskIndex offered = none; ///< stands ready behind it
    };
    struct Order {
        resources::Demand demand;
        std::int32_t priority = 0;
        std::uint64_t age = 0;
        std::optional<SpanMs> offeredAt; ///< when it last came to stand ready, none = never
    };
    [[nodiscard]] bool fits(TaskIndex task) const;
    [[nodiscard]] bool before(TaskIndex a, TaskIndex b) const;
    [[nodiscard]] bool isNext(TaskIndex offered) const;
    [[nodiscard]] bool follows(TaskIndex task, TaskIndex running) const;
    void enqueue(TaskIndex task, bool first);
    void takeBackOldest();
    [[nodiscard]] TaskIndex nextToRun();
    [[nodiscard]] TaskIndex nextToOffer(const Seat &seat, SpanMs now);
    void offer(std::uint32_t seat, SpanMs now);
    void sit(TaskIndex task, std::uint32_t seat);

    resources::Capacity m_capacity;
    resources::Demand m_used{.milliCpu = 0};
    std::unordered_map<TaskIndex, Order> m_orders;         ///< of all that are here
    std::unordered_map<TaskIndex, std::uint32_t> m_seatOf; ///< of those that run
    std::deque<TaskIndex> m_queue;                         ///< by priority, then in order
    std::vector<Seat> m_seats;
    std::set<std::uint32_t> m_free;     ///< seats where nothing runs
    std::deque<std::uint32_t> m_offers; ///< seats with an offer, in the order of the queue
    bool m_news = false;                ///< something came or went since start()
    std::vector<TaskIndex> m_started;   ///< behind a task that ended, since start()
};

} // namespace orrery::rehearse
