// SPDX-License-Identifier: GPL-3.0-or-later
// What a misspelt word was meant to be: one search for files and for the command line.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace orrery::toolkit {

/// The known word nearest to `word` by edits (a letter put in, left out, changed, or swapped with
/// its neighbour), case aside; "" when none is near enough to be meant. Pure.
[[nodiscard]] std::string nearestWord(std::string_view word,
                                      std::span<const std::string_view> known);

} // namespace orrery::toolkit
