// SPDX-License-Identifier: GPL-3.0-or-later
// Where nodes stand: as the layout says, and where the file's `position` says otherwise. Pure.
#pragma once

#include "engine/toolkit.h"

namespace orrery::bridge {

/// One box width in the units of a file's `position`; y grows downwards there, as on paper.
inline constexpr double unitsPerBox = 50;

/// `automatic` with each positioned node at its place. When most nodes have one, the others are
/// shifted along, so that they stand among them. Routes of edges at a moved node are left out.
[[nodiscard]] toolkit::Layout placed(const DagSpec &dag, toolkit::Layout automatic);

[[nodiscard]] Position toFile(const toolkit::Point3 &point); ///< rounded to whole units
[[nodiscard]] toolkit::Point3 fromFile(const Position &position);

/// Places for the nodes of `next`, those of `before` where they stood, new ones behind what feeds
/// them: what is shown until a layout is there. Found by id.
[[nodiscard]] toolkit::Layout carriedOver(const DagSpec &before, const toolkit::Layout &layout,
                                          const DagSpec &next);
[[nodiscard]] bool sameTopology(const DagSpec &a, const DagSpec &b);

} // namespace orrery::bridge
