// SPDX-License-Identifier: GPL-3.0-or-later
// From a finished picture back to what it was drawn from.
#pragma once

#include <vector>

#include "layout/drawing.h"
#include "layout/place.h"

namespace orrery::layout {

struct Restored {
    Drawing drawing;               ///< layers and order as in the picture
    std::vector<Across> positions; ///< [component] where its vertices were
};

/// Reads layers, heights and routes of a picture of the same graph; the order follows the heights.
[[nodiscard]] Restored restore(const Graph &graph, const Placed &placed);

} // namespace orrery::layout
