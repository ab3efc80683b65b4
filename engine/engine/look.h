// SPDX-License-Identifier: GPL-3.0-or-later
// One look at the world for a node that waits: is it there? Called on a worker's thread.
#pragma once

#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::engine {

/// What a look saw. Not met and no problem: look again later.
struct Look {
    bool met = false;
    JsonText outputs;    ///< of the node, once it is met
    std::string problem; ///< why the last look saw nothing, for people; "" = nothing there yet
};

/// Files that match a path or a glob; met when there is one. Outputs: {"files": [...]}, sorted.
[[nodiscard]] Look lookForFile(const std::string &pattern);
/// One GET; met when the status is one of `expected` (empty = any 2xx). Outputs: {"status": 200}.
[[nodiscard]] Look lookAtUrl(const std::string &url, const std::vector<int> &expected);

/// The lines of a file that are not empty, as a JSON array of texts.
/// @error NotFound, Io; InvalidSpec: too large, not UTF-8
[[nodiscard]] Result<JsonText> linesOf(const std::string &file);

} // namespace orrery::engine
