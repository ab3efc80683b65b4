// SPDX-License-Identifier: GPL-3.0-or-later
// From the text of a JSON or YAML file to its tree, within the limits.
#pragma once

#include <cstdint>
#include <string>

#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model {

inline constexpr std::uint64_t mostAddressed = 0xFFFFFFF0U; ///< [bytes] offsets are 32 bits wide
[[nodiscard]] std::string megabytes(std::uint64_t bytes);   ///< "256 MiB"

/// What cannot be read is reported; doc.complete() is false then.
/// @param whenEmpty  what to do about a file without content
void readSource(Document &doc, toolkit::Format format, const toolkit::Limits &limits,
                Findings &findings, const char *whenEmpty);

} // namespace orrery::model
