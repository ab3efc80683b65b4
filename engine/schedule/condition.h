// SPDX-License-Identifier: GPL-3.0-or-later
// When the condition of an EVENT schedule comes true. Pure: what files, addresses and DAGs show
// comes in, and what has been acted on goes out to be journaled with the run.
//
// Leaves (file, http, dag) are numbered depth first from 0. What a leaf shows is a set of names
// with a mark each: matching files with size and time, an address that answers, a DAG's newest
// success. A name is news when it is not among those acted on; where changes count, also when its
// mark is another one. What goes away is forgotten, so that its return is news. What a leaf shows
// at first is no news.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/schedule.h"

namespace orrery::schedule {

/// name -> mark
using Sight = std::map<std::string, std::string>;
/// Per leaf what it shows; nothing = it could not be looked at, what was known still holds.
using Sights = std::vector<std::optional<Sight>>;
/// Per leaf what has been acted on; nothing = it was never looked at.
using Seen = std::vector<std::optional<Sight>>;

struct Decision {
    bool happened = false; ///< the condition is true now
    bool noted = false;    ///< `seen` differs from what was given: journal it
    Seen seen;             ///< to go on with when there is no run
    Seen afterRun;         ///< to go on with when there is one
};

/// @param now  the moment with its local time in the schedule's zone, for time windows
[[nodiscard]] Decision decide(const EventCondition &condition, const Seen &seen,
                              const Sights &sights, const SlotTime &now);

/// The leaves in order.
[[nodiscard]] std::vector<const EventCondition *> leavesOf(const EventCondition &condition);

/// {"0": {"/in/a.csv": "12 1790000000"}}; leaves that were never looked at are left out.
[[nodiscard]] JsonText textOf(const Seen &seen);
/// What cannot be read counts as never looked at.
[[nodiscard]] Seen seenOf(const JsonText &text, std::size_t leaves);

} // namespace orrery::schedule
