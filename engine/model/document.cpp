// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace orrery::model {

namespace {

constexpr std::size_t blockSize = 1U << 16U; // bytes of short texts that share one allocation

std::uint32_t indexIn(const Document &doc, ValueId id)
{
    std::uint32_t index = 0;
    for (ValueId v = doc[doc[id].parent].first; v != id; v = doc[v].next)
        ++index;
    return index;
}

} // namespace

std::string_view named(Kind kind)
{
    switch (kind) {
    case Kind::Null:
        return "null";
    case Kind::Boolean:
        return "true or false";
    case Kind::Number:
        return "a number";
    case Kind::String:
        return "a text";
    case Kind::Array:
        return "an array";
    case Kind::Object:
        return "an object";
    }
    return {};
}

ValueId Document::member(ValueId object, std::string_view name) const
{
    if (object == none || (*this)[object].kind != Kind::Object)
        return none;
    for (ValueId v = (*this)[object].first; v != none; v = (*this)[v].next) {
        if (sameName(key(v), name))
            return v;
    }
    return none;
}

ValueId Document::locate(std::string_view path) const
{
    ValueId here = root();
    while (here != none && !path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view step = path.substr(0, slash);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
        ValueId next = none;
        if ((*this)[here].kind == Kind::Array) {
            std::uint32_t index = 0;
            std::from_chars(step.data(), step.data() + step.size(), index);
            next = (*this)[here].first;
            while (next != none && index-- > 0)
                next = (*this)[next].next;
        } else {
            next = member(here, step);
        }
        if (next == none)
            break;
        here = next;
    }
    return here;
}

std::string Document::path(ValueId id) const
{
    std::string out;
    for (; id != none && (*this)[id].parent != none; id = (*this)[id].parent) {
        const bool isMember = (*this)[id].key != none;
        const std::string step =
            isMember ? std::string(key(id)) : std::to_string(indexIn(*this, id));
        out = out.empty() ? step : step + "/" + out;
    }
    return out;
}

std::optional<double> Document::number(ValueId id) const
{
    if ((*this)[id].kind != Kind::Number)
        return std::nullopt;
    std::string_view digits = text(id);
    if (digits.starts_with('+'))
        digits.remove_prefix(1);
    const auto at = [&](std::size_t i) { return i < digits.size() ? digits[i] : '\0'; };
    if (at(0) == '0' && (at(1) == 'x' || at(1) == 'o')) { // YAML
        std::uint64_t whole = 0;
        std::from_chars(digits.data() + 2, digits.data() + digits.size(), whole,
                        at(1) == 'x' ? 16 : 8);
        return static_cast<double>(whole);
    }
    const bool negative = at(0) == '-';
    if (at(negative ? 1 : 0) == '.' && (at(negative ? 2 : 1) | 0x20) >= 'a') { // .inf and .nan
        constexpr double infinity = std::numeric_limits<double>::infinity();
        if ((at(negative ? 2 : 1) | 0x20) == 'n')
            return std::numeric_limits<double>::quiet_NaN();
        return negative ? -infinity : infinity;
    }
    double value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec == std::errc::result_out_of_range)
        return digits.find("e-") != std::string_view::npos
                   ? 0.0
                   : std::numeric_limits<double>::infinity();
    return value;
}

OrderedJson Document::toJson(ValueId id) const
{
    const Value &v = (*this)[id];
    switch (v.kind) {
    case Kind::Null:
        return nullptr;
    case Kind::Boolean:
        return (text(id)[0] | 0x20) == 't';
    case Kind::String:
        return std::string(text(id));
    case Kind::Number: {
        const std::string_view digits = text(id);
        const char *end = digits.data() + digits.size();
        std::int64_t whole = 0;
        if (const auto r = std::from_chars(digits.data(), end, whole);
            r.ec == std::errc() && r.ptr == end)
            return whole;
        std::uint64_t large = 0;
        if (const auto r = std::from_chars(digits.data(), end, large);
            r.ec == std::errc() && r.ptr == end)
            return large;
        const double value = *number(id);
        return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
    }
    case Kind::Array: {
        OrderedJson out = OrderedJson::array();
        for (ValueId c = v.first; c != none; c = (*this)[c].next)
            out.push_back(toJson(c));
        return out;
    }
    case Kind::Object: {
        OrderedJson::object_t
            members; // appended without its search for the key: keys are unique here
        for (ValueId c = v.first; c != none; c = (*this)[c].next)
            members.emplace_back(std::string(key(c)), toJson(c));
        return OrderedJson(std::move(members));
    }
    }
    return nullptr;
}

void Document::clear()
{
    m_chunks.clear();
    m_size = 0;
    m_keys.clear();
    m_keyIds.clear();
    m_kept.clear();
    m_block = nullptr;
    m_complete = true;
}

std::string_view Document::patched(std::size_t at, char replacement)
{
    if (m_patched.empty())
        m_patched = m_source;
    m_patched[at] = replacement;
    return m_patched;
}

ValueId Document::add(const Value &value)
{
    if ((m_size & chunkMask) == 0)
        m_chunks.push_back(std::make_unique<Value[]>(std::size_t{1} << chunkBits));
    const ValueId id = m_size++;
    edit(id) = value;
    return id;
}

std::uint32_t Document::intern(std::string_view name)
{
    const auto code = [](char c) {
        return static_cast<std::size_t>(static_cast<unsigned char>(c));
    };
    const std::size_t slot =
        name.empty() ? 0 : name.size() * 5 + code(name.front()) * 3 + code(name.back());
    std::uint32_t &recent = m_recentKeys[slot % m_recentKeys.size()];
    if (recent < m_keys.size() && sameName(m_keys[recent], name))
        return recent;
    if (const auto known = m_keyIds.find(name); known != m_keyIds.end())
        return recent = known->second;
    const std::string_view kept = keep(name);
    const auto id = static_cast<std::uint32_t>(m_keys.size());
    m_keys.push_back(kept);
    m_keyIds.emplace(kept, id);
    return recent = id;
}

std::string_view Document::keep(std::string_view text)
{
    if (text.size() > blockSize / 16)
        return m_kept.emplace_back(text);
    if (m_kept.empty() || m_block == nullptr ||
        m_block->size() + text.size() > m_block->capacity()) {
        m_block = &m_kept.emplace_back();
        m_block->reserve(blockSize);
    }
    const std::size_t start = m_block->size();
    m_block->append(text);
    return std::string_view(*m_block).substr(start);
}

} // namespace orrery::model
