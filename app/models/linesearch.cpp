// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/linesearch.h"

#include <algorithm>
#include <cstring>
#include <functional>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>

namespace orrery::models {
namespace {

constexpr qint64 chunk = 1 << 20;
constexpr int tellEvery = 100; ///< [ms]

void fold(char *bytes, qsizetype size)
{
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = bytes[i] >= 'A' && bytes[i] <= 'Z' ? char(bytes[i] + ('a' - 'A')) : bytes[i];
}

/// Counts line ends in [from, to).
qint64 lineEnds(const char *from, const char *to)
{
    return std::count(from, to, '\n');
}

/// Looks through a file; `tell` gets what is new since its last call.
void lookThrough(const FileRange &range, QByteArray needle, const std::function<bool()> &current,
                 const std::function<void(const std::vector<qint64> &, qint64, bool)> &tell)
{
    fold(needle.data(), needle.size());
    const std::boyer_moore_horspool_searcher searcher(needle.begin(), needle.end());
    QFile file(range.file);
    std::vector<qint64> fresh;
    qint64 count = 0, line = 0, last = -1;
    QElapsedTimer since;
    since.start();
    if (file.open(QIODevice::ReadOnly) && file.seek(range.offset)) {
        qint64 left = range.size;
        QByteArray bytes; // begins with what a match across two chunks needs
        while (left > 0 && current()) {
            QByteArray next = file.read(std::min(chunk, left));
            if (next.isEmpty())
                break;
            left -= next.size();
            fold(next.data(), next.size());
            bytes += next;
            const char *counted = bytes.constData(), *end = bytes.constData() + bytes.size();
            for (const char *at = counted;;) {
                const char *found = std::search(at, end, searcher);
                if (found == end)
                    break;
                line += lineEnds(counted, found);
                counted = found;
                at = found + 1;
                if (line == std::exchange(last, line))
                    continue;
                if (std::size_t(count++) < LineSearch::mostLines)
                    fresh.push_back(line);
            }
            const qsizetype kept = std::min<qsizetype>(needle.size() - 1, bytes.size());
            const char *rest = end - kept;
            if (rest > counted)
                line += lineEnds(counted, rest);
            else
                line -= lineEnds(rest, counted);
            bytes = bytes.last(kept);
            if (since.elapsed() >= tellEvery) {
                since.restart();
                tell(std::exchange(fresh, {}), count, false);
            }
        }
    }
    tell(fresh, count, true);
}

} // namespace

LineSearch::LineSearch(QObject *parent)
    : QObject(parent), m_job(std::make_shared<std::atomic<std::uint64_t>>(0))
{
    m_pool.setMaxThreadCount(1);
}

LineSearch::~LineSearch()
{
    ++*m_job;
}

void LineSearch::cancel()
{
    ++*m_job;
    m_lines.clear();
    m_count = 0;
    m_running = false;
    m_text.clear();
}

void LineSearch::start(const FileRange &range, const QString &text)
{
    cancel();
    m_text = text;
    if (text.isEmpty())
        return emit progressed();
    m_running = true;
    const QPointer<LineSearch> self(this);
    const std::uint64_t mine = *m_job;
    m_pool.start([=, job = m_job] {
        lookThrough(
            range, text.toUtf8(), [=] { return *job == mine; },
            [=](const std::vector<qint64> &lines, qint64 count, bool end) {
                QMetaObject::invokeMethod(
                    qApp,
                    [=] {
                        if (self)
                            self->take(mine, lines, count, end);
                    },
                    Qt::QueuedConnection);
            });
    });
}

void LineSearch::take(std::uint64_t job, const std::vector<qint64> &lines, qint64 count, bool end)
{
    if (job != *m_job)
        return;
    m_lines.insert(m_lines.end(), lines.begin(), lines.end());
    m_count = count;
    m_running = !end;
    emit progressed();
}

qint64 LineSearch::from(qint64 line, bool backwards) const
{
    if (m_lines.empty())
        return -1;
    if (backwards) {
        const auto next = std::lower_bound(m_lines.begin(), m_lines.end(), line);
        return next == m_lines.begin() ? m_lines.back() : *(next - 1);
    }
    const auto next = std::upper_bound(m_lines.begin(), m_lines.end(), line);
    return next == m_lines.end() ? m_lines.front() : *next;
}

} // namespace orrery::models
