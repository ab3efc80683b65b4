// SPDX-License-Identifier: GPL-3.0-or-later
// One page of the wall display, painted large: read from five metres, never touched.
#pragma once

#include <QWidget>

#include "theming/theme.h"

namespace orrery::wall {

/// Letters are at least this part of the page's height: 34 px of 1080, about 20 mm on a 55-inch
/// screen, which eyes with normal sight read from 5 m with ease.
inline constexpr double smallestLetter = 1.0 / 32;

class WallPage : public QWidget {
    Q_OBJECT
public:
    WallPage(const theming::Theme &theme, const QString &title, QWidget *parent = nullptr);
    [[nodiscard]] const QString &title() const { return m_title; }
    /// [px] of the smallest letters painted last; 0 = none yet.
    [[nodiscard]] int smallest() const { return m_smallest; }
    /// Repaints only when what would be seen has changed.
    void refresh();

protected:
    void paintEvent(QPaintEvent *event) override;
    /// All that the page shows, in words: what refresh() compares.
    [[nodiscard]] virtual QString content() const = 0;
    virtual void paintPage(QPainter &painter, const QRectF &area) = 0;

    /// A font of `part` of the page's height, at least the smallest that can be read.
    QFont letters(double part, bool figures = false);
    void paintEmpty(QPainter &painter, const QRectF &area, const QString &text);
    const theming::Theme &m_theme;

private:
    QString m_title;
    QString m_shown;
    int m_smallest = 0;
};

} // namespace orrery::wall
