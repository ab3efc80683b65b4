// SPDX-License-Identifier: GPL-3.0-or-later
// Ports of two nodes that an edge joins: one answer for validation and for editors.
#pragma once

#include <string>
#include <string_view>

#include "engine/connect.h"
#include "engine/dag.h"

namespace orrery::model {

[[nodiscard]] const Port *portNamed(const std::vector<Port> &ports, std::string_view name);

/// A task of runtime NONE hands its inputs on.
[[nodiscard]] const Port *outputNamed(const NodeSpec &node, std::string_view name);

/// By their types; a mapped `from` may give an array of its output.
[[nodiscard]] bool mayFeed(const NodeSpec &from, const Port &output, const Port &input);

/// What may be done about two types that do not fit.
[[nodiscard]] std::string typeAdvice(const Port &output, const Port &input);

/// "the output a.x is of type STRING, the input b.y of type NUMBER"
[[nodiscard]] std::string typesDiffer(const NodeSpec &from, const Port &output, const NodeSpec &to,
                                      const Port &input);

// As declared in engine/connect.h.
[[nodiscard]] std::string whyNotConnect(const DagSpec &dag, NodeIndex from, NodeIndex to);
[[nodiscard]] std::string whyNotFeed(const NodeSpec &from, std::string_view output,
                                     const NodeSpec &to, std::string_view input);
[[nodiscard]] toolkit::Mapping suggestMapping(const NodeSpec &from, const NodeSpec &to);
[[nodiscard]] toolkit::Mapping suggestMapping(const DagSpec &dag, NodeIndex from, NodeIndex to);
[[nodiscard]] std::vector<Port> outputsOf(const NodeSpec &node);

} // namespace orrery::model
