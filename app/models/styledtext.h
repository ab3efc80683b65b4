// SPDX-License-Identifier: GPL-3.0-or-later
// A printed line as a terminal would show it: text, and which of it is coloured.
#pragma once

#include <vector>

#include <QByteArrayView>
#include <QString>

namespace orrery::models {

struct TextStyle {
    qsizetype from = 0; ///< [characters]; it holds up to the next one
    int color = -1;     ///< 0..15 of a terminal's palette; -1 = the usual one
    quint32 rgb = 0;    ///< with `color` = 256: 0xRRGGBB
    bool bold = false;
    bool inverse = false;
    [[nodiscard]] bool sameLook(const TextStyle &other) const
    {
        return color == other.color && rgb == other.rgb && bold == other.bold &&
               inverse == other.inverse;
    }
};

struct StyledText {
    QString text;
    std::vector<TextStyle> styles; ///< rising; empty = all of it as usual
};

inline constexpr qsizetype shownOfLine = 16 << 10; ///< [bytes] of one line that are shown

/// Bytes that are not UTF-8 become U+FFFD, tabs are filled up, colours (SGR) become styles, other
/// escape sequences and overwritten progress are left out, and what is beyond shownOfLine is said
/// in a word. Every line begins as usual.
[[nodiscard]] StyledText styledText(QByteArrayView line);

} // namespace orrery::models
