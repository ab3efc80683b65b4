// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runtablemodel.h"

#include <QDateTime>
#include <QTimerEvent>

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::models {

using bridge::qs;

namespace {

bool older(const RunSummary &a, const RunSummary &b)
{
    return a.created != b.created ? a.created < b.created : a.id < b.id;
}

} // namespace

void RunTableModel::reset(std::vector<RunSummary> runs)
{
    std::sort(runs.begin(), runs.end(), older);
    beginResetModel();
    m_runs = std::move(runs);
    m_places.clear();
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        m_places[m_runs[i].id] = i;
    endResetModel();
}

void RunTableModel::append(std::vector<RunSummary> fresh)
{
    std::sort(fresh.begin(), fresh.end(), older);
    if (!m_runs.empty() && older(fresh.front(), m_runs.back())) { // a clock went back: sort anew
        fresh.insert(fresh.end(), m_runs.begin(), m_runs.end());
        reset(std::move(fresh));
        return;
    }
    beginInsertRows({}, 0, int(fresh.size()) - 1);
    for (RunSummary &run : fresh) {
        m_places[run.id] = m_runs.size();
        m_runs.push_back(std::move(run));
    }
    endInsertRows();
}

void RunTableModel::apply(const std::vector<RunSummary> &runs, bool snapshot)
{
    if (snapshot) {
        reset(runs);
        watchTime();
        return;
    }
    std::vector<RunSummary> fresh;
    int first = rowCount(), last = -1;
    for (const RunSummary &run : runs) {
        const int row = rowOf(run.id);
        if (row < 0) {
            fresh.push_back(run);
            continue;
        }
        m_runs[m_places[run.id]] = run;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    if (last >= 0)
        emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
    if (!fresh.empty())
        append(std::move(fresh));
    watchTime();
}

void RunTableModel::watchTime()
{
    const bool live = std::any_of(m_runs.begin(), m_runs.end(),
                                  [](const auto &run) { return !isFinal(run.state); });
    if (live && !m_tick.isActive())
        m_tick.start(1000, this);
    else if (!live)
        m_tick.stop();
}

void RunTableModel::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_tick.timerId())
        return QAbstractTableModel::timerEvent(event);
    for (int row = 0; row < rowCount(); ++row)
        if (!isFinal(at(row)->state))
            emit dataChanged(index(row, Duration), index(row, Duration));
}

const RunSummary *RunTableModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_runs[m_runs.size() - 1 - std::size_t(row)] : nullptr;
}

int RunTableModel::rowOf(const RunId &run) const
{
    const auto place = m_places.find(run);
    return place == m_places.end() ? -1 : int(m_runs.size() - 1 - place->second);
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString RunTableModel::cell(const RunSummary &run, int column) const
{
    switch (column) {
    case State:
        return bridge::title(run.state);
    case Dag:
        return qs(run.dagName.empty() ? run.dag.text : run.dagName);
    case Progress:
        return QStringLiteral("%1 / %2").arg(run.finishedCount()).arg(run.taskCount());
    case Duration:
        return bridge::spanText(
            bridge::elapsed(run.created, run.ended, QDateTime::currentMSecsSinceEpoch()));
    case Started:
        return bridge::clockText(run.created);
    case Trigger:
        return qs(run.trigger);
    case Id:
        return qs(run.id.text);
    default:
        return {};
    }
}

QString RunTableModel::tip(const RunSummary &run) const
{
    QStringList lines{qs(run.id.text)};
    if (!run.waits.empty())
        lines << qs(run.waits);
    if (!run.cause.empty())
        lines << qs(run.cause);
    if (!run.file.empty())
        lines << qs(run.file);
    for (const std::string &note : run.notes)
        lines << qs(note);
    return lines.join(QLatin1Char('\n'));
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunSummary &run = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cell(run, index.column());
    case Qt::ToolTipRole:
        return tip(run);
    case SignRole:
        return int(bridge::signOf(run.state));
    case IdRole:
        return qs(run.id.text);
    case TimeRole:
        return qint64(run.created);
    case ProgressRole:
        return index.column() == Progress && run.taskCount() > 0
                   ? double(run.finishedCount()) / run.taskCount()
                   : -1.0;
    default:
        return {};
    }
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QStringList titles{tr("State"),   tr("DAG"),     tr("Progress"), tr("Duration"),
                                    tr("Started"), tr("Trigger"), tr("Run")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? titles.value(section)
                                                                    : QVariant();
}

} // namespace orrery::models
