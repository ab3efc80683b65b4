// SPDX-License-Identifier: GPL-3.0-or-later
// Published versions: table dag_publication.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"
#include "engine/version.h"
#include "store/database.h"

namespace orrery::store {

/// Writes within the open transaction. @return false when the statement failed
[[nodiscard]] bool writePublication(Database &database, const VersionText &published);
/// Published ones, newest first, then contents that were only run, the newest first.
[[nodiscard]] std::vector<VersionSummary> readVersions(Database &database, const DagId &dag);
/// @error NotFound, Corrupt, Io
[[nodiscard]] Result<VersionText> readPublication(Database &database, const DagId &dag,
                                                  std::uint32_t number);
/// A content by its id; its newest publication when it has one. @error NotFound, Corrupt, Io
[[nodiscard]] Result<VersionText> readContent(Database &database, const VersionId &version);

} // namespace orrery::store
