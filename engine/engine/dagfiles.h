// SPDX-License-Identifier: GPL-3.0-or-later
// The home's list of DAG files: what lies in HOME/dags, what was opened or run, and the examples.
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"

namespace orrery::engine {

struct DagPlaces {
    std::string home;
    std::string examplesDir;
    std::string programDir; ///< components lie near it
    std::vector<std::string> remembered;
};

/// Reads and parses every file (cached by size and time of change). Callable on any thread.
/// @return  own files first, newest remembered first, then examples by name; runs are not filled in
[[nodiscard]] std::vector<DagSummary> listDags(const DagPlaces &places);

} // namespace orrery::engine
