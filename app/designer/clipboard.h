// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes on the clipboard: theirs between windows, and text for everything else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "engine/dag.h"
#include "engine/edit.h"

class QMimeData;

namespace orrery::designer {

inline constexpr const char *nodesMime = "application/x-orrery-nodes+json";
/// What the palette drags: the JSON of one node.
inline constexpr const char *nodeMime = "application/x-orrery-component";

/// Nodes, the edges among them, and those that came in from others.
struct Clipping {
    std::vector<QJsonObject> nodes;
    std::vector<change::NewEdge> edges;
    std::vector<change::NewEdge> incoming;
};

/// @param written  the DAG as its user wrote it, its components not put in
[[nodiscard]] Clipping clippingOf(const DagSpec &written, const std::vector<NodeIndex> &nodes);
[[nodiscard]] QMimeData *toMime(const Clipping &clipping);
/// Nothing when there are no nodes in it, or what is there is not ours.
[[nodiscard]] std::optional<Clipping> fromMime(const QMimeData *data);

} // namespace orrery::designer
