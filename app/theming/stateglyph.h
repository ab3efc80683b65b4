// SPDX-License-Identifier: GPL-3.0-or-later
// The sign of a task's state: the same shape in the universe, its legend, lists and cards.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>

#include "engine/run.h"

class QPainter;

namespace orrery::theming {

/// Paints the sign of `state` centred in `box`, in one colour, readable without it:
/// pending dot, waiting ring, held bars, queued clock, running triangle, succeeded check,
/// failed cross, cancelled square, skipped dash.
void paintStateGlyph(QPainter &painter, const QRectF &box, TaskState state, const QColor &color);

/// "Running", translated.
[[nodiscard]] QString stateTitle(TaskState state);

} // namespace orrery::theming
