// SPDX-License-Identifier: GPL-3.0-or-later
// A user's file read whole and written anew.
#pragma once

#include <cstdint>
#include <istream>
#include <string>

#include "engine/result.h"
#include "engine/toolkit.h"

namespace orrery::cli {

/// Reads no further than `mostBytes`: a device has no end.
/// @error NotFound; Denied: it cannot be read; InvalidSpec: it is larger
[[nodiscard]] Result<std::string> readFile(const std::string &file,
                                           std::uint64_t mostBytes = toolkit::Limits().maxBytes);
/// The same of a stream that is called `name`.
[[nodiscard]] Result<std::string> readAll(std::istream &stream, const std::string &name,
                                          std::uint64_t mostBytes = toolkit::Limits().maxBytes);
/// Writes beside the file and renames, so that it is never half there. Its permissions stay, and a
/// link to it stays a link. @error Io
[[nodiscard]] Result<> writeFile(const std::string &file, const std::string &text);

} // namespace orrery::cli
