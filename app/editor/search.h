// SPDX-License-Identifier: GPL-3.0-or-later
// Finding and replacing in a text of bytes: pure.
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>

#include "engine/edit.h"
#include "engine/result.h"

namespace orrery::editor {

struct Query {
    QString pattern;
    bool regex = false;
    bool matchCase = false;
    bool wholeWord = false;
    bool operator==(const Query &) const = default;
};

/// [bytes] of UTF-8.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Span &) const = default;
};

struct Matches {
    std::vector<Span> spans; ///< in order, none overlaps another
    bool more = false;       ///< there are more than were asked for
};

/// @param within  only matches that lie in it
/// @param most    at most so many
/// @error InvalidSpec: the regular expression is broken; `what` says where
[[nodiscard]] Result<Matches> find(const QByteArray &text, const Query &query, Span within,
                                   std::size_t most);
/// Edits that replace every match. With a regular expression $0 to $9 stand for what its groups
/// matched, \n and \t for a line end and a tab. @error as find()
[[nodiscard]] Result<TextEdits> replacements(const QByteArray &text, const Query &query,
                                             Span within, const QString &replacement);

} // namespace orrery::editor
