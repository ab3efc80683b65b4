// SPDX-License-Identifier: GPL-3.0-or-later
// Results that stand for a task while nothing that they depend on changes, as they are listed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ids.h"

namespace orrery {

/// One kept result of a node or of one of its items.
struct CacheEntry {
    std::string dag;  ///< dagId
    std::string task; ///< "transform" or "transform[3]"
    RunId run;        ///< that made it
    WallMs made = 0;
    std::string key;         ///< short hash of all that it depends on
    std::uint32_t files = 0; ///< that it brings
    std::uint64_t bytes = 0; ///< of these
};

/// What is forgotten: entries of this DAG and node; "" = all.
struct CacheFilter {
    std::string dag;
    std::string node;
};

} // namespace orrery
