// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG without the values that only a real run makes: what a rehearsal can decide.
#pragma once

#include <string>
#include <vector>

#include "rehearse/durations.h"

namespace orrery::rehearse {

/// The same nodes and edges at the same indices. A node without a process for which a duration is
/// given or recorded (WfFormat) counts as one that has a process. Outputs of tasks with a process
/// are unknown: what reads them is left out, a condition over them is taken as true, a mapping over
/// them gets as many items as `durations` tells, else one. Each such guess is one sentence in
/// `unknown`.
struct Outline {
    DagSpec dag;
    std::vector<std::string> unknown;
};
/// @param parameters  JSON object name -> value
[[nodiscard]] Outline outlineOf(const DagSpec &dag, const JsonText &parameters,
                                const Durations &durations);

} // namespace orrery::rehearse
