// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the events of a parser into a Document, within the limits.
#pragma once

#include <string_view>
#include <vector>

#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model {

class Builder {
public:
    Builder(Document &doc, Findings &findings, const toolkit::Limits &limits)
        : m_doc(doc), m_findings(findings), m_limits(limits)
    {
    }

    /// The name of the next value. @param at  [bytes]
    void key(std::string_view name, std::size_t at);
    /// Each returns none after a limit was reached: the parser stops then, the finding is made.
    [[nodiscard]] ValueId scalar(Kind kind, std::string_view text, std::size_t at,
                                 bool plain = false);
    [[nodiscard]] ValueId open(Kind kind, std::size_t at);
    void close();
    /// A copy of an earlier value (YAML alias). @return false when maxAliases or another limit is
    /// reached
    [[nodiscard]] bool copy(ValueId value, std::size_t at);

    [[nodiscard]] bool inObject() const
    {
        return !m_open.empty() && m_doc[m_open.back().id].kind == Kind::Object;
    }
    [[nodiscard]] bool awaitsKey() const { return inObject() && m_key == none; }
    [[nodiscard]] std::size_t depth() const { return m_open.size(); }
    /// The innermost open value; none at the top.
    [[nodiscard]] ValueId openValue() const { return m_open.empty() ? none : m_open.back().id; }

private:
    struct Level {
        ValueId id = none;
        ValueId last = none;
    };
    ValueId append(Document::Value value);
    bool copyTree(ValueId value);
    void reportDuplicates(ValueId object);

    Document &m_doc;
    Findings &m_findings;
    const toolkit::Limits &m_limits;
    std::vector<Level> m_open;
    std::vector<ValueId> m_seen; ///< [key] last object that had it
    std::uint32_t m_key = none;
    std::uint32_t m_keyAt = 0;
    std::uint64_t m_copied = 0;
};

} // namespace orrery::model
