// SPDX-License-Identifier: GPL-3.0-or-later
// The runs that go on and those that wait for their turn: looked at, put in another order,
// cancelled.
#pragma once

#include <QWidget>

#include "models/queuemodel.h"
#include "widgets/workbench.h"

class QTableView;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::queue {

class QueuePanel final : public QWidget {
    Q_OBJECT
public:
    explicit QueuePanel(widgets::Workbench &bench, QWidget *parent = nullptr);

    /// Buttons of the title row.
    [[nodiscard]] QWidget *tools() const { return m_tools; }
    /// Moves the chosen run that waits: -1 = one turn earlier, +1 = later.
    void move(int by);
    /// To the first turn of all that wait.
    void moveToFront();
    void cancel();

private:
    void refresh();
    void reorder(std::vector<RunSummary> order);
    [[nodiscard]] const RunSummary *chosen() const;
    bool eventFilter(QObject *watched, QEvent *event) override;

    widgets::Workbench &m_bench;
    widgets::Surroundings m_around;
    models::QueueModel m_model;
    QTableView *m_table;
    widgets::StateFrame *m_frame;
    QWidget *m_tools;
    QWidget *m_up = nullptr;
    QWidget *m_down = nullptr;
    QWidget *m_cancel = nullptr;
    RunId m_chosen; ///< stays chosen when the order changes
};

void addQueue(widgets::Workbench &bench);

} // namespace orrery::queue
