// SPDX-License-Identifier: GPL-3.0-or-later
// What can be put into a DAG: a component, or a plain task of some runtime. How a new node gets its
// id and its first edge.
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "bridge/dagdocument.h"
#include "bridge/selection.h"
#include "engine/component.h"
#include "engine/connect.h"

namespace orrery::designer {

struct NodeTemplate {
    QString key;    ///< stable: "component:filter", "runtime:SHELL", "pattern:map"
    QString baseId; ///< the id of the first such node
    QString title;
    QString category;
    QString icon;    ///< as in component files
    QString summary; ///< one line
    QString docs;    ///< Markdown
    QString broken;  ///< why it cannot be used; empty = it can
    JsonText node;   ///< as in a DAG file, without nodeId
    NodeSpec spec;   ///< what it becomes: its ports
};

/// The plain runtimes and a few patterns of them.
[[nodiscard]] std::vector<NodeTemplate> plainTemplates();
/// Of each component its newest version; broken ones tell why.
[[nodiscard]] std::vector<NodeTemplate> componentTemplates(const Catalogue &catalogue);

/// What a node is in the words of NodeTemplate::key, versions left out.
[[nodiscard]] QString kindOf(const NodeSpec &node);

/// `base`, else "base-2", "base-3" ...: the first that no node has.
[[nodiscard]] std::string freshId(const DagSpec &dag, const QString &base);
[[nodiscard]] JsonText withId(const JsonText &node, const std::string &id);

/// What is dragged: JSON {"nodeId", ...}, whose id is made unique where it is dropped.
inline constexpr const char *componentMime = "application/x-orrery-component";
[[nodiscard]] QByteArray mimeData(const NodeTemplate &made);

/// Puts a node into the document as one step and selects it.
/// @param behind    the node that leads to it, when an edge makes sense; none = it stands alone
/// @param mapping   data of that edge; absent = as it suggests itself
/// @param position  where it was dropped
/// @return  its index; none when it was refused
NodeIndex addNode(bridge::DagDocument &document, bridge::Selection &selection,
                  const NodeTemplate &made, NodeIndex behind,
                  std::optional<toolkit::Mapping> mapping = std::nullopt,
                  std::optional<Position> position = std::nullopt);

/// Does an edge from `from` make sense: is every required input fed, or is there none?
[[nodiscard]] bool portsFit(const NodeSpec &from, const NodeTemplate &made,
                            const toolkit::Mapping &mapping);

} // namespace orrery::designer
