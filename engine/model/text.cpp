// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace orrery::model {

namespace {

constexpr std::size_t mostCandidates = 200'000;
constexpr std::size_t longestShown = 60; // code points of a quoted text

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Length of the well-formed sequence at `p`, 0 when there is none (Unicode, table 3-7).
std::size_t sequenceLength(const unsigned char *p, const unsigned char *end)
{
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return p + i < end && p[i] >= low && p[i] <= high;
    };
    const unsigned lead = *p;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : 0xBF;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

constexpr std::size_t longestCompared = 64; // bytes of a word that may be misspelt

// Edit distance with swaps of neighbours, case aside; gives up above `limit`. Both at most
// longestCompared.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit)
{
    if (a.size() > b.size() + limit || b.size() > a.size() + limit)
        return limit + 1;
    std::array<std::array<std::uint8_t, longestCompared + 1>, 3> rows;
    auto *before = rows[0].data(), *row = rows[1].data(), *next = rows[2].data();
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = static_cast<std::uint8_t>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = static_cast<std::uint8_t>(i);
        int best = next[0];
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            int cost = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                cost = std::min(cost, before[j - 2] + 1);
            next[j] = static_cast<std::uint8_t>(cost);
            best = std::min(best, cost);
        }
        if (static_cast<std::size_t>(best) > limit + 1) // a swap looks two rows back
            return limit + 1;
        std::swap(before, row);
        std::swap(row, next);
    }
    return row[b.size()];
}

} // namespace

LineColumn LineCounter::at(std::size_t offset)
{
    offset = std::min(offset, m_text.size());
    if (offset < m_scanned) {
        m_lineStart = m_scanned = 0;
        m_line = 1;
    }
    while (m_scanned < offset) {
        const void *newline = std::memchr(m_text.data() + m_scanned, '\n', offset - m_scanned);
        if (!newline)
            break;
        m_scanned =
            static_cast<std::size_t>(static_cast<const char *>(newline) - m_text.data()) + 1;
        m_lineStart = m_scanned;
        ++m_line;
    }
    m_scanned = offset;
    std::string_view before = m_text.substr(m_lineStart, offset - m_lineStart);
    if (m_lineStart == 0 && before.starts_with("\xEF\xBB\xBF"))
        before.remove_prefix(3);
    const auto points =
        std::count_if(before.begin(), before.end(), [](char c) { return !isContinuation(c); });
    return {m_line, static_cast<std::uint32_t>(points) + 1};
}

std::optional<std::size_t> firstInvalidUtf8(std::string_view text)
{
    const auto *begin = reinterpret_cast<const unsigned char *>(text.data());
    const auto *end = begin + text.size();
    for (const auto *p = begin; p < end;) {
        std::uint64_t word = 0;
        if (end - p >= 8 && (std::memcpy(&word, p, 8), (word & 0x8080808080808080ULL) == 0)) {
            p += 8;
            continue;
        }
        const std::size_t length = sequenceLength(p, end);
        if (length == 0)
            return static_cast<std::size_t>(p - begin);
        p += length;
    }
    return std::nullopt;
}

std::string closest(std::string_view word, std::span<const std::string_view> candidates)
{
    if (word.empty() || word.size() > longestCompared || candidates.size() > mostCandidates)
        return {};
    // A word whose every letter would have to change was not misspelt.
    std::size_t best = std::min(std::max<std::size_t>(1, word.size() / 3), word.size() - 1);
    std::string found;
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > longestCompared)
            continue;
        const std::size_t d = distance(word, candidate, best);
        if (d < best || (d == best && found.empty())) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

std::string didYouMean(std::string_view suggestion)
{
    return suggestion.empty() ? std::string() : "did you mean " + inQuotes(suggestion) + "?";
}

std::string inQuotes(std::string_view text)
{
    std::string out = "\"";
    std::size_t points = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!isContinuation(c) && ++points > longestShown)
            return out + "...\"";
        if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            out += '?';
        else
            out += c;
    }
    return out + '"';
}

std::string listed(std::span<const std::string_view> words)
{
    std::string out;
    for (const std::string_view word : words)
        out.append(out.empty() ? "" : ", ").append(word);
    return out;
}

bool isIdentifier(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

std::string upper(std::string_view ascii)
{
    std::string out(ascii);
    for (char &c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

} // namespace orrery::model
