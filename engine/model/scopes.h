// SPDX-License-Identifier: GPL-3.0-or-later
// What ${...} and expressions can read, by root. `params`, `inputs` and `outputs` have the keys
// that the DAG declares, `secret` any; the rest is fixed.
#pragma once

#include <array>
#include <string_view>

namespace orrery::model::scopes {

/// The run: its id, the moment it stands for (its slot in the schedule's zone; by hand when it was
/// created, in UTC), who started it.
inline constexpr std::array<std::string_view, 8> run = {"id",    "date",       "time", "trigger",
                                                        "owner", "resultsDir", "dir",  "slot"};
inline constexpr std::array<std::string_view, 5> dag = {"id", "name", "version", "dir", "file"};
inline constexpr std::array<std::string_view, 4> node = {"id", "name", "type", "attempt"};
/// A looped task: which iteration this is, from 0.
inline constexpr std::array<std::string_view, 1> loop = {"index"};
/// A mapped task: its item's index from 0, how many there are.
inline constexpr std::array<std::string_view, 2> map = {"index", "count"};

} // namespace orrery::model::scopes
