// SPDX-License-Identifier: GPL-3.0-or-later
// DAGs and their versions: tables dag, dag_version, dag_node, dag_edge.
#pragma once

#include <string>

#include "engine/dag.h"
#include "engine/event.h"
#include "store/database.h"

namespace orrery::store {

/// Larger DAGs are kept as JSON only.
inline constexpr std::size_t maxNodeRows = 20000;
inline constexpr std::size_t maxEdgeRows = 100000;

/// A version on its way to the database. `dag` has neither nodes nor edges when they are too many.
struct PendingVersion {
    VersionId version;
    DagSpec dag;
    std::string json;
    std::size_t nodeCount = 0;
    std::size_t edgeCount = 0;
};

[[nodiscard]] PendingVersion pendingVersion(const VersionId &version, const DagSpec &dag,
                                            const std::string &json);
[[nodiscard]] bool hasVersion(Database &database, const VersionId &version);
/// Writes within the open transaction; a version that is there already stays as it is.
/// @return false when a statement failed: see Database::error
[[nodiscard]] bool writeVersion(Database &database, const PendingVersion &pending, WallMs at);
/// The canonical JSON. @error NotFound, Corrupt, Io
[[nodiscard]] Result<std::string> readVersion(Database &database, const VersionId &version);

} // namespace orrery::store
