// SPDX-License-Identifier: GPL-3.0-or-later
// A data file as a table: read where it is looked at; sorted, filtered and counted by a worker.
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "models/columnstats.h"
#include "models/delimited.h"
#include "models/recordfile.h"
#include "models/roworder.h"

namespace orrery::models {

class FileTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr std::size_t mostSorted = 20'000'000; ///< rows by number
    static constexpr std::size_t mostSortedText = 3'000'000;
    static constexpr int rowsOfPart = 1'000'000; ///< that a view has at once

    explicit FileTableModel(QObject *parent = nullptr);
    ~FileTableModel() override;

    /// @param json  a JSON object per line; @param delimiter  0 = found out
    /// @error as RecordFile::open
    [[nodiscard]] Result<> open(const QString &file, bool json, char delimiter = 0);
    void close();

    /// Keeps rows that contain `text` in any field, case ignored. Empty = all.
    void setFilter(const QString &text);
    void sort(int column, Qt::SortOrder order) override;

    /// Rows come in parts: a view of tens of millions would keep the window waiting.
    [[nodiscard]] int partCount() const;
    [[nodiscard]] int part() const { return m_part; }
    void setPart(int part);
    /// All that are shown, of every part.
    [[nodiscard]] qint64 rowsShown() const;
    [[nodiscard]] qint64 rowsInFile() const; ///< known so far, the header left out
    [[nodiscard]] bool complete() const { return m_file && m_file->complete(); }
    /// A worker filters, sorts or counts.
    [[nodiscard]] bool busy() const { return m_ordering || m_counting; }
    [[nodiscard]] QString problem() const { return m_problem; } ///< of the last sort or filter
    /// By column; partial while it counts.
    [[nodiscard]] const std::vector<ColumnStats> &stats() const { return *m_stats; }
    [[nodiscard]] const TableForm &form() const { return m_form; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

signals:
    void statsChanged();
    /// Rows, order or what is under way.
    void changed();

private:
    void grow();
    [[nodiscard]] int rowsHere() const;
    void arrange();
    void take(std::shared_ptr<const RowOrder> order);
    void count();
    [[nodiscard]] const std::vector<QString> &fields(qint64 row) const;
    [[nodiscard]] qint64 recordOf(int row) const;

    std::unique_ptr<RecordFile> m_file;
    TableForm m_form;
    int m_shown = 0; ///< rows of this part
    int m_part = 0;
    std::shared_ptr<const RowOrder> m_order; ///< nullptr = as in the file
    QString m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    QString m_problem;
    bool m_ordering = false, m_counting = false;
    std::shared_ptr<const std::vector<ColumnStats>> m_stats;
    std::shared_ptr<std::atomic<std::uint64_t>> m_orderJob, m_countJob; ///< cancel = newer job
    mutable qint64 m_fieldsOf = -1;
    mutable std::vector<QString> m_fields; ///< of the row asked for last
    QThreadPool m_pool;
};

} // namespace orrery::models
