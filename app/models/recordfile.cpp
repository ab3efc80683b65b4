// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/recordfile.h"

#include <algorithm>
#include <cstring>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPointer>

#include "bridge/text.h"

namespace orrery::models {
namespace {

constexpr qint64 chunk = 1 << 18;          ///< [bytes] read at once by a worker
constexpr qint64 recordsPerStep = 128;     ///< between two checkpoints at most
constexpr qint64 bytesPerStep = 256 << 10; ///< likewise
constexpr std::size_t blocksKept = 12;
constexpr int tellEvery = 80; ///< [ms]

Error errorOf(const QFile &file)
{
    const QFileInfo info(file.fileName());
    const auto code = !info.exists()       ? ErrorCode::NotFound
                      : !info.isReadable() ? ErrorCode::Denied
                                           : ErrorCode::Io;
    return {code, bridge::text(file.fileName()), bridge::text(file.errorString())};
}

/// Finds ends of records in bytes that come piece by piece.
class Cutter {
public:
    explicit Cutter(RecordForm form) : m_csv(form == RecordForm::Csv) {}
    /// The place behind the next record's end at or after `from`; -1 = not in these bytes.
    qsizetype next(QByteArrayView bytes, qsizetype from)
    {
        if (!m_csv) {
            const void *end =
                std::memchr(bytes.data() + from, '\n', std::size_t(bytes.size() - from));
            return end ? static_cast<const char *>(end) - bytes.data() + 1 : -1;
        }
        for (qsizetype i = from; i < bytes.size(); ++i) {
            if (bytes[i] == '"')
                m_quoted = !m_quoted;
            else if (bytes[i] == '\n' && !m_quoted)
                return i + 1;
        }
        return -1;
    }

private:
    bool m_csv;
    bool m_quoted = false;
};

QByteArrayView withoutEnd(QByteArrayView record)
{
    if (record.endsWith('\n'))
        record.chop(1);
    if (record.endsWith('\r'))
        record.chop(1);
    return record;
}

} // namespace

/// Goes through the file once and notes every 128th record, or one every 256 KiB.
class RecordFile::Scanner {
public:
    Scanner(const FileRange &range, RecordForm form, std::shared_ptr<Index> index)
        : m_file(range.file), m_size(range.size), m_cutter(form), m_index(std::move(index))
    {
        if (m_file.open(QIODevice::ReadOnly) && !m_file.seek(range.offset))
            m_file.close();
    }

    [[nodiscard]] const QFile &file() const { return m_file; }

    /// @return false at the end
    bool step()
    {
        const QByteArray bytes =
            m_file.isOpen() ? m_file.read(std::min(chunk, m_size - m_read)) : QByteArray();
        if (bytes.isEmpty()) {
            finish();
            return false;
        }
        std::vector<Checkpoint> fresh;
        for (qsizetype at = 0; at < bytes.size();) {
            const qsizetype end = m_cutter.next(bytes, at);
            if (end < 0)
                break;
            ++m_count;
            m_last = m_read + end;
            at = end;
            if (m_count - m_step.record >= recordsPerStep ||
                m_last - m_step.offset >= bytesPerStep) {
                m_step = {m_count, m_last};
                fresh.push_back(m_step);
            }
        }
        m_read += bytes.size();
        publish(fresh);
        return true;
    }

private:
    void publish(const std::vector<Checkpoint> &fresh)
    {
        const std::lock_guard lock(m_index->mutex);
        m_index->checkpoints.insert(m_index->checkpoints.end(), fresh.begin(), fresh.end());
        m_index->indexed = m_last;
        m_index->count = m_count;
    }
    void finish()
    {
        if (m_read > m_last) { // the last record has no line end
            m_last = m_read;
            ++m_count;
        }
        publish({});
        m_index->complete = true;
    }

    QFile m_file;
    qint64 m_size;
    Cutter m_cutter;
    std::shared_ptr<Index> m_index;
    Checkpoint m_step;
    qint64 m_read = 0;
    qint64 m_last = 0; ///< behind the last whole record
    qint64 m_count = 0;
};

RecordFile::RecordFile(FileRange range, RecordForm form)
    : m_range(std::move(range)), m_form(form), m_file(m_range.file)
{
    m_pool.setMaxThreadCount(1);
}

RecordFile::~RecordFile()
{
    m_index->stop = true;
}

Result<std::unique_ptr<RecordFile>> RecordFile::open(const FileRange &range, RecordForm form)
{
    std::unique_ptr<RecordFile> opened(new RecordFile(range, form));
    if (QFileInfo(range.file).isDir())
        return fail(ErrorCode::InvalidSpec, bridge::text(range.file), "this is a directory");
    if (QFileInfo::exists(range.file) && !QFileInfo(range.file).isFile())
        return fail(ErrorCode::InvalidSpec, bridge::text(range.file),
                    "this is a device or a pipe, not a file");
    if (!opened->m_file.open(QIODevice::ReadOnly))
        return tl::unexpected(errorOf(opened->m_file));
    const qint64 there = std::max<qint64>(0, opened->m_file.size() - range.offset);
    qint64 &size = opened->m_range.size;
    size = size < 0 ? there : std::min(size, there);
    auto scanner = std::make_shared<Scanner>(opened->m_range, form, opened->m_index);
    if (!scanner->file().isOpen())
        return tl::unexpected(errorOf(scanner->file()));
    if (!scanner->step() || (opened->indexedBytes() >= size && !scanner->step()))
        return opened;
    const QPointer<RecordFile> self(opened.get());
    opened->m_pool.start([scanner, self, index = opened->m_index] {
        const auto tell = [self] {
            QMetaObject::invokeMethod(
                qApp,
                [self] {
                    if (self)
                        emit self->grew();
                },
                Qt::QueuedConnection);
        };
        QElapsedTimer since;
        since.start();
        while (!index->stop && scanner->step())
            if (since.elapsed() >= tellEvery) {
                since.restart();
                tell();
            }
        if (!index->stop)
            tell();
    });
    return opened;
}

qint64 RecordFile::count() const
{
    return m_index->count;
}

const RecordFile::Block &RecordFile::blockOf(qint64 index) const
{
    Checkpoint from;
    qint64 end = 0;
    {
        const std::lock_guard lock(m_index->mutex);
        const auto &all = m_index->checkpoints;
        const auto next =
            std::upper_bound(all.begin(), all.end(), index,
                             [](qint64 value, const Checkpoint &c) { return value < c.record; });
        from = *(next - 1);
        end = next == all.end() ? m_index->indexed.load() : next->offset;
    }
    const auto known = std::find_if(m_blocks.begin(), m_blocks.end(), [&](const Block &block) {
        return block.first == from.record && block.end == end;
    });
    if (known != m_blocks.end()) {
        std::rotate(known, known + 1, m_blocks.end());
        return m_blocks.back();
    }
    std::erase_if(m_blocks, [&](const Block &block) { return block.first == from.record; });
    if (m_blocks.size() >= blocksKept)
        m_blocks.erase(m_blocks.begin());
    Block block{from.record, end, {}, {}};
    if (m_file.seek(m_range.offset + from.offset))
        block.bytes = m_file.read(std::min(end - from.offset, bytesPerStep + mostOfRecord));
    Cutter cutter(m_form);
    for (qsizetype at = 0; at < block.bytes.size();) {
        const qsizetype next = cutter.next(block.bytes, at);
        const qsizetype stop = next < 0 ? block.bytes.size() : next;
        const QByteArrayView record = withoutEnd(QByteArrayView(block.bytes).sliced(at, stop - at));
        block.records.emplace_back(at, record.size());
        at = stop;
    }
    m_blocks.push_back(std::move(block));
    return m_blocks.back();
}

QByteArray RecordFile::record(qint64 index) const
{
    if (index < 0 || index >= count())
        return {};
    const Block &block = blockOf(index);
    const auto place = std::size_t(index - block.first);
    if (place >= block.records.size())
        return {};
    const auto &[start, size] = block.records[place];
    return block.bytes.mid(start, size);
}

Result<> forEachRecord(const FileRange &range, RecordForm form,
                       const std::function<bool(QByteArrayView record)> &each)
{
    QFile file(range.file);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(range.offset))
        return tl::unexpected(errorOf(file));
    qint64 left = range.size < 0 ? file.size() - range.offset : range.size;
    Cutter cutter(form);
    QByteArray rest;
    while (left > 0) {
        const QByteArray fresh = file.read(std::min(4 * chunk, left));
        if (fresh.isEmpty())
            break;
        left -= fresh.size();
        const qsizetype seen = rest.size();
        rest += fresh;
        qsizetype start = 0;
        for (qsizetype at = seen;;) {
            const qsizetype end = cutter.next(rest, at);
            if (end < 0)
                break;
            if (!each(withoutEnd(QByteArrayView(rest).sliced(start, end - start))))
                return {};
            start = at = end;
        }
        rest.remove(0, start);
    }
    if (!rest.isEmpty())
        each(withoutEnd(rest));
    return {};
}

} // namespace orrery::models
