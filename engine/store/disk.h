// SPDX-License-Identifier: GPL-3.0-or-later
// The store's port to the disk, beside what SQLite does itself.
#pragma once

#include <functional>
#include <string>

#include "engine/result.h"

namespace orrery::store {

/// Makes everything written to the file `path` so far survive a power cut, its directory entry too.
/// Called on the sync thread only; an error is final (see Store::open).
using Sync = std::function<Result<>(const std::string &path)>;

/// The real twin: fdatasync on a descriptor of its own, opened again when the file is another one.
[[nodiscard]] Sync fileSync();

/// Makes the file with mode 0600 when it is not there; SQLite gives its -wal and -shm the same
/// mode.
/// @error Io
[[nodiscard]] Result<> makePrivateFile(const std::string &path);

} // namespace orrery::store
