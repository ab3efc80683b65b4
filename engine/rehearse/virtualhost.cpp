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
    m_orders[task] = {demand, priority, age, {}};
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

/// Does an order that stands ready go before all that are queued?
bool VirtualHost::isNext(TaskIndex offered) const
{
    return m_queue.empty() ||
           m_orders.at(m_queue.front()).priority <= m_orders.at(offered).priority;
}

/// May it take over what a running task holds?
bool VirtualHost::follows(TaskIndex task, TaskIndex running) const
{
    const resources::Demand &has = m_orders.at(running).demand;
    const resources::Demand &wants = m_orders.at(task).demand;
    return wants.gpus == 0 && wants.milliCpu <= has.milliCpu && wants.memoryMiB <= has.memoryMiB;
}

void VirtualHost::takeBackOldest()
{
    enqueue(std::exchange(m_seats[m_offers.front()].offered, none), true);
    m_offers.pop_front();
}

/// The order whose turn it is to run now; none also when it needs more room, for nothing may
/// overtake it.
TaskIndex VirtualHost::nextToRun()
{
    if (!m_offers.empty() && isNext(m_seats[m_offers.front()].offered)) {
        if (!fits(m_seats[m_offers.front()].offered))
            return none;
        takeBackOldest();
    }
    return m_queue.empty() || !fits(m_queue.front()) ? none : m_queue.front();
}

/// The order that may stand ready behind the task of this seat: one that has stood long behind
/// another one, else the first of the queue; none where one before it could not follow.
TaskIndex VirtualHost::nextToOffer(const Seat &seat, SpanMs now)
{
    if (!std::all_of(m_offers.begin(), m_offers.end(), [&](std::uint32_t number) {
            const TaskIndex offered = m_seats[number].offered;
            return !isNext(offered) || follows(offered, seat.running);
        }))
        return none;
    if (!m_offers.empty()) {
        const TaskIndex oldest = m_seats[m_offers.front()].offered;
        if (isNext(oldest) && now - *m_orders.at(oldest).offeredAt > oldOffer)
            takeBackOldest();
    }
    return m_queue.empty() || !follows(m_queue.front(), seat.running) ? none : m_queue.front();
}

void VirtualHost::offer(std::uint32_t number, SpanMs now)
{
    Seat &seat = m_seats[number];
    if (seat.running == none || seat.offered != none)
        return;
    const TaskIndex task = nextToOffer(seat, now);
    if (task == none)
        return;
    m_queue.pop_front();
    seat.offered = task;
    Order &order = m_orders.at(task);
    // One that was had back comes before its like that stand ready.
    m_offers.insert(std::find_if(m_offers.begin(), m_offers.end(),
                                 [&](std::uint32_t other) {
                                     const std::int32_t priority =
                                         m_orders.at(m_seats[other].offered).priority;
                                     return order.offeredAt ? priority <= order.priority
                                                            : priority < order.priority;
                                 }),
                    number);
    order.offeredAt = now;
}

std::vector<TaskIndex> VirtualHost::start(SpanMs now)
{
    if (!std::exchange(m_news, false))
        return {};
    for (TaskIndex task = nextToRun(); task != none; task = nextToRun()) {
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
