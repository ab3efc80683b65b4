// SPDX-License-Identifier: GPL-3.0-or-later
// Where a DAG file names a node, beside the node itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/edit/tree.h"
#include "model/template.h"

namespace orrery::model::inplace {

/// nodeId -> what stands for the node in the list; the first where an id stands twice.
class Index {
public:
    explicit Index(const Tree &tree);

    [[nodiscard]] NodeId node(std::string_view id) const;
    [[nodiscard]] const std::vector<NodeId> &nodes() const { return m_nodes; } ///< in file order
    [[nodiscard]] const std::vector<NodeId> &edges() const { return m_edges; }
    [[nodiscard]] NodeId edge(std::string_view from, std::string_view to) const;
    [[nodiscard]] std::string_view idOf(NodeId node) const;
    [[nodiscard]] std::string_view fromOf(NodeId edge) const;
    [[nodiscard]] std::string_view toOf(NodeId edge) const;
    /// `did you mean "b"?` or "".
    [[nodiscard]] std::string suggestion(std::string_view id) const;
    /// Is "load.rows" a port of this node, and not of one with a longer id?
    [[nodiscard]] bool isPortOf(std::string_view name, std::string_view id) const;

private:
    const Tree &m_tree;
    std::vector<NodeId> m_nodes, m_edges;
    std::unordered_map<std::string_view, NodeId> m_byId;
};

/// Values that are a node's id: teardownOf of all nodes. Aliases too.
[[nodiscard]] std::vector<NodeId> teardownsOf(const Tree &tree, const Index &index,
                                              std::string_view id);
/// Outputs of the DAG that come from a node.
[[nodiscard]] std::vector<NodeId> outputsOf(const Tree &tree, const Index &index,
                                            std::string_view id);

/// Does this parameter stand for an input of the node?
using IsInput = std::function<bool(std::string_view parameter)>;
/// The text with params["id.input"] of one node under its new id; nullopt when it has none.
[[nodiscard]] std::optional<std::string> renamedInExpression(std::string_view text,
                                                             const IsInput &isInput,
                                                             std::string_view id,
                                                             std::string_view to);
/// The same in the holes ${...} of a text.
[[nodiscard]] std::optional<std::string> renamedInHoles(std::string_view text, Language language,
                                                        const IsInput &isInput, std::string_view id,
                                                        std::string_view to);

/// Every text of the file that may read a parameter, with what it reads.
/// @param visit  an expression when `language` is absent
void eachReader(const Tree &tree, const Index &index,
                const std::function<void(NodeId, std::optional<Language>)> &visit);

} // namespace orrery::model::inplace
