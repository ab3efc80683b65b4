// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/queuemodel.h"

#include <algorithm>

#include <QJsonDocument>
#include <QJsonObject>

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::models {

using bridge::qs;

bool waitsForTurn(const RunSummary &run)
{
    return run.state == RunState::Pending;
}

std::vector<RunSummary> inTurn(std::vector<RunSummary> runs)
{
    std::erase_if(runs, [](const RunSummary &run) { return isFinal(run.state); });
    std::sort(runs.begin(), runs.end(), [](const RunSummary &a, const RunSummary &b) {
        if (waitsForTurn(a) != waitsForTurn(b))
            return waitsForTurn(b);
        if (waitsForTurn(a) && a.priority != b.priority)
            return a.priority > b.priority;
        return a.created != b.created ? a.created < b.created : a.id < b.id;
    });
    return runs;
}

std::vector<std::int32_t> prioritiesFor(const std::vector<RunSummary> &order)
{
    std::vector<std::int32_t> wanted(order.size());
    for (std::size_t i = order.size(); i-- > 0;) {
        wanted[i] = order[i].priority;
        if (i + 1 == order.size())
            continue;
        // An older run goes before a younger one of the same priority by itself.
        const bool older = order[i].created < order[i + 1].created;
        wanted[i] = std::max(wanted[i], wanted[i + 1] + (older ? 0 : 1));
    }
    return wanted;
}

void QueueModel::apply(const std::vector<RunSummary> &runs, bool snapshot)
{
    std::vector<RunSummary> all = snapshot ? std::vector<RunSummary>() : m_runs;
    for (const RunSummary &run : runs) {
        const auto known = std::find_if(all.begin(), all.end(),
                                        [&run](const RunSummary &r) { return r.id == run.id; });
        if (known != all.end())
            *known = run;
        else
            all.push_back(run);
    }
    all = inTurn(std::move(all));
    const bool sameRuns =
        std::equal(all.begin(), all.end(), m_runs.begin(), m_runs.end(),
                   [](const RunSummary &a, const RunSummary &b) { return a.id == b.id; });
    if (!sameRuns)
        beginResetModel();
    m_runs = std::move(all);
    if (!sameRuns)
        endResetModel();
    else if (!m_runs.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const RunSummary *QueueModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_runs[std::size_t(row)] : nullptr;
}

int QueueModel::rowOf(const RunId &run) const
{
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        if (m_runs[i].id == run)
            return int(i);
    return -1;
}

std::vector<RunSummary> QueueModel::waiting() const
{
    std::vector<RunSummary> runs;
    std::copy_if(m_runs.begin(), m_runs.end(), std::back_inserter(runs), waitsForTurn);
    return runs;
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString QueueModel::cell(int row, int column) const
{
    const RunSummary &run = m_runs[std::size_t(row)];
    switch (column) {
    case Turn: {
        const auto running =
            std::count_if(m_runs.begin(), m_runs.end(),
                          [](const RunSummary &other) { return !waitsForTurn(other); });
        return waitsForTurn(run) ? QString::number(row - int(running) + 1) : tr("now");
    }
    case State:
        return bridge::title(run.state);
    case Dag:
        return qs(run.dagName.empty() ? run.dag.text : run.dagName);
    case Progress:
        return waitsForTurn(run)
                   ? QString()
                   : QStringLiteral("%1 / %2").arg(run.finishedCount()).arg(run.taskCount());
    case Waits:
        return qs(run.waits);
    case Priority:
        return QString::number(run.priority);
    case Parameters: {
        const QJsonObject values =
            QJsonDocument::fromJson(QByteArray::fromStdString(run.parameters)).object();
        QStringList words;
        for (auto value = values.begin(); value != values.end(); ++value)
            words << value.key() + QLatin1Char('=') +
                         (value->isString()
                              ? value->toString()
                              : QString::fromUtf8(
                                    QJsonDocument::fromVariant(value->toVariant().toList())
                                        .toJson(QJsonDocument::Compact)));
        return words.join(QStringLiteral("  "));
    }
    case Id:
        return qs(run.id.text);
    default:
        return {};
    }
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RunSummary &run = m_runs[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell(index.row(), index.column());
    case SignRole:
        return int(bridge::signOf(run.state));
    case IdRole:
        return qs(run.id.text);
    case ProgressRole:
        return index.column() == Progress && run.taskCount() > 0 && !waitsForTurn(run)
                   ? double(run.finishedCount()) / double(run.taskCount())
                   : -1.0;
    default:
        return {};
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Turn:
        return tr("Turn");
    case State:
        return tr("State");
    case Dag:
        return tr("DAG");
    case Progress:
        return tr("Progress");
    case Waits:
        return tr("Waits for");
    case Priority:
        return tr("Priority");
    case Parameters:
        return tr("Parameters");
    case Id:
        return tr("Run");
    default:
        return {};
    }
}

} // namespace orrery::models
