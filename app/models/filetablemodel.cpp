// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filetablemodel.h"

#include <algorithm>
#include <limits>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QPointer>

namespace orrery::models {
namespace {

constexpr qint64 looked = 50;      ///< records that tell the form
constexpr int tellEvery = 400;     ///< [ms] between two partial counts
constexpr qsizetype longest = 400; ///< characters of a field in a cell

} // namespace

FileTableModel::FileTableModel(QObject *parent)
    : QAbstractTableModel(parent), m_stats(std::make_shared<std::vector<ColumnStats>>()),
      m_orderJob(std::make_shared<std::atomic<std::uint64_t>>(0)),
      m_countJob(std::make_shared<std::atomic<std::uint64_t>>(0))
{
    m_pool.setMaxThreadCount(2);
}

FileTableModel::~FileTableModel()
{
    ++*m_orderJob;
    ++*m_countJob;
}

void FileTableModel::close()
{
    ++*m_orderJob;
    ++*m_countJob;
    beginResetModel();
    m_file.reset();
    m_form = {};
    m_shown = m_part = 0;
    m_order.reset();
    m_filter.clear();
    m_sortColumn = -1;
    m_problem.clear();
    m_ordering = m_counting = false;
    m_stats = std::make_shared<std::vector<ColumnStats>>();
    m_fieldsOf = -1;
    endResetModel();
}

Result<> FileTableModel::open(const QString &file, bool json, char delimiter)
{
    close();
    auto opened = RecordFile::open({file}, json ? RecordForm::Lines : RecordForm::Csv);
    if (!opened)
        return tl::unexpected(opened.error());
    beginResetModel();
    m_file = std::move(*opened);
    std::vector<QByteArray> first;
    for (qint64 i = 0; i < std::min(looked, m_file->count()); ++i)
        first.push_back(m_file->record(i));
    m_form = detectForm(first, json, delimiter);
    m_shown = rowsHere();
    endResetModel();
    connect(m_file.get(), &RecordFile::grew, this, &FileTableModel::grow);
    count();
    return {};
}

qint64 FileTableModel::rowsInFile() const
{
    const qint64 count = m_file ? m_file->count() - (m_form.header && !m_form.json ? 1 : 0) : 0;
    return std::clamp<qint64>(count, 0, std::numeric_limits<int>::max());
}

qint64 FileTableModel::rowsShown() const
{
    return m_order ? qint64(m_order->rows.size()) : rowsInFile();
}

int FileTableModel::partCount() const
{
    return std::max(1, int((rowsShown() + rowsOfPart - 1) / rowsOfPart));
}

int FileTableModel::rowsHere() const
{
    const qint64 before = qint64(m_part) * rowsOfPart;
    return int(std::clamp<qint64>(rowsShown() - before, 0, rowsOfPart));
}

void FileTableModel::setPart(int part)
{
    beginResetModel();
    m_part = std::clamp(part, 0, partCount() - 1);
    m_shown = rowsHere();
    m_fieldsOf = -1;
    endResetModel();
    emit changed();
}

void FileTableModel::grow()
{
    const int rows = rowsHere();
    if (!m_order && rows > m_shown) {
        beginInsertRows({}, m_shown, rows - 1);
        m_shown = rows;
        endInsertRows();
    }
    emit changed();
}

int FileTableModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_shown;
}

int FileTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_form.columns.size());
}

qint64 FileTableModel::recordOf(int row) const
{
    const qint64 shown = qint64(m_part) * rowsOfPart + row;
    const qint64 place = m_order ? m_order->rows[std::size_t(shown)] : shown;
    return place + (m_form.header && !m_form.json ? 1 : 0);
}

const std::vector<QString> &FileTableModel::fields(qint64 record) const
{
    if (std::exchange(m_fieldsOf, record) != record)
        m_fields = fieldsOf(m_file->record(record), m_form);
    return m_fields;
}

QVariant FileTableModel::data(const QModelIndex &index, int role) const
{
    if (!m_file || !index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole) {
        const auto &stats = *m_stats;
        const bool right = std::size_t(index.column()) < stats.size() &&
                           stats[std::size_t(index.column())].numeric();
        return int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto &all = fields(recordOf(index.row()));
    if (std::size_t(index.column()) >= all.size())
        return {};
    const QString &field = all[std::size_t(index.column())];
    if (role == Qt::ToolTipRole)
        return field.size() > 30 ? field.left(4000) : QString();
    return field.size() > longest ? field.left(longest) + QStringLiteral("…") : field;
}

QVariant FileTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole && section < rowCount()
                   ? QVariant(recordOf(section) + (m_form.header && !m_form.json ? 0 : 1))
                   : QVariant();
    if (section >= m_form.columns.size() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    return m_form.columns[section];
}

void FileTableModel::setFilter(const QString &text)
{
    if (std::exchange(m_filter, text) != text)
        arrange();
}

void FileTableModel::sort(int column, Qt::SortOrder order)
{
    if (column == m_sortColumn && order == m_sortOrder)
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

/// The rows that are shown and their order, from the whole file.
void FileTableModel::arrange()
{
    ++*m_orderJob;
    m_problem.clear();
    if (!m_file || (m_filter.isEmpty() && m_sortColumn < 0)) {
        beginResetModel();
        m_order.reset();
        m_ordering = false;
        m_part = 0;
        m_shown = rowsHere();
        endResetModel();
        return emit changed();
    }
    m_ordering = true;
    emit changed();
    RowRequest request{m_file->range(),
                       m_file->form(),
                       m_form,
                       m_filter,
                       m_sortColumn,
                       false,
                       m_sortOrder == Qt::DescendingOrder,
                       0};
    request.numeric = m_sortColumn >= 0 && std::size_t(m_sortColumn) < m_stats->size() &&
                      (*m_stats)[std::size_t(m_sortColumn)].numeric();
    request.most = m_sortColumn < 0 || request.numeric ? mostSorted : mostSortedText;
    const QPointer<FileTableModel> self(this);
    m_pool.start([self, request, job = m_orderJob, mine = std::uint64_t(*m_orderJob)] {
        auto order = std::make_shared<const RowOrder>(
            orderOf(request, [&job, mine] { return *job == mine; }));
        QMetaObject::invokeMethod(
            qApp,
            [self, order, job, mine] {
                if (self && *job == mine)
                    self->take(order);
            },
            Qt::QueuedConnection);
    });
}

void FileTableModel::take(std::shared_ptr<const RowOrder> order)
{
    beginResetModel();
    m_problem = order->cut ? tr("Only the first %1 rows that match are shown; filter for less")
                                 .arg(order->rows.size())
                           : QString();
    m_order = std::move(order);
    m_part = 0;
    m_shown = rowsHere();
    m_ordering = false;
    m_fieldsOf = -1;
    endResetModel();
    emit changed();
}

void FileTableModel::count()
{
    ++*m_countJob;
    m_counting = true;
    const QPointer<FileTableModel> self(this);
    m_pool.start([self, form = m_form, range = m_file->range(), kind = m_file->form(),
                  job = m_countJob, mine = std::uint64_t(*m_countJob)] {
        std::vector<ColumnStats> stats(std::size_t(form.columns.size()));
        const auto tell = [&](bool end) {
            QMetaObject::invokeMethod(
                qApp,
                [self, job, mine, end,
                 copy = std::make_shared<const std::vector<ColumnStats>>(stats)] {
                    if (!self || *job != mine)
                        return;
                    self->m_stats = copy;
                    self->m_counting = !end;
                    emit self->statsChanged();
                    emit self->changed();
                },
                Qt::QueuedConnection);
        };
        bool skip = form.header && !form.json;
        QElapsedTimer since;
        since.start();
        int pause = tellEvery;
        (void)forEachRecord(range, kind, [&](QByteArrayView record) {
            if (*job != mine)
                return false;
            if (std::exchange(skip, false))
                return true;
            const std::vector<QString> all = fieldsOf(record.toByteArray(), form);
            for (std::size_t i = 0; i < stats.size(); ++i)
                stats[i].add(i < all.size() ? all[i] : QString());
            if (since.elapsed() >= pause) {
                since.restart();
                pause = std::min(pause * 2, 5000);
                tell(false);
            }
            return true;
        });
        tell(true);
    });
}

} // namespace orrery::models
