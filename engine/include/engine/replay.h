// SPDX-License-Identifier: GPL-3.0-or-later
// A recorded run as it stood at any moment, derived from its journal.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/ids.h"
#include "engine/run.h"

namespace orrery {

/// A moment of a run, told in one of four ways.
struct Moment {
    enum class Kind : std::uint8_t {
        Time,  ///< `ms` since 1970-01-01 UTC
        Since, ///< `ms` since the run was created
        Event, ///< after the fact with this `seq` of the journal
        Share  ///< `share` of the time from its first to its newest fact
    };
    Kind kind = Kind::Share;
    WallMs ms = 0;
    Seq seq = 0;
    double share = 1; ///< 0..1
};

/// What was known then: every fact up to the first one that is later than the moment.
struct RunMoment {
    WallMs at = 0; ///< the moment, within begin and end
    WallMs begin = 0;
    WallMs end = 0;                ///< of the newest fact that the journal has now
    Seq seq = 0;                   ///< of the last fact known then; 0 = none
    std::uint64_t events = 0;      ///< known then
    std::uint64_t totalEvents = 0; ///< known now
    RunSummary summary;
    std::vector<TaskRow> tasks; ///< by TaskIndex; items of a mapped node once it had expanded
};

} // namespace orrery
