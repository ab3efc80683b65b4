// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG as a small picture: nodes and edges in the colours of the theme.
#pragma once

#include <QRectF>

#include "engine/toolkit.h"
#include "theming/theme.h"

class QPainter;

namespace orrery::welcome {

/// Fits the whole graph into `box`. Shapes only, no names: what it is called stands beside it.
void paintGraph(QPainter &painter, const QRectF &box, const DagSpec &dag,
                const toolkit::Layout &layout, const theming::Theme &theme);

} // namespace orrery::welcome
