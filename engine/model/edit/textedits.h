// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of edits as values: applied, turned round, put behind each other.
#pragma once

#include <string>
#include <string_view>

#include "engine/edit.h"

namespace orrery::model {

[[nodiscard]] std::string applied(std::string_view text, const TextEdits &edits);
[[nodiscard]] TextEdits inverseOf(std::string_view text, const TextEdits &edits);
/// @param text  before both
[[nodiscard]] TextEdits joined(std::string_view text, const TextEdits &first,
                               const TextEdits &second);
/// In order, without what stays the same at the ends of each edit; edits of no effect are left out.
[[nodiscard]] TextEdits tidied(std::string_view text, TextEdits edits);

} // namespace orrery::model
