// SPDX-License-Identifier: GPL-3.0-or-later
// Small pictures for components, drawn from paths: sharp at any scale, in the theme's colours.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

class QPainter;

namespace orrery::designer {

/// @param name  as in component files: "filter", "database"; others are a plain box
void paintGlyph(QPainter &painter, const QRectF &box, const QString &name, const QColor &color);

} // namespace orrery::designer
