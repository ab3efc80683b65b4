// SPDX-License-Identifier: GPL-3.0-or-later
// Words that stand in the database for enumerations. A stored word is never renamed.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "engine/dag.h"
#include "engine/run.h"

namespace orrery::store {

inline constexpr std::array<std::string_view, 6> runStateNames{"pending",   "running", "paused",
                                                               "succeeded", "failed",  "cancelled"};
inline constexpr std::array<std::string_view, taskStateCount> taskStateNames{
    "pending",   "waiting", "held",      "queued", "running",
    "succeeded", "failed",  "cancelled", "skipped"};
inline constexpr std::array<std::string_view, 13> causeNames{
    "exited",          "signalled",    "out of memory", "timed out",  "cancelled",
    "missing program", "spawn failed", "log too large", "bad output", "lost",
    "bad template",    "inner run",    "bad growth"};
inline constexpr std::array<std::string_view, 3> isolationNames{"process", "sandbox", "container"};

template <typename Enum, std::size_t size>
[[nodiscard]] constexpr std::string_view nameOf(const std::array<std::string_view, size> &names,
                                                Enum value)
{
    const auto index = static_cast<std::size_t>(value);
    return index < size ? names[index] : std::string_view("unknown");
}

/// The value of a stored word; the first one for a word that is not known.
template <typename Enum, std::size_t size>
[[nodiscard]] constexpr Enum valueOf(const std::array<std::string_view, size> &names,
                                     std::string_view word)
{
    for (std::size_t index = 0; index < size; ++index) {
        if (names[index] == word)
            return static_cast<Enum>(index);
    }
    return Enum{};
}

} // namespace orrery::store
