// SPDX-License-Identifier: GPL-3.0-or-later
// Small questions about text: where an offset stands, what a misspelt word may have meant.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace orrery::model {

/// Line and column, both from 1; the column counts code points.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// Answers for rising offsets in one pass over the text; a smaller offset starts over.
class LineCounter {
public:
    explicit LineCounter(std::string_view text) : m_text(text) {}
    /// @param offset  [bytes]; beyond the end means the end
    [[nodiscard]] LineColumn at(std::size_t offset);

private:
    std::string_view m_text;
    std::size_t m_lineStart = 0;
    std::size_t m_scanned = 0;
    std::uint32_t m_line = 1;
};

/// Offset of the first byte that is not UTF-8 (overlong forms and surrogates included).
[[nodiscard]] std::optional<std::size_t> firstInvalidUtf8(std::string_view text);

/// The candidate nearest to `word` by edit distance, case aside; "" when none is near enough to be
/// meant.
[[nodiscard]] std::string closest(std::string_view word,
                                  std::span<const std::string_view> candidates);

/// `did you mean "b"?` or "" when `suggestion` is empty.
[[nodiscard]] std::string didYouMean(std::string_view suggestion);

/// The text in double quotes, control characters escaped, cut after 60 code points.
[[nodiscard]] std::string inQuotes(std::string_view text);

/// "a, b, c"
[[nodiscard]] std::string listed(std::span<const std::string_view> words);

/// True for one or more of A-Z a-z 0-9 . _ -
[[nodiscard]] bool isIdentifier(std::string_view text);

[[nodiscard]] std::string upper(std::string_view ascii);

} // namespace orrery::model
