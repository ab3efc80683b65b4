// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/connect.h"

#include <algorithm>

#include "model/text.h"
#include "model/types.h"
#include "model/validate.h"

namespace orrery::model {

namespace {

Type portType(const Port &port)
{
    return parseType(port.type).value_or(Type{});
}

/// Letters and digits in lower case: "rowCount", "row_count" and "row-count" are one name.
std::string bareName(std::string_view name)
{
    std::string out;
    for (const char c : upper(name))
        if (c != '-' && c != '_' && c != '.')
            out += c;
    return out;
}

/// From `start` along the edges to `goal`, both included; empty = there is no way. Edges with an
/// unknown end lead nowhere.
std::vector<NodeIndex> way(const DagSpec &dag, NodeIndex start, NodeIndex goal)
{
    const auto counts = [&dag](const EdgeSpec &e) {
        return e.from < dag.nodes.size() && e.to < dag.nodes.size();
    };
    std::vector<std::uint32_t> first(dag.nodes.size() + 1, 0); // [node] its first in `ends`
    for (const EdgeSpec &edge : dag.edges)
        if (counts(edge))
            ++first[edge.from + 1];
    for (std::size_t i = 1; i < first.size(); ++i)
        first[i] += first[i - 1];
    std::vector<NodeIndex> ends(first.back());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (const EdgeSpec &edge : dag.edges)
        if (counts(edge))
            ends[next[edge.from]++] = edge.to;
    std::vector<NodeIndex> before(dag.nodes.size(), none);
    std::vector<NodeIndex> open{start};
    before[start] = start;
    for (std::size_t i = 0; i < open.size() && before[goal] == none; ++i)
        for (std::uint32_t e = first[open[i]]; e < first[open[i] + 1]; ++e)
            if (before[ends[e]] == none) {
                before[ends[e]] = open[i];
                open.push_back(ends[e]);
            }
    if (before[goal] == none)
        return {};
    std::vector<NodeIndex> path{goal};
    while (path.back() != start)
        path.push_back(before[path.back()]);
    std::reverse(path.begin(), path.end());
    return path;
}

constexpr std::size_t mostSpelt = 8; // nodes of a cycle that a message at the pointer spells out

std::string spelt(const DagSpec &dag, const std::vector<NodeIndex> &path)
{
    std::string out;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (i == mostSpelt / 2 && path.size() > mostSpelt) {
            const std::size_t left = path.size() - mostSpelt;
            out += "... " + std::to_string(left) + " more ... -> ";
            i += left;
        }
        out += dag.nodes[path[i]].id + " -> ";
    }
    return out;
}

/// An array of outputs counts as their own type: what a mapped node gives at best.
bool sameType(const NodeSpec &from, const Port &output, const Port &input)
{
    const Type given = portType(output), wanted = portType(input);
    return given == wanted || (isMapped(from) && Type{Type::Kind::Array, {given}} == wanted);
}

class Suggestion {
public:
    Suggestion(const NodeSpec &from, const NodeSpec &to, std::vector<const Port *> inputs)
        : m_from(from), m_to(to), m_outputs(outputsOf(from)), m_inputs(std::move(inputs)),
          m_taken(m_inputs.size(), nullptr)
    {
    }

    toolkit::Mapping make()
    {
        for (std::size_t i = 0; i < m_inputs.size(); ++i)
            for (const Port &output : m_outputs)
                if (m_taken[i] == nullptr && mayFeed(m_from, output, *m_inputs[i]) &&
                    bareName(output.name) == bareName(m_inputs[i]->name))
                    m_taken[i] = &output;
        onlyPair([this](const Port &output, const Port &input) {
            return input.required && sameType(m_from, output, input);
        });
        if (std::all_of(m_taken.begin(), m_taken.end(), [](const Port *p) { return p == nullptr; }))
            onlyPair([this](const Port &output, const Port &input) {
                return mayFeed(m_from, output, input);
            });
        toolkit::Mapping mapping;
        for (std::size_t i = 0; i < m_inputs.size(); ++i)
            if (m_taken[i] != nullptr)
                mapping.emplace_back(m_taken[i]->name, m_inputs[i]->name);
        return mapping;
    }

private:
    [[nodiscard]] bool used(const Port &output) const
    {
        return std::find(m_taken.begin(), m_taken.end(), &output) != m_taken.end();
    }
    /// Takes the pair that is good if there is just one among what is left.
    template <typename Good>
    void onlyPair(const Good &good)
    {
        std::size_t count = 0, input = 0;
        const Port *output = nullptr;
        for (std::size_t i = 0; i < m_inputs.size(); ++i)
            for (const Port &given : m_outputs)
                if (m_taken[i] == nullptr && !used(given) && good(given, *m_inputs[i])) {
                    ++count;
                    input = i;
                    output = &given;
                }
        if (count == 1)
            m_taken[input] = output;
    }

    const NodeSpec &m_from;
    const NodeSpec &m_to;
    std::vector<Port> m_outputs;
    std::vector<const Port *> m_inputs;
    std::vector<const Port *> m_taken; // [input] the output that feeds it
};

} // namespace

const Port *portNamed(const std::vector<Port> &ports, std::string_view name)
{
    const auto found =
        std::find_if(ports.begin(), ports.end(), [&](const Port &p) { return p.name == name; });
    return found == ports.end() ? nullptr : &*found;
}

const Port *outputNamed(const NodeSpec &node, std::string_view name)
{
    const Port *port = portNamed(node.task.outputs, name);
    return port || node.task.runtime != Runtime::None ? port : portNamed(node.task.inputs, name);
}

bool mayFeed(const NodeSpec &from, const Port &output, const Port &input)
{
    if (output.type == input.type || output.type == "ANY" || input.type == "ANY")
        return true;
    const Type given = portType(output);
    const Type wanted = portType(input);
    return fits(given, wanted) ||
           (isMapped(from) && fits(Type{Type::Kind::Array, {given}}, wanted));
}

std::string typeAdvice(const Port &output, const Port &input)
{
    const Type given = portType(output), wanted = portType(input);
    using K = Type::Kind;
    if (wanted.kind == K::Array && fits(given, wanted.of[0]))
        return "the input takes an array: map the node that gives it, or make the input " +
               output.type;
    if (given.kind == K::Array && fits(given.of[0], wanted))
        return "the output is an array: take it with mapOver, or make the input " + output.type;
    if (given.kind == K::Number && wanted.kind == K::Integer)
        return "a NUMBER may have a fraction: make the output INTEGER or the input NUMBER";
    return "make the types agree";
}

std::string typesDiffer(const NodeSpec &from, const Port &output, const NodeSpec &to,
                        const Port &input)
{
    return "the output " + from.id + "." + output.name + " is of type " + output.type +
           ", the input " + to.id + "." + input.name + " of type " + input.type;
}

std::string whyNotConnect(const DagSpec &dag, NodeIndex from, NodeIndex to)
{
    if (from >= dag.nodes.size() || to >= dag.nodes.size())
        return "there is no such node";
    const std::string &start = dag.nodes[from].id, &end = dag.nodes[to].id;
    if (from == to)
        return "an edge cannot lead from " + inQuotes(start) + " to itself";
    for (const EdgeSpec &edge : dag.edges)
        if (edge.from == from && edge.to == to)
            return "an edge leads from " + inQuotes(start) + " to " + inQuotes(end) + " already";
    const std::vector<NodeIndex> back = way(dag, to, from);
    return back.empty() ? std::string()
                        : "it would close a cycle: " + spelt(dag, back) + dag.nodes[to].id;
}

std::string whyNotFeed(const NodeSpec &from, std::string_view output, const NodeSpec &to,
                       std::string_view input)
{
    const Port *given = outputNamed(from, output);
    if (given == nullptr)
        return "node " + inQuotes(from.id) + " has no output " + inQuotes(output);
    const Port *wanted = portNamed(to.task.inputs, input);
    if (wanted == nullptr)
        return "node " + inQuotes(to.id) + " has no input " + inQuotes(input);
    if (mayFeed(from, *given, *wanted))
        return {};
    return typesDiffer(from, *given, to, *wanted) + "; " + typeAdvice(*given, *wanted);
}

std::vector<Port> outputsOf(const NodeSpec &node)
{
    std::vector<Port> out = node.task.outputs;
    if (node.task.runtime == Runtime::None)
        for (const Port &input : node.task.inputs)
            if (portNamed(out, input.name) == nullptr)
                out.push_back(input);
    return out;
}

toolkit::Mapping suggestMapping(const NodeSpec &from, const NodeSpec &to)
{
    std::vector<const Port *> inputs;
    for (const Port &input : to.task.inputs)
        inputs.push_back(&input);
    return Suggestion(from, to, std::move(inputs)).make();
}

toolkit::Mapping suggestMapping(const DagSpec &dag, NodeIndex from, NodeIndex to)
{
    if (from >= dag.nodes.size() || to >= dag.nodes.size())
        return {};
    std::vector<const Port *> inputs;
    for (const Port &input : dag.nodes[to].task.inputs) {
        const bool fed = std::any_of(dag.edges.begin(), dag.edges.end(), [&](const EdgeSpec &e) {
            return e.to == to && e.from != from &&
                   std::any_of(e.dataMapping.begin(), e.dataMapping.end(),
                               [&](const auto &pair) { return pair.second == input.name; });
        });
        if (!fed)
            inputs.push_back(&input);
    }
    return Suggestion(dag.nodes[from], dag.nodes[to], std::move(inputs)).make();
}

} // namespace orrery::model
