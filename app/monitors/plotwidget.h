// SPDX-License-Identifier: GPL-3.0-or-later
// One live curve with its axes, painted by hand: many of them cost nothing at rest.
#pragma once

#include <QWidget>

#include "models/series.h"
#include "theming/theme.h"

namespace orrery::monitors {

class PlotWidget final : public QWidget {
    Q_OBJECT
public:
    enum class Unit { Cores, Bytes, Share };

    PlotWidget(theming::Theme &theme, const QString &title, const QColor &hue, Unit unit,
               QWidget *parent = nullptr);

    /// The curve is copied; nullptr shows the empty state with `why`.
    /// @param caption  what the curve is, in place of its last value; empty = it is live
    void show(const models::Series *series, const QString &why, const QString &caption = {});
    /// The top of the axis is at least this, e.g. what the host has.
    void setFloor(double top);
    [[nodiscard]] const models::Series &series() const { return m_series; }
    [[nodiscard]] QSize sizeHint() const override { return {240, 110}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {140, 72}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double top() const;
    void paintGrid(QPainter &painter, const QRectF &area, double top) const;
    void paintCurve(QPainter &painter, const QRectF &area, double top) const;
    void paintHover(QPainter &painter, const QRectF &area, double top) const;

    theming::Theme &m_theme;
    QString m_title;
    QColor m_hue;
    Unit m_unit;
    models::Series m_series;
    QString m_why;
    QString m_caption;
    double m_floor = 0;
    double m_hoverX = -1;
};

/// The smallest of 1, 2, 5 x 10^n (or 2^n for bytes) that is not below `value`.
[[nodiscard]] double niceTop(double value, bool binary);

} // namespace orrery::monitors
