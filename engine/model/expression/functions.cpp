// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of the expression language, and the arithmetic they share with its operators.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "model/expression/node.h"

namespace orrery::model {
namespace {

using Arguments = std::span<const Value>;

constexpr std::int64_t maxRange = 1'000'000;
constexpr std::size_t any = 1000; ///< "or more" arguments

tl::unexpected<Error> refuse(std::string what)
{
    return fail(ErrorCode::InvalidSpec, {}, std::move(what));
}

/// "len() takes a string, an array or an object, not a number"
tl::unexpected<Error> wrongType(std::string_view function, std::string_view wanted,
                                const Json &given)
{
    return refuse(std::string(function) + "() takes " + std::string(wanted) + ", not " +
                  std::string(kindName(given)));
}

const std::string &text(const Value &value)
{
    return value->get_ref<const std::string &>();
}

Result<Json> len(Arguments a)
{
    if (a[0]->is_string()) {
        const std::string &bytes = text(a[0]);
        return std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0xC0) != 0x80; });
    }
    if (a[0]->is_structured())
        return a[0]->size();
    return wrongType("len", "a string, an array or an object", *a[0]);
}

Result<Json> contains(Arguments a)
{
    if (a[0]->is_array())
        return std::find(a[0]->begin(), a[0]->end(), *a[1]) != a[0]->end();
    if (!a[1]->is_string())
        return wrongType("contains", "a string as second argument", *a[1]);
    if (a[0]->is_object())
        return a[0]->contains(text(a[1]));
    if (a[0]->is_string())
        return text(a[0]).find(text(a[1])) != std::string::npos;
    return wrongType("contains", "a string, an array or an object", *a[0]);
}

Result<Json> startsWith(Arguments a)
{
    for (const Value &value : a) {
        if (!value->is_string())
            return wrongType("startsWith", "two strings", *value);
    }
    return text(a[0]).starts_with(text(a[1]));
}

Result<Json> endsWith(Arguments a)
{
    for (const Value &value : a) {
        if (!value->is_string())
            return wrongType("endsWith", "two strings", *value);
    }
    return text(a[0]).ends_with(text(a[1]));
}

Result<Json> lower(Arguments a)
{
    if (!a[0]->is_string())
        return wrongType("lower", "a string", *a[0]);
    std::string result = text(a[0]);
    for (char &c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return result;
}

Result<Json> upper(Arguments a)
{
    if (!a[0]->is_string())
        return wrongType("upper", "a string", *a[0]);
    std::string result = text(a[0]);
    for (char &c : result)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return result;
}

/// The least (sign -1) or greatest (sign 1) of the arguments, or of one array's elements.
Result<Json> extreme(Arguments a, std::string_view name, int sign)
{
    std::vector<const Json *> values;
    if (a.size() == 1 && a[0]->is_array()) {
        for (const Json &element : *a[0])
            values.push_back(&element);
    } else {
        for (const Value &value : a)
            values.push_back(&*value);
    }
    if (values.empty())
        return refuse(std::string(name) + "() of an empty array has no value");
    const Json *best = values.front();
    for (const Json *value : values) {
        const Result<int> order = compare(*value, *best);
        if (!order)
            return tl::unexpected(order.error());
        if (*order == sign)
            best = value;
    }
    return *best;
}
Result<Json> min(Arguments a)
{
    return extreme(a, "min", -1);
}
Result<Json> max(Arguments a)
{
    return extreme(a, "max", 1);
}

Result<Json> sum(Arguments a)
{
    if (!a[0]->is_array())
        return wrongType("sum", "an array of numbers", *a[0]);
    Json total = 0;
    for (const Json &element : *a[0]) {
        if (!element.is_number())
            return refuse("sum() adds numbers; an element is " + std::string(kindName(element)));
        Result<Json> next = add(total, element);
        if (!next)
            return next;
        total = std::move(*next);
    }
    return total;
}

Result<Json> abs(Arguments a)
{
    if (!a[0]->is_number())
        return wrongType("abs", "a number", *a[0]);
    if (a[0]->is_number_unsigned())
        return *a[0];
    if (a[0]->is_number_integer() &&
        a[0]->get<std::int64_t>() != std::numeric_limits<std::int64_t>::min())
        return std::abs(a[0]->get<std::int64_t>());
    return std::fabs(a[0]->get<double>());
}

/// Half away from zero; without digits (or with fewer than one) the result is an integer where it
/// fits.
Result<Json> round(Arguments a)
{
    if (!a[0]->is_number())
        return wrongType("round", "a number", *a[0]);
    if (a.size() == 2 && !a[1]->is_number_integer())
        return wrongType("round", "an integer as number of digits", *a[1]);
    const std::int64_t digits = a.size() == 2 ? a[1]->get<std::int64_t>() : 0;
    if (digits < 0 || digits > 15)
        return refuse("round() takes 0 to 15 digits");
    if (a[0]->is_number_integer())
        return *a[0];
    const double scale = std::pow(10.0, static_cast<double>(digits));
    const double value = std::round(a[0]->get<double>() * scale) / scale;
    if (digits == 0 && std::fabs(value) < 9e15)
        return static_cast<std::int64_t>(value);
    return value;
}

Result<Json> string(Arguments a)
{
    return plainText(*a[0]);
}

Result<Json> number(Arguments a)
{
    if (a[0]->is_number())
        return *a[0];
    if (!a[0]->is_string())
        return wrongType("number", "a string", *a[0]);
    const Json value = Json::parse(text(a[0]), nullptr, false);
    if (!value.is_number())
        return refuse("number(): " + named(text(a[0])) + " is not a number");
    return value;
}

Result<Json> keys(Arguments a)
{
    if (!a[0]->is_object())
        return wrongType("keys", "an object", *a[0]);
    Json result = Json::array();
    for (const auto &[key, value] : a[0]->items())
        result.push_back(key);
    return result;
}

Result<Json> join(Arguments a)
{
    if (!a[0]->is_array())
        return wrongType("join", "an array first", *a[0]);
    if (!a[1]->is_string())
        return wrongType("join", "a string as separator", *a[1]);
    std::string result;
    for (std::size_t i = 0; i < a[0]->size(); ++i)
        result += (i ? text(a[1]) : std::string()) + plainText((*a[0])[i]);
    return result;
}

Result<Json> split(Arguments a)
{
    for (const Value &value : a) {
        if (!value->is_string())
            return wrongType("split", "two strings", *value);
    }
    const std::string_view separator = text(a[1]);
    std::string_view rest = text(a[0]);
    if (separator.empty())
        return refuse("split() needs a separator");
    Json result = Json::array();
    for (auto at = rest.find(separator); at != std::string_view::npos; at = rest.find(separator)) {
        result.push_back(rest.substr(0, at));
        rest.remove_prefix(at + separator.size());
    }
    result.push_back(rest);
    return result;
}

Result<Json> range(Arguments a)
{
    if (!a[0]->is_number_integer())
        return wrongType("range", "an integer", *a[0]);
    const std::int64_t count = a[0]->get<std::int64_t>();
    if (count < 0 || count > maxRange)
        return refuse("range() takes 0 to " + std::to_string(maxRange));
    Json result = Json::array();
    for (std::int64_t i = 0; i < count; ++i)
        result.push_back(i);
    return result;
}

constexpr std::array functions{
    Function{"abs", 1, 1, abs},
    Function{"contains", 2, 2, contains},
    Function{"defined", 1, 1, nullptr},
    Function{"endsWith", 2, 2, endsWith},
    Function{"join", 2, 2, join},
    Function{"keys", 1, 1, keys},
    Function{"len", 1, 1, len},
    Function{"lower", 1, 1, lower},
    Function{"max", 1, any, max},
    Function{"min", 1, any, min},
    Function{"number", 1, 1, number},
    Function{"range", 1, 1, range},
    Function{"round", 1, 2, round},
    Function{"split", 2, 2, split},
    Function{"startsWith", 2, 2, startsWith},
    Function{"string", 1, 1, string},
    Function{"sum", 1, 1, sum},
    Function{"upper", 1, 1, upper},
};

} // namespace

const Function *findFunction(std::string_view name)
{
    const auto found = std::find_if(functions.begin(), functions.end(),
                                    [name](const Function &f) { return f.name == name; });
    return found == functions.end() ? nullptr : &*found;
}

bool isExpressionFunction(std::string_view name)
{
    return findFunction(name) != nullptr;
}

std::string expressionFunctionNames()
{
    return functionNames();
}

std::string functionNames()
{
    std::string names;
    for (const Function &function : functions)
        names += (names.empty() ? "" : ", ") + std::string(function.name);
    return names;
}

std::string_view kindName(const Json &value)
{
    switch (value.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "an array";
    case Json::value_t::string:
        return "a string";
    case Json::value_t::boolean:
        return "a boolean";
    default:
        return "a number";
    }
}

std::string plainText(const Json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool truthy(const Json &value)
{
    switch (value.type()) {
    case Json::value_t::boolean:
        return value.get<bool>();
    case Json::value_t::string:
        return !value.get_ref<const std::string &>().empty();
    case Json::value_t::null:
    case Json::value_t::object:
    case Json::value_t::array:
        return !value.empty();
    default:
        return value.get<double>() != 0;
    }
}

Result<int> compare(const Json &a, const Json &b)
{
    const bool comparable = (a.is_number() && b.is_number()) || (a.is_string() && b.is_string());
    if (!comparable)
        return refuse("cannot order " + std::string(kindName(a)) + " and " +
                      std::string(kindName(b)));
    return a < b ? -1 : (b < a ? 1 : 0);
}

Result<Json> add(const Json &a, const Json &b)
{
    if (a.is_string() && b.is_string())
        return a.get_ref<const std::string &>() + b.get_ref<const std::string &>();
    if (a.is_array() && b.is_array()) {
        Json joined = a;
        joined.insert(joined.end(), b.begin(), b.end());
        return joined;
    }
    if (!a.is_number() || !b.is_number())
        return refuse("cannot add " + std::string(kindName(a)) + " and " +
                      std::string(kindName(b)) + "; string(x) makes a string, number(x) a number");
    std::int64_t whole = 0;
    if (a.is_number_integer() && b.is_number_integer() &&
        !__builtin_add_overflow(a.get<std::int64_t>(), b.get<std::int64_t>(), &whole))
        return whole;
    return a.get<double>() + b.get<double>();
}

} // namespace orrery::model
