// SPDX-License-Identifier: GPL-3.0-or-later
// What an editor asks while an edge is drawn: may it be, may this output feed that input, which
// outputs would go where.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/dag.h"

namespace orrery::toolkit {

/// Output -> input, as in EdgeSpec::dataMapping.
using Mapping = std::vector<std::pair<std::string, std::string>>;

/// Why no edge may lead from one node to the other; "" = it may. Told are an edge to itself, one
/// that is there already, and a cycle with its path: "it would close a cycle: a -> b -> c -> a".
/// An edge without data is always good, so ports are not asked. Pure; O(nodes + edges).
[[nodiscard]] std::string whyNotConnect(const DagSpec &dag, NodeIndex from, NodeIndex to);

/// Why an output may not feed an input, in the words of validation and with what to do; "" = it
/// may. A mapped `from` may give its output as an array, a node of runtime NONE its inputs.
[[nodiscard]] std::string whyNotFeed(const NodeSpec &from, std::string_view output,
                                     const NodeSpec &to, std::string_view input);

/// Which outputs feed which inputs: those of the same name (case, - and _ aside) whose types fit;
/// an output of the required input's own type when only one is left of both; else the only pair
/// that fits at all. Each input once, in the order of the inputs. Empty = none suggests itself.
[[nodiscard]] Mapping suggestMapping(const NodeSpec &from, const NodeSpec &to);
/// The same without inputs that other edges feed already.
[[nodiscard]] Mapping suggestMapping(const DagSpec &dag, NodeIndex from, NodeIndex to);

/// Required inputs without default that the mapping leaves open.
[[nodiscard]] std::vector<std::string> unfed(const NodeSpec &to, const Mapping &mapping);

/// What a node hands on: its outputs; of runtime NONE its inputs, too.
[[nodiscard]] std::vector<Port> outputsOf(const NodeSpec &node);

} // namespace orrery::toolkit
