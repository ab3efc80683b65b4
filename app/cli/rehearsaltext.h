// SPDX-License-Identifier: GPL-3.0-or-later
// A rehearsal for scripts and for people.
#pragma once

#include "engine/rehearsal.h"
#include "records.h"

namespace orrery::cli {

/// @param took  [s] of the rehearsal itself
[[nodiscard]] Json rehearsalJson(const DagSpec &dag, const Rehearsal &rehearsal,
                                 const Prices &prices, double took);
/// Summary, critical path, longest waits and, on a terminal, bars over time.
void tellRehearsal(const DagSpec &dag, const Rehearsal &rehearsal, const Prices &prices);

} // namespace orrery::cli
