// SPDX-License-Identifier: GPL-3.0-or-later
// Text broken into lines that fit a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orrery::cli {

/// Columns of the terminal that stdout is; 80 when it is none.
[[nodiscard]] std::size_t outputColumns();

/// Lines of at most `width` bytes, broken at spaces; a longer word has a line of its own.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width);

} // namespace orrery::cli
