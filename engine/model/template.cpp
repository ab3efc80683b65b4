// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template.h"

#include "model/template/scan.h"
#include "model/text.h"

namespace orrery::model {
namespace {

Scan scan(std::string_view text, Language language)
{
    switch (language) {
    case Language::Shell:
        return scanShell(text);
    case Language::Python:
        return scanPython(text);
    case Language::Sql:
        return scanSql(text);
    case Language::JsonBody:
        return scanJson(text);
    case Language::Plain:
    case Language::Url:
        break;
    }
    return scanPlain(text);
}

std::string placeText(const LineColumn &at)
{
    return std::to_string(at.line) + ":" + std::to_string(at.column);
}

/// The position of an expression's column inside the whole text.
std::string expressionPlace(std::string_view text, const RawHole &hole, const std::string &column)
{
    std::size_t at = hole.at + 2;
    for (int characters = std::stoi(column) - 1; at < hole.close; ++at) {
        if ((text[at] & 0xC0) != 0x80 && characters-- == 0)
            break;
    }
    return placeText(LineCounter(text).at(at));
}

std::string jsonText(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// RFC 3986: all but the unreserved characters as %XX.
std::string percentEncoded(const std::string &text)
{
    constexpr std::string_view kept = "-._~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kept.find(c) != std::string_view::npos)
            out += c;
        else
            (out += '%').append(1, hex[byte >> 4U]).append(1, hex[byte & 15U]);
    }
    return out;
}

/// What stands in the text for hole number `n` (from 1).
std::string standIn(Language language, Template::Place place, std::size_t n, bool first,
                    const Json &value)
{
    const bool quoted = place == Template::Place::Quoted;
    const std::string number = std::to_string(n);
    switch (language) {
    case Language::Plain:
        return plainText(value);
    case Language::Shell:
        return quoted ? "${ORRERY_ARG_" + number + "}" : "\"${ORRERY_ARG_" + number + "}\"";
    case Language::Python: {
        const std::string variable = R"(__import__("os").environ["ORRERY_ARG_)" + number + R"("])";
        return value.is_string() ? variable : R"(__import__("json").loads()" + variable + ")";
    }
    case Language::Sql:
        return ":arg_" + number;
    case Language::JsonBody: {
        const std::string text = quoted ? jsonText(plainText(value)) : jsonText(value);
        return quoted ? text.substr(1, text.size() - 2) : text;
    }
    case Language::Url:
        return first ? plainText(value) : percentEncoded(plainText(value));
    }
    return {};
}

} // namespace

std::optional<Language> scriptLanguage(Runtime runtime)
{
    switch (runtime) {
    case Runtime::Shell:
        return Language::Shell;
    case Runtime::Python:
        return Language::Python;
    case Runtime::Sql:
        return Language::Sql;
    default:
        return std::nullopt;
    }
}

Result<Template> Template::parse(std::string_view text, Language language)
{
    Template made;
    made.m_language = language;
    if (text.find("${") == std::string_view::npos) {
        made.m_texts.emplace_back(text);
        return made;
    }
    const Scan found = scan(text, language);
    LineCounter lines(text);
    if (!found.error.empty())
        return fail(ErrorCode::InvalidSpec, placeText(lines.at(found.errorAt)), found.error);

    std::size_t from = 0;
    auto drop = found.dropped.begin();
    const auto textUpTo = [&](std::size_t end) {
        std::string piece;
        for (; drop != found.dropped.end() && *drop < end; ++drop) {
            piece.append(text, from, *drop - from);
            from = *drop + 1;
        }
        return piece.append(text, from, end - from);
    };
    for (const RawHole &raw : found.holes) {
        made.m_texts.push_back(textUpTo(raw.at));
        from = raw.close + 1;
        const std::string_view source = text.substr(raw.at + 2, raw.close - raw.at - 2);
        Result<Expression> expression = Expression::parse(source);
        if (!expression)
            return fail(ErrorCode::InvalidSpec,
                        expressionPlace(text, raw, expression.error().where),
                        std::move(expression.error().what));
        const LineColumn at = lines.at(raw.at);
        made.m_holes.push_back(
            {std::move(*expression), std::string(source), at.line, at.column, raw.place});
    }
    made.m_texts.push_back(textUpTo(text.size()));
    return made;
}

Result<Template::Filled> Template::fill(const Scope &scope) const
{
    Filled filled;
    const bool named = m_language == Language::Shell || m_language == Language::Python ||
                       m_language == Language::Sql;
    for (std::size_t i = 0; i < m_holes.size(); ++i) {
        const Hole &hole = m_holes[i];
        const auto refuse = [&hole](const std::string &what) {
            return fail(ErrorCode::InvalidSpec, placeText({hole.line, hole.column}),
                        "${" + hole.source + "}: " + what);
        };
        Result<Json> value = hole.expression.evaluate(scope);
        if (!value)
            return refuse(value.error().what);
        if (value->is_string() &&
            value->get_ref<const std::string &>().find('\0') != std::string::npos)
            return refuse("the value holds a NUL byte, which no argument can");
        filled.text += m_texts[i];
        const bool first = i == 0 && filled.text.empty();
        filled.text += standIn(m_language, hole.place, i + 1, first, *value);
        if (named) {
            const char *prefix = m_language == Language::Sql ? "arg_" : "ORRERY_ARG_";
            filled.values.emplace_back(prefix + std::to_string(i + 1), std::move(*value));
        }
    }
    if (!m_texts.empty())
        filled.text += m_texts.back();
    return filled;
}

} // namespace orrery::model
