// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/parameters.h"

#include <algorithm>
#include <optional>

#include "model/document.h"
#include "model/text.h"
#include "model/types.h"
#include "model/valuecheck.h"

namespace orrery::model {

namespace {

bool isFed(const DagSpec &dag, NodeIndex node, const std::string &input)
{
    return std::any_of(dag.edges.begin(), dag.edges.end(), [&](const EdgeSpec &edge) {
        return edge.to == node &&
               std::any_of(edge.dataMapping.begin(), edge.dataMapping.end(),
                           [&](const auto &pair) { return pair.second == input; });
    });
}

// "node.input" of an input that no edge feeds, as a parameter.
std::optional<Parameter> openInput(const DagSpec &dag, const std::string &name)
{
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        const std::string prefix = dag.nodes[n].id + ".";
        if (!name.starts_with(prefix))
            continue;
        for (const Port &port : dag.nodes[n].task.inputs) {
            if (name.substr(prefix.size()) == port.name && !isFed(dag, n, port.name))
                return Parameter{
                    name, port.type, port.required, port.defaultValue, port.description, {}};
        }
    }
    return std::nullopt;
}

const Parameter *find(const std::vector<Parameter> &parameters, const std::string &name)
{
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter &p) { return p.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

std::string unknown(const std::vector<Parameter> &parameters, const std::string &name)
{
    std::vector<std::string_view> names;
    for (const Parameter &p : parameters)
        names.push_back(p.name);
    const std::string near = didYouMean(closest(name, names));
    std::string out = "there is no parameter " + inQuotes(name);
    if (!near.empty())
        out += ", " + near;
    else if (!names.empty())
        out += " (parameters: " + listed(names) + ")";
    return out;
}

} // namespace

Result<JsonText> bindParameters(const toolkit::Parsed &parsed,
                                const std::vector<std::pair<std::string, std::string>> &given)
{
    std::vector<std::string> problems;
    OrderedJson values = OrderedJson::object();
    for (const auto &[name, text] : given) {
        const Parameter *declared = find(parsed.runParameters, name);
        const std::optional<Parameter> input =
            declared ? std::nullopt : openInput(parsed.dag, name);
        if (!declared && !input) {
            problems.push_back(unknown(parsed.runParameters, name));
            continue;
        }
        if (values.contains(name))
            problems.push_back("the parameter " + inQuotes(name) + " is given twice");
        const Parameter &parameter = declared ? *declared : *input;
        const Type type = parseType(parameter.type).value_or(Type{});
        Result<nlohmann::json> value = valueFromText(text, type);
        const std::string why = value ? violation(*value, parameter.check) : value.error().what;
        if (!why.empty())
            problems.push_back("the parameter " + inQuotes(name) + ": " + why);
        if (value)
            values[name] = std::move(*value);
    }
    for (const Parameter &p : parsed.runParameters) {
        const bool isGiven = std::any_of(given.begin(), given.end(),
                                         [&](const auto &pair) { return pair.first == p.name; });
        if (isGiven)
            continue;
        if (!p.defaultValue.empty())
            values[p.name] = OrderedJson::parse(p.defaultValue, nullptr, false);
        else if (p.required)
            problems.push_back("the parameter " + inQuotes(p.name) + " (" + p.type +
                               ") is required: give it with -p " + p.name + "=VALUE");
    }
    if (problems.empty())
        return values.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    std::string what;
    for (const std::string &problem : problems)
        what.append(what.empty() ? "" : "; ").append(problem);
    return fail(ErrorCode::InvalidSpec, parsed.dag.id, what);
}

} // namespace orrery::model
