// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes a query names: `run --select`, `dag show --select`, search fields.
#pragma once

#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::toolkit {

/// The nodes that a query names. Pure; O(query parts * (nodes + edges)).
///
///   load                 the node with this id
///   "load all"           the same, for ids that are no plain word, or that are a word of this
///                        language
///   extract-* step-?     every id of this shape: * any text, ? one character
///   key:value            nodes whose key has this value (a shape as well, quoted or not); the keys
///                        are id, name, type, runtime, isolation, image, artifact, and, of the
///                        whole DAG, tag and owner. Case matters for ids only.
///   roots  sinks  all    without upstream, without downstream, every node
///   +X  X+               X and all that is upstream, all that is downstream
///   2+X  X+1             the same, so many levels far
///   not A, A and B, A or B, ( ... )
///
/// `+` binds strongest, then not, and, or. A name without a shape must exist; a shape or a key may
/// match nothing.
/// @return  [node] is it selected?
/// @error InvalidSpec (broken query, unknown key), NotFound (no such node); `where` is
///        "query:COLUMN", 1-based, in characters
[[nodiscard]] Result<std::vector<bool>> select(const DagSpec &dag, std::string_view query);

} // namespace orrery::toolkit
