// SPDX-License-Identifier: GPL-3.0-or-later
// Options that are numbers.
#pragma once

#include <charconv>
#include <cmath>
#include <string>

#include "command.h"

namespace orrery::cli {

/// The whole text of an option as a number that is finite and not negative.
/// @param is  what the option must be, as "is a whole number; 0 is all"
/// @error InvalidSpec  names the option and its text
template <typename Number>
Result<Number> number(const Arguments &arguments, const std::string &option, const std::string &is)
{
    const std::string text = arguments.text(option);
    Number value{};
    const char *end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    const auto known = static_cast<double>(value);
    if (read.ec != std::errc() || read.ptr != end || !std::isfinite(known) || known < 0)
        return tl::unexpected(Error{ErrorCode::InvalidSpec, "--" + option + " " + text, is});
    return value;
}

} // namespace orrery::cli
