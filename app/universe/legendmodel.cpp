// SPDX-License-Identifier: GPL-3.0-or-later
#include "legendmodel.h"

#include <algorithm>

namespace orrery::universe {

void LegendModel::assign(std::vector<Row> rows)
{
    std::erase_if(rows, [](const Row &row) { return row.count == 0; });
    const bool same = std::equal(
        rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
        [](const Row &a, const Row &b) { return a.state == b.state && a.color == b.color; });
    if (!same) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i] == m_rows[i])
            continue;
        m_rows[i] = rows[i];
        emit dataChanged(index(int(i)), index(int(i)), {Count});
    }
}

int LegendModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant LegendModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case State:
        return row.state;
    case Title:
        return row.title;
    case Hue:
        return row.color;
    case Count:
        return row.count;
    default:
        return {};
    }
}

QHash<int, QByteArray> LegendModel::roleNames() const
{
    return {{State, "nodeState"}, {Title, "title"}, {Hue, "hue"}, {Count, "count"}};
}

} // namespace orrery::universe
