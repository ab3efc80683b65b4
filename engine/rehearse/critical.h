// SPDX-License-Identifier: GPL-3.0-or-later
// Which tasks decided when a rehearsed run ended.
#pragma once

#include <vector>

#include "rehearse/simulation.h"

namespace orrery::rehearse {

/// From the task that ended last back to the run's start: before each step stands the task whose
/// end let it start, an upstream or the one that freed its place. O(tasks log tasks + edges).
/// @param tasks  as the rehearsal reports them, by TaskIndex
[[nodiscard]] std::vector<CriticalStep> criticalPath(const DagSpec &dag,
                                                     const std::vector<RehearsedTask> &tasks,
                                                     const std::vector<Simulation::Course> &courses,
                                                     SpanMs makespan);

} // namespace orrery::rehearse
