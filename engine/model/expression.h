// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language of edge conditions, mapOver and ${...}: values are JSON. Pure, bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/result.h"

namespace orrery::model {

using Json = nlohmann::json;

/// Gives the value of a root ("params", "inputs" ...); nullptr = no such root here.
using Scope = std::function<const Json *(std::string_view root)>;

/// `outputs.rows > 10 && !(inputs.mode == "dry")`, parsed once, evaluated often.
///
/// Literals: 1 2.5 1e3 "text" 'text' true false null [a, b].
/// Operators by falling strength:
///   .name [index or "key"]   a path into a value; a missing step is an error, except inside
///   defined() ! -                      not, minus
///   * / %                    numbers; integers stay integers where the result is exact; x / 0 is
///   an error
///   + -                      numbers; + also joins two strings or two arrays
///   < <= > >=                two numbers or two strings (by bytes, so ISO dates compare right)
///   == !=                    any two values; 1 == 1.0
///   && ||                    give true or false; the right side is read only when it decides
///   c ? a : b
/// Functions:
///   len(string|array|object)    contains(text, part) contains(array, value) contains(object, key)
///   startsWith(text, part)      endsWith(text, part)      lower(text)  upper(text)   ASCII letters
///   min(a, ...) max(a, ...)     also of one array         sum(array)   abs(x)        round(x[,
///   digits]) string(value)               compact JSON, a string as it is        number(text)
///   keys(object)                join(array, separator)    split(text, separator)
///   range(n)                    [0, 1, ... n-1], n <= 1,000,000
///   defined(path)               does the path exist? (null exists)
class Expression {
public:
    static constexpr std::size_t maxBytes = 16384; ///< of text
    static constexpr std::uint32_t maxDepth = 200; ///< of nesting, and of operators in a row

    /// @error InvalidSpec; `where` is the column (1-based, in characters) inside the text
    [[nodiscard]] static Result<Expression> parse(std::string_view text);

    /// A root that is read, with the first key: {"outputs", "rows"}; key "" = the whole root.
    struct Use {
        std::string root;
        std::string key;
        std::uint32_t column = 0;
        bool guarded = false; ///< inside defined(): need not exist
    };
    [[nodiscard]] const std::vector<Use> &uses() const { return m_uses; }

    /// @error NotFound (a path that does not exist), InvalidSpec (wrong types, division by zero
    /// ...);
    ///        `where` is the column
    [[nodiscard]] Result<Json> evaluate(const Scope &scope) const;

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
    std::vector<Use> m_uses;
};

/// False, 0, "", null, [] and {} are false; all else is true.
[[nodiscard]] bool truthy(const Json &value);

/// A value as one argument: a string as it is, anything else as compact JSON.
[[nodiscard]] std::string plainText(const Json &value);

/// Is `name` one of the functions above?
[[nodiscard]] bool isExpressionFunction(std::string_view name);
/// "abs, contains, ..."
[[nodiscard]] std::string expressionFunctionNames();

} // namespace orrery::model
