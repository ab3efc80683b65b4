// SPDX-License-Identifier: GPL-3.0-or-later
// What is run: random DAGs of the common shapes, and how an attempt of a task goes.
#pragma once

#include "dice.h"
#include "engine/dag.h"
#include "engine/run.h"

namespace orrery::simulation {

/// 1 to 10 nodes, edges forward only: chains, joins, conditions, mapped nodes, retries with
/// back-off, time-outs, limits, devices, effects outside. Valid as a file.
[[nodiscard]] DagSpec randomDag(Dice &dice);

struct Going {
    SpanMs duration = 0; ///< [ms]
    Exit exit;           ///< without times
};
/// How one attempt goes when nobody disturbs it.
[[nodiscard]] Going randomGoing(Dice &dice);

} // namespace orrery::simulation
