// SPDX-License-Identifier: GPL-3.0-or-later
// Options that are numbers.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

#include "command.h"
#include "engine/result.h"

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

/// The whole text of an option or a positional as a whole number.
/// @error InvalidSpec  names the option and its text
[[nodiscard]] inline Result<std::int64_t> wholeNumber(const Arguments &arguments,
                                                      const std::string &name, std::int64_t least,
                                                      std::int64_t most)
{
    const std::string word = arguments.text(name);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error == std::errc() && end == word.data() + word.size() && value >= least && value <= most)
        return value;
    return tl::unexpected(
        Error{ErrorCode::InvalidSpec, "--" + name + " " + word,
              "is a whole number from " + std::to_string(least) + " to " + std::to_string(most)});
}

/// Of runs and queues: higher goes first.
inline constexpr std::int64_t mostPriority = 1000;

/// --rounds of a bench. @error InvalidSpec
inline Result<int> rounds(const Arguments &arguments)
{
    const std::string is = "is a whole number, 1 or more";
    auto count = number<int>(arguments, "rounds", is);
    if (count && *count == 0)
        return tl::unexpected(Error{ErrorCode::InvalidSpec, "--rounds 0", is});
    return count;
}

} // namespace orrery::cli
