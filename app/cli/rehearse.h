// SPDX-License-Identifier: GPL-3.0-or-later
// orrery run --rehearse: what a run would be like, without one.
#pragma once

#include "console.h"
#include "engine/rehearsal.h"

namespace orrery::cli {

/// --rehearse and what belongs to it.
[[nodiscard]] std::vector<Option> rehearseOptions();
/// Options that make sense with --rehearse only, or never with it. @error InvalidSpec
[[nodiscard]] Result<> checkRehearseOptions(const Arguments &arguments);
/// @param parameters  bound
int rehearse(const Arguments &arguments, const LoadedDag &loaded, const JsonText &parameters);

} // namespace orrery::cli
