// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules of a home as sessions see them: what is on, when it fires next, what became of its
// slots. What a DAG file may say is in engine/dag.h (Schedule).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/result.h"
#include "engine/run.h"

namespace orrery {

/// A moment with the local time that held there.
struct SlotTime {
    WallMs at = 0;
    std::int32_t offset = 0; ///< [s] east of UTC
};

/// "2026-03-29T03:00:00+02:00"; offset in seconds east of UTC.
[[nodiscard]] std::string zonedText(WallMs at, std::int32_t offset);

/// A schedule that this home was told about.
struct ScheduleView {
    std::string file; ///< absolute path of the DAG's file: the schedule's name
    DagId dag;
    bool on = false;
    JsonText definition;   ///< the schedule block in force, overrides laid over the file's
    JsonText overrides;    ///< "" = none
    std::string state;     ///< "waiting", "running", "off", "broken" ...
    std::string why;       ///< why it does not fire, or what is wrong; "" = all is well
    SlotTime next;         ///< at 0: none is known (off, EVENT, over)
    SlotTime last;         ///< the last slot decided; at 0: none yet
    std::string lastState; ///< of its run, else "skipped" or "failed"
    std::string lastWhy;
    RunId lastRun;
    std::uint32_t running = 0;  ///< its runs that have not ended
    std::uint32_t waiting = 0;  ///< slots that wait for one of those to end
    std::uint32_t backfill = 0; ///< slots that backfills still have to run
};

/// Switches or changes a schedule.
struct ScheduleChange {
    enum class Action : std::uint8_t { On, Off, Set };
    std::string file;
    Action action = Action::On;
    JsonText overrides; ///< Set: keys of the schedule block to lay over the file's; null takes one
                        ///< back, "" takes all back
};

struct BackfillRequest {
    std::string file;
    WallMs from = 0; ///< slots from here on
    WallMs to = 0;   ///< and before this
    bool newestFirst = false;
    bool onlyMissing = false; ///< slots that have no run
    bool onlyFailed = false;  ///< slots whose newest run failed or was cancelled
    std::uint32_t maxParallel = 1;
    bool dryRun = false;
};

/// What a backfill runs, in its order, and what it leaves out.
struct BackfillPlan {
    struct Item {
        SlotTime slot;
        RunId run;                          ///< the newest run of this slot; empty = none
        RunState state = RunState::Pending; ///< of that run
        bool chosen = false;
    };
    std::string id; ///< empty for a dry run, and when nothing is to be done
    DagId dag;
    std::vector<Item> items;
};

/// The next `count` slots after `after`, the home's calendars and the DAG's dates considered.
/// @param home  whose calendars/NAME.txt are read for "@NAME"
/// @error InvalidSpec (`where` is the key of the schedule block), NotFound (a calendar)
[[nodiscard]] Result<std::vector<SlotTime>>
nextSlots(const Schedule &schedule, const std::string &home, WallMs after, std::uint32_t count);

/// A moment as a user types it: "2026-03-29", "2026-03-29T02:30" (local time in the zone) or with
/// an offset or Z. @error InvalidSpec
[[nodiscard]] Result<WallMs> parseMoment(const std::string &text, const std::string &zone);

} // namespace orrery
