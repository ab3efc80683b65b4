// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/framing.h"

namespace orrery::editor {

std::optional<QByteArray> Framing::next()
{
    if (!m_broken.isEmpty())
        return std::nullopt;
    const qsizetype end = m_bytes.indexOf("\r\n\r\n");
    if (end < 0) {
        if (m_bytes.size() > mostHeader)
            m_broken = QStringLiteral("a header without end");
        return std::nullopt;
    }
    qsizetype length = -1;
    for (const QByteArray &line : m_bytes.left(end).split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (line.left(colon).trimmed().toLower() != "content-length")
            continue;
        bool good = false;
        length = line.mid(colon + 1).trimmed().toLongLong(&good);
        if (!good)
            length = -1;
    }
    if (length < 0 || length > mostBytes) {
        m_broken = length < 0 ? QStringLiteral("a header without Content-Length")
                              : QStringLiteral("a message of %1 bytes").arg(length);
        return std::nullopt;
    }
    if (m_bytes.size() < end + 4 + length)
        return std::nullopt;
    QByteArray message = m_bytes.mid(end + 4, length);
    m_bytes.remove(0, end + 4 + length);
    return message;
}

QByteArray Framing::framed(const QByteArray &message)
{
    return "Content-Length: " + QByteArray::number(message.size()) + "\r\n\r\n" + message;
}

} // namespace orrery::editor
