// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logbuffer.h"

#include <algorithm>

#include "models/styledtext.h"

namespace orrery::models {

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
    return styledText(raw(index)).text;
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
