// SPDX-License-Identifier: GPL-3.0-or-later
// Graphviz DOT, in and out, as jobs and replies of the process orrery-layout (JSON texts): this
// module words them, whoever may start processes runs them. Kept: ids, names, types, descriptions,
// conditions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"
#include "engine/toolkit.h"

namespace orrery::model {

/// {"job": "write-dot", "name", "nodes": [{"id", "label", "attrs"}], "edges": [{"from", "to",
/// "attrs"}]}
[[nodiscard]] std::string toDotJob(const DagSpec &dag);
/// What the DOT text does not say of this DAG, a line each.
[[nodiscard]] std::vector<std::string> lostInDot(const DagSpec &dag);
/// The DOT text of the reply {"text"}. @error InvalidSpec: the reply tells an error
[[nodiscard]] Result<std::string> dotOfReply(std::string_view reply);

/// {"job": "parse-dot", "text"}
[[nodiscard]] std::string parseDotJob(std::string_view dot, const toolkit::Limits &limits = {});
/// A DAG of the reply {"name", "attrs", "nodes", "edges"}: nodes of runtime NONE, each edge once.
/// Ids keep letters, digits and . _ -, all else becomes _.
/// @error InvalidSpec: the reply tells an error, `where` is FILE:LINE; more nodes or edges than the
/// limits allow
[[nodiscard]] Result<DagSpec> fromDotReply(std::string_view reply, std::string_view file,
                                           const toolkit::Limits &limits = {});

} // namespace orrery::model
