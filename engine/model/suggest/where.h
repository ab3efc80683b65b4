// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a YAML or JSON text a place is: the keys above it, what stands beside it. Looks at lines
// and brackets only, so that a text under the pen need not be whole. Private to model/suggest.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::model::suggest {

/// An object or a list around the place, from the outside in.
struct Level {
    std::string step; ///< what leads further in: a key, or "#3"; of the last one see Where
    bool list = false;
    std::vector<std::pair<std::string, std::string>> members; ///< key, scalar as written or ""

    [[nodiscard]] std::string_view member(std::string_view key) const;
};

struct Where {
    std::vector<Level> levels;
    bool found = false;
    bool key = false;      ///< a key of the last level; else a value: of its `step`
    std::size_t begin = 0; ///< the word around the place [bytes]
    std::size_t end = 0;
    bool quoted = false;   ///< a quote stands before the word
    bool closed = false;   ///< and one behind it
    bool colon = false;    ///< a colon follows
    bool text = false;     ///< inside a block of text (`script: |`)
    bool newBlock = false; ///< the word begins an object of its own

    /// "nodes", "#3", "taskDefinition": to the object of a key, or to a value.
    [[nodiscard]] std::vector<std::string> path() const;
};

[[nodiscard]] Where locate(std::string_view text, bool yaml, std::size_t at);

} // namespace orrery::model::suggest
