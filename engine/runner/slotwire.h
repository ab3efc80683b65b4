// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner and its slots say to each other: frames over a socket pair, both ends one binary,
// so without versions. Each message: kind, number of the order, then what stands behind the kind.
#pragma once

#include <cstdint>

#include "engine/run.h"

namespace orrery::runner {

enum class ToSlot : std::uint64_t {
    Run = 1,   ///< LaunchOrder; nothing runs in the slot
    Offer = 2, ///< LaunchOrder behind the one that runs; void when SlotState::offered is another
               ///< number by then. It lies on the OfferPage; sent when it is too large for that
    Cancel = 3,
    Ahead = 4 ///< as Offer; void, too, when the task before it fails or has outputs
};

enum class FromSlot : std::uint64_t {
    Started = 1, ///< pid, WallMs; only for a task that lives longer than a few milliseconds
    Sample = 2,  ///< TaskSample
    Ended = 3    ///< number of the offer that starts next (0 = none was there), Exit
};

/// May an order that was sent ahead start behind this end? Both sides judge alike.
[[nodiscard]] inline bool leadsOn(const Exit &exit)
{
    return exit.succeeded() && exit.outputs.empty() && exit.growth.empty();
}

} // namespace orrery::runner
