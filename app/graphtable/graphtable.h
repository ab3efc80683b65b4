// SPDX-License-Identifier: GPL-3.0-or-later
// The panel "Outline": the same nodes as in the universe, for the keyboard and for screen readers.
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "graphtable/graphtablemodel.h"
#include "widgets/workbench.h"

class QLineEdit;
class QTableView;

namespace orrery::graphtable {

class GraphTable final : public QWidget {
    Q_OBJECT
public:
    explicit GraphTable(const widgets::Surroundings &around, QWidget *parent = nullptr);
    [[nodiscard]] QWidget *filterField() const;

private:
    void followSelection();

    widgets::Surroundings m_around;
    GraphTableModel m_model;
    QSortFilterProxyModel m_filter;
    QLineEdit *m_field;
    QTableView *m_table;
    bool m_following = false;
};

/// Adds the panel "graphtable".
void addGraphTable(widgets::Workbench &bench);

} // namespace orrery::graphtable
