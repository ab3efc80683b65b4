// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tasktablemodel.h"

#include <QDateTime>
#include <QTimerEvent>

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::models {

using bridge::qs;

void TaskTableModel::clear()
{
    m_tick.stop();
    m_moment = 0;
    beginResetModel();
    m_rows.clear();
    m_nodeNames.clear();
    endResetModel();
}

void TaskTableModel::setDag(const DagSpec &dag)
{
    m_nodeNames.clear();
    for (const NodeSpec &node : dag.nodes)
        m_nodeNames.push_back(qs(node.id));
    if (!m_rows.empty())
        emit dataChanged(index(0, Task), index(rowCount() - 1, Task));
}

void TaskTableModel::apply(const std::vector<TaskRow> &rows)
{
    std::size_t size = m_rows.size();
    for (const TaskRow &row : rows)
        size = std::max(size, row.task + std::size_t{1});
    int first = int(m_rows.size()), last = -1;
    const bool grows = size > m_rows.size();
    const int before = int(m_rows.size());
    if (grows) {
        beginInsertRows({}, before, int(size) - 1);
        m_rows.resize(size);
    }
    for (const TaskRow &row : rows) {
        m_rows[row.task] = row;
        if (int(row.task) < before) {
            first = std::min(first, int(row.task));
            last = std::max(last, int(row.task));
        }
    }
    if (grows)
        endInsertRows();
    if (last >= 0)
        emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
    watchTime(rows);
}

/// A task that began and has not ended: it runs, or waits for the world or a person.
static bool timePasses(const TaskRow &row)
{
    return row.start != 0 && row.end == 0 && !isFinal(row.state);
}

void TaskTableModel::watchTime(const std::vector<TaskRow> &rows)
{
    if (m_moment == 0 && !m_tick.isActive() && std::any_of(rows.begin(), rows.end(), timePasses))
        m_tick.start(1000, this);
}

void TaskTableModel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_tick.timerId())
        return QAbstractTableModel::timerEvent(event);
    tellTime();
}

void TaskTableModel::shrink(std::size_t count)
{
    if (count >= m_rows.size())
        return;
    beginRemoveRows({}, int(count), rowCount() - 1);
    m_rows.resize(count);
    endRemoveRows();
}

void TaskTableModel::setMoment(WallMs at)
{
    if (std::exchange(m_moment, at) == at)
        return;
    m_tick.stop();
    tellTime();
    watchTime(m_rows);
}

SpanMs TaskTableModel::spent(const TaskRow &row) const
{
    return bridge::elapsed(row.start, row.end,
                           m_moment == 0 ? QDateTime::currentMSecsSinceEpoch() : m_moment);
}

void TaskTableModel::tellTime()
{
    int first = rowCount(), last = -1;
    for (int row = 0; row < rowCount(); ++row)
        if (timePasses(m_rows[std::size_t(row)])) {
            first = std::min(first, row);
            last = row;
        }
    if (last < 0)
        m_tick.stop();
    else
        emit dataChanged(index(first, Duration), index(last, Duration));
}

int TaskTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int TaskTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString TaskTableModel::name(const TaskRow &row) const
{
    if (row.node >= m_nodeNames.size())
        return tr("task %1").arg(row.task);
    const QString &node = m_nodeNames[row.node];
    if (row.item < 0)
        return node;
    return QStringLiteral("%1[%2]").arg(node, row.label.empty() ? QString::number(row.item)
                                                                : qs(row.label));
}

QString TaskTableModel::cell(const TaskRow &row, int column) const
{
    switch (column) {
    case State:
        return bridge::title(row.state);
    case Task:
        return name(row);
    case Duration:
        return bridge::spanText(spent(row));
    case Attempts:
        return row.attempts == 0 ? QString() : QString::number(row.attempts);
    case Cpu:
        return row.usage.cpuSeconds > 0
                   ? QStringLiteral("%1 s").arg(row.usage.cpuSeconds, 0, 'f', 2)
                   : QString();
    case Memory:
        return row.usage.maxMemoryKiB > 0 ? bridge::bytesText(double(row.usage.maxMemoryKiB) * 1024)
                                          : QString();
    case Host:
        return qs(row.host);
    case Reason:
        return bridge::reasonText(row, QDateTime::currentMSecsSinceEpoch());
    default:
        return {};
    }
}

QVariant TaskTableModel::sortKey(const TaskRow &row, int column) const
{
    switch (column) {
    case State:
        return int(row.state);
    case Duration:
        return qint64(spent(row));
    case Attempts:
        return row.attempts;
    case Cpu:
        return row.usage.cpuSeconds;
    case Memory:
        return qulonglong(row.usage.maxMemoryKiB);
    default:
        return cell(row, column);
    }
}

QVariant TaskTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TaskRow &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return cell(row, index.column());
    case Qt::ToolTipRole:
        return row.reason.empty()
                   ? name(row)
                   : name(row) + QLatin1Char('\n') +
                         bridge::reasonText(row, QDateTime::currentMSecsSinceEpoch());
    case Qt::TextAlignmentRole:
        return index.column() >= Duration && index.column() <= Memory
                   ? int(Qt::AlignRight | Qt::AlignVCenter)
                   : int(Qt::AlignLeft | Qt::AlignVCenter);
    case SignRole:
        return int(row.state);
    case IndexRole:
        return uint(index.row());
    case SortRole:
        return sortKey(row, index.column());
    default:
        return {};
    }
}

QVariant TaskTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QStringList titles{tr("State"),    tr("Task"),     tr("Duration"),
                                    tr("Attempts"), tr("CPU time"), tr("Peak memory"),
                                    tr("Host"),     tr("Why")};
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section >= Duration && section <= Memory ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                        : int(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? titles.value(section) : QVariant();
}

TaskFilter::TaskFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
}

void TaskFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool TaskFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_text.isEmpty())
        return true;
    const auto contains = [&](int column) {
        return sourceModel()
            ->index(row, column, parent)
            .data()
            .toString()
            .contains(m_text, Qt::CaseInsensitive);
    };
    return contains(TaskTableModel::Task) || contains(TaskTableModel::State) ||
           contains(TaskTableModel::Reason);
}

} // namespace orrery::models
