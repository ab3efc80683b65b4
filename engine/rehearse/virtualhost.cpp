// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/virtualhost.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace orrery::rehearse {
namespace {

constexpr SpanMs oldOffer = 20; ///< an order that stands ready for longer may stand elsewhere

} // namespace

bool VirtualHost::fits(TaskIndex task) const
{
    const resources::Demand &demand = m_orders.at(task).demand;
    return m_seatOf.empty() || (m_used.milliCpu + demand.milliCpu <= m_capacity.milliCpu &&
                                (m_capacity.memoryMiB == 0 ||
                                 m_used.memoryMiB + demand.memoryMiB <= m_capacity.memoryMiB));
}

bool VirtualHost::before(TaskIndex a, TaskIndex b) const
{
    const Order &x = m_orders.at(a);
    const Order &y = m_orders.at(b);
    return std::tie(y.priority, x.age) < std::tie(x.priority, y.age);
}

void VirtualHost::send(TaskIndex task, const resources::Demand &demand, std::int32_t priority,
                       std::uint64_t age)
{
    m_orders[task] = {demand, priority, age};
    enqueue(task, false);
    m_news = true;
}

/// Behind those of its priority, or first among them. What stands ready and comes after a new order
/// is taken back.
void VirtualHost::enqueue(TaskIndex task, bool first)
{
    const auto order = [this](TaskIndex a, TaskIndex b) { return before(a, b); };
    m_queue.insert(first ? std::lower_bound(m_queue.begin(), m_queue.end(), task, order)
                         : std::upper_bound(m_queue.begin(), m_queue.end(), task, order),
                   task);
    const std::deque<std::uint32_t> offers = first ? std::deque<std::uint32_t>() : m_offers;
    for (auto number = offers.rbegin(); number != offers.rend(); ++number) {
        if (!before(task, m_seats[*number].offered))
            continue;
        std::erase(m_offers, *number);
        enqueue(std::exchange(m_seats[*number].offered, none), true);
    }
}

void VirtualHost::sit(TaskIndex task, std::uint32_t seat)
{
    const resources::Demand &demand = m_orders.at(task).demand;
    m_used.milliCpu += demand.milliCpu;
    m_used.memoryMiB += demand.memoryMiB;
    m_seats[seat].running = task;
    m_seatOf[task] = seat;
    m_free.erase(seat);
    m_started.push_back(task);
}

void VirtualHost::leave(TaskIndex task)
{
    m_news = true;
    const auto seated = m_seatOf.find(task);
    if (seated == m_seatOf.end()) {
        std::erase(m_queue, task);
        std::erase_if(m_offers, [&](std::uint32_t number) {
            const bool its = m_seats[number].offered == task;
            m_seats[number].offered = its ? none : m_seats[number].offered;
            return its;
        });
        m_orders.erase(task);
        return;
    }
    const std::uint32_t number = seated->second;
    const resources::Demand &demand = m_orders.at(task).demand;
    m_used.milliCpu -= demand.milliCpu;
    m_used.memoryMiB -= demand.memoryMiB;
    m_seatOf.erase(seated);
    m_orders.erase(task);
    m_seats[number].running = none;
    m_free.insert(number);
    if (const TaskIndex following = std::exchange(m_seats[number].offered, none);
        following != none) {
        std::erase(m_offers, number);
        sit(following, number);
    }
}

/// The oldest order that stands ready goes before the queue: for a start when there is room for it,
/// for another place when it has stood for long.
TaskIndex VirtualHost::next(bool alsoYoung, SpanMs now)
{
    if (!m_offers.empty()) {
        Seat &seat = m_seats[m_offers.front()];
        const bool first = m_queue.empty() || !before(m_queue.front(), seat.offered);
        if (!first)
            return m_queue.front();
        if (alsoYoung ? fits(seat.offered) : now - seat.offeredAt > oldOffer) {
            enqueue(std::exchange(seat.offered, none), true);
            m_offers.pop_front();
        }
    }
    return m_queue.empty() ? none : m_queue.front();
}

void VirtualHost::offer(std::uint32_t number, SpanMs now)
{
    Seat &seat = m_seats[number];
    if (seat.running == none || seat.offered != none)
        return;
    const TaskIndex task = next(false, now);
    if (task == none)
        return;
    const resources::Demand &has = m_orders.at(seat.running).demand;
    const resources::Demand &wants = m_orders.at(task).demand;
    if (wants.gpus > 0 || wants.milliCpu > has.milliCpu || wants.memoryMiB > has.memoryMiB)
        return;
    m_queue.pop_front();
    seat.offered = task;
    seat.offeredAt = now;
    m_offers.push_back(number);
}

std::vector<TaskIndex> VirtualHost::start(SpanMs now)
{
    if (!std::exchange(m_news, false))
        return {};
    for (TaskIndex task = next(true, now); task != none && fits(task); task = next(true, now)) {
        m_queue.pop_front();
        if (m_free.empty()) {
            m_free.insert(static_cast<std::uint32_t>(m_seats.size()));
            m_seats.emplace_back();
        }
        sit(task, *m_free.begin());
    }
    if (!m_queue.empty() && m_offers.size() < m_seatOf.size())
        for (std::uint32_t number = 0; number < m_seats.size(); ++number)
            offer(number, now);
    return std::exchange(m_started, {});
}

} // namespace orrery::rehearse
