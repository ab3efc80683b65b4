// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/styledtext.h"

#include <QCoreApplication>

#include "bridge/text.h"

namespace orrery::models {
namespace {

constexpr int tabWidth = 8;

/// One of the 256 colours as 0xRRGGBB: a cube of 6 x 6 x 6 behind the sixteen, then greys.
quint32 cubeColor(int index)
{
    if (index >= 232) {
        const auto grey = quint32(8 + 10 * (index - 232));
        return grey << 16 | grey << 8 | grey;
    }
    const auto level = [](int step) { return quint32(step == 0 ? 0 : 55 + 40 * step); };
    const int place = index - 16;
    return level(place / 36) << 16 | level(place / 6 % 6) << 8 | level(place % 6);
}

/// Takes over what "ESC [ ... m" says. Source: ECMA-48, SGR.
void applyColours(TextStyle &style, QStringView parameters)
{
    const auto parts = parameters.split(QLatin1Char(';'));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const int code = parts[i].toInt();
        if (code == 0)
            style = {style.from, -1, 0, false, false};
        else if (code == 1)
            style.bold = true;
        else if (code == 22)
            style.bold = false;
        else if (code == 7 || code == 27)
            style.inverse = code == 7;
        else if (code >= 30 && code <= 37)
            style.color = code - 30;
        else if (code >= 90 && code <= 97)
            style.color = code - 90 + 8;
        else if (code == 39)
            style.color = -1;
        if ((code == 38 || code == 48) && i + 1 < parts.size()) {
            const bool byIndex = parts[i + 1].toInt() == 5;
            const qsizetype last = i + (byIndex ? 2 : 4);
            if (last < parts.size() && code == 38) {
                const int index = parts[i + 2].toInt();
                if (byIndex && index >= 0 && index < 16) {
                    style.color = index;
                } else {
                    style.color = 256;
                    style.rgb = byIndex ? cubeColor(std::clamp(index, 16, 255))
                                        : quint32(parts[i + 2].toUInt() & 255U) << 16 |
                                              quint32(parts[i + 3].toUInt() & 255U) << 8 |
                                              quint32(parts[i + 4].toUInt() & 255U);
                }
            }
            i = last;
        }
    }
}

/// End of an escape sequence that starts at `at` (ESC): colours, cursor moves, titles.
qsizetype skipEscape(const QString &text, qsizetype at, TextStyle &style)
{
    qsizetype i = at + 1;
    if (i >= text.size())
        return i;
    if (text[i] == QLatin1Char('[')) {
        const qsizetype begin = ++i;
        while (i < text.size() && (text[i] < QLatin1Char('@') || text[i] > QLatin1Char('~')))
            ++i;
        if (i < text.size() && text[i] == QLatin1Char('m'))
            applyColours(style, QStringView(text).sliced(begin, i - begin));
    } else if (text[i] == QLatin1Char(']')) {
        while (i < text.size() && text[i] != QChar(7))
            ++i;
    }
    return i + 1;
}

StyledText styled(const QString &text)
{
    StyledText out;
    out.text.reserve(text.size());
    TextStyle style;
    const auto mark = [&] {
        style.from = out.text.size();
        if (!out.styles.empty() && out.styles.back().from == style.from)
            out.styles.pop_back();
        const bool usual = out.styles.empty() && style.sameLook({});
        if (!usual && (out.styles.empty() || !out.styles.back().sameLook(style)))
            out.styles.push_back(style);
    };
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == QChar(27)) {
            i = skipEscape(text, i, style);
            mark();
            continue;
        }
        if (c == QLatin1Char('\t')) {
            out.text.append(QString(tabWidth - out.text.size() % tabWidth, QLatin1Char(' ')));
        } else if (c == QLatin1Char('\r') && i + 1 < text.size()) {
            out.text.clear();
            out.styles.clear();
            mark();
        } else if (c.unicode() >= 32) {
            out.text.append(c);
        } else if (c != QLatin1Char('\r')) {
            out.text.append(QChar(char16_t(0x2400 + c.unicode())));
        }
        ++i;
    }
    return out;
}

} // namespace

StyledText styledText(QByteArrayView line)
{
    if (line.size() <= shownOfLine)
        return styled(QString::fromUtf8(line));
    StyledText out = styled(QString::fromUtf8(line.first(shownOfLine)));
    out.styles.push_back({out.text.size(), -1, 0, false, false});
    out.text += QCoreApplication::translate("Log", " … %1 more on this line")
                    .arg(bridge::bytesText(double(line.size() - shownOfLine)));
    return out;
}

} // namespace orrery::models
