// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a component by its name and, perhaps, a part of its version.
#include <algorithm>
#include <charconv>
#include <tuple>

#include "engine/component.h"
#include "model/text.h"

namespace orrery {

namespace {

std::vector<unsigned> numbersOf(std::string_view version)
{
    std::vector<unsigned> out;
    while (!version.empty()) {
        const std::size_t dot = std::min(version.find('.'), version.size());
        unsigned number = 0;
        std::from_chars(version.data(), version.data() + dot, number);
        out.push_back(number);
        version.remove_prefix(std::min(dot + 1, version.size()));
    }
    return out;
}

// Does "1" or "1.2" or "1.2.0" mean this version?
bool isMeant(std::string_view wanted, std::string_view version)
{
    return wanted.empty() || version == wanted ||
           (version.starts_with(wanted) && version[wanted.size()] == '.');
}

struct Reference {
    std::string_view id;
    std::string_view version;

    explicit Reference(std::string_view text)
        : id(text.substr(0, text.find('@'))),
          version(text.find('@') == std::string_view::npos ? std::string_view()
                                                           : text.substr(text.find('@') + 1))
    {
    }
};

} // namespace

bool Component::ok() const
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding &finding) { return finding.isError(); });
}

Catalogue::Catalogue(std::vector<Component> components) : m_all(std::move(components))
{
    const auto key = [](const Component &c) { return std::tie(c.category, c.id); };
    std::stable_sort(m_all.begin(), m_all.end(), [&](const Component &a, const Component &b) {
        return key(a) != key(b) ? key(a) < key(b) : numbersOf(a.version) < numbersOf(b.version);
    });
}

const Component *Catalogue::find(std::string_view reference) const
{
    const Reference wanted(reference);
    const Component *best = nullptr;
    for (const Component &one : m_all) {
        if (one.id != wanted.id || !one.ok() || !isMeant(wanted.version, one.version))
            continue;
        const auto newest = best ? numbersOf(best->version) : std::vector<unsigned>();
        const auto version = numbersOf(one.version);
        if (!best || version > newest || (version == newest && one.own))
            best = &one;
    }
    return best;
}

const Component *Catalogue::broken(std::string_view reference) const
{
    const Reference wanted(reference);
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const Component &one) {
        return one.id == wanted.id && !one.ok();
    });
    return found == m_all.end() ? nullptr : &*found;
}

std::string Catalogue::closestTo(std::string_view reference) const
{
    std::vector<std::string_view> ids;
    for (const Component &one : m_all)
        if (one.ok())
            ids.push_back(one.id);
    const Reference wanted(reference);
    if (const Component *other = wanted.version.empty() ? nullptr : find(wanted.id))
        return other->reference();
    return model::closest(wanted.id, ids);
}

} // namespace orrery
