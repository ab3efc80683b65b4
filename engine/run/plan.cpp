// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/plan.h"

#include <algorithm>

namespace orrery::run {
namespace {

/// Outputs that a condition reads whatever they hold: one that it asks for first may be absent.
std::vector<std::string> unguarded(const Result<model::Expression> &expression)
{
    std::vector<std::string> names;
    if (!expression)
        return names;
    const std::vector<model::Expression::Use> &uses = expression->uses();
    for (const auto &use : uses) {
        const bool guarded = std::any_of(uses.begin(), uses.end(), [&](const auto &other) {
            return other.guarded && other.root == use.root && other.key == use.key;
        });
        if (use.root == "outputs" && !use.key.empty() && !guarded)
            names.push_back(use.key);
    }
    return names;
}

} // namespace

Plan::Plan(const DagSpec &dag)
    : m_dag(&dag), m_in(group(dag, &EdgeSpec::to)), m_out(group(dag, &EdgeSpec::from))
{
    m_conditions.reserve(dag.edges.size());
    for (EdgeIndex edge = 0; edge < dag.edges.size(); ++edge)
        readCondition(edge);
    readTeardowns();
    readRunOutputs();
}

void Plan::extend(const DagSpec &dag)
{
    const auto knownNodes = static_cast<NodeIndex>(m_in.begin.size() - 1);
    m_dag = &dag;
    m_in = group(dag, &EdgeSpec::to);
    m_out = group(dag, &EdgeSpec::from);
    for (auto edge = static_cast<EdgeIndex>(m_conditions.size()); edge < dag.edges.size(); ++edge)
        readCondition(edge);
    for (NodeIndex node = knownNodes; node < dag.nodes.size(); ++node)
        readTeardown(node);
}

void Plan::readTeardowns()
{
    for (NodeIndex node = 0; node < m_dag->nodes.size(); ++node)
        readTeardown(node);
}

void Plan::readTeardown(NodeIndex node)
{
    if (m_dag->nodes[node].execution.teardownOf.empty())
        return;
    for (const EdgeIndex edge : incoming(node)) {
        const NodeIndex from = m_dag->edges[edge].from;
        if (m_dag->nodes[from].id == m_dag->nodes[node].execution.teardownOf)
            m_setups.emplace(node, from);
    }
}

void Plan::readRunOutputs()
{
    for (const auto &[name, source] : m_dag->outputs) {
        for (NodeIndex node = 0; node < m_dag->nodes.size(); ++node) {
            const std::string &id = m_dag->nodes[node].id;
            if (!source.starts_with(id) || source.size() <= id.size() || source[id.size()] != '.')
                continue;
            const std::string port = source.substr(id.size() + 1);
            const auto &ports = m_dag->nodes[node].task.outputs;
            if (std::none_of(ports.begin(), ports.end(),
                             [&](const Port &p) { return p.name == port; }))
                continue;
            m_runOutputs.push_back({name, node, port});
            need(node, port);
        }
    }
}

Plan::Lists Plan::group(const DagSpec &dag, NodeIndex EdgeSpec::*end)
{
    Lists lists;
    lists.begin.resize(dag.nodes.size() + 1);
    lists.items.resize(dag.edges.size());
    for (const EdgeSpec &edge : dag.edges)
        ++lists.begin[edge.*end + 1];
    for (std::size_t node = 1; node < lists.begin.size(); ++node)
        lists.begin[node] += lists.begin[node - 1];
    std::vector<std::uint32_t> next(lists.begin.begin(), lists.begin.end() - 1);
    for (EdgeIndex edge = 0; edge < dag.edges.size(); ++edge)
        lists.items[next[dag.edges[edge].*end]++] = edge;
    return lists;
}

void Plan::readCondition(EdgeIndex index)
{
    const EdgeSpec &edge = m_dag->edges[index];
    Condition condition = Condition::Expression;
    if (edge.condition == "SUCCESS" || edge.condition.empty())
        condition = Condition::Success;
    else if (edge.condition == "FAILURE")
        condition = Condition::Failure;
    else if (edge.condition == "ALWAYS")
        condition = Condition::Always;
    m_conditions.push_back(condition);
    for (const auto &[output, input] : edge.dataMapping)
        need(edge.from, output);
    if (condition != Condition::Expression)
        return;
    const auto &expression =
        m_expressions.emplace(index, model::Expression::parse(edge.condition)).first->second;
    for (const std::string &output : unguarded(expression))
        need(edge.from, output);
}

std::vector<std::string> Plan::needsOf(const EdgeSpec &edge)
{
    std::vector<std::string> needs;
    for (const auto &[output, input] : edge.dataMapping)
        needs.push_back(output);
    if (edge.condition == "SUCCESS" || edge.condition.empty() || edge.condition == "FAILURE" ||
        edge.condition == "ALWAYS")
        return needs;
    for (std::string &output : unguarded(model::Expression::parse(edge.condition)))
        needs.push_back(std::move(output));
    return needs;
}

void Plan::need(NodeIndex node, const std::string &output)
{
    std::vector<std::string> &needs = m_needs[node];
    if (std::find(needs.begin(), needs.end(), output) == needs.end())
        needs.push_back(output);
}

bool Plan::handlesFailure(NodeIndex node) const
{
    const auto out = outgoing(node);
    return std::any_of(out.begin(), out.end(),
                       [this](EdgeIndex e) { return m_conditions[e] == Condition::Failure; });
}

const CacheSpec *Plan::cache(NodeIndex node) const
{
    return cacheOf(*m_dag, m_dag->nodes[node]);
}

bool Plan::mapped(NodeIndex node) const
{
    const ExecutionConfig &execution = m_dag->nodes[node].execution;
    return !execution.mapOver.empty() || !execution.mapOverFile.empty() ||
           (execution.isMapStage && execution.parallelism > 1);
}

std::uint32_t Plan::itemLimit(NodeIndex node) const
{
    const ExecutionConfig &execution = m_dag->nodes[node].execution;
    const bool listed = !execution.mapOver.empty() || !execution.mapOverFile.empty();
    return listed ? execution.parallelism : 0;
}

const RetryPolicy &Plan::retry(NodeIndex node) const
{
    const Rare<RetryPolicy> &own = m_dag->nodes[node].execution.retry;
    return own ? *own : m_dag->schedule.retry;
}

std::span<const std::string> Plan::needs(NodeIndex node) const
{
    const auto found = m_needs.find(node);
    return found == m_needs.end() ? std::span<const std::string>() : found->second;
}

} // namespace orrery::run
