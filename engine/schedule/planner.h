// SPDX-License-Identifier: GPL-3.0-or-later
// Which slots of a schedule run now, which are given up, and when to look again. Pure: the clock on
// the wall comes in, and may have jumped since the last call.
//
// A slot is decided once, in order: `settled` never moves back, so a clock that was put back fires
// nothing twice. A slot that is noticed within `grace` and before the next one is on time; all
// others were missed (the engine was down, the machine slept, the clock was put forward), and the
// schedule's policy says what becomes of them:
//   Skip    none of them runs, nor what waited behind them for a run to end
//   Latest  of all that is due, only the newest runs
//   All     they run one after the other, the newest `missedLimit` of them
#pragma once

#include <cstdint>
#include <vector>

#include "engine/dag.h"
#include "engine/schedule.h"
#include "schedule/timetable.h"

namespace orrery::schedule {

inline constexpr SpanMs grace = 60'000;
/// Slots that wait for a run to end; older ones are given up as missed.
inline constexpr std::uint32_t mostWaiting = 100;

/// What is known of one schedule.
struct Watched {
    const Timetable *table = nullptr;
    MissedRuns missed = MissedRuns::Latest;
    std::uint32_t missedLimit = 100;
    std::uint32_t maxParallel = 1;
    WhenBusy whenBusy = WhenBusy::Wait;
    WallMs settled = 0;        ///< every slot up to here has made a run or was given up
    WallMs noticed = 0;        ///< slots up to here were noticed before, and wait
    std::uint32_t running = 0; ///< its runs that have not ended
};

/// Slots that make no run.
struct GivenUp {
    SlotTime last;
    std::uint32_t count = 0; ///< 0 = none
    bool more = false;       ///< there were older ones beside these, not counted
};

/// To be carried out in this order: `missed`, then `fire`, then `busy`.
struct Plan {
    GivenUp missed;
    std::vector<SlotTime> fire;
    GivenUp busy;
    std::uint32_t waiting = 0; ///< slots that run when a run of the schedule has ended
    WallMs noticed = 0;        ///< for the next call
    SlotTime next;             ///< the next slot that is not due yet; at 0 = there is none
};

[[nodiscard]] Plan plan(const Watched &schedule, WallMs now);

/// The slots in (after, upTo], the newest `most` of them.
struct DueSlots {
    std::vector<SlotTime> newest; ///< in order
    std::uint32_t older = 0;      ///< left out, as far as they were counted
    SlotTime lastOlder;
    bool more = false; ///< and some were not even counted
};
[[nodiscard]] DueSlots dueSlots(const Timetable &table, WallMs after, WallMs upTo,
                                std::uint32_t most);

} // namespace orrery::schedule
