// SPDX-License-Identifier: GPL-3.0-or-later
// Edges as smooth curves: the pieces that the edge shader draws.
#pragma once

#include <array>
#include <vector>

#include <QVector3D>

#include "graphdata.h"

namespace orrery::universe {

/// A cubic Bezier piece; `start` and `end` say which part of the whole edge it is, 0..1.
struct Curve {
    std::array<QVector3D, 4> point;
    float length = 0; ///< of its control polygon's chord, good enough for dashes and particles
    float start = 0;
    float end = 1;
};

/// Leaves the box of `from` and enters that of `to` along the axis that separates them most,
/// passes through the route points, without a kink.
[[nodiscard]] std::vector<Curve> curvesOf(const GraphData &graph, int edge);

} // namespace orrery::universe
