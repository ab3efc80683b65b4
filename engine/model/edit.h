// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG file changed in its own text: engine/edit.h says what and how.
#pragma once

#include <span>
#include <string_view>

#include "engine/edit.h"
#include "model/parse.h"

namespace orrery::model {

/// toolkit::edit with the check that lives in a higher module.
[[nodiscard]] Result<Edited> edit(std::string_view text, std::string_view file,
                                  std::span<const Change> changes, const EditOptions &options = {},
                                  const ScheduleCheck &checkSchedule = {},
                                  const Catalogue *catalogue = nullptr);

} // namespace orrery::model
