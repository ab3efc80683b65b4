// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "model/text.h"
#include "model/validate.h"

namespace orrery::model {

namespace {

constexpr std::size_t mostNamed = 100; // nodes of a cycle that a message spells out

// Outgoing edges of each node in one array: those of node n stand at start[n] to start[n + 1] - 1.
struct Outgoing {
    std::vector<std::uint32_t> start;
    std::vector<std::uint32_t> edges;

    explicit Outgoing(const DagSpec &dag) : start(dag.nodes.size() + 1, 0)
    {
        const auto counts = [](const EdgeSpec &e) {
            return e.from != none && e.to != none && e.from != e.to;
        };
        for (const EdgeSpec &e : dag.edges)
            start[e.from == none ? 0 : e.from + 1] += counts(e) ? 1 : 0;
        for (std::size_t i = 1; i < start.size(); ++i)
            start[i] += start[i - 1];
        edges.resize(start.back());
        std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
        for (std::uint32_t i = 0; i < dag.edges.size(); ++i) {
            if (counts(dag.edges[i]))
                edges[next[dag.edges[i].from]++] = i;
        }
    }
};

// Nodes that stay when sources are taken away again and again: cycles and what follows them.
std::vector<bool> entangled(const DagSpec &dag, const Outgoing &out)
{
    std::vector<std::uint32_t> incoming(dag.nodes.size(), 0);
    for (const std::uint32_t e : out.edges)
        ++incoming[dag.edges[e].to];
    std::vector<NodeIndex> sources;
    std::vector<bool> left(dag.nodes.size(), true);
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        if (incoming[n] == 0)
            sources.push_back(n);
    }
    while (!sources.empty()) {
        const NodeIndex n = sources.back();
        sources.pop_back();
        left[n] = false;
        for (std::uint32_t i = out.start[n]; i < out.start[n + 1]; ++i) {
            const NodeIndex to = dag.edges[out.edges[i]].to;
            if (--incoming[to] == 0)
                sources.push_back(to);
        }
    }
    return left;
}

// A depth-first walk without recursion that collects the edges which lead back to an open node.
class Walk {
public:
    Walk(const DagSpec &dag, const Outgoing &out, std::size_t most)
        : m_dag(dag), m_out(out), m_most(most), m_next(out.start.begin(), out.start.end() - 1),
          m_depth(dag.nodes.size(), unseen)
    {
    }
    void from(NodeIndex start)
    {
        if (m_depth[start] != unseen)
            return;
        open(start);
        while (!m_path.empty() && m_cycles.size() < m_most)
            step();
    }
    std::vector<Cycle> take() { return std::move(m_cycles); }

private:
    static constexpr std::uint32_t unseen = none;
    static constexpr std::uint32_t done = none - 1;

    void open(NodeIndex n)
    {
        m_depth[n] = static_cast<std::uint32_t>(m_path.size());
        m_path.push_back(n);
    }
    void step()
    {
        const NodeIndex n = m_path.back();
        if (m_next[n] == m_out.start[n + 1]) {
            m_depth[n] = done;
            m_path.pop_back();
            return;
        }
        const std::uint32_t edge = m_out.edges[m_next[n]++];
        const NodeIndex to = m_dag.edges[edge].to;
        if (m_depth[to] == unseen)
            open(to);
        else if (m_depth[to] != done)
            m_cycles.push_back({edge, {m_path.begin() + m_depth[to], m_path.end()}});
    }

    const DagSpec &m_dag;
    const Outgoing &m_out;
    std::size_t m_most;
    std::vector<std::uint32_t> m_next;  // [node] its next edge to walk
    std::vector<std::uint32_t> m_depth; // [node] place on the path
    std::vector<NodeIndex> m_path;
    std::vector<Cycle> m_cycles;
};

std::string named(const DagSpec &dag, const Cycle &cycle)
{
    std::string out;
    for (std::size_t i = 0; i < cycle.nodes.size(); ++i) {
        if (i == mostNamed && cycle.nodes.size() > mostNamed + 1) {
            out += "... " + std::to_string(cycle.nodes.size() - i) + " more ... -> ";
            break;
        }
        out += dag.nodes[cycle.nodes[i]].id + " -> ";
    }
    return out + dag.nodes[cycle.nodes[0]].id;
}

// Two edges between the same two nodes: the later one is reported.
void checkTwice(const Checked &in, const Outgoing &out)
{
    std::vector<std::uint32_t> seenBy(in.dag.nodes.size(), none);
    std::vector<std::uint32_t> seenAs(in.dag.nodes.size(), none);
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n) {
        for (std::uint32_t i = out.start[n]; i < out.start[n + 1]; ++i) {
            const std::uint32_t edge = out.edges[i];
            const NodeIndex to = in.dag.edges[edge].to;
            if (seenBy[to] == n)
                in.findings.error(in.doc, in.places.edges[edge],
                                  "the edge " + in.dag.nodes[n].id + " -> " + in.dag.nodes[to].id +
                                      " stands twice, first as edges/" + std::to_string(seenAs[to]),
                                  "keep one of them, with the dataMapping of both");
            else
                seenAs[to] = edge;
            seenBy[to] = n;
        }
    }
}

// A teardown names a node that an edge leads from.
void checkTeardowns(const Checked &in)
{
    std::vector<std::pair<NodeIndex, ValueId>>
        missing; // teardowns without an edge from their setup
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n) {
        if (!in.dag.nodes[n].execution.teardownOf.empty())
            missing.emplace_back(
                n,
                in.doc.member(in.doc.member(in.places.nodes[n], "executionConfig"), "teardownOf"));
    }
    if (missing.empty())
        return;
    std::vector<bool> fed(in.dag.nodes.size(), false);
    for (const EdgeSpec &e : in.dag.edges) {
        if (e.from != none && e.to != none &&
            in.dag.nodes[e.to].execution.teardownOf == in.dag.nodes[e.from].id)
            fed[e.to] = true;
    }
    std::unordered_set<std::string_view> ids;
    for (const NodeSpec &node : in.dag.nodes)
        ids.insert(node.id);
    for (const auto &[n, value] : missing) {
        const std::string &setup = in.dag.nodes[n].execution.teardownOf;
        if (fed[n] || in.findings.full())
            continue;
        if (ids.contains(setup)) {
            in.findings.error(in.doc, value,
                              "no edge leads from " + inQuotes(setup) + " to its teardown " +
                                  inQuotes(in.dag.nodes[n].id),
                              "add the edge, and one from each node that uses what it set up");
            continue;
        }
        const std::vector<std::string_view> names(ids.begin(), ids.end());
        in.findings.error(in.doc, value, "there is no node " + inQuotes(setup),
                          didYouMean(closest(setup, names)));
    }
}

} // namespace

std::vector<Cycle> findCycles(const DagSpec &dag, std::size_t most)
{
    const Outgoing out(dag);
    const std::vector<bool> left = entangled(dag, out);
    Walk walk(dag, out, most);
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        if (left[n])
            walk.from(n);
    }
    return walk.take();
}

void checkGraph(const Checked &in)
{
    for (std::size_t i = 0; i < in.dag.edges.size(); ++i) {
        const EdgeSpec &edge = in.dag.edges[i];
        if (edge.from == none || edge.from != edge.to)
            continue;
        const ValueId to = in.doc.member(in.places.edges[i], "to"); // none in a WfFormat instance
        in.findings.error(in.doc, to == none ? in.places.edges[i] : to,
                          "the edge leads from " + in.dag.nodes[edge.from].id + " to itself",
                          "remove it");
    }
    checkTwice(in, Outgoing(in.dag));
    checkTeardowns(in);
    constexpr std::size_t most = 1000;
    for (const Cycle &cycle : findCycles(in.dag, most)) {
        if (in.findings.full())
            in.findings.countOnly();
        else
            in.findings.error(in.doc, in.places.edges[cycle.closing],
                              "the edges form a cycle: " + named(in.dag, cycle),
                              "remove one of its edges");
    }
}

} // namespace orrery::model
