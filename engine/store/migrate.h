// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a database to this version's schema, one transaction per step.
#pragma once

#include "engine/result.h"
#include "store/database.h"

namespace orrery::store {

/// The schema this program writes; PRAGMA user_version of its databases.
[[nodiscard]] int schemaVersion();

/// Runs the migrations that are missing. A step that fails leaves the step before it.
/// @error Conflict (made by a newer version, or not one of ours), Corrupt, Io
[[nodiscard]] Result<> migrate(Database &database);

} // namespace orrery::store
