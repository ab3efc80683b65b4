// SPDX-License-Identifier: GPL-3.0-or-later
// The schedule block of a DAG file, told by options or as a home has it in force.
#pragma once

#include "console.h"
#include "records.h"

namespace orrery::cli {

/// The object in a text; an empty one when there is none.
[[nodiscard]] Json parsedOrEmpty(const JsonText &text);

/// Options that name keys of a schedule block.
[[nodiscard]] std::vector<Option> blockOptions();
/// The keys of a schedule block that options name. @error InvalidSpec
[[nodiscard]] Result<Json> blockOf(const Arguments &arguments);
/// The block in force for a file: as this home has it, else as the file says.
[[nodiscard]] Result<Json> blockInForce(const Arguments &arguments, const LoadedDag &loaded);

/// orrery schedule backfill.
[[nodiscard]] int backfill(const Arguments &arguments);

} // namespace orrery::cli
