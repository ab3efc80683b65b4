// SPDX-License-Identifier: GPL-3.0-or-later
// All lines of a file that hold a text: found by a worker, told as they are found.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <QObject>
#include <QThreadPool>

#include "models/recordfile.h"

namespace orrery::models {

class LineSearch final : public QObject {
    Q_OBJECT
public:
    static constexpr std::size_t mostLines = 2'000'000; ///< kept; further ones are counted

    explicit LineSearch(QObject *parent = nullptr);
    ~LineSearch() override;

    /// Upper and lower case of A to Z are the same. An earlier search is void; empty `text`: none.
    void start(const FileRange &range, const QString &text);
    void cancel();

    /// Numbers of the lines that match, from 0, rising.
    [[nodiscard]] const std::vector<qint64> &lines() const { return m_lines; }
    [[nodiscard]] qint64 count() const { return m_count; } ///< lines, kept or not
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] const QString &text() const { return m_text; }
    /// The next match after (or before) a line, round the end; -1 = none so far.
    [[nodiscard]] qint64 from(qint64 line, bool backwards) const;

signals:
    /// More was found, or all has been looked through.
    void progressed();

private:
    void take(std::uint64_t job, const std::vector<qint64> &lines, qint64 count, bool end);

    std::vector<qint64> m_lines;
    qint64 m_count = 0;
    bool m_running = false;
    QString m_text;
    std::shared_ptr<std::atomic<std::uint64_t>> m_job; ///< cancel = newer job
    QThreadPool m_pool;
};

} // namespace orrery::models
