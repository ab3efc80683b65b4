// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "model/connect.h"
#include "model/text.h"
#include "model/types.h"
#include "model/validate.h"

namespace orrery::model {

namespace {

std::string suggestion(const std::vector<Port> &ports, std::string_view name, const char *where)
{
    std::vector<std::string_view> names;
    for (const Port &port : ports)
        names.push_back(port.name);
    const std::string near = didYouMean(closest(name, names));
    return near.empty() ? std::string("add it to the ") + where + " or remove the mapping" : near;
}

Type typeOf(const Port &port)
{
    return parseType(port.type).value_or(Type{});
}

// The inputs of all nodes in one row, and which of them an edge feeds.
class Fed {
public:
    explicit Fed(const DagSpec &dag)
        : m_start(dag.nodes.size() + 1, 0), m_hasUpstream(dag.nodes.size(), false)
    {
        for (std::size_t i = 0; i < dag.nodes.size(); ++i)
            m_start[i + 1] = m_start[i] + dag.nodes[i].task.inputs.size();
        m_fed.resize(m_start.back(), false);
        for (const EdgeSpec &edge : dag.edges) {
            if (edge.to == none || edge.from == edge.to)
                continue;
            m_hasUpstream[edge.to] = true;
            for (const auto &[output, input] : edge.dataMapping) {
                const std::vector<Port> &inputs = dag.nodes[edge.to].task.inputs;
                if (const Port *port = portNamed(inputs, input))
                    m_fed[m_start[edge.to] + static_cast<std::size_t>(port - inputs.data())] = true;
            }
        }
    }
    [[nodiscard]] bool hasUpstream(NodeIndex node) const { return m_hasUpstream[node]; }
    [[nodiscard]] bool operator()(NodeIndex node, std::size_t input) const
    {
        return m_fed[m_start[node] + input];
    }

private:
    std::vector<std::size_t> m_start;
    std::vector<bool> m_fed;
    std::vector<bool> m_hasUpstream;
};

// The ports of a node whose component could not be found are not known; that was told already.
bool hasPorts(const NodeSpec &node)
{
    return node.component.empty() || !node.componentHash.empty();
}

void checkMapping(const Checked &in, std::size_t index)
{
    const EdgeSpec &edge = in.dag.edges[index];
    if (edge.dataMapping.empty() || edge.from == none || edge.to == none)
        return;
    const NodeSpec &from = in.dag.nodes[edge.from];
    const NodeSpec &to = in.dag.nodes[edge.to];
    const ValueId mapping = in.doc.member(in.places.edges[index], "dataMapping");
    std::vector<std::string_view> taken;
    for (ValueId v = in.doc[mapping].first; v != none; v = in.doc[v].next) {
        const std::string_view outputName = in.doc.key(v), inputName = in.doc.text(v);
        if (outputName.empty() || (in.doc[v].kind != Kind::String && !in.doc[v].plain))
            continue;
        const Port *output = outputNamed(from, outputName);
        const Port *input = portNamed(to.task.inputs, inputName);
        if (!output && hasPorts(from))
            in.findings.errorAtKey(
                in.doc, v, "node " + inQuotes(from.id) + " has no output " + inQuotes(outputName),
                suggestion(from.task.outputs, outputName, "outputSchema"));
        if (!input && hasPorts(to))
            in.findings.error(in.doc, v,
                              "node " + inQuotes(to.id) + " has no input " + inQuotes(inputName),
                              suggestion(to.task.inputs, inputName, "inputSchema"));
        if (input && std::find(taken.begin(), taken.end(), inputName) != taken.end())
            in.findings.error(in.doc, v,
                              "the input " + inQuotes(inputName) + " is fed twice by this edge",
                              "keep one of them");
        taken.push_back(inputName);
        if (output && input && !mayFeed(from, *output, *input))
            in.findings.error(in.doc, v, typesDiffer(from, *output, to, *input),
                              typeAdvice(*output, *input));
    }
}

// Where an input is declared; that of a component is not in this file, so the component's name.
ValueId inputPlace(const Checked &in, NodeIndex node, std::string_view port)
{
    const ValueId own = in.places.nodes[node];
    const ValueId place =
        in.doc.member(in.doc.member(in.doc.member(own, "taskDefinition"), "inputSchema"), port);
    const ValueId component = in.doc.member(own, "component");
    return place != none ? place : component != none ? component : own;
}

} // namespace

bool isMapped(const NodeSpec &node)
{
    return !node.execution.mapOver.empty() || !node.execution.mapOverFile.empty() ||
           (node.execution.isMapStage && node.execution.parallelism > 1);
}

std::vector<Parameter> runParameters(const DagSpec &dag)
{
    std::vector<Parameter> out = dag.parameters;
    const Fed fed(dag);
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        if (fed.hasUpstream(n))
            continue;
        for (const Port &port : dag.nodes[n].task.inputs) {
            const std::string name = dag.nodes[n].id + "." + port.name;
            const auto declared = [&](const Parameter &p) { return p.name == name; };
            if (port.required && port.defaultValue.empty() &&
                std::none_of(dag.parameters.begin(), dag.parameters.end(), declared))
                out.push_back({name, port.type, true, {}, port.description, {}});
        }
    }
    return out;
}

namespace {

// A parameter "node.input" is the value of that input.
void checkParameters(const Checked &in)
{
    const ValueId list = in.doc.member(in.doc.root(), "parameters");
    for (const Parameter &given : in.dag.parameters) {
        if (given.name.find('.') == std::string::npos)
            continue;
        for (const NodeSpec &node : in.dag.nodes) {
            if (!given.name.starts_with(node.id + "."))
                continue;
            const Port *input = portNamed(node.task.inputs, given.name.substr(node.id.size() + 1));
            const ValueId place = in.doc.member(list, given.name);
            if (input && place != none &&
                !fits(parseType(given.type).value_or(Type{}), typeOf(*input)))
                in.findings.error(in.doc, place,
                                  "the parameter " + given.name + " is of type " + given.type +
                                      ", the input " + node.id + "." + input->name + " of type " +
                                      input->type,
                                  "make the types agree");
        }
    }
}

} // namespace

void checkPorts(const Checked &in)
{
    checkParameters(in);
    for (std::size_t i = 0; i < in.dag.edges.size(); ++i)
        checkMapping(in, i);
    const Fed fed(in.dag);
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n) {
        const std::vector<Port> &inputs = in.dag.nodes[n].task.inputs;
        for (std::size_t i = 0; fed.hasUpstream(n) && i < inputs.size(); ++i) {
            const auto declared = [&](const Parameter &p) {
                return p.name == in.dag.nodes[n].id + "." + inputs[i].name;
            };
            if (!inputs[i].required || !inputs[i].defaultValue.empty() || fed(n, i) ||
                std::any_of(in.dag.parameters.begin(), in.dag.parameters.end(), declared))
                continue;
            in.findings.error(
                in.doc, inputPlace(in, n, inputs[i].name),
                "nothing feeds the required input " + inQuotes(inputs[i].name) + " of node " +
                    inQuotes(in.dag.nodes[n].id),
                "add it to the dataMapping of an incoming edge, or give it a default");
        }
    }
}

} // namespace orrery::model
