// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts and devices as rows, time as columns, use as heat; what is held and does nothing is
// hatched.
#pragma once

#include <QAbstractScrollArea>
#include <QImage>

#include "models/heatgrid.h"
#include "theming/theme.h"

namespace orrery::heatmap {

/// Mouse: a click on a cell asks for the task that had the device then. Keys: arrows move, Enter
/// asks.
class HeatView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit HeatView(theming::Theme &theme, QWidget *parent = nullptr);

    /// Is looked at until another one is set; update() after it changed.
    void show(const models::HeatGrid *grid);
    void changed();
    [[nodiscard]] QRect cellRect(std::size_t track, std::size_t column) const;
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 90}; }

signals:
    void asked(const orrery::models::HeatTrack &track, orrery::WallMs from, orrery::WallMs to);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] int nameWidth() const;
    [[nodiscard]] double columnWidth() const;
    [[nodiscard]] int trackAt(int y) const;
    [[nodiscard]] int columnAt(int x) const;
    [[nodiscard]] QColor heat(double value) const;
    void ask(int track, int column);
    void paintTimes(QPainter &painter) const;

    theming::Theme &m_theme;
    const models::HeatGrid *m_grid = nullptr;
    int m_track = -1;
    int m_column = -1;
};

} // namespace orrery::heatmap
