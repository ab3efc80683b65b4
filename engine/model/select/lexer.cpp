// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/select/lexer.h"

#include <optional>

#include "model/text.h"

namespace orrery::model::select_ {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::optional<Token> signOf(char c)
{
    switch (c) {
    case '+':
        return Token::Plus;
    case '(':
        return Token::Open;
    case ')':
        return Token::Close;
    case ':':
        return Token::Colon;
    default:
        return std::nullopt;
    }
}

Token wordToken(std::string_view word)
{
    const std::string name = upper(word);
    if (name == "AND")
        return Token::And;
    if (name == "OR")
        return Token::Or;
    return name == "NOT" ? Token::Not : Token::Word;
}

bool endsWord(char c)
{
    return isSpace(c) || c == '"' || c == '\'' || signOf(c).has_value();
}

} // namespace

std::string placeOf(std::string_view query, std::size_t at)
{
    std::size_t column = 1;
    for (std::size_t i = 0; i < at && i < query.size(); ++i)
        column += (static_cast<unsigned char>(query[i]) & 0xC0U) != 0x80 ? 1 : 0;
    return "query:" + std::to_string(column);
}

Result<std::vector<Lexeme>> lexemes(std::string_view query)
{
    std::vector<Lexeme> out;
    std::size_t at = 0;
    while (true) {
        const std::size_t before = at;
        while (at < query.size() && isSpace(query[at]))
            ++at;
        const bool space = at > before || at == 0;
        if (at == query.size()) {
            out.push_back({Token::End, {}, at, space});
            return out;
        }
        const char c = query[at];
        if (const auto sign = signOf(c)) {
            out.push_back({*sign, std::string(1, c), at++, space});
        } else if (c == '"' || c == '\'') {
            const std::size_t close = query.find(c, at + 1);
            if (close == std::string_view::npos)
                return fail(ErrorCode::InvalidSpec, placeOf(query, at),
                            "these quotes are never closed");
            out.push_back(
                {Token::Quoted, std::string(query.substr(at + 1, close - at - 1)), at, space});
            at = close + 1;
        } else {
            const std::size_t begin = at;
            while (at < query.size() && !endsWord(query[at]))
                ++at;
            const std::string_view word = query.substr(begin, at - begin);
            out.push_back({wordToken(word), std::string(word), begin, space});
        }
    }
}

} // namespace orrery::model::select_
