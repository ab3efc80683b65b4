// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the shown DAG: the grid, how long they took, where the time of the watched one went.
#pragma once

#include <QWidget>

#include "history/runhistory.h"

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::history {

class RunsGrid;
class RunTimes;
class TrendView;

class HistoryPanel final : public QWidget {
    Q_OBJECT
public:
    HistoryPanel(const widgets::Surroundings &around, RunHistory &history, RunTimes &times,
                 QWidget *parent = nullptr);
    [[nodiscard]] RunsGrid &grid() { return *m_grid; }

signals:
    void runChosen(const orrery::RunId &run);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void choose(int column, int row);
    void select();

    widgets::Surroundings m_around;
    RunHistory &m_history;
    RunsGrid *m_grid;
    TrendView *m_runTrend;
    TrendView *m_nodeTrend;
    QWidget *m_side;
    widgets::StateFrame *m_frame;
    RunId m_wanted; ///< its node is selected once its tasks are there
    NodeIndex m_wantedNode = none;
};

} // namespace orrery::history
