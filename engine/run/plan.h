// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG compiled for running: who waits for whom, and on what condition. Never changes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/dag.h"
#include "model/expression.h"

namespace orrery::run {

using EdgeIndex = std::uint32_t; ///< position in DagSpec::edges

class Plan {
public:
    /// @param dag  validated; must outlive the plan
    explicit Plan(const DagSpec &dag);
    /// The DAG got further nodes and edges behind those it had. O(nodes + edges).
    /// @param dag  as in the constructor; may be another object now
    void extend(const DagSpec &dag);

    /// Edges into and out of a node, in file order.
    [[nodiscard]] std::span<const EdgeIndex> incoming(NodeIndex node) const
    {
        return m_in.of(node);
    }
    [[nodiscard]] std::span<const EdgeIndex> outgoing(NodeIndex node) const
    {
        return m_out.of(node);
    }

    enum class Condition : std::uint8_t { Success, Failure, Always, Expression };
    [[nodiscard]] Condition condition(EdgeIndex edge) const { return m_conditions[edge]; }
    /// Of an edge whose condition is an expression. @error what parse() said
    [[nodiscard]] const Result<model::Expression> &expression(EdgeIndex edge) const
    {
        return m_expressions.at(edge);
    }

    /// Some edge leaves the node on FAILURE: its failure is dealt with and does not fail the run.
    [[nodiscard]] bool handlesFailure(NodeIndex node) const;
    [[nodiscard]] TriggerRule rule(NodeIndex node) const
    {
        return m_dag->nodes[node].execution.triggerRule;
    }
    /// The node that this one is a teardown of; none for all others.
    [[nodiscard]] NodeIndex setupOf(NodeIndex node) const
    {
        const auto found = m_setups.find(node);
        return found == m_setups.end() ? none : found->second;
    }
    /// Every edge that has to be satisfied for All: the plain case, decided without looking at
    /// rules.
    [[nodiscard]] bool plain(NodeIndex node) const
    {
        return rule(node) == TriggerRule::All && !m_setups.contains(node);
    }
    /// The node runs again and again, one item an iteration.
    [[nodiscard]] bool looped(NodeIndex node) const
    {
        return m_dag->nodes[node].execution.loop.has_value();
    }
    /// What the node says of its cache, itself or for the whole DAG; nullptr = it has none.
    [[nodiscard]] const CacheSpec *cache(NodeIndex node) const;
    /// The node becomes one task per element of mapOver or line of mapOverFile, or `parallelism`
    /// tasks of a map stage.
    [[nodiscard]] bool mapped(NodeIndex node) const;
    /// Items of a mapped node that may run at once; 0 = no limit.
    [[nodiscard]] std::uint32_t itemLimit(NodeIndex node) const;
    /// The node's own policy, else the schedule's.
    [[nodiscard]] const RetryPolicy &retry(NodeIndex node) const;
    /// Outputs that must exist when the node succeeds: mappings and conditions of its edges read
    /// them.
    [[nodiscard]] std::span<const std::string> needs(NodeIndex node) const;

    /// Outputs of its upstream that an edge cannot do without.
    [[nodiscard]] static std::vector<std::string> needsOf(const EdgeSpec &edge);

    /// An output of the whole run: what a port of a node gave.
    struct RunOutput {
        std::string name;
        NodeIndex node = none;
        std::string port;
    };
    [[nodiscard]] std::span<const RunOutput> runOutputs() const { return m_runOutputs; }

private:
    /// Lists of all nodes in one array (CSR): list n is items[begin[n] .. begin[n + 1]).
    struct Lists {
        std::vector<std::uint32_t> begin;
        std::vector<EdgeIndex> items;
        [[nodiscard]] std::span<const EdgeIndex> of(NodeIndex node) const
        {
            return std::span(items).subspan(begin[node], begin[node + 1] - begin[node]);
        }
    };
    [[nodiscard]] static Lists group(const DagSpec &dag, NodeIndex EdgeSpec::*end);
    void readCondition(EdgeIndex edge);
    void readTeardowns();
    void readRunOutputs();
    void readTeardown(NodeIndex node);
    void need(NodeIndex node, const std::string &output);

    const DagSpec *m_dag;
    Lists m_in;
    Lists m_out;
    std::vector<Condition> m_conditions;
    std::unordered_map<EdgeIndex, Result<model::Expression>> m_expressions;
    std::unordered_map<NodeIndex, std::vector<std::string>> m_needs;
    std::vector<RunOutput> m_runOutputs;
    std::unordered_map<NodeIndex, NodeIndex> m_setups; ///< teardown -> its setup
};

} // namespace orrery::run
