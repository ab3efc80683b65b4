// SPDX-License-Identifier: GPL-3.0-or-later
// How runs and tasks stand among the others of their home: priority, queue, limits and mutexes.
#include <algorithm>
#include <cmath>

#include "model/partreader.h"
#include "model/text.h"

namespace orrery::model {
namespace {

constexpr double mostPriority = 1000;
constexpr std::uint32_t mostSlots = 1'000'000;
constexpr std::size_t longestName = 200;

std::string nameProblem(std::string_view name)
{
    if (name.empty())
        return "is empty";
    if (name.size() > longestName)
        return "has more than " + std::to_string(longestName) + " characters";
    const bool control = std::any_of(name.begin(), name.end(),
                                     [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return control ? "holds a control character" : "";
}

} // namespace

void PartReader::readPriority(const Fields &from, std::int32_t &out)
{
    const ValueId v = from.at("priority");
    if (v == none)
        return;
    const std::optional<double> value = m_doc.number(v);
    if (value && std::trunc(*value) == *value && std::abs(*value) <= mostPriority)
        out = static_cast<std::int32_t>(*value);
    else
        m_findings.error(m_doc, v, "priority is not a whole number from -1000 to 1000",
                         "higher goes first; 0 is usual");
}

void PartReader::readQueue(const Fields &from, std::string &out)
{
    if (!from.text("queue", out))
        return;
    if (const std::string problem = nameProblem(out); !problem.empty())
        m_findings.error(m_doc, from.at("queue"), "the queue's name " + problem);
}

void PartReader::readHolds(const Fields &from, std::vector<SlotUse> &out)
{
    const auto add = [&](ValueId place, SlotUse use) {
        const std::string problem = nameProblem(use.name);
        const bool twice = std::any_of(
            out.begin(), out.end(), [&](const SlotUse &other) { return other.name == use.name; });
        if (!problem.empty())
            m_findings.error(m_doc, place, "this name " + problem);
        else if (twice)
            m_findings.error(m_doc, place, inQuotes(use.name) + " is taken twice",
                             "keep it in limits or in mutex, once");
        else
            out.push_back(std::move(use));
    };
    if (const ValueId limits = from.expect("limits", Kind::Object); limits != none)
        for (ValueId v = m_doc[limits].first; v != none; v = m_doc[v].next)
            add(v, readLimit(v));
    const ValueId mutexes =
        from.expect("mutex", Kind::Array, "write a list of names, for example [warehouse]");
    for (ValueId v = mutexes == none ? none : m_doc[mutexes].first; v != none; v = m_doc[v].next) {
        if (isText(m_doc, v))
            add(v, {std::string(m_doc.text(v)), 0, 0});
        else
            m_findings.error(m_doc, v, "the name of a mutex is a text");
    }
}

/// A number of slots, or {slots, of}.
SlotUse PartReader::readLimit(ValueId value)
{
    SlotUse use{std::string(m_doc.key(value)), 1, 0};
    if (m_doc[value].kind == Kind::Object) {
        const Fields limit = fields(value, keys::limit);
        limit.whole("slots", use.count, 1U, mostSlots);
        limit.whole("of", use.of, 1U, mostSlots);
        if (use.of > 0 && use.count > use.of)
            m_findings.error(m_doc, limit.at("slots"),
                             "it takes " + std::to_string(use.count) + " slots of " +
                                 std::to_string(use.of),
                             "it could never start");
        return use;
    }
    const std::optional<double> count = m_doc.number(value);
    if (count && std::trunc(*count) == *count && *count >= 1 && *count <= mostSlots)
        use.count = static_cast<std::uint32_t>(*count);
    else
        m_findings.error(m_doc, value,
                         "limits." + use.name + " is not a whole number from 1 to " +
                             std::to_string(mostSlots),
                         "write how many slots it takes, or {slots: 1, of: 3}");
    return use;
}

} // namespace orrery::model
