// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/valuecheck.h"

#include <algorithm>
#include <optional>

#include <boost/regex.hpp>

#include "model/expression.h"
#include "model/text.h"
#include "model/types.h"

namespace orrery::model {

namespace {

constexpr std::size_t longestMatched = 65536; // bytes of a text that is held against a pattern
constexpr std::size_t mostShown = 20;         // values of an enum that a message lists

std::string plainOf(const JsonText &text)
{
    return plainText(Json::parse(text, nullptr, false));
}

// Numbers by size, dates (ISO texts) by their letters; nothing when the two cannot be compared.
std::optional<bool> isLess(const Json &a, const Json &b)
{
    if (a.is_number() && b.is_number())
        return a < b;
    if (a.is_string() && b.is_string())
        return a.get_ref<const std::string &>() < b.get_ref<const std::string &>();
    return std::nullopt;
}

bool isInRange(const Json &value, const ValueCheck &check)
{
    const auto below = [](const Json &a, const Json &b) { return isLess(a, b).value_or(false); };
    return (check.min.empty() || !below(value, Json::parse(check.min, nullptr, false))) &&
           (check.max.empty() || !below(Json::parse(check.max, nullptr, false), value));
}

bool isListed(const Json &value, const ValueCheck &check)
{
    return check.oneOf.empty() ||
           std::any_of(check.oneOf.begin(), check.oneOf.end(), [&](const JsonText &one) {
               return Json::parse(one, nullptr, false) == value;
           });
}

// "" = it matches. The library bounds its own work and throws when a pattern needs too much of it.
std::string matchProblem(const Json &value, const std::string &pattern)
{
    if (pattern.empty() || !value.is_string())
        return {};
    const std::string &text = value.get_ref<const std::string &>();
    if (text.size() > longestMatched)
        return "is longer than the " + std::to_string(longestMatched) +
               " bytes that are held against a pattern";
    try {
        return boost::regex_match(text, boost::regex(pattern)) ? "" : "is not allowed";
    } catch (const std::runtime_error &) {
        return "takes too long to be held against the pattern " + inQuotes(pattern);
    }
}

// Range, list and pattern of one value. "" = good
std::string oneProblem(const Json &value, const ValueCheck &check)
{
    if (!isInRange(value, check) || !isListed(value, check))
        return "is not allowed";
    return matchProblem(value, check.pattern);
}

std::string expressionProblem(const Json &value, const std::string &text)
{
    if (text.empty())
        return {};
    const Result<Expression> expression = Expression::parse(text);
    if (!expression)
        return "cannot be checked: " + expression.error().what;
    const Result<Json> good = expression->evaluate(
        [&](std::string_view root) { return root == "value" ? &value : nullptr; });
    if (!good)
        return "cannot be checked by \"" + text + "\": " + good.error().what;
    return truthy(*good) ? "" : "is not allowed";
}

std::string worded(const Json &value, const std::string &problem, const ValueCheck &check)
{
    if (check.message.empty()) {
        const std::string allowed = allowedText(check);
        return shownValue(value) + " " + problem + (allowed.empty() ? "" : ": " + allowed);
    }
    ValueCheck listed = check; // what a message says in words needs no formula beside it
    listed.pattern.clear();
    listed.expression.clear();
    const std::string allowed = allowedText(listed);
    return check.message + " (found " + shownValue(value) +
           (allowed.empty() ? "" : ", allowed: " + allowed) + ")";
}

} // namespace

std::string allowedText(const ValueCheck &check)
{
    std::string out;
    const auto add = [&](const std::string &part) { out += (out.empty() ? "" : ", ") + part; };
    if (!check.min.empty() && !check.max.empty())
        add(plainOf(check.min) + " to " + plainOf(check.max));
    else if (!check.min.empty())
        add("at least " + plainOf(check.min));
    else if (!check.max.empty())
        add("at most " + plainOf(check.max));
    if (!check.oneOf.empty()) {
        std::string list;
        for (std::size_t i = 0; i < check.oneOf.size() && i < mostShown; ++i)
            list += (i == 0 ? "" : ", ") + plainOf(check.oneOf[i]);
        add("one of " + list + (check.oneOf.size() > mostShown ? ", ..." : ""));
    }
    if (!check.pattern.empty())
        add("a text that matches " + check.pattern);
    if (!check.expression.empty())
        add(check.expression);
    return out;
}

std::string violation(const Json &value, const ValueCheck &check)
{
    if (!value.is_array()) {
        if (const std::string problem = oneProblem(value, check); !problem.empty())
            return worded(value, problem, check);
    }
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
        if (const std::string problem = oneProblem(value[i], check); !problem.empty())
            return "element " + std::to_string(i) + ": " + worded(value[i], problem, check);
    }
    const std::string problem = expressionProblem(value, check.expression);
    return problem.empty() ? problem : worded(value, problem, check);
}

std::string patternProblem(const std::string &pattern)
{
    try {
        const boost::regex compiled(pattern);
        return {};
    } catch (const std::runtime_error &error) {
        return error.what();
    }
}

} // namespace orrery::model
