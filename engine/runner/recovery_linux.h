// SPDX-License-Identifier: GPL-3.0-or-later
// What a runner does first when the one before it was killed: end everything that one left running.
#pragma once

#include <string>
#include <vector>

#include "engine/ids.h"
#include "runner/options.h"
#include "types/launch.h"

namespace orrery::runner {

/// Kills slots and tasks of an earlier runner of this home: those that its slots noted (pid and
/// start time agree, same boot) with their whole trees, then every process of this user that
/// carries one of this home's slots in its environment. Returns when none is left, at the latest
/// after some seconds.
/// @return the attempts that were running, with what they printed (Cause::Lost)
[[nodiscard]] std::vector<types::Ended> endLeftovers(const Options &options,
                                                     const HostFacts &facts);

} // namespace orrery::runner
