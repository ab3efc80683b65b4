// SPDX-License-Identifier: GPL-3.0-or-later
// Saves a database whose damage lies in what can be made again.
#pragma once

#include <string>

#include "engine/result.h"

namespace orrery::store {

/// Copies what is true (the journal, versions, where runs lie) into a new database and puts it in
/// the file's place; projections are left to be made from the journal. The damaged file is kept
/// beside it.
/// @return the name under which it is kept
/// @error Corrupt: the damage reaches what cannot be made again, with the table; nothing was
/// changed
[[nodiscard]] Result<std::string> repair(const std::string &file);

} // namespace orrery::store
