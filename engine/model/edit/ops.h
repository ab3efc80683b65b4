// SPDX-License-Identifier: GPL-3.0-or-later
// The few things that are done to a tree and to its text alike. Everything a change means is made
// of them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/edit/tree.h"

namespace orrery::model::inplace {

struct Op {
    enum class Kind : std::uint8_t {
        Set,       ///< value in place of node
        Insert,    ///< a new last child of node: value under key, or a copy
        Remove,    ///< node
        RenameKey, ///< of node to key
        Expand,    ///< node, an alias, becomes what it stands for; anchored: it takes the anchor
        Unanchor,  ///< node loses its anchor
    };
    Kind kind = Kind::Set;
    NodeId node = none;
    std::string key = {};
    OrderedJson value = nullptr;
    NodeId copyOf = none; ///< Insert: text and all, but for `changed`
    /// Scalars of the original that have another text in the copy.
    std::vector<std::pair<NodeId, std::string>> changed = {};
    bool anchored = false;
};

/// Not two of them at or below one node, but for several Inserts and Removes in one container.
using Ops = std::vector<Op>;

/// The values of Inserts into an empty container, as that container.
[[nodiscard]] OrderedJson gathered(Kind container, const std::vector<const Op *> &inserts);

/// Does them to the values of the tree; positions are void afterwards.
void perform(Tree &tree, const Ops &ops);

} // namespace orrery::model::inplace
