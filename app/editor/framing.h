// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of the Language Server Protocol in a stream of bytes: "Content-Length: N", an empty
// line, N bytes of JSON. Pure.
#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

namespace orrery::editor {

class Framing {
public:
    static constexpr qsizetype mostBytes = 32 << 20; ///< of one message
    static constexpr qsizetype mostHeader = 8 << 10;

    void add(const QByteArray &bytes) { m_bytes += bytes; }
    /// The next whole message; nothing until there is one, or once the stream is broken().
    [[nodiscard]] std::optional<QByteArray> next();
    /// Why nothing can be read from it any more; "" = it is well.
    [[nodiscard]] const QString &broken() const { return m_broken; }
    [[nodiscard]] static QByteArray framed(const QByteArray &message);

private:
    QByteArray m_bytes;
    QString m_broken;
};

} // namespace orrery::editor
