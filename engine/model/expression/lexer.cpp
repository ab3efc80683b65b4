// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/expression/lexer.h"

#include <charconv>

#include "model/expression/node.h"

namespace orrery::model {
namespace {

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// @param point  below 0x10000
void appendUtf8(std::string &to, std::uint32_t point)
{
    const auto byte = [&to](std::uint32_t b) { to += static_cast<char>(b); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | point >> 6U);
        byte(0x80 | (point & 0x3F));
    } else {
        byte(0xE0 | point >> 12U);
        byte(0x80 | (point >> 6U & 0x3F));
        byte(0x80 | (point & 0x3F));
    }
}

std::string unknownSymbol(char c)
{
    if (c == '=')
        return "\"=\" is no operator; compare with \"==\"";
    if (c == '&' || c == '|')
        return named({&c, 1}) + " is no operator; write it twice";
    return "unexpected character " + named({&c, 1});
}

Token broken(std::uint32_t column, std::string what)
{
    return {.type = Token::Type::Broken, .value = std::move(what), .column = column};
}

} // namespace

void Lexer::step()
{
    m_column += (m_text[m_at] & 0xC0) != 0x80 ? 1 : 0; // continuation bytes are no characters
    ++m_at;
}

Token Lexer::next()
{
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
        step();
    Token token{.column = m_column};
    if (m_at == m_text.size())
        return token;
    const std::size_t start = m_at;
    const char c = peek();
    if (isNameStart(c)) {
        while (isNameStart(peek()) || isDigit(peek()))
            step();
        token.type = Token::Type::Name;
    } else if (isDigit(c)) {
        number();
        token.type = Token::Type::Number;
    } else if (c == '"' || c == '\'') {
        return string(std::move(token));
    } else {
        token = symbol(std::move(token));
    }
    token.text = m_text.substr(start, m_at - start);
    return token;
}

/// 1, 2.5, 1e-3
void Lexer::number()
{
    const auto digits = [this] {
        while (isDigit(peek()))
            step();
    };
    digits();
    if (peek() == '.' && isDigit(peek(1))) {
        step();
        digits();
    }
    const bool sign = peek(1) == '+' || peek(1) == '-';
    if ((peek() == 'e' || peek() == 'E') && isDigit(peek(sign ? 2 : 1))) {
        step();
        step();
        digits();
    }
}

Token Lexer::string(Token token)
{
    token.type = Token::Type::String;
    const char quote = peek();
    step();
    while (m_at < m_text.size() && peek() != quote) {
        if (peek() != '\\')
            token.value += peek();
        else if (!escape(token.value))
            return broken(m_column,
                          R"(unknown escape in a string; \" \' \\ \n \r \t and \uXXXX are known)");
        step();
    }
    if (m_at == m_text.size())
        return broken(token.column, "the string is not closed");
    step();
    return token;
}

/// At a backslash; ends on the last character of the escape.
bool Lexer::escape(std::string &value)
{
    constexpr std::string_view written = "\"'\\/nrtbf";
    constexpr std::string_view meant = "\"'\\/\n\r\t\b\f";
    if (m_at + 1 == m_text.size())
        return false;
    step();
    const char c = peek();
    if (const auto known = written.find(c); known != std::string_view::npos) {
        value += meant[known];
        return true;
    }
    std::uint32_t point = 0;
    if (c != 'u' || !codePoint(point))
        return false;
    appendUtf8(value, point);
    return true;
}

/// At the u of \uXXXX; ends on the last digit. Half a surrogate pair is no character.
bool Lexer::codePoint(std::uint32_t &point)
{
    const std::string_view digits = m_text.substr(m_at + 1, 4);
    const char *end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, point, 16);
    const bool surrogate = point >= 0xD800 && point < 0xE000;
    if (digits.size() != 4 || error != std::errc() || stop != end || surrogate)
        return false;
    for (int i = 0; i < 4; ++i)
        step();
    return true;
}

Token Lexer::symbol(Token token)
{
    token.type = Token::Type::Symbol;
    const char c = peek();
    const char after = peek(1);
    const bool pair = (after == '=' && (c == '=' || c == '!' || c == '<' || c == '>')) ||
                      (c == after && (c == '&' || c == '|'));
    step();
    if (pair)
        step();
    else if (std::string_view("!<>+-*/%()[].,?:").find(c) == std::string_view::npos)
        return broken(token.column, unknownSymbol(c));
    return token;
}

} // namespace orrery::model
