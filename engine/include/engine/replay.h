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

/// What a fact of the journal meant for its run, as a time axis marks it.
enum class Happening : std::uint8_t {
    Other,   ///< nothing that one would look for: created, due, listed
    Place,   ///< a task got its place
    Start,   ///< an attempt began
    Success, ///< a task ended well
    Failure, ///< a task failed for good
    Retry,   ///< an attempt failed and another one is to follow, or a person asked for one
    Cancel,
    Hold, ///< held or released
    Mark, ///< a person said how a task ended
    End   ///< the run got a final state
};

struct CoursePoint {
    Seq seq = 0;
    WallMs at = 0; ///< never falls
    TaskIndex task = none;
    Happening what = Happening::Other;
    /// Tasks at work once this is known: a mapped node's items and not the node itself, and none
    /// that only waits for the world or a person.
    std::uint32_t running = 0;
};

/// Every fact of a run, or those after a known one, in the order of the journal.
struct RunCourse {
    std::vector<CoursePoint> points;
};

} // namespace orrery
