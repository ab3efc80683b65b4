// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/suggest/schema.h"

#include <algorithm>

#include "model/dagschema.inc"

namespace orrery::model::suggest {
namespace {

using Json = nlohmann::ordered_json;

const Json &schema()
{
    static const Json parsed = Json::parse(dagSchema);
    return parsed;
}

/// A rule with all that it refers to.
void collect(const Json &rule, std::vector<const Json *> &parts)
{
    parts.push_back(&rule);
    if (const auto ref = rule.find("$ref"); ref != rule.end()) {
        const std::string name = ref->get<std::string>();
        constexpr std::string_view front = "#/definitions/";
        if (name.starts_with(front))
            collect(schema().at("definitions").at(name.substr(front.size())), parts);
    }
    for (const char *several : {"allOf", "oneOf", "anyOf"})
        if (const auto all = rule.find(several); all != rule.end())
            for (const Json &one : *all)
                collect(one, parts);
}

Rule ruleOf(const Json &rule)
{
    Rule made;
    collect(rule, made.parts);
    return made;
}

Rule below(const Rule &rule, const std::string &step)
{
    const bool element = step.starts_with('#');
    for (const Json *part : rule.parts) {
        if (element) {
            if (const auto items = part->find("items"); items != part->end())
                return ruleOf(*items);
            continue;
        }
        if (const auto keys = part->find("properties"); keys != part->end())
            if (const auto key = keys->find(step); key != keys->end())
                return ruleOf(*key);
        const auto any = part->find("additionalProperties");
        if (any != part->end() && any->is_object())
            return ruleOf(*any);
    }
    return {};
}

std::string textOf(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

bool hasType(const Rule &rule, std::string_view type)
{
    return std::any_of(rule.parts.begin(), rule.parts.end(), [type](const Json *part) {
        const auto found = part->find("type");
        if (found == part->end())
            return false;
        return found->is_string() ? *found == type
                                  : std::find(found->begin(), found->end(), type) != found->end();
    });
}

std::vector<std::string> listOf(const Rule &rule, const char *key)
{
    std::vector<std::string> all;
    for (const Json *part : rule.parts)
        if (const auto list = part->find(key); list != part->end())
            for (const Json &value : *list)
                if (!value.is_structured())
                    all.push_back(textOf(value));
    return all;
}

} // namespace

std::string Rule::description() const
{
    std::string text;
    for (const Json *part : parts)
        if (const auto said = part->find("description"); said != part->end()) {
            const auto sentence = said->get<std::string>();
            if (text.find(sentence) == std::string::npos)
                text += (text.empty() ? "" : " ") + sentence;
        }
    return text;
}

std::string Rule::type() const
{
    const auto all = words();
    if (!all.empty()) {
        std::string text = "one of ";
        for (std::size_t i = 0; i < all.size(); ++i)
            text += (i > 0 ? ", " : "") + all[i];
        return text;
    }
    for (const Json *part : parts)
        if (const auto found = part->find("type"); found != part->end())
            return found->is_string() ? found->get<std::string>() : std::string("scalar");
    return {};
}

bool Rule::isObject() const
{
    return hasType(*this, "object");
}

bool Rule::isList() const
{
    return hasType(*this, "array");
}

bool Rule::isBoolean() const
{
    return hasType(*this, "boolean");
}

std::vector<std::pair<std::string, Rule>> Rule::keys() const
{
    std::vector<std::pair<std::string, Rule>> all;
    for (const Json *part : parts)
        if (const auto keys = part->find("properties"); keys != part->end())
            for (const auto &[key, rule] : keys->items())
                all.emplace_back(key, ruleOf(rule));
    return all;
}

bool Rule::required(const std::string &key) const
{
    return std::any_of(parts.begin(), parts.end(), [&key](const Json *part) {
        const auto list = part->find("required");
        return list != part->end() && std::find(list->begin(), list->end(), key) != list->end();
    });
}

std::vector<std::string> Rule::words() const
{
    return listOf(*this, "enum");
}

std::vector<std::string> Rule::examples() const
{
    return listOf(*this, "examples");
}

std::string Rule::defaultText() const
{
    for (const Json *part : parts)
        if (const auto value = part->find("default"); value != part->end())
            return textOf(*value);
    return {};
}

Rule ruleAt(std::span<const std::string> path)
{
    Rule rule = ruleOf(schema());
    for (const std::string &step : path)
        rule = below(rule, step);
    return rule;
}

} // namespace orrery::model::suggest
