// SPDX-License-Identifier: GPL-3.0-or-later
// The theme's tokens applied to Qt Widgets: palette, style sheet, backdrop and the cut-corner
// frame.
#pragma once

#include <QFont>
#include <QPixmap>
#include <QString>

#include "theming/theme.h"

class QApplication;
class QPainter;
class QWidget;

namespace orrery::widgets {

/// Fusion with the theme's palette, fonts and style sheet for the whole application.
void applySkin(QApplication &app, const theming::Theme &theme);
[[nodiscard]] QString styleSheet(const theming::Theme &theme);

/// Small letter-spaced capitals: the titles of panels.
[[nodiscard]] QFont capsFont(const theming::Theme &theme, int pixels = 0);

/// Dark gradient with a faint grid, dithered against banding; paint it once per size.
[[nodiscard]] QPixmap backdrop(const theming::Theme &theme, const QSize &size, qreal ratio);

/// A holographic frame: two cut corners, a quiet border, light only at the corners.
void paintFrame(QPainter &painter, const QRectF &box, const theming::Theme &theme,
                const QColor &hue, bool filled = true);

/// `color` with another opacity.
[[nodiscard]] QColor faded(const QColor &color, double alpha);

} // namespace orrery::widgets
