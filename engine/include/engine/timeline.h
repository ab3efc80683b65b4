// SPDX-License-Identifier: GPL-3.0-or-later
// A run on the axis of time: when each attempt could begin, got its place, ran and ended; which
// tasks decided how long it took; where the time went.
#pragma once

#include <vector>

#include "engine/ids.h"
#include "engine/replay.h"
#include "engine/run.h"

namespace orrery {

/// One attempt of one task. Moments that have not come are 0; those that are there never fall.
struct TaskSpan {
    TaskIndex task = none;
    std::uint32_t attempt = 1;
    WallMs ready = 0;  ///< what it depends on had ended; of a later attempt: it was to be retried
    WallMs placed = 0; ///< it got its room
    WallMs start = 0;
    WallMs end = 0;
    Happening outcome =
        Happening::Other; ///< Success, Failure, Retry, Cancel, Mark; Other = goes on
};

/// A number that changes over time; it holds until the next one.
struct CountAt {
    WallMs at = 0;
    std::uint32_t count = 0;
};

struct TimeBreakdown {
    SpanMs total = 0;         ///< from the run's creation to its end, or to `now`
    SpanMs waiting = 0;       ///< of all attempts together: ready, but without a place
    SpanMs queued = 0;         ///< of all attempts together: placed on a host, not running
    SpanMs running = 0;       ///< of all attempts together
    SpanMs lost = 0;          ///< of `running`: attempts that were tried again
    SpanMs busy = 0;          ///< of `total`: at least one task ran
    SpanMs critical = 0;      ///< of `total`: a task of the critical path ran
    double waitRunRatio = -1; ///< (waiting + queued) / running; -1 = nothing ran
};

struct RunTimeline {
    WallMs begin = 0;
    WallMs end = 0;              ///< of the run, or `now`
    std::vector<TaskSpan> spans; ///< by task, then attempt; a mapped node's items, not itself
    /// From the first to the last: each is the one that the next waited for.
    std::vector<TaskIndex> criticalPath;
    TaskIndex bottleneck = none; ///< takes most of the critical path
    SpanMs bottleneckTime = 0;
    TimeBreakdown time;
    std::vector<CountAt> queue;   ///< tasks that are ready and do not run
    std::vector<CountAt> running; ///< tasks that run
};

namespace toolkit {

/// Pure. Waits of nodes that only wait for the world or a person count as running.
/// @param course  every fact of the run; empty = as far as the task rows tell, without waits
/// @param now     what unfinished spans reach
/// O(facts + tasks log tasks + edges).
[[nodiscard]] RunTimeline timelineOf(const RunDetail &run, const RunCourse &course, WallMs now);

} // namespace toolkit
} // namespace orrery
