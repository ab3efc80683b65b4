// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the holes of a text in its language. Private to model/template.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/template.h"

namespace orrery::model {

/// `${expression}` at [at, close]; the expression is (at + 2, close).
struct RawHole {
    std::size_t at = 0;    ///< [bytes] of the $
    std::size_t close = 0; ///< [bytes] of the }
    Template::Place place = Template::Place::Bare;
};

struct Scan {
    std::vector<RawHole> holes;       ///< in order
    std::vector<std::size_t> dropped; ///< [bytes] of each first $ of $${, in order
    std::size_t errorAt = 0;          ///< [bytes]
    std::string error;                ///< first one; "" = none
};

/// The walk that all languages share: a position, and what is done at a `$`.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) {}

protected:
    using Opens = bool (*)(std::string_view afterBrace);

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size() || !m_scan.error.empty(); }
    [[nodiscard]] char here(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool at(std::string_view what) const
    {
        return m_text.substr(m_at).starts_with(what);
    }
    [[nodiscard]] bool holeAt(std::size_t at, Opens opens) const
    {
        return m_text.substr(at).starts_with("${") && opens(m_text.substr(at + 2));
    }
    void refuse(std::string what);
    /// At a hole: records it and moves behind it.
    void takeHole(Template::Place place);
    /// At `$${` that stands for a hole's `${`: records it and moves onto the second $.
    bool takeLiteral(Opens opens);
    /// Moves behind the next `end`, or to the end of the text.
    void skipPast(std::string_view end);

    std::string_view m_text;
    std::size_t m_at = 0;
    Scan m_scan;
};

/// The rules of template.h for what follows `${`.
[[nodiscard]] bool opensAlways(std::string_view afterBrace);
[[nodiscard]] bool opensInShell(std::string_view afterBrace);
[[nodiscard]] bool opensInString(std::string_view afterBrace);

[[nodiscard]] Scan scanPlain(std::string_view text);
[[nodiscard]] Scan scanShell(std::string_view text);
[[nodiscard]] Scan scanPython(std::string_view text);
[[nodiscard]] Scan scanSql(std::string_view text);
[[nodiscard]] Scan scanJson(std::string_view text);

} // namespace orrery::model
