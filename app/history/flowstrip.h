// SPDX-License-Identifier: GPL-3.0-or-later
// Over the Gantt, on its axis: how many tasks ran, how many waited, how many ended a second.
#pragma once

#include <QWidget>

#include "history/ganttview.h"

namespace orrery::history {

class FlowStrip final : public QWidget {
    Q_OBJECT
public:
    FlowStrip(theming::Theme &theme, RunTimes &times, GanttView &gantt, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {400, 40}; }
    /// The counts at a moment: running, waiting.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> countsAt(WallMs at) const;
    /// Tasks that ended a second, on average over the busy time; 0 = none did.
    [[nodiscard]] double throughput() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] QPainterPath outline(const std::vector<CountAt> &counts) const;

    theming::Theme &m_theme;
    RunTimes &m_times;
    GanttView &m_gantt;
    double m_hoverX = -1;
};

} // namespace orrery::history
