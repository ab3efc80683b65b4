// SPDX-License-Identifier: GPL-3.0-or-later
// Line by line: the shortest way from one text to another.
#pragma once

#include <string_view>
#include <vector>

#include "engine/diff.h"

namespace orrery::model {

/// Where two texts differ, with up to `context` lines around. Two texts that differ only in their
/// last line end give one hunk that says so.
/// Source: E. W. Myers, An O(ND) difference algorithm, 1986, doi:10.1007/BF01840446. Texts that
/// have more than 2,000 lines to remove and add are told as replaced as a whole.
[[nodiscard]] std::vector<DiffHunk> lineDiff(std::string_view before, std::string_view after,
                                             std::uint32_t context = 3);

} // namespace orrery::model
