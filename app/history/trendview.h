// SPDX-License-Identifier: GPL-3.0-or-later
// How long the runs of a DAG, or one of its nodes, took over time: the usual and what is not.
#pragma once

#include <QWidget>

#include "history/runhistory.h"
#include "models/statistics.h"

namespace orrery::history {

class TrendView final : public QWidget {
    Q_OBJECT
public:
    TrendView(theming::Theme &theme, RunHistory &history, QWidget *parent = nullptr);

    /// @param row  of the history; -1 = the run as a whole
    void show(int row);
    void setCurrent(int column);
    [[nodiscard]] const models::Trend &trend() const { return m_trend; }
    [[nodiscard]] QSize sizeHint() const override { return {260, 90}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 62}; }

signals:
    void chosen(int column);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void refresh();
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double xOf(std::size_t index) const;
    [[nodiscard]] int columnAt(double x) const;
    [[nodiscard]] QString caption() const;
    void paintLevel(QPainter &painter, double value, const QColor &hue, Qt::PenStyle style) const;

    theming::Theme &m_theme;
    RunHistory &m_history;
    int m_row = -1;
    int m_current = -1;
    int m_hover = -1;             ///< a column
    int m_first = 0;              ///< column of the first value
    std::vector<double> m_values; ///< [ms]; -1 = none
    models::Trend m_trend;
    bool m_dirty = true;
};

} // namespace orrery::history
