// SPDX-License-Identifier: GPL-3.0-or-later
// ${expression} in command, script, environment and path: the one templating syntax. A hole fills one
// argument or one value, never a piece of program text: in a SHELL script it becomes a quoted
// variable, in PYTHON a name, in SQL a bound parameter. `$${` is a literal `${`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/expression.h"

namespace orrery::model {

enum class Language : std::uint8_t {
    Plain,   ///< an argument, an environment value, a path: holes are replaced by their text
    Shell,   ///< holes become "${ORRERY_ARG_n}" with the quotes that the place needs
    Python,  ///< holes become _orrery[n]; inside a string literal they are an error
    Sql      ///< holes become :arg_n; inside a string literal they are an error
};

class Template {
public:
    /// @error InvalidSpec; `where` is "line:column" inside the text, 1-based
    [[nodiscard]] static Result<Template> parse(std::string_view text, Language language);

    struct Hole {
        Expression expression;
        std::string source;         ///< text between the braces
        std::uint32_t line = 0;
        std::uint32_t column = 0;
    };
    [[nodiscard]] const std::vector<Hole> &holes() const { return m_holes; }
    [[nodiscard]] bool constant() const { return m_holes.empty(); }

    struct Filled {
        std::string text;
        std::vector<std::pair<std::string, Json>> values;  ///< script languages: name -> value of each hole
    };
    /// Strings fill as they are, other values as compact JSON; NUL bytes are refused.
    [[nodiscard]] Result<Filled> fill(const std::function<const Json *(std::string_view root)> &scope) const;

private:
    std::vector<std::string> m_texts;   ///< one more than holes
    std::vector<std::string> m_names;   ///< script languages: what stands for each hole
    std::vector<Hole> m_holes;
    Language m_language = Language::Plain;
};

}  // namespace orrery::model
