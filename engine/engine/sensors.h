// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at what an EVENT schedule waits for: files and addresses. Blocks: for worker threads.
#pragma once

#include <string>

#include "schedule/condition.h"

namespace orrery::engine {

/// @param directory  where relative paths start
/// @param problem    receives one sentence when a leaf could not be looked at
/// @return  per leaf what it shows; DAG leaves stay empty: the engine knows of them
[[nodiscard]] schedule::Sights lookAtLeaves(const EventCondition &condition,
                                            const std::string &directory, std::string &problem);

} // namespace orrery::engine
