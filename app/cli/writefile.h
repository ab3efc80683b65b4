// SPDX-License-Identifier: GPL-3.0-or-later
// A user's file written anew.
#pragma once

#include <string>

#include "engine/result.h"

namespace orrery::cli {

/// Writes beside the file and renames, so that it is never half there. Its permissions stay, and a
/// link to it stays a link. @error Io
[[nodiscard]] Result<> writeFile(const std::string &file, const std::string &text);

} // namespace orrery::cli
