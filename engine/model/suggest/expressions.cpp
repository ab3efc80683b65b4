// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/suggest/expressions.h"

#include "model/expression.h"
#include "model/scopes.h"

namespace orrery::model::suggest {
namespace {

using Kind = Suggestion::Kind;

bool isPart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

void add(Suggestions &out, std::string text, std::string help)
{
    out.items.push_back({Kind::Expression, text, text, std::move(help)});
}

template <typename Names>
void addAll(Suggestions &out, std::string_view root, const Names &names, const char *help)
{
    for (const std::string_view name : names)
        add(out, std::string(root) + "." + std::string(name), help);
}

void addPorts(Suggestions &out, std::string_view root, const std::vector<Port> &ports)
{
    for (const Port &port : ports)
        add(out, std::string(root) + "." + port.name,
            port.type + (port.description.empty() ? "" : ". " + port.description));
}

void addFunctions(Suggestions &out)
{
    const std::string names = expressionFunctionNames();
    for (std::size_t at = 0; at < names.size();) {
        const std::size_t comma = std::min(names.find(", ", at), names.size());
        add(out, names.substr(at, comma - at) + "(", "Function of expressions.");
        at = comma + 2;
    }
}

} // namespace

bool readsExpression(std::span<const std::string> path)
{
    if (path.empty())
        return false;
    const std::string &key = path.back();
    const std::string_view above = path.size() > 1 ? std::string_view(path[path.size() - 2]) : "";
    return (key == "condition" && above.starts_with('#')) || key == "mapOver" ||
           (above == "loop" && (key == "while" || key == "until")) ||
           (above == "check" && key == "expression");
}

Suggestions expressionParts(std::string_view text, std::size_t at, const Reads &reads)
{
    Suggestions out;
    out.begin = std::string_view::npos;
    const std::size_t line = text.rfind('\n', at == 0 ? 0 : at - 1);
    const std::size_t start = line == std::string_view::npos || at == 0 ? 0 : line + 1;
    const std::string_view before = text.substr(start, at - start);
    const std::size_t open = before.rfind("${");
    const bool hole = open != std::string_view::npos &&
                      before.find('}', open) == std::string_view::npos &&
                      (open == 0 || before[open - 1] != '$');
    if (!hole && !reads.wholeValue)
        return out;
    out.begin = at;
    while (out.begin > start && isPart(text[out.begin - 1]))
        --out.begin;
    for (const Parameter &one : reads.dag.parameters)
        add(out, "params." + one.name,
            one.type + (one.description.empty() ? "" : ". " + one.description));
    if (reads.from != nullptr)
        addPorts(out, "outputs", reads.from->task.outputs);
    if (reads.node != nullptr) {
        addPorts(out, "inputs", reads.node->task.inputs);
        if (!hole)
            addPorts(out, "outputs", reads.node->task.outputs);
        for (const Parameter &one : reads.node->task.arguments)
            add(out, "args." + one.name, one.type + ". " + one.description);
    }
    addAll(out, "run", scopes::run, "Of the run.");
    addAll(out, "dag", scopes::dag, "Of the DAG.");
    if (hole)
        addAll(out, "node", scopes::node, "Of this node.");
    addAll(out, "map", scopes::map, "Of a mapped task.");
    if (reads.wholeValue)
        addAll(out, "loop", scopes::loop, "Of a looped task.");
    if (hole)
        add(out, "item", "The element of a mapped task.");
    if (hole)
        add(out, "secret.", "A secret of this home, by name.");
    addFunctions(out);
    return out;
}

} // namespace orrery::model::suggest
