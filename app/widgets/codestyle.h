// SPDX-License-Identifier: GPL-3.0-or-later
// How code looks wherever it is shown: lexers, fonts and colours from the theme's tokens.
#pragma once

#include <QFont>
#include <QString>

#include "theming/theme.h"

class QsciLexer;
class QsciScintilla;

namespace orrery::widgets {

/// "yaml", "json", "python", "shell", "sql", "java", "scala", "markdown" or "c++", by the file's
/// name; "" = plain text.
[[nodiscard]] QString languageOf(const QString &file);
/// As people write it: "YAML", "C++"; "Text" for "".
[[nodiscard]] QString languageTitle(const QString &language);
/// What a comment to the end of the line begins with; "" when the language has none.
[[nodiscard]] QString lineComment(const QString &language);

/// Monospaced text at the size of captions.
[[nodiscard]] QFont codeFont(const theming::Theme &theme);
/// The lexer of a language in the theme's colours; nullptr for plain text.
[[nodiscard]] QsciLexer *makeLexer(const QString &language, const theming::Theme &theme,
                                   QObject *parent);
/// Paper, text, margins, caret and selection.
void styleCode(QsciScintilla &area, const theming::Theme &theme);
/// Wide enough for the numbers of its lines.
void fitNumbers(QsciScintilla &area, int margin);

} // namespace orrery::widgets
