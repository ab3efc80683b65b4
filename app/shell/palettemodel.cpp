// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palettemodel.h"

#include "models/fuzzy.h"
#include "models/roles.h"

namespace orrery::shell {

PaletteModel::PaletteModel(std::vector<PaletteEntry> entries, QObject *parent)
    : QAbstractListModel(parent), m_entries(std::move(entries))
{
    setQuery({});
}

void PaletteModel::setQuery(const QString &query)
{
    beginResetModel();
    m_hits.clear();
    const bool narrowed = !query.isEmpty() && QStringLiteral(">@:").contains(query[0]);
    const QChar only = narrowed ? query[0] : QChar();
    const QString words = narrowed ? query.mid(1) : query;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (words.trimmed().isEmpty() && m_hits.size() >= shown)
            break;
        if (narrowed && m_entries[i].prefix != only)
            continue;
        if (auto match = models::fuzzyMatch(words, m_entries[i].title))
            m_hits.push_back({i, match->score, std::move(match->positions)});
    }
    std::stable_sort(m_hits.begin(), m_hits.end(),
                     [](const Hit &a, const Hit &b) { return a.score > b.score; });
    if (m_hits.size() > shown)
        m_hits.resize(shown);
    endResetModel();
}

const PaletteEntry *PaletteModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_entries[m_hits[std::size_t(row)].entry] : nullptr;
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_hits.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PaletteEntry &entry = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case models::SectionRole:
        return entry.kind;
    case models::DetailRole:
        return entry.detail;
    case models::MatchRole:
        return QVariant::fromValue(m_hits[std::size_t(index.row())].positions);
    case Qt::AccessibleTextRole:
        return entry.kind + QLatin1Char(' ') + entry.title;
    default:
        return {};
    }
}

} // namespace orrery::shell
