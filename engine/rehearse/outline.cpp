// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/outline.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/expression.h"

namespace orrery::rehearse {
namespace {

using model::Json;

bool isWord(const std::string &condition)
{
    return condition == "SUCCESS" || condition == "FAILURE" || condition == "ALWAYS";
}

class Outliner {
public:
    Outliner(const DagSpec &dag, const JsonText &parameters, const Durations &durations)
        : m_durations(durations), m_params(Json::parse(parameters, nullptr, false))
    {
        m_made.dag = dag;
        m_in.resize(dag.nodes.size());
        m_known.assign(dag.nodes.size(), false);
        m_unfed.resize(dag.nodes.size());
        for (std::uint32_t edge = 0; edge < dag.edges.size(); ++edge)
            m_in[dag.edges[edge].to].push_back(edge);
    }

    Outline make()
    {
        for (const NodeIndex node : inOrder()) {
            for (const std::uint32_t edge : m_in[node])
                cut(m_made.dag.edges[edge]);
            settle(node);
        }
        settleCaches();
        m_made.dag.outputs.clear(); // nobody reads what the run would give
        return std::move(m_made);
    }

private:
    /// Upstream first.
    std::vector<NodeIndex> inOrder() const
    {
        const auto count = static_cast<NodeIndex>(m_in.size());
        std::vector<std::uint32_t> open(count);
        std::vector<std::vector<NodeIndex>> out(count);
        std::vector<NodeIndex> order;
        for (NodeIndex node = 0; node < count; ++node) {
            open[node] = static_cast<std::uint32_t>(m_in[node].size());
            if (open[node] == 0)
                order.push_back(node);
        }
        for (const EdgeSpec &edge : m_made.dag.edges)
            out[edge.from].push_back(edge.to);
        for (std::size_t next = 0; next < order.size(); ++next)
            for (const NodeIndex to : out[order[next]])
                if (--open[to] == 0)
                    order.push_back(to);
        return order;
    }

    /// Earlier results are looked for by a run alone: here every task takes its time.
    void settleCaches()
    {
        std::size_t count = 0;
        for (NodeSpec &node : m_made.dag.nodes) {
            count += cacheOf(m_made.dag, node) != nullptr ? 1 : 0;
            node.execution.cache.reset();
        }
        m_made.dag.cache.reset();
        if (count > 0)
            m_made.unknown.push_back(
                fmt::format("{} node{} may take an earlier result, which only a run looks for: "
                            "rehearsed as if none stood (orrery run --explain tells)",
                            count, count == 1 ? "" : "s"));
    }

    /// What an edge reads of outputs that nobody knows.
    void cut(EdgeSpec &edge)
    {
        if (m_known[edge.from])
            return;
        for (const auto &[output, input] : edge.dataMapping)
            m_unfed[edge.to].insert(input);
        edge.dataMapping.clear();
        if (isWord(edge.condition))
            return;
        const auto expression = model::Expression::parse(edge.condition);
        if (!expression || std::none_of(expression->uses().begin(), expression->uses().end(),
                                        [](const auto &use) { return use.root == "outputs"; }))
            return;
        const auto &nodes = m_made.dag.nodes;
        m_made.unknown.push_back(
            fmt::format("the condition \"{}\" from {} to {} reads outputs: it is taken as true",
                        edge.condition, nodes[edge.from].id, nodes[edge.to].id));
        edge.condition = "SUCCESS";
    }

    void settle(NodeIndex index)
    {
        NodeSpec &node = m_made.dag.nodes[index];
        for (Port &port : node.task.inputs)
            if (m_unfed[index].contains(port.name) &&
                !m_params.contains(node.id + "." + port.name)) {
                port.required = false;
                port.defaultValue.clear();
            }
        if (!node.execution.mapOver.empty() || !node.execution.mapOverFile.empty())
            settleItems(index, node);
        if (node.execution.loop)
            settleLoop(index, node);
        // A recorded task is rehearsed as the process it was, also where its program is not here.
        if (m_durations.origin(index) != DurationOrigin::NoProcess &&
            node.task.runtime == Runtime::None)
            node.task.runtime = Runtime::Exec;
        const bool mapped =
            node.execution.loop || !node.execution.mapOver.empty() || node.execution.isMapStage;
        m_known[index] = node.task.runtime == Runtime::None && !mapped && m_unfed[index].empty();
        if (!m_known[index])
            node.task.outputs.clear();
    }

    /// How often a loop goes round is known from what it took before, or not at all.
    void settleLoop(NodeIndex index, NodeSpec &node)
    {
        LoopSpec &loop = *node.execution.loop;
        const std::uint32_t rounds =
            std::min(std::max(m_durations.items(index), 1U), loop.maxIterations);
        m_made.unknown.push_back(fmt::format(
            "{} loops {} \"{}\", which only a run knows: rehearsed with {} iteration{}{}", node.id,
            loop.until ? "until" : "while", loop.condition, rounds, rounds == 1 ? "" : "s",
            m_durations.items(index) > 0 ? ", as many as its durations" : ""));
        loop = {fmt::format("loop.index + 1 < {}", rounds), false, rounds};
    }

    void settleItems(NodeIndex index, NodeSpec &node)
    {
        if (!node.execution.mapOverFile.empty()) {
            const std::uint32_t lines = std::max(m_durations.items(index), 1U);
            m_made.unknown.push_back(fmt::format(
                "{} maps over the lines of {}, which only a run reads: rehearsed with {} item{}",
                node.id, node.execution.mapOverFile.str(), lines, lines == 1 ? "" : "s"));
            node.execution.mapOverFile.clear();
            node.execution.mapOver = fmt::format("range({})", lines);
            return;
        }
        const auto expression = model::Expression::parse(node.execution.mapOver);
        if (!expression)
            return;
        const auto unknown = [&](const auto &use) {
            return use.root == "inputs" &&
                   (use.key.empty() ? !m_unfed[index].empty() : m_unfed[index].contains(use.key)) &&
                   !m_params.contains(node.id + "." + use.key);
        };
        if (std::none_of(expression->uses().begin(), expression->uses().end(), unknown))
            return; // the machine will count them
        const std::uint32_t items = std::max(m_durations.items(index), 1U);
        m_made.unknown.push_back(
            fmt::format("{} maps over \"{}\", which only a run knows: rehearsed with {} item{}{}",
                        node.id, node.execution.mapOver.str(), items, items == 1 ? "" : "s",
                        m_durations.items(index) > 0 ? ", as many as its durations" : ""));
        node.execution.mapOver = fmt::format("range({})", items);
    }

    const Durations &m_durations;
    Json m_params;
    Outline m_made;
    std::vector<std::vector<std::uint32_t>> m_in; ///< edges into each node
    std::vector<bool> m_known;                    ///< nodes whose outputs are known
    std::vector<std::set<std::string>> m_unfed;   ///< inputs that get no value here
};

} // namespace

Outline outlineOf(const DagSpec &dag, const JsonText &parameters, const Durations &durations)
{
    return Outliner(dag, parameters.empty() ? "{}" : parameters, durations).make();
}

} // namespace orrery::rehearse
