// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fragment.h"

#include <algorithm>
#include <utility>

#include "model/document.h"
#include "model/fields.h"
#include "model/findings.h"
#include "model/formats/write.h"
#include "model/reader.h"
#include "model/source.h"
#include "model/text.h"
#include "model/validate.h"

namespace orrery::model {
namespace {

constexpr const char *whenFragmentEmpty = "write an object with nodes and edges, or nothing at all";
constexpr std::size_t mostCycles = 20;

/// Do new edges lead back into the base? Then a cycle may go through nodes that it has.
bool leadsBack(const Fragment &fragment)
{
    const std::vector<EdgeSpec> &edges = fragment.part.edges;
    return std::any_of(edges.begin(), edges.end(), [&](const EdgeSpec &edge) {
        return edge.from < fragment.newNodes && edge.to != none && edge.to >= fragment.newNodes;
    });
}

/// Base and part in one, with ends only.
DagSpec joined(const Fragment &fragment, const DagSpec &base)
{
    DagSpec all;
    const auto count = static_cast<NodeIndex>(base.nodes.size());
    all.nodes.resize(count + fragment.newNodes);
    for (const EdgeSpec &edge : base.edges) {
        EdgeSpec &ends = all.edges.emplace_back();
        ends.from = edge.from;
        ends.to = edge.to;
    }
    for (const EdgeSpec &edge : fragment.part.edges) {
        EdgeSpec &ends = all.edges.emplace_back();
        ends.from = edge.from == none ? none : fragment.inBase(edge.from, count);
        ends.to = edge.to == none ? none : fragment.inBase(edge.to, count);
    }
    return all;
}

/// Cycles that go through the base, each told at a new edge of it.
void checkCycles(const Checked &in, const Fragment &fragment, const DagSpec &base)
{
    const auto count = static_cast<NodeIndex>(base.nodes.size());
    const DagSpec all = joined(fragment, base);
    const auto nameOf = [&](NodeIndex node) -> const std::string & {
        return node < count ? base.nodes[node].id : fragment.part.nodes[node - count].id;
    };
    for (const Cycle &cycle : findCycles(all, mostCycles)) {
        std::string path;
        bool old = false;
        std::size_t place = none;
        for (std::size_t i = 0; i < cycle.nodes.size(); ++i) {
            const NodeIndex from = cycle.nodes[i];
            const NodeIndex to = cycle.nodes[(i + 1) % cycle.nodes.size()];
            path += nameOf(from) + " -> ";
            old = old || from < count;
            for (std::size_t e = base.edges.size(); e < all.edges.size() && place == none; ++e)
                if (all.edges[e].from == from && all.edges[e].to == to)
                    place = e - base.edges.size();
        }
        if (old && place != none) // one among new nodes alone has been told
            in.findings.error(in.doc, in.places.edges[place],
                              "the edges form a cycle with those of the run: " + path +
                                  nameOf(cycle.nodes.front()),
                              "remove one of them");
    }
}

/// Nobody gives a parameter to a node that comes later.
void checkInputs(const Checked &in, const Fragment &fragment)
{
    std::vector<bool> fed(fragment.part.nodes.size(), false);
    for (const EdgeSpec &edge : fragment.part.edges)
        if (edge.to != none)
            fed[edge.to] = true;
    for (NodeIndex node = 0; node < fragment.newNodes; ++node) {
        for (const Port &port : fragment.part.nodes[node].task.inputs) {
            if (fed[node] || !port.required || !port.defaultValue.empty())
                continue;
            in.findings.error(in.doc, in.places.nodes[node],
                              "nothing gives the required input " + inQuotes(port.name) + " of " +
                                  inQuotes(fragment.part.nodes[node].id),
                              "feed it by an edge, or give it a default: a node that is added gets "
                              "no parameters");
        }
    }
}

} // namespace

bool Fragment::ok() const
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding &finding) { return finding.isError(); });
}

JsonText Fragment::canonical() const
{
    const OrderedJson all = toTree(part);
    OrderedJson nodes = OrderedJson::array();
    for (NodeIndex node = 0; node < newNodes; ++node)
        nodes.push_back(all["nodes"][node]);
    OrderedJson out{{"nodes", std::move(nodes)}};
    if (const auto edges = all.find("edges"); edges != all.end())
        out["edges"] = *edges;
    return out.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

Fragment readFragment(std::string_view text, std::string_view file, const FragmentBase &base,
                      const toolkit::Limits &limits, const Catalogue *catalogue)
{
    Fragment out;
    out.part.id = base.dag.id;
    out.part.parameters = base.dag.parameters;
    Findings findings(limits.maxFindings);
    Places places;
    Document doc(text);
    const bool yaml = upper(file).ends_with(".YAML") || upper(file).ends_with(".YML");
    readSource(doc, yaml ? toolkit::Format::Yaml : toolkit::Format::Json, limits, findings,
               whenFragmentEmpty);
    readPart(doc, findings, limits, base, out, places, catalogue);
    const Checked checked{doc, out.part, places, findings};
    if (doc.complete() && !doc.empty()) {
        checkGraph(checked);
        if (leadsBack(out))
            checkCycles(checked, out, base.dag);
        checkPorts(checked);
        checkInputs(checked, out);
        checkArguments(checked);
        checkTexts(checked, out.part.parameters);
    }
    std::erase_if(out.part.edges,
                  [](const EdgeSpec &edge) { return edge.from == none || edge.to == none; });
    out.findings = findings.take(text, file, out.suppressed);
    return out;
}

} // namespace orrery::model
