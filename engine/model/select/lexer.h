// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a selection query.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"

namespace orrery::model::select_ {

enum class Token : std::uint8_t { Word, Quoted, Plus, Open, Close, Colon, And, Or, Not, End };

struct Lexeme {
    Token token = Token::End;
    std::string text; ///< of a word or of what stands in quotes
    std::size_t at = 0;
    bool spaceBefore = false; ///< + and : belong to what they touch
};

/// "query:7" for a byte offset of the query.
[[nodiscard]] std::string placeOf(std::string_view query, std::size_t at);

/// The last lexeme is End. @error InvalidSpec
[[nodiscard]] Result<std::vector<Lexeme>> lexemes(std::string_view query);

} // namespace orrery::model::select_
