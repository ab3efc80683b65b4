// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logbuffer.h"

#include <algorithm>

#include <QCoreApplication>

#include "bridge/text.h"

namespace orrery::models {
namespace {

constexpr int tabWidth = 8;

/// End of an escape sequence that starts at `at` (ESC): colours, cursor moves, titles.
qsizetype skipEscape(const QString &text, qsizetype at)
{
    qsizetype i = at + 1;
    if (i >= text.size())
        return i;
    if (text[i] == QLatin1Char('[')) {
        ++i;
        while (i < text.size() && (text[i] < QLatin1Char('@') || text[i] > QLatin1Char('~')))
            ++i;
    } else if (text[i] == QLatin1Char(']')) {
        while (i < text.size() && text[i] != QChar(7))
            ++i;
    }
    return i + 1;
}

QString readable(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == QChar(27)) {
            i = skipEscape(text, i);
            continue;
        }
        if (c == QLatin1Char('\t'))
            out.append(QString(tabWidth - out.size() % tabWidth, QLatin1Char(' ')));
        else if (c == QLatin1Char('\r') && i + 1 < text.size())
            out.clear();
        else if (c.unicode() >= 32)
            out.append(c);
        else if (c != QLatin1Char('\r'))
            out.append(QChar(char16_t(0x2400 + c.unicode())));
        ++i;
    }
    return out;
}

} // namespace

void LogBuffer::append(QByteArrayView bytes)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype end = bytes.indexOf('\n', at);
        const QByteArrayView piece = bytes.sliced(at, (end < 0 ? bytes.size() : end) - at);
        if (m_open)
            m_lines.back().append(piece.data(), piece.size());
        else
            m_lines.emplace_back(piece.data(), piece.size());
        m_bytes += piece.size() + 1;
        m_open = end < 0;
        at = end < 0 ? bytes.size() : end + 1;
        trim();
    }
}

void LogBuffer::trim()
{
    while (m_lines.size() > 1 && (m_bytes > maxBytes || lineCount() > maxLines)) {
        m_bytes -= m_lines.front().size() + 1;
        m_lines.pop_front();
        ++m_dropped;
    }
    // One endless line: keep its tail.
    if (m_bytes > 2 * maxBytes) {
        const qsizetype surplus = m_lines.front().size() - maxBytes;
        m_lines.front().remove(0, surplus);
        m_bytes -= surplus;
    }
}

void LogBuffer::clear()
{
    *this = {};
}

QString LogBuffer::line(qsizetype index) const
{
    const QByteArray &all = raw(index);
    if (all.size() <= shownOfLine)
        return readable(QString::fromUtf8(all));
    return readable(QString::fromUtf8(all.first(shownOfLine))) +
           QCoreApplication::translate("Log", " … %1 more on this line")
               .arg(bridge::bytesText(double(all.size() - shownOfLine)));
}

qsizetype LogBuffer::find(const QString &text, qsizetype from, bool backwards) const
{
    const qsizetype count = lineCount();
    if (text.isEmpty() || count == 0)
        return -1;
    const qsizetype start = std::clamp<qsizetype>(from, 0, count - 1);
    for (qsizetype step = 0; step < count; ++step) {
        const qsizetype at = (start + (backwards ? count - step : step)) % count;
        if (QString::fromUtf8(raw(at)).contains(text, Qt::CaseInsensitive))
            return at;
    }
    return -1;
}

} // namespace orrery::models
