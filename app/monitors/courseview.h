// SPDX-License-Identifier: GPL-3.0-or-later
// The course of a run as a time axis: how many tasks ran, what failed, where it idled, and the
// moment that is shown. Painted by hand: nothing is painted while nothing changes.
#pragma once

#include <QPixmap>
#include <QWidget>

#include "bridge/playback.h"
#include "theming/theme.h"

namespace orrery::monitors {

/// Mouse: press and drag to a moment. Keys: arrows to the facts before and after (with Shift to
/// failures and retries), Home, End, Space to play, Up and Down for its speed.
class CourseView final : public QWidget {
    Q_OBJECT
public:
    CourseView(theming::Theme &theme, bridge::Playback &playback, bridge::RunFacade &run,
               QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {600, 60}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 60}; }
    /// Where a moment stands [px].
    [[nodiscard]] double xOf(WallMs at) const;
    [[nodiscard]] WallMs timeAt(double x) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    /// What one column of pixels holds.
    struct Column {
        std::uint32_t running = 0; ///< at most
        bool starts = false;
        bool fails = false;
        bool retries = false;
    };
    [[nodiscard]] QRectF chart() const;
    [[nodiscard]] std::vector<Column> columns() const;
    void paintCourse();
    void paintDensity(QPainter &painter, const std::vector<Column> &columns) const;
    void paintMarks(QPainter &painter, const std::vector<Column> &columns) const;
    void paintBreaks(QPainter &painter) const;
    void paintTimes(QPainter &painter) const;
    void paintMoment(QPainter &painter) const;
    void paintHover(QPainter &painter) const;
    [[nodiscard]] QString hoverText(WallMs at) const;
    void seekTo(double x);
    void changeSpeed(int by);
    void forget();

    theming::Theme &m_theme;
    bridge::Playback &m_playback;
    bridge::RunFacade &m_run;
    QPixmap m_picture; ///< all but the moment; null = to be painted anew
    double m_hoverX = -1;
};

/// What a fact meant, for people: "transform failed". `first`: it is the run's first one.
[[nodiscard]] QString happeningText(const CoursePoint &point, const bridge::RunFacade &run,
                                    bool first);

} // namespace orrery::monitors
