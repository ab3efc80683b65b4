// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules as the projections keep them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ids.h"
#include "engine/run.h"

namespace orrery::store {

/// One row of the table schedule, with the state of its last run.
struct ScheduleRecord {
    std::string schedule;
    DagId dag;
    bool on = false;
    JsonText overrides;
    JsonText definition;
    WallMs settled = 0;
    JsonText seen;
    WallMs lastSlot = 0;
    std::string lastOutcome; ///< "run", "skipped", "failed"; "" = no slot yet
    std::string lastWhy;
    RunId lastRun;
};

/// A run that stands for a slot.
struct SlotRun {
    WallMs slot = 0;
    RunId run;
    RunState state = RunState::Pending;
};

/// A backfill that has slots left.
struct BackfillRecord {
    std::string id;
    std::string schedule;
    std::vector<WallMs> moments; ///< in the order in which they run
    std::uint32_t maxParallel = 1;
};

} // namespace orrery::store
