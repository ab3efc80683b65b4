// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/planner.h"

#include <algorithm>
#include <array>
#include <limits>

namespace orrery::schedule {
namespace {

constexpr SpanMs hour = 3'600'000;
/// How far back to look for due slots: a long way only when the near past has too few.
constexpr std::array<SpanMs, 5> lookBack{2 * hour, 48 * hour, 62 * 24 * hour, 3 * 366 * 24 * hour,
                                         std::numeric_limits<SpanMs>::max()};

/// The first of the due slots that the policy keeps.
std::size_t firstKept(const Watched &schedule, const std::vector<SlotTime> &due, WallMs now)
{
    const auto onTime = [&](std::size_t i) {
        return due[i].at <= schedule.noticed || (i + 1 == due.size() && now - due[i].at <= grace);
    };
    std::size_t afterMissed = due.size();
    while (afterMissed > 0 && onTime(afterMissed - 1))
        --afterMissed;
    switch (schedule.missed) {
    case MissedRuns::All:
        return due.size() - std::min<std::size_t>(due.size(), schedule.missedLimit);
    case MissedRuns::Latest:
        return afterMissed > 0 ? due.size() - 1 : 0;
    case MissedRuns::Skip:
        return afterMissed;
    }
    return 0;
}

} // namespace

DueSlots dueSlots(const Timetable &table, WallMs after, WallMs upTo, std::uint32_t most)
{
    DueSlots due;
    for (const SpanMs back : lookBack) {
        due = {};
        const WallMs from = back < upTo - after ? upTo - back : after;
        for (auto slot = table.next(from); slot && slot->at <= upTo; slot = table.next(slot->at))
            due.newest.push_back(*slot);
        due.more = from > after && table.next(after).value_or(SlotTime{upTo, 0}).at <= from;
        if (due.newest.size() > most || !due.more)
            break;
    }
    if (due.newest.size() > most) {
        due.older = static_cast<std::uint32_t>(due.newest.size() - most);
        due.lastOlder = due.newest[due.older - 1];
        due.newest.erase(due.newest.begin(), due.newest.begin() + std::ptrdiff_t(due.older));
    }
    return due;
}

Plan plan(const Watched &schedule, WallMs now)
{
    Plan plan;
    const bool all = schedule.missed == MissedRuns::All;
    const DueSlots due =
        dueSlots(*schedule.table, schedule.settled, now, all ? schedule.missedLimit : mostWaiting);
    const std::vector<SlotTime> &slots = due.newest;
    plan.noticed = slots.empty() ? schedule.settled : slots.back().at;
    plan.next = schedule.table->next(std::max(now, schedule.settled)).value_or(SlotTime{});

    const std::size_t first = firstKept(schedule, slots, now);
    if (first > 0 || due.older > 0)
        plan.missed = {first > 0 ? slots[first - 1] : due.lastOlder,
                       due.older + static_cast<std::uint32_t>(first), due.more};
    std::size_t at = first;
    while (at < slots.size() && schedule.running + plan.fire.size() < schedule.maxParallel)
        plan.fire.push_back(slots[at++]);
    const auto left = static_cast<std::uint32_t>(slots.size() - at);
    if (left > 0 && schedule.whenBusy == WhenBusy::Skip)
        plan.busy = {slots.back(), left, false};
    else
        plan.waiting = left;
    return plan;
}

} // namespace orrery::schedule
