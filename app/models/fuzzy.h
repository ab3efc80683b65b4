// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzzy matching as in a command palette: the letters of the query in order, the best places first.
#pragma once

#include <optional>

#include <QList>
#include <QString>
#include <QStringView>

namespace orrery::models {

struct FuzzyMatch {
    int score = 0;        ///< larger is better; only comparable for one query
    QList<int> positions; ///< of the matched characters in the candidate
};

/// Every character of `query` in order in `candidate`, case ignored, spaces skipped; runs of
/// characters and beginnings of words count more, and short candidates beat long ones.
/// @return  absent when the candidate does not match; an empty query matches all with score 0
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView query, QStringView candidate);

} // namespace orrery::models
