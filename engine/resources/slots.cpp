// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/slots.h"

#include <algorithm>

namespace orrery::resources {
namespace {

constexpr std::size_t namedHolders = 3; ///< in a reason; more are counted

std::uint32_t countFor(const Slots::Name &name, const SlotUse &use)
{
    return use.of > 0 ? use.of : name.count;
}

std::string slotText(std::uint32_t count)
{
    return std::to_string(count) + (count == 1 ? " slot" : " slots");
}

/// "run A", "run A and run B", "run A, run B, run C and 4 others"
std::string holdersText(const std::vector<Slots::Holder> &holders)
{
    std::string text;
    const std::size_t shown = std::min(holders.size(), namedHolders);
    const std::size_t more = holders.size() - shown;
    for (std::size_t i = 0; i < shown; ++i) {
        const bool last = i + 1 == shown && more == 0;
        text += (i == 0 ? "" : last ? " and " : ", ") + holders[i].who;
    }
    if (more > 0)
        text += " and " + std::to_string(more) + (more == 1 ? " other" : " others");
    return text;
}

} // namespace

const Slots::Entry *Slots::find(const std::string &name) const
{
    const auto found = m_names.find(name);
    return found == m_names.end() ? nullptr : &found->second;
}

void Slots::forget(const std::string &name)
{
    const auto found = m_names.find(name);
    if (found == m_names.end())
        return;
    found->second.is = {};
    if (found->second.holders.empty())
        m_names.erase(found);
}

Slots::Name Slots::of(const std::string &name) const
{
    const Entry *entry = find(name);
    return entry == nullptr ? Name{} : entry->is;
}

const std::vector<Slots::Holder> &Slots::holders(const std::string &name) const
{
    static const std::vector<Holder> nobody;
    const Entry *entry = find(name);
    return entry == nullptr ? nobody : entry->holders;
}

std::string Slots::impossible(std::span<const SlotUse> uses) const
{
    for (const SlotUse &use : uses) {
        const std::uint32_t count = countFor(of(use.name), use);
        if (use.count > count)
            return "needs " + slotText(use.count) + " of " + use.name + ", which has " +
                   std::to_string(count);
    }
    return {};
}

bool Slots::hasRoom(const Entry *entry, const SlotUse &use)
{
    if (entry == nullptr)
        return use.count <= countFor({}, use);
    if (entry->is.held)
        return false;
    if (use.count == 0)
        return entry->holders.empty();
    std::uint64_t taken = use.count;
    for (const Holder &holder : entry->holders) {
        if (holder.count == 0)
            return false;
        taken += holder.count;
    }
    return taken <= countFor(entry->is, use);
}

bool Slots::free(std::span<const SlotUse> uses) const
{
    return std::all_of(uses.begin(), uses.end(),
                       [this](const SlotUse &use) { return hasRoom(find(use.name), use); });
}

void Slots::take(std::span<const SlotUse> uses, RequestId request, const std::string &who)
{
    for (const SlotUse &use : uses)
        m_names[use.name].holders.push_back({request, use.count, who});
}

void Slots::give(std::span<const SlotUse> uses, RequestId request)
{
    for (const SlotUse &use : uses) {
        const auto found = m_names.find(use.name);
        if (found == m_names.end())
            continue;
        Entry &entry = found->second;
        std::erase_if(entry.holders,
                      [request](const Holder &holder) { return holder.request == request; });
        const bool asNeverSet = entry.is.count == 1 && !entry.is.held;
        if (entry.holders.empty() && asNeverSet)
            m_names.erase(found);
    }
}

std::string Slots::why(std::span<const SlotUse> uses) const
{
    for (const SlotUse &use : uses) {
        const Entry *entry = find(use.name);
        if (hasRoom(entry, use))
            continue;
        const std::string waits = "waits for " + use.name + ": ";
        if (entry != nullptr && entry->is.held)
            return waits + "it is held";
        const std::uint32_t count = countFor(of(use.name), use);
        if (use.count > count)
            return waits + impossible({&use, 1});
        if (entry == nullptr)
            continue;
        const std::string by = "held by " + holdersText(entry->holders);
        if (count == 1)
            return waits + "its slot is " + by;
        std::uint64_t taken = 0;
        for (const Holder &holder : entry->holders)
            taken += holder.count == 0 ? count : holder.count;
        const std::string needs = use.count == 0 ? "all" : std::to_string(use.count);
        return waits + "needs " + needs + " of " + slotText(count) + ", " + std::to_string(taken) +
               (taken == 1 ? " is " : " are ") + by;
    }
    return {};
}

} // namespace orrery::resources
