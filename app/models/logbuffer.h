// SPDX-License-Identifier: GPL-3.0-or-later
// The tail of a log as lines of raw bytes: bounded, whatever a task prints.
#pragma once

#include <deque>

#include <QByteArray>
#include <QString>

namespace orrery::models {

class LogBuffer {
public:
    static constexpr qsizetype maxBytes = qsizetype{20}
                                          << 20; ///< older lines are let go beyond this
    static constexpr qsizetype maxLines = 200'000;

    /// Adds bytes; the oldest lines go when the buffer is full.
    void append(QByteArrayView bytes);
    void clear();

    [[nodiscard]] qsizetype lineCount() const { return qsizetype(m_lines.size()); }
    /// A line as text (models/styledtext.h), its colours left out.
    [[nodiscard]] QString line(qsizetype index) const;
    /// All bytes of a line, as printed.
    [[nodiscard]] const QByteArray &raw(qsizetype index) const
    {
        return m_lines[std::size_t(index)];
    }
    /// Number of the first line that is kept; 1 until lines were let go.
    [[nodiscard]] qsizetype firstNumber() const { return m_dropped + 1; }
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }
    /// First line at or after `from` (before it when backwards) that contains `text`, case ignored;
    /// goes round at the end; -1 when there is none.
    [[nodiscard]] qsizetype find(const QString &text, qsizetype from, bool backwards) const;

private:
    void trim();

    std::deque<QByteArray> m_lines;
    qsizetype m_bytes = 0;
    qsizetype m_dropped = 0;
    bool m_open = false; ///< the last line has no end yet
};

} // namespace orrery::models
