// SPDX-License-Identifier: GPL-3.0-or-later
// What a rehearsed run held of its hosts, over time and in sum.
#pragma once

#include "rehearse/simulation.h"

namespace orrery::rehearse {

/// Fills in hosts, use, shares, mostAtOnce, hours and cost of a rehearsal whose makespan is known.
void sumUp(const Simulation &simulation, const RehearsalRequest &request, Rehearsal &rehearsal);

} // namespace orrery::rehearse
