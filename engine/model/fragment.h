// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes and edges that are to be added to a DAG: {nodes: [...], edges: [...]}, read and checked as
// a DAG file is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/component.h"
#include "engine/dag.h"
#include "engine/toolkit.h"

namespace orrery::model {

/// The DAG that a fragment is for.
struct FragmentBase {
    const DagSpec &dag;
    std::function<NodeIndex(std::string_view)> find; ///< a node by its id; none = there is none
    /// Why no edge may lead into this node; "" = one may. Empty function: into any.
    std::function<std::string(NodeIndex)> closed;
    /// What is wrong with a new edge whose upstream is an old node; "" = nothing.
    std::function<std::string(const EdgeSpec &, NodeIndex from)> unfit;
    std::uint32_t room = 1'000'000; ///< how many nodes may be added
    std::string roomText;           ///< "more than 5 nodes ...": told when there are more
};

struct Fragment {
    DagSpec part; ///< the new nodes, then outlines of the old ones that edges touch; their edges
    NodeIndex newNodes = 0;
    std::vector<NodeIndex> old; ///< of part.nodes[newNodes + i]: the node of the base
    std::vector<Finding> findings;
    std::uint32_t suppressed = 0;

    [[nodiscard]] bool ok() const; ///< no finding is an error
    /// Where a node of the part stands in the base once that has `baseNodes` nodes and the new
    /// ones.
    [[nodiscard]] NodeIndex inBase(NodeIndex node, NodeIndex baseNodes) const
    {
        return node < newNodes ? baseNodes + node : old[node - newNodes];
    }
    /// Canonical JSON {"nodes", "edges"}: reads back as the same fragment.
    [[nodiscard]] JsonText canonical() const;
};

/// Everything a fragment can have wrong is found at once, at its place. O(fragment), and O(base)
/// when an edge leads back into it. A new root node may not lack a required input: nobody can give
/// a parameter any more.
/// @param file  for messages; decides between JSON and YAML by its ending, else the text does
[[nodiscard]] Fragment readFragment(std::string_view text, std::string_view file,
                                    const FragmentBase &base, const toolkit::Limits &limits = {},
                                    const Catalogue *catalogue = nullptr);

} // namespace orrery::model
