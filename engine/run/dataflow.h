// SPDX-License-Identifier: GPL-3.0-or-later
// Values between tasks: what outputs must be, and where inputs come from.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/event.h"
#include "model/expression.h"
#include "run/plan.h"

namespace orrery::run {

using model::Json;

/// Checks the outputs of an attempt that succeeded: a JSON object, each declared output that is
/// there of its type, each needed one there. Other outputs are free.
/// @param text   "" = none
/// @param needs  Plan::needs()
/// @return "", or one sentence naming the port, the wanted and the given type
[[nodiscard]] std::string outputProblem(const NodeSpec &node, std::span<const std::string> needs,
                                        const JsonText &text);

/// The outputs of a mapped node: output -> array of its items' values in index order, null where an
/// item has none. Declared outputs are always there.
/// @param items  outputs of the items, "" = none
[[nodiscard]] Json gatherOutputs(const NodeSpec &node, std::span<const JsonText *const> items);

/// The inputs of a node. Each comes from, the first that gives it: the run's parameter
/// "node.input"; an edge's dataMapping, edges in file order; the input's default.
/// @param edges    the incoming edges that count
/// @param outputs  the outputs of an upstream node (a mapped one's arrays)
/// @error InvalidSpec: a required input that nothing gives
[[nodiscard]] Result<Json> gatherInputs(const DagSpec &dag, NodeIndex node,
                                        std::span<const EdgeIndex> edges, const Json &params,
                                        const std::function<const Json &(NodeIndex)> &outputs);

/// A node without a process passes its inputs on: those it declares as outputs, or all when it
/// declares none, without the one named `but`.
[[nodiscard]] Json passOn(const NodeSpec &node, const Json &inputs, std::string_view but = {});

/// What ${run...} and ${dag...} read; see model/scopes.h.
[[nodiscard]] Json runValues(const RunId &run, const RunCreated &created);
[[nodiscard]] Json dagValues(const DagSpec &dag, const std::string &file);

/// A JSON object, or {} when the text is empty or no object.
[[nodiscard]] Json objectOf(const JsonText &text);
[[nodiscard]] JsonText compact(const Json &value);

} // namespace orrery::run
