// SPDX-License-Identifier: GPL-3.0-or-later
// The parsed form of an expression, and the table of its functions. Private to model/expression.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/expression.h"

namespace orrery::model {

/// A value under evaluation: borrowed from the scope where possible, so that paths copy nothing.
class Value {
public:
    Value(Json owned) : m_owned(std::move(owned)) {} // implicit: results of operators
    explicit Value(const Json *borrowed) : m_borrowed(borrowed) {}
    [[nodiscard]] const Json &operator*() const { return m_borrowed ? *m_borrowed : m_owned; }
    [[nodiscard]] const Json *operator->() const { return &**this; }
    [[nodiscard]] bool borrowed() const { return m_borrowed != nullptr; }
    [[nodiscard]] Json take() && { return m_borrowed ? *m_borrowed : std::move(m_owned); }

private:
    const Json *m_borrowed = nullptr;
    Json m_owned;
};

/// One function of the language. Arguments are already counted.
struct Function {
    std::string_view name;
    std::size_t minArguments;
    std::size_t maxArguments;
    /// nullptr for defined(), which looks at its argument's path instead of its value.
    /// @error InvalidSpec; `what` alone, the caller adds the column
    Result<Json> (*call)(std::span<const Value> arguments);
};

/// nullptr when there is no such function.
[[nodiscard]] const Function *findFunction(std::string_view name);
[[nodiscard]] std::string functionNames(); ///< "abs, contains, ..."

/// The text in double quotes: for messages.
[[nodiscard]] inline std::string named(std::string_view text)
{
    return std::string(1, '"').append(text.substr(0, 60)).append(text.size() > 60 ? "...\"" : "\"");
}
/// "a number", "a string" ...: for messages.
[[nodiscard]] std::string_view kindName(const Json &value);

/// a < b (-1), equal (0), a > b (1) for two numbers or two strings. @error InvalidSpec
[[nodiscard]] Result<int> compare(const Json &a, const Json &b);
/// a + b of two numbers, strings or arrays. @error InvalidSpec
[[nodiscard]] Result<Json> add(const Json &a, const Json &b);

struct Expression::Node {
    enum class Kind : std::uint8_t {
        Literal,
        Root,
        Member,
        Index,
        Array,
        Call,
        Choose,
        Not,
        Negate,
        And,
        Or,
        Multiply,
        Divide,
        Modulo,
        Add,
        Subtract,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Equal,
        NotEqual,
    };
    Kind kind = Kind::Literal;
    std::uint32_t column = 1;
    std::uint32_t depth = 1;            ///< 1 + the deepest child: bounds recursion
    std::string name;                   ///< Root, Member: the name
    Json literal;                       ///< Literal
    const Function *function = nullptr; ///< Call
    std::vector<Node> children;         ///< operands from left to right
};

} // namespace orrery::model
