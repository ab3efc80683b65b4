// SPDX-License-Identifier: GPL-3.0-or-later
#include "schedule/condition.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "schedule/zone.h"

namespace orrery::schedule {
namespace {

using Kind = EventCondition::Kind;

constexpr int minutesADay = 24 * 60;
constexpr std::array<const char *, 7> dayNames{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

void addLeaves(const EventCondition &condition, std::vector<const EventCondition *> &leaves)
{
    for (const EventCondition &part : condition.parts)
        addLeaves(part, leaves);
    if (condition.kind == Kind::File || condition.kind == Kind::Http || condition.kind == Kind::Dag)
        leaves.push_back(&condition);
}

bool isNews(const EventCondition &leaf, const Sight &seen, const Sight &now)
{
    const bool marks = leaf.changes || leaf.kind == Kind::Dag;
    return std::any_of(now.begin(), now.end(), [&](const auto &one) {
        const auto known = seen.find(one.first);
        return known == seen.end() || (marks && known->second != one.second);
    });
}

/// Minutes since midnight of "08:30"; `none` for "".
int clockOf(const std::string &text, int none)
{
    return text.size() == 5 ? std::atoi(text.c_str()) * 60 + std::atoi(text.c_str() + 3) : none;
}

bool within(const EventCondition &window, const SlotTime &now)
{
    const int from = clockOf(window.from, 0);
    const int to = clockOf(window.to, minutesADay);
    const int minute = minuteOfDay(now);
    Day day = dayOf(now);
    bool inside = from <= minute && minute < to;
    if (to <= from) { // past midnight: the morning belongs to the day before
        inside = minute >= from || minute < to;
        day -= minute < to ? 1 : 0;
    }
    const std::string name = dayNames[static_cast<std::size_t>(weekdayOf(day))];
    const auto &days = window.days;
    return inside && (days.empty() || std::find(days.begin(), days.end(), name) != days.end());
}

/// @param leaf  the number of the next leaf; moves on
bool holds(const EventCondition &condition, const std::vector<bool> &news, std::size_t &leaf,
           const SlotTime &now)
{
    switch (condition.kind) {
    case Kind::And:
    case Kind::Or: {
        std::size_t held = 0;
        for (const EventCondition &part : condition.parts)
            held += holds(part, news, leaf, now) ? 1U : 0U; // all, so that leaves are counted
        return condition.kind == Kind::And ? held == condition.parts.size() : held > 0;
    }
    case Kind::Time:
        return within(condition, now);
    case Kind::File:
    case Kind::Http:
    case Kind::Dag:
        return news[leaf++];
    }
    return false;
}

} // namespace

std::vector<const EventCondition *> leavesOf(const EventCondition &condition)
{
    std::vector<const EventCondition *> leaves;
    addLeaves(condition, leaves);
    return leaves;
}

Decision decide(const EventCondition &condition, const Seen &seen, const Sights &sights,
                const SlotTime &now)
{
    const std::vector<const EventCondition *> leaves = leavesOf(condition);
    Decision decision;
    decision.seen = seen;
    decision.seen.resize(leaves.size());
    std::vector<bool> news(leaves.size());
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        if (i >= sights.size() || !sights[i])
            continue;
        std::optional<Sight> &known = decision.seen[i];
        if (!known) {
            known = *sights[i];
            decision.noted = true;
            continue;
        }
        decision.noted =
            std::erase_if(*known,
                          [&](const auto &one) { return !sights[i]->contains(one.first); }) > 0 ||
            decision.noted;
        news[i] = isNews(*leaves[i], *known, *sights[i]);
    }
    std::size_t leaf = 0;
    decision.happened = holds(condition, news, leaf, now);
    decision.afterRun = decision.seen;
    for (std::size_t i = 0; i < leaves.size() && i < sights.size(); ++i)
        if (sights[i])
            decision.afterRun[i] = *sights[i];
    return decision;
}

JsonText textOf(const Seen &seen)
{
    nlohmann::json json = nlohmann::json::object();
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (seen[i])
            json[std::to_string(i)] = *seen[i];
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Seen seenOf(const JsonText &text, std::size_t leaves)
{
    Seen seen(leaves);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object())
        return seen;
    for (std::size_t i = 0; i < leaves; ++i) {
        const auto leaf = json.find(std::to_string(i));
        if (leaf == json.end() || !leaf->is_object())
            continue;
        Sight &sight = seen[i].emplace();
        for (const auto &[name, mark] : leaf->items())
            sight[name] = mark.is_string() ? mark.get<std::string>() : std::string();
    }
    return seen;
}

} // namespace orrery::schedule
