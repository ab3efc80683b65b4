// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs written as text, and files of the source tree, for tests.
#pragma once

#include <string>
#include <string_view>

#include "engine/dag.h"

namespace orrery::support {

/// `dag("a>b b>c d")`: nodes in order of appearance, an edge for each `>`; chains too: "a>b>c".
/// "a:shell" gives a a runtime (none exec shell python sql), a trivial program included; nodes have
/// runtime NONE otherwise. An edge may carry a condition: "a>b?FAILURE". Nothing is validated.
[[nodiscard]] DagSpec dag(std::string_view graph);

/// The same graph as a JSON file: findings in it have positions.
[[nodiscard]] std::string dagText(std::string_view graph);

/// Content of a file of the source tree, named relative to its top. Ends the test when it is
/// absent.
[[nodiscard]] std::string sourceFile(const std::string &path);

} // namespace orrery::support
