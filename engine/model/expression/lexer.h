// SPDX-License-Identifier: GPL-3.0-or-later
// The words of an expression. Private to model/expression.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::model {

struct Token {
    enum class Type : std::uint8_t { End, Name, Number, String, Symbol, Broken };
    Type type = Type::End;
    std::string_view text;    ///< Name, Number, Symbol: as written
    std::string value;        ///< String: unescaped; Broken: what is wrong
    std::uint32_t column = 1; ///< of its first character; Broken: of what is wrong
};

class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) {}
    /// End again and again after the last one.
    [[nodiscard]] Token next();

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    void step();
    void number();
    [[nodiscard]] Token string(Token token);
    [[nodiscard]] bool escape(std::string &value);
    [[nodiscard]] bool codePoint(std::uint32_t &point);
    [[nodiscard]] Token symbol(Token token);

    std::string_view m_text;
    std::size_t m_at = 0;       ///< [bytes]
    std::uint32_t m_column = 1; ///< [characters]
};

} // namespace orrery::model
