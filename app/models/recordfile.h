// SPDX-License-Identifier: GPL-3.0-or-later
// A file of lines or CSV rows, of any size: a worker notes where they stand, and only what is
// looked at is read. The file is never mapped: a task may shorten it while it is looked at.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include <QFile>
#include <QObject>
#include <QThreadPool>

#include "engine/result.h"

namespace orrery::models {

/// A stretch of a file.
struct FileRange {
    QString file;
    qint64 offset = 0;
    qint64 size = -1; ///< -1 = to its end
};

enum class RecordForm {
    Lines,
    Csv ///< RFC 4180: a quoted field may hold line ends
};

class RecordFile final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 mostOfRecord = 1 << 20; ///< [bytes] of one record that are read

    /// Reads the first records at once and the rest in a worker.
    /// @error NotFound, Denied, Io
    [[nodiscard]] static Result<std::unique_ptr<RecordFile>> open(const FileRange &range,
                                                                  RecordForm form);
    ~RecordFile() override;

    [[nodiscard]] qint64 count() const; ///< records known so far
    [[nodiscard]] bool complete() const { return m_index->complete; }
    [[nodiscard]] qint64 bytes() const { return m_range.size; }
    [[nodiscard]] qint64 indexedBytes() const { return m_index->indexed; }
    /// Without its line end; cut at mostOfRecord. Empty when the file has shrunk meanwhile.
    [[nodiscard]] QByteArray record(qint64 index) const;
    /// [bytes] a record has in the file.
    [[nodiscard]] const FileRange &range() const { return m_range; }
    [[nodiscard]] RecordForm form() const { return m_form; }

signals:
    /// count() rose; at most some ten times a second. Also when complete.
    void grew();

private:
    struct Checkpoint {
        qint64 record = 0;
        qint64 offset = 0; ///< in the range
    };
    /// Shared with the worker.
    struct Index {
        std::mutex mutex;
        std::vector<Checkpoint> checkpoints{{0, 0}};
        std::atomic<qint64> count{0};
        std::atomic<qint64> indexed{0}; ///< [bytes] up to the end of the last whole record
        std::atomic<bool> complete{false};
        std::atomic<bool> stop{false};
    };
    struct Block { ///< records from one checkpoint to the next, as they are looked at
        qint64 first = -1;
        qint64 end = 0; ///< offset
        QByteArray bytes;
        std::vector<std::pair<qsizetype, qsizetype>> records; ///< start and size in `bytes`
    };
    class Scanner;

    RecordFile(FileRange range, RecordForm form);
    [[nodiscard]] const Block &blockOf(qint64 index) const;

    FileRange m_range;
    RecordForm m_form;
    mutable QFile m_file;
    std::shared_ptr<Index> m_index = std::make_shared<Index>();
    mutable std::vector<Block> m_blocks; ///< most recently used last
    QThreadPool m_pool;                  // last: its thread ends before what it uses
};

/// Calls `each` with every record in order, until it returns false. For workers.
/// @error Io
[[nodiscard]] Result<> forEachRecord(const FileRange &range, RecordForm form,
                                     const std::function<bool(QByteArrayView record)> &each);

} // namespace orrery::models
