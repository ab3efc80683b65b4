// SPDX-License-Identifier: GPL-3.0-or-later
// DAGs made by chance, for properties that hold for all of them.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "engine/dag.h"

namespace orrery::support {

/// Text of characters that formats like to trip over: quotes, breaks, signs, words such as "null",
/// code points of one to four bytes. No '$', which would start a template.
[[nodiscard]] std::string randomText(std::mt19937 &random);

/// A valid DAG of 1 to `most` nodes; every field that a file can set is set in some of them. The
/// same seed gives the same DAG.
[[nodiscard]] DagSpec randomDag(std::uint32_t seed, std::uint32_t most = 12);

} // namespace orrery::support
