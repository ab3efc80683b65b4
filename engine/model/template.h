// SPDX-License-Identifier: GPL-3.0-or-later
// ${expression} in command, script, environment and path: the one templating syntax. A hole fills
// one argument or one value, never a piece of program text: in a SHELL script it becomes a quoted
// variable, in PYTHON an expression that reads a variable, in SQL a bound parameter.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "model/expression.h"

namespace orrery::model {

/// The values a hole can read. Which of them exist depends on the place; their keys:
/// model/scopes.h.
inline constexpr std::array<std::string_view, 11> templateRoots{
    "params", "inputs", "outputs", "run", "dag", "map", "item", "secret", "node", "loop", "args"};

/// What the text is, and so what a hole becomes in it.
enum class Language : std::uint8_t {
    Plain,  ///< an argument, an environment value, a path: the value's text
    Shell,  ///< "${ORRERY_ARG_n}", without the quotes where the place has them
    Python, ///< __import__("os").environ["ORRERY_ARG_n"], or json.loads() of it: stays on its line
    Sql,    ///< :arg_n
    JsonBody, ///< inside a string: the value's text, escaped; elsewhere: the value as JSON
    Url       ///< first in the text: the value's text; later: percent-encoded
};

/// Where a hole in a script is a value of that language; elsewhere ${ is the program's own text.
[[nodiscard]] std::optional<Language> scriptLanguage(Runtime runtime);

/// A text with holes.
///
/// Which ${ opens a hole?
/// - Plain, JsonBody, Url: every one.
/// - Shell: those in which sh itself could see no meaning: a name followed by `.`, `(` or a blank,
/// or a
///   bracket or quote at once, as in `${(` and `${"`; further a root followed by `[`, and
///   `${item}`. All else stays the shell's own: ${HOME},
///   ${1:-x}, ${name%.csv}, also ${run}. Refused, because a value could not stand there as one
///   word: inside single quotes, in a here-document whose word is quoted, in $((...)).
/// - Python, Sql: every one outside of strings; inside a string a root followed by `.` or `[`, and
///   ${item}, are refused, all else is the program's own text.
/// - In comments of Shell, Python and Sql nothing is a hole.
/// `$${` is a literal `${` wherever `${` alone would open a hole.
///
/// What a script does with a value afterwards is its own affair: `eval` and `sh -c "..."` read it
/// as program text again.
class Template {
public:
    /// @error InvalidSpec; `where` is "line:column" inside the text, 1-based, in characters
    [[nodiscard]] static Result<Template> parse(std::string_view text, Language language);

    /// How a hole's value is written.
    enum class Place : std::uint8_t {
        Bare,   ///< outside of quotes
        Quoted, ///< Shell: inside double quotes or an unquoted here-document; JsonBody: inside a
                ///< string
    };
    struct Hole {
        Expression expression;
        std::string source;     ///< text between the braces
        std::uint32_t line = 0; ///< of the $
        std::uint32_t column = 0;
        Place place = Place::Bare;
    };
    [[nodiscard]] const std::vector<Hole> &holes() const { return m_holes; }
    [[nodiscard]] bool constant() const { return m_holes.empty(); }

    struct Filled {
        std::string text;
        /// What the program finds under which name: Shell and Python: environment variables
        /// ORRERY_ARG_n (the value's plainText()); Sql: parameters arg_n. Empty for the others.
        std::vector<std::pair<std::string, Json>> values;
    };
    /// Strings fill as they are, other values as compact JSON.
    /// @error InvalidSpec: a hole cannot be evaluated, or its value holds a NUL byte; `where` is
    ///        "line:column", `what` names the hole
    [[nodiscard]] Result<Filled> fill(const Scope &scope) const;

private:
    std::vector<std::string> m_texts; ///< one more than holes
    std::vector<Hole> m_holes;
    Language m_language = Language::Plain;
};

} // namespace orrery::model
