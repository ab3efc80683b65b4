// SPDX-License-Identifier: GPL-3.0-or-later
// Ops as edits of the text, in the file's manner.
#pragma once

#include "model/edit/manner.h"
#include "model/edit/ops.h"
#include "model/edit/textedits.h"

namespace orrery::model::inplace {

/// @error Conflict: a place is written in a way that is left alone (`? key`, a pair in brackets
///        without braces); `where` = its offset in bytes
[[nodiscard]] Result<TextEdits> write(const Tree &tree, const Manner &manner, const Ops &ops);

} // namespace orrery::model::inplace
