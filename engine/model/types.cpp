// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/types.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>

#include "model/text.h"

namespace orrery::model {

namespace {

using Json = nlohmann::json;
using K = Type::Kind;

constexpr std::array<std::string_view, 10> typeNames = {
    "ANY",  "STRING",     "NUMBER", "INTEGER", "BOOLEAN",
    "DATE", "DATE_RANGE", "OBJECT", "ARRAY",   "MAP"};
constexpr int deepestType = 8; // of ARRAY<ARRAY<...>>

class TypeReader {
public:
    explicit TypeReader(std::string_view text) : m_text(text) {}

    Result<Type> read()
    {
        Result<Type> type = one(0);
        if (type && peek() != '\0')
            return bad("unexpected " + inQuotes(m_text.substr(m_at)));
        return type;
    }

private:
    char peek()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(char c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    tl::unexpected<Error> bad(const std::string &why) const
    {
        return fail(ErrorCode::InvalidSpec, {}, inQuotes(m_text) + " is not a type: " + why);
    }
    Result<Type> one(int depth)
    {
        peek();
        const std::size_t start = m_at;
        while (m_at < m_text.size() &&
               (std::isalnum(static_cast<unsigned char>(m_text[m_at])) || m_text[m_at] == '_'))
            ++m_at;
        const std::string name = upper(m_text.substr(start, m_at - start));
        const auto known = std::find(typeNames.begin(), typeNames.end(), name);
        if (known == typeNames.end()) {
            const std::string near = didYouMean(closest(name, typeNames));
            return bad(near.empty() ? "write one of " + listed(typeNames) : near);
        }
        if (depth > deepestType)
            return bad("nested too deep");
        Type type{static_cast<K>(known - typeNames.begin()), {}};
        const std::size_t wanted = type.kind == K::Array ? 1 : type.kind == K::Map ? 2 : 0;
        if (wanted > 0 && take('<')) {
            do {
                Result<Type> argument = one(depth + 1);
                if (!argument)
                    return argument;
                type.of.push_back(std::move(*argument));
            } while (take(','));
            if (type.of.size() != wanted || !take('>'))
                return bad(wanted == 1 ? "write ARRAY<T>" : "write MAP<K, V>");
        }
        type.of.resize(wanted);
        return type;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

std::optional<std::chrono::sys_days> date(std::string_view text)
{
    int y = 0;
    unsigned m = 0, d = 0;
    const auto part = [&](std::size_t at, std::size_t size, auto &out) {
        const char *end = text.data() + at + size;
        const auto read = std::from_chars(text.data() + at, end, out);
        return read.ec == std::errc() && read.ptr == end;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !part(0, 4, y) || !part(5, 2, m) ||
        !part(8, 2, d))
        return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(y), std::chrono::month(m),
                                          std::chrono::day(d)};
    return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

std::optional<Mismatch> expected(const std::string &what, const Json &value)
{
    return Mismatch{{}, "expected " + what + ", found " + shownValue(value)};
}

std::optional<Mismatch> inDateRange(const Json &value)
{
    const char *form = "a date range like \"2023-01-01/2023-12-31\"";
    std::string start, end;
    if (value.is_string()) {
        const std::string &text = value.get_ref<const std::string &>();
        const std::size_t slash = text.find('/');
        if (slash == std::string::npos)
            return expected(form, value);
        start = text.substr(0, slash);
        end = text.substr(slash + 1);
    } else if (value.is_object() && value.size() == 2 && value.contains("start") &&
               value.contains("end") && value["start"].is_string() && value["end"].is_string()) {
        start = value["start"].get<std::string>();
        end = value["end"].get<std::string>();
    } else {
        return expected(form, value);
    }
    const auto from = date(start), to = date(end);
    if (!from || !to)
        return expected(form, value);
    if (*from > *to)
        return Mismatch{{}, "the date range " + shownValue(value) + " ends before it starts"};
    return std::nullopt;
}

std::optional<Mismatch> below(const std::string &step, std::optional<Mismatch> inner)
{
    if (inner)
        inner->path = inner->path.empty() ? step : step + "/" + inner->path;
    return inner;
}

std::optional<Mismatch> inArray(const Json &value, const Type &type)
{
    if (!value.is_array())
        return expected("an array (" + type.text() + ")", value);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (auto inner = below(std::to_string(i), mismatch(value[i], type.of[0])))
            return inner;
    }
    return std::nullopt;
}

std::optional<Mismatch> inMap(const Json &value, const Type &type)
{
    if (!value.is_object())
        return expected("an object (" + type.text() + ")", value);
    for (const auto &[key, element] : value.items()) {
        const Result<Json> asKey = valueFromText(key, type.of[0]);
        if (!asKey)
            return Mismatch{key, asKey.error().what};
        if (auto inner = below(key, mismatch(element, type.of[1])))
            return inner;
    }
    return std::nullopt;
}

bool isWhole(const Json &value)
{
    return value.is_number_integer() ||
           (value.is_number() && std::trunc(value.get<double>()) == value.get<double>());
}

/// A number of more than 64 bits has become a fraction by now, and lost digits silently: refuse it.
std::optional<Mismatch> inInteger(const Json &value)
{
    constexpr double exact = 9007199254740992.0; // 2^53: up to here a double tells all integers
    if (!isWhole(value))
        return expected("an integer", value);
    if (value.is_number_float() && std::abs(value.get<double>()) > exact)
        return expected("an integer of at most 64 bits", value);
    return std::nullopt;
}

} // namespace

std::string shownValue(const Json &value)
{
    if (value.is_string())
        return inQuotes(value.get_ref<const std::string &>());
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() > 60 ? text.substr(0, 60) + "..." : text;
}

std::string Type::text() const
{
    std::string out(typeNames[static_cast<std::size_t>(kind)]);
    if (!of.empty()) {
        out.append("<").append(of[0].text());
        for (std::size_t i = 1; i < of.size(); ++i)
            out.append(", ").append(of[i].text());
        out.append(">");
    }
    return out;
}

Result<Type> parseType(std::string_view text)
{
    return TypeReader(text).read();
}

std::optional<Mismatch> mismatch(const Json &value, const Type &type)
{
    switch (type.kind) {
    case K::Any:
        return std::nullopt;
    case K::String:
        return value.is_string() ? std::nullopt : expected("a text", value);
    case K::Number:
        return value.is_number() ? std::nullopt : expected("a number", value);
    case K::Integer:
        return inInteger(value);
    case K::Boolean:
        return value.is_boolean() ? std::nullopt : expected("true or false", value);
    case K::Date:
        return value.is_string() && date(value.get_ref<const std::string &>())
                   ? std::nullopt
                   : expected("a date like \"2023-01-31\"", value);
    case K::DateRange:
        return inDateRange(value);
    case K::Object:
        return value.is_object() ? std::nullopt : expected("an object", value);
    case K::Array:
        return inArray(value, type);
    case K::Map:
        return inMap(value, type);
    }
    return std::nullopt;
}

bool fits(const Type &from, const Type &to)
{
    if (from.kind == K::Any || to.kind == K::Any)
        return true;
    if (from.kind == to.kind) {
        for (std::size_t i = 0; i < from.of.size() && i < to.of.size(); ++i) {
            if (!fits(from.of[i], to.of[i]))
                return false;
        }
        return true;
    }
    switch (to.kind) {
    case K::Number:
        return from.kind == K::Integer;
    case K::String:
        return from.kind == K::Date || from.kind == K::DateRange;
    case K::Object:
        return from.kind == K::Map;
    case K::Map:
        return from.kind == K::Object && to.of[0].kind != K::Integer &&
               to.of[0].kind != K::Number && to.of[1].kind == K::Any;
    default:
        return false;
    }
}

Result<Json> valueFromText(std::string_view text, const Type &type)
{
    const bool asIs =
        type.kind == K::String || type.kind == K::Date ||
        (type.kind == K::DateRange && !text.starts_with('{') && !text.starts_with('"'));
    Json value = asIs ? Json(std::string(text)) : Json::parse(text, nullptr, false);
    if (value.is_discarded()) {
        if (type.kind != K::Any)
            return fail(ErrorCode::InvalidSpec, {},
                        "expected " + type.text() + " as JSON, found " + inQuotes(text));
        value = std::string(text);
    }
    if (const auto wrong = mismatch(value, type))
        return fail(ErrorCode::InvalidSpec, {}, wrong->message);
    return value;
}

} // namespace orrery::model
