// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/fuzzy.h"

#include <vector>

namespace orrery::models {
namespace {

bool startsWord(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

bool isSubsequence(QStringView query, QStringView text)
{
    qsizetype at = 0;
    for (const QChar wanted : query) {
        while (at < text.size() && text[at].toCaseFolded() != wanted)
            ++at;
        if (at++ >= text.size())
            return false;
    }
    return true;
}

/// What the best match is worth that has its last character so far at a place, and where the one
/// before it stands.
struct Cell {
    int score = -1; ///< below 0 = impossible
    int before = -1;
};

/// One row per character of the query: dynamic programming over all matches.
std::vector<std::vector<Cell>> table(QStringView query, QStringView text)
{
    std::vector<std::vector<Cell>> rows;
    for (qsizetype q = 0; q < query.size(); ++q) {
        std::vector<Cell> row(std::size_t(text.size()));
        int best = q == 0 ? 0 : -1, bestAt = -1; // among the places left of the one before
        for (qsizetype at = 0; at < text.size(); ++at) {
            const Cell *previous = q > 0 && at > 0 ? &rows.back()[std::size_t(at - 1)] : nullptr;
            if (text[at].toCaseFolded() == query[q]) {
                Cell &cell = row[std::size_t(at)];
                if (best >= 0)
                    cell = {best + (startsWord(text, at) ? 9 : 1), bestAt};
                if (previous && previous->score >= 0 && previous->score + 12 > cell.score)
                    cell = {previous->score + 12, int(at - 1)};
            }
            if (previous && previous->score > best) {
                best = previous->score;
                bestAt = int(at - 1);
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView candidate)
{
    QString folded;
    for (const QChar c : query)
        if (!c.isSpace())
            folded.append(c.toCaseFolded());
    if (folded.isEmpty())
        return FuzzyMatch{};
    const QStringView text = candidate.first(std::min<qsizetype>(candidate.size(), 256));
    if (!isSubsequence(folded, text))
        return std::nullopt;
    const auto rows = table(folded, text);
    const auto last =
        std::max_element(rows.back().begin(), rows.back().end(),
                         [](const Cell &a, const Cell &b) { return a.score < b.score; });
    if (last->score < 0)
        return std::nullopt;
    FuzzyMatch match;
    int at = int(last - rows.back().begin());
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        match.positions.prepend(at);
        at = (*row)[std::size_t(at)].before;
    }
    match.score = last->score * 16 - int(std::min<qsizetype>(candidate.size(), 128));
    return match;
}

} // namespace orrery::models
