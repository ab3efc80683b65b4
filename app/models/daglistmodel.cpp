// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/daglistmodel.h"

#include <QDateTime>
#include <QFileInfo>

#include "bridge/text.h"
#include "engine/toolkit.h"
#include "models/roles.h"

namespace orrery::models {

using bridge::qs;

namespace {

constexpr std::size_t barCount = 12;

QList<Bar> bars(const std::vector<RunSummary> &runs, WallMs now)
{
    SpanMs longest = 1;
    for (const RunSummary &run : runs)
        longest = std::max(longest, bridge::elapsed(run.created, run.ended, now));
    QList<Bar> bars;
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const SpanMs span = bridge::elapsed(run->created, run->ended, now);
        bars << Bar{bridge::signOf(run->state), double(std::max<SpanMs>(span, 0)) / double(longest),
                    QStringLiteral("%1  %2  %3")
                        .arg(bridge::title(run->state), bridge::clockText(run->created),
                             bridge::spanText(span))};
    }
    return bars;
}

QString displayName(const DagSummary &dag)
{
    if (!dag.name.empty())
        return qs(dag.name);
    return dag.dagId.empty() ? QFileInfo(qs(dag.file)).fileName() : qs(dag.dagId);
}

QStringList tagList(const DagSummary &dag)
{
    QStringList tags;
    for (const std::string &tag : dag.tags)
        tags << qs(tag);
    return tags;
}

} // namespace

QString nextSlotText(const DagSummary &dag, WallMs now)
{
    if (dag.schedule.empty())
        return QObject::tr("by hand");
    if (dag.schedule == "event")
        return QObject::tr("when something happens");
    const QStringList words = qs(dag.schedule).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    Schedule schedule;
    if (words.size() == 2 && words.first() == QLatin1String("every")) {
        schedule.type = "INTERVAL";
        schedule.every = toolkit::parseDuration(bridge::text(words.last())).value_or(0);
    } else {
        schedule.type = "CRON";
    }
    // As written in the file: five or six cron fields, then the zone.
    const bool zoned = words.size() > 5 && (words.last().contains(QLatin1Char('/')) ||
                                            words.last() == QLatin1String("UTC"));
    schedule.expression =
        bridge::text((zoned ? words.mid(0, words.size() - 1) : words).join(QLatin1Char(' ')));
    if (zoned)
        schedule.timezone = bridge::text(words.last());
    const Result<WallMs> next = toolkit::nextFire(schedule, now);
    return next ? QObject::tr("next slot %1").arg(bridge::clockText(*next))
                : QObject::tr("schedule cannot be read: %1").arg(qs(next.error().what));
}

void DagListModel::setDags(const std::vector<DagSummary> &dags)
{
    std::vector<DagSummary> sorted = dags;
    std::stable_sort(sorted.begin(), sorted.end(), [](const DagSummary &a, const DagSummary &b) {
        if (a.example != b.example)
            return b.example;
        const WallMs lastA = a.lastRuns.empty() ? 0 : a.lastRuns.front().created;
        const WallMs lastB = b.lastRuns.empty() ? 0 : b.lastRuns.front().created;
        return lastA > lastB;
    });
    const auto sameFile = [](const DagSummary &a, const DagSummary &b) { return a.file == b.file; };
    if (std::equal(sorted.begin(), sorted.end(), m_dags.begin(), m_dags.end(), sameFile)) {
        m_dags = std::move(sorted);
        if (!m_dags.empty())
            emit dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_dags = std::move(sorted);
    endResetModel();
}

void DagListModel::applyRuns(const std::vector<RunSummary> &runs)
{
    for (std::size_t row = 0; row < m_dags.size(); ++row) {
        DagSummary &dag = m_dags[row];
        bool touched = false;
        for (const RunSummary &run : runs) {
            if (run.file.empty() || run.file != dag.file)
                continue;
            const auto known = std::find_if(dag.lastRuns.begin(), dag.lastRuns.end(),
                                            [&run](const RunSummary &r) { return r.id == run.id; });
            if (known != dag.lastRuns.end())
                *known = run;
            else if (dag.lastRuns.empty() || run.created >= dag.lastRuns.front().created)
                dag.lastRuns.insert(dag.lastRuns.begin(), run);
            if (dag.lastRuns.size() > barCount)
                dag.lastRuns.resize(barCount);
            touched = true;
        }
        if (touched)
            emit dataChanged(index(int(row)), index(int(row)));
    }
}

int DagListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_dags.size());
}

QString DagListModel::tip(const DagSummary &dag) const
{
    QStringList lines{qs(dag.file)};
    if (!dag.description.empty())
        lines << qs(dag.description);
    if (!dag.schedule.empty())
        lines << tr("Schedule: %1. It fires once it was switched on: orrery schedule on FILE")
                     .arg(qs(dag.schedule));
    if (!dag.error.empty())
        lines << qs(dag.error);
    return lines.join(QLatin1Char('\n'));
}

QVariant DagListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const DagSummary &dag = m_dags[std::size_t(index.row())];
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    switch (role) {
    case Qt::DisplayRole:
        return displayName(dag);
    case Qt::ToolTipRole:
        return tip(dag);
    case Qt::AccessibleTextRole:
        return dag.error.empty() ? displayName(dag)
                                 : tr("%1, broken: %2").arg(displayName(dag), qs(dag.error));
    case IdRole:
        return qs(dag.file);
    case ErrorRole:
        return qs(dag.error);
    case SampleRole:
        return dag.example;
    case TagsRole:
        return tagList(dag);
    case BarsRole:
        return QVariant::fromValue(bars(dag.lastRuns, now));
    case SignRole:
        return dag.lastRuns.empty() ? QVariant()
                                    : QVariant(int(bridge::signOf(dag.lastRuns.front().state)));
    case SectionRole:
        return dag.example ? tr("Examples") : tr("Home");
    case DetailRole: {
        QStringList parts{bridge::counted(dag.nodes, "node", "nodes"), nextSlotText(dag, now)};
        if (!dag.owner.empty())
            parts << qs(dag.owner);
        return parts.join(QStringLiteral("  ·  "));
    }
    default:
        return {};
    }
}

void DagFilter::setWords(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool DagFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_words.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    const QString all = index.data(Qt::DisplayRole).toString() + QLatin1Char(' ') +
                        index.data(TagsRole).toStringList().join(QLatin1Char(' ')) +
                        QLatin1Char(' ') + index.data(DetailRole).toString() + QLatin1Char(' ') +
                        index.data(IdRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(), [&all](const QString &word) {
        return all.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace orrery::models
