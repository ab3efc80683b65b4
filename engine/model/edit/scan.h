// SPDX-License-Identifier: GPL-3.0-or-later
// From text to Tree, and over what means nothing. Private to model/edit.
#pragma once

#include <string_view>

#include "model/edit/tree.h"

namespace orrery::model::inplace {

[[nodiscard]] Result<Tree> scanYaml(std::string_view text);
[[nodiscard]] Result<Tree> scanJson(std::string_view text);

/// Behind white space, line ends and comments.
[[nodiscard]] At skipTrivia(std::string_view text, At at, bool yaml);
/// Behind blanks on one line.
[[nodiscard]] At skipBlanks(std::string_view text, At at);
/// Of the line's first character.
[[nodiscard]] At lineStart(std::string_view text, At at);
/// Of the line's LF or CRLF, or the end of the text.
[[nodiscard]] At lineEnd(std::string_view text, At at);
/// Behind the line's end.
[[nodiscard]] At nextLine(std::string_view text, At at);
/// Are there only blanks between the line's start and `at`?
[[nodiscard]] bool firstOnLine(std::string_view text, At at);
/// Characters before `at` on its line.
[[nodiscard]] std::size_t columnOf(std::string_view text, At at);
/// Is there a line end in [from, to)?
[[nodiscard]] bool manyLines(std::string_view text, At from, At to);

} // namespace orrery::model::inplace
