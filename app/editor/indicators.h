// SPDX-License-Identifier: GPL-3.0-or-later
// What Scintilla draws over and beside the text, by name: the numbers are shared by all parts of
// the editor.
#pragma once

#include <cstddef>

#include <Qsci/qsciscintilla.h>

namespace orrery::editor {

enum class Indicator { Error = 8, Warning, Match, Trailing };
enum class Margin { Number, Symbol, Fold, Change };
enum class Marker { Error = 0, Warning, Node, Added, Changed, Removed };

void fillIndicator(QsciScintilla &area, Indicator indicator, std::size_t begin, std::size_t end);
void clearIndicator(QsciScintilla &area, Indicator indicator, std::size_t begin, std::size_t end);

} // namespace orrery::editor
