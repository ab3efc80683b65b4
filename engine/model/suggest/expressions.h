// SPDX-License-Identifier: GPL-3.0-or-later
// What can be read in ${...} and in expressions. Private to model/suggest.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/suggest.h"

namespace orrery::model::suggest {

struct Reads {
    const DagSpec &dag;
    const NodeSpec *node = nullptr; ///< around the place
    const NodeSpec *from = nullptr; ///< of the edge around the place: its outputs are read
    bool wholeValue = false;        ///< the value is an expression without ${}
};

/// Is the value of this key an expression?
[[nodiscard]] bool readsExpression(std::span<const std::string> path);

/// `begin` = npos: the place is in no expression.
[[nodiscard]] Suggestions expressionParts(std::string_view text, std::size_t at,
                                          const Reads &reads);

} // namespace orrery::model::suggest
