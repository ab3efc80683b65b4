// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/line.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace orrery::resources {
namespace {

template <typename Requests>
auto lowerBound(Requests &waiting, const Line::Waiting &wanted)
{
    return std::lower_bound(
        waiting.begin(), waiting.end(), wanted,
        [](const Line::Waiting &a, const Line::Waiting &b) { return a.place() < b.place(); });
}

} // namespace

Line::Lane &Line::laneOf(const Order &order)
{
    if (order.uses.empty() && !order.turn)
        return m_lanes.front();
    const auto known = std::find_if(std::next(m_lanes.begin()), m_lanes.end(), [&](const Lane &l) {
        return l.turn == order.turn && l.uses == order.uses;
    });
    return known != m_lanes.end() ? *known : m_lanes.emplace_back(Lane{order.uses, order.turn, {}});
}

void Line::add(RequestId id, const Demand &demand, Order order)
{
    const Waiting request{id, demand, order.priority, order.age == 0 ? id : order.age};
    Lane &lane = laneOf(order);
    if (&lane != &m_lanes.front() || request.priority != 0 || request.age != id)
        m_seats[id] = {&lane, request.priority, request.age, std::move(order.who)};
    if (lane.waiting.empty() || lane.waiting.back().place() < request.place())
        lane.waiting.push_back(request);
    else
        lane.waiting.insert(lowerBound(lane.waiting, request), request);
}

std::pair<Line::Lane *, std::size_t> Line::locate(RequestId id) const
{
    const auto place = m_seats.find(id);
    Waiting wanted{id, {}, 0, id};
    Lane *lane = &m_lanes.front();
    if (place != m_seats.end()) {
        lane = place->second.lane;
        wanted.priority = place->second.priority;
        wanted.age = place->second.age;
    }
    const auto found = lowerBound(lane->waiting, wanted);
    if (found == lane->waiting.end() || found->id != id || found->withdrawn)
        return {nullptr, 0};
    return {lane, static_cast<std::size_t>(found - lane->waiting.begin())};
}

Line::Found Line::find(RequestId id) const
{
    const auto [lane, at] = locate(id);
    return lane == nullptr ? Found{} : Found{&lane->waiting[at], lane};
}

std::string Line::who(RequestId id) const
{
    const auto place = m_seats.find(id);
    return place == m_seats.end() ? std::string() : place->second.who;
}

bool Line::withdraw(RequestId id)
{
    const auto [lane, at] = locate(id);
    if (lane == nullptr)
        return false;
    lane->waiting[at].withdrawn = true;
    ++lane->withdrawn;
    m_seats.erase(id);
    trim(*lane);
    return true;
}

bool Line::setPriority(RequestId id, std::int32_t priority)
{
    const Found found = find(id);
    if (found.request == nullptr)
        return false;
    if (found.request->priority == priority)
        return true;
    const Demand demand = found.request->demand;
    Order order{priority, found.request->age, found.lane->uses, found.lane->turn, who(id)};
    withdraw(id);
    dropWithdrawn();
    add(id, demand, std::move(order));
    return true;
}

void Line::trim(Lane &lane)
{
    while (!lane.waiting.empty() && lane.waiting.front().withdrawn) {
        lane.waiting.pop_front();
        --lane.withdrawn;
    }
}

void Line::dropWithdrawn()
{
    for (auto lane = m_lanes.begin(); lane != m_lanes.end();) {
        if (lane->withdrawn > 0)
            std::erase_if(lane->waiting, [](const Waiting &request) { return request.withdrawn; });
        lane->withdrawn = 0;
        const bool gone = lane != m_lanes.begin() && lane->waiting.empty();
        lane = gone ? m_lanes.erase(lane) : std::next(lane);
    }
}

Line::Lane *Line::next(const Slots &slots, bool full)
{
    dropWithdrawn();
    if (m_lanes.size() == 1)
        return full || m_lanes.front().waiting.empty() ? nullptr : &m_lanes.front();
    std::vector<Lane *> lanes;
    for (Lane &lane : m_lanes) {
        if (!lane.waiting.empty())
            lanes.push_back(&lane);
    }
    std::sort(lanes.begin(), lanes.end(), [](const Lane *a, const Lane *b) {
        return a->waiting.front().place() < b->waiting.front().place();
    });
    std::set<std::string_view> wanted; // by who came before
    for (Lane *lane : lanes) {
        const std::vector<SlotUse> &uses = lane->uses;
        const bool behind = std::any_of(uses.begin(), uses.end(), [&](const SlotUse &use) {
            return wanted.contains(use.name);
        });
        if (!behind && slots.free(uses) && (!full || lane->turn))
            return lane;
        for (const SlotUse &use : uses)
            wanted.insert(use.name);
    }
    return nullptr;
}

std::string Line::pop(Lane &lane)
{
    const auto place = m_seats.extract(lane.waiting.front().id);
    lane.waiting.pop_front();
    trim(lane);
    return place.empty() ? std::string() : std::move(place.mapped().who);
}

std::size_t Line::waitingForRoom(const Slots &slots) const
{
    std::size_t count = 0;
    for (const Lane &lane : m_lanes) {
        if (!lane.turn && slots.free(lane.uses))
            count += lane.waiting.size() - lane.withdrawn;
    }
    return count;
}

std::size_t Line::ahead(const Waiting &request) const
{
    std::size_t count = 0;
    for (const Lane &lane : m_lanes) {
        const auto before = lowerBound(lane.waiting, request);
        count += static_cast<std::size_t>(before - lane.waiting.begin());
        if (lane.withdrawn > 0)
            count -= static_cast<std::size_t>(
                std::count_if(lane.waiting.begin(), before,
                              [](const Waiting &other) { return other.withdrawn; }));
    }
    return count;
}

} // namespace orrery::resources
