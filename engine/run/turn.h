// SPDX-License-Identifier: GPL-3.0-or-later
// How a new run stands among the others of its home. Pure.
#pragma once

#include <vector>

#include "engine/event.h"
#include "engine/result.h"

namespace orrery::run {

/// What is left of `uses` for one that runs within a run of this turn: a name that is held above is
/// not taken once more, and the first of equal names wins.
[[nodiscard]] std::vector<SlotUse> needed(std::vector<SlotUse> uses, const Turn &outer);

/// The name of maxActiveRuns: "runs of DAG".
[[nodiscard]] std::string activeRunsName(const DagSpec &dag);

/// What the DAG says, names filled in with the run's values.
/// @param priority, queue  said by whoever starts the run; they win over the file
/// @error InvalidSpec: a name that cannot be filled in, or is empty then
[[nodiscard]] Result<Turn> turnOf(const DagSpec &dag, const RunId &run, const RunCreated &created,
                                  std::optional<std::int32_t> priority = {},
                                  const std::string &queue = {});

/// The turn of a sub-DAG's run: it runs in that of the outer one, with its priority and without a
/// queue. @error as turnOf()
[[nodiscard]] Result<Turn> innerTurn(const DagSpec &dag, const RunId &run,
                                     const RunCreated &created, const Turn &outer);

} // namespace orrery::run
