// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/builder.h"

#include "model/text.h"

namespace orrery::model {

void Builder::key(std::string_view name, std::size_t at)
{
    m_key = m_doc.intern(name);
    m_keyAt = static_cast<std::uint32_t>(at);
}

ValueId Builder::append(Document::Value value)
{
    if (m_doc.size() >= m_limits.maxValues) {
        m_findings.errorAt(value.at, "more than " + std::to_string(m_limits.maxValues) + " values",
                           "raise the setting limits.maxValues");
        return none;
    }
    value.key = m_key;
    value.keyAt = m_key == none ? value.at : m_keyAt;
    m_key = none;
    if (!m_open.empty())
        value.parent = m_open.back().id;
    const ValueId id = m_doc.add(value);
    if (!m_open.empty()) {
        Level &level = m_open.back();
        (level.last == none ? m_doc.edit(level.id).first : m_doc.edit(level.last).next) = id;
        level.last = id;
    }
    return id;
}

ValueId Builder::scalar(Kind kind, std::string_view text, std::size_t at, bool plain)
{
    Document::Value value;
    value.text = text.data();
    value.size = static_cast<std::uint32_t>(text.size());
    value.at = static_cast<std::uint32_t>(at);
    value.kind = kind;
    value.plain = plain;
    return append(value);
}

ValueId Builder::open(Kind kind, std::size_t at)
{
    if (m_open.size() >= m_limits.maxDepth) {
        m_findings.errorAt(at,
                           "nested deeper than " + std::to_string(m_limits.maxDepth) + " levels",
                           "raise the setting limits.maxDepth");
        return none;
    }
    Document::Value value;
    value.at = static_cast<std::uint32_t>(at);
    value.kind = kind;
    const ValueId id = append(value);
    if (id != none)
        m_open.push_back({id, none});
    return id;
}

void Builder::close()
{
    const ValueId id = m_open.back().id;
    m_open.pop_back();
    m_key = none;
    if (m_doc[id].kind == Kind::Object)
        reportDuplicates(id);
}

void Builder::reportDuplicates(ValueId object)
{
    m_seen.resize(m_doc.keyCount(), none);
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        ValueId &seen = m_seen[m_doc[v].key];
        if (seen == object)
            m_findings.errorAtKey(
                m_doc, v, "the key " + inQuotes(m_doc.key(v)) + " stands twice in one object",
                "remove one of them");
        seen = object;
    }
}

bool Builder::copy(ValueId value, std::size_t at)
{
    const std::uint64_t before = m_copied;
    if (copyTree(value))
        return true;
    if (m_copied > before && m_copied > m_limits.maxAliases)
        m_findings.errorAt(at,
                           "more than " + std::to_string(m_limits.maxAliases) +
                               " values reached through aliases",
                           "write the values out or raise the setting limits.maxAliases");
    return false;
}

bool Builder::copyTree(ValueId value)
{
    if (++m_copied > m_limits.maxAliases)
        return false;
    const Document::Value original = m_doc[value];
    if (original.kind != Kind::Array && original.kind != Kind::Object)
        return scalar(original.kind, {original.text, original.size}, original.at, original.plain) !=
               none;
    if (open(original.kind, original.at) == none)
        return false;
    for (ValueId c = original.first; c != none; c = m_doc[c].next) {
        if (m_doc[c].key != none) {
            m_key = m_doc[c].key;
            m_keyAt = m_doc[c].keyAt;
        }
        if (!copyTree(c))
            return false;
    }
    close();
    return true;
}

} // namespace orrery::model
