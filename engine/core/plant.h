// SPDX-License-Identifier: GPL-3.0-or-later
// Bugs that the simulation has to find (tests/simulation). Only its own build of the sources that
// hold them defines ORRERY_PLANTS; everywhere else ORRERY_PLANTED is false, and nothing of them is
// compiled.
#pragma once

#ifdef ORRERY_PLANTS
namespace orrery::plant {
enum class Bug {
    None,
    SkipSync,            ///< an effect that waits for a sync leaves when it is written
    DropFence,           ///< the end of any attempt counts as that of the newest
    ForgetLease,         ///< a lost attempt keeps its lease
    DoubleAdopt,         ///< an attempt is adopted twice
    IgnoreClockJump,     ///< a wait counts on the wall clock alone
    LoseAcknowledgement, ///< a host is never told that it may forget
    LoseKill,            ///< a kill that was lost with its link is not repeated
    LoseUnsent,          ///< an order that waits for its sync counts as lost
    LoseGrowth           ///< what a task adds to its run is not journaled with its end
};
/// Is it the bug that is tried now?
[[nodiscard]] bool planted(Bug bug);
} // namespace orrery::plant
#define ORRERY_PLANTED(bug) ::orrery::plant::planted(::orrery::plant::Bug::bug)
#else
#define ORRERY_PLANTED(bug) false
#endif
