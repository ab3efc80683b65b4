// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the nodes that are gone stand under a new id now.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "model/document.h"

namespace orrery::model {

/// One state of a DAG: its values and its canonical tree.
struct DagState {
    const DagSpec &dag;
    const OrderedJson &tree;
};

/// Pairs (removed, added) that are one node without doubt: the same content, or much of it at the
/// same place among nodes that stayed. Pairs that could be two ways are left out.
/// @param removed, added  nodes of `before` and of `after` whose ids the other has not
[[nodiscard]] std::vector<std::pair<NodeIndex, NodeIndex>>
findRenames(const DagState &before, const DagState &after, std::span<const NodeIndex> removed,
            std::span<const NodeIndex> added);

} // namespace orrery::model
