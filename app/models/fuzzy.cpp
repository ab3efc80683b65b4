// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/fuzzy.h"

namespace orrery::models {
namespace {

bool startsWord(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

/// Greedy from `from`, preferring beginnings of words when the rest still fits behind them.
std::optional<FuzzyMatch> matchFrom(QStringView query, QStringView text, qsizetype from)
{
    FuzzyMatch match;
    qsizetype at = from;
    qsizetype last = -2;
    for (const QChar wanted : query) {
        if (wanted.isSpace())
            continue;
        const QChar folded = wanted.toCaseFolded();
        while (at < text.size() && text[at].toCaseFolded() != folded)
            ++at;
        if (at == text.size())
            return std::nullopt;
        match.score += at == last + 1 ? 12 : startsWord(text, at) ? 9 : 1;
        match.positions << int(at);
        last = at++;
    }
    return match;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView candidate)
{
    query = query.trimmed();
    if (query.isEmpty())
        return FuzzyMatch{};
    std::optional<FuzzyMatch> best;
    const QChar first = query.front().toCaseFolded();
    int starts = 0;
    for (qsizetype at = 0; at < candidate.size() && starts < 8; ++at) {
        if (candidate[at].toCaseFolded() != first)
            continue;
        auto match = matchFrom(query, candidate, at);
        if (!match)
            break;
        ++starts;
        if (!best || match->score > best->score)
            best = std::move(match);
    }
    if (best)
        best->score = best->score * 16 - int(std::min<qsizetype>(candidate.size(), 128));
    return best;
}

}  // namespace orrery::models
