// SPDX-License-Identifier: GPL-3.0-or-later
// The tables at the bottom: runs of the home, tasks of the watched run.
#pragma once

#include <QWidget>

#include "models/runtablemodel.h"
#include "models/tasktablemodel.h"
#include "widgets/surroundings.h"

class QLineEdit;
class QTableView;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::shell {

class RunsPanel final : public QWidget {
    Q_OBJECT
public:
    RunsPanel(const widgets::Surroundings &around, models::RunTableModel &model,
              QWidget *parent = nullptr);

signals:
    void runChosen(const orrery::RunId &run);
    /// With the watched one, by Ctrl and click or from the menu.
    void compareRequested(const orrery::RunId &run);

private:
    void refresh();
    widgets::Surroundings m_around;
    models::RunTableModel &m_model;
    QTableView *m_table;
    widgets::StateFrame *m_frame;
};

class TasksPanel final : public QWidget {
    Q_OBJECT
public:
    explicit TasksPanel(const widgets::Surroundings &around, QWidget *parent = nullptr);
    [[nodiscard]] QLineEdit *filterField() const { return m_filterField; }
    [[nodiscard]] const models::TaskTableModel &model() const { return m_model; }

private:
    void refresh();
    void followSelection();
    QAbstractItemModel *filtered();
    widgets::Surroundings m_around;
    models::TaskTableModel m_model;
    models::TaskFilter m_filter;
    QLineEdit *m_filterField;
    QTableView *m_table;
    widgets::StateFrame *m_frame;
    bool m_following = false; ///< the selection moves the table, not the other way round
};

} // namespace orrery::shell
