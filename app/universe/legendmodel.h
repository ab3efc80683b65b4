// SPDX-License-Identifier: GPL-3.0-or-later
// The states that occur in the graph, each with its sign, colour and count.
#pragma once

#include <array>
#include <vector>

#include <QAbstractListModel>
#include <QColor>
#include <qqmlregistration.h>

#include "engine/run.h"

namespace orrery::universe {

class LegendModel : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS
public:
    struct Row {
        int state;
        QString title;
        QColor color;
        int count;

        bool operator==(const Row &) const = default;
    };
    enum Role { State = Qt::UserRole, Title, Hue, Count };
    using QAbstractListModel::QAbstractListModel;

    /// Shows the states with a count above 0; counts alone change without a reset.
    void assign(std::vector<Row> rows);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<Row> m_rows;
};

} // namespace orrery::universe
