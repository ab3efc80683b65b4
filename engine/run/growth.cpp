// SPDX-License-Identifier: GPL-3.0-or-later
// Nodes and edges that come while the run goes on.
#include "run/growth.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

std::string errorsOf(const model::Fragment &fragment)
{
    std::string errors;
    for (const Finding &finding : fragment.findings) {
        if (finding.isError())
            errors += (errors.empty() ? "" : "\n") + finding.text();
    }
    if (fragment.suppressed > 0)
        errors += "\n" + std::to_string(fragment.suppressed) + " more";
    return errors;
}

} // namespace

std::string fragmentName(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool json = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
    return json ? "grow.json" : "grow.yaml";
}

NodeIndex Machine::State::nodeNamed(std::string_view id) const
{
    if (m_ids.empty()) {
        m_ids.reserve(dag->nodes.size());
        for (NodeIndex node = 0; node < dag->nodes.size(); ++node)
            m_ids.emplace(dag->nodes[node].id, node);
    }
    const auto found = m_ids.find(id);
    return found == m_ids.end() ? none : found->second;
}

/// A node that has begun, or that was decided, cannot wait for anything new.
std::string Machine::State::closedTo(NodeIndex node) const
{
    const TaskRow &row = rowOf(node);
    if (row.state == TaskState::Pending)
        return {};
    return "the node \"" + dag->nodes[node].id + "\" is not pending any more but " +
           std::string(text(row.state)) + ": an edge that is added may not lead into it";
}

/// An edge must not read an output that its upstream, which has ended, does not have.
std::string Machine::State::missingFor(const EdgeSpec &edge, NodeIndex from,
                                       const Writer &writer) const
{
    const TaskIndex task = taskOf(from);
    const bool own = writer.task == task;
    if (!own && rows[task].state != TaskState::Succeeded)
        return {};
    const Json outputs = objectOf(own ? writer.outputs : work[task].outputs);
    for (const std::string &name : Plan::needsOf(edge)) {
        if (!outputs.contains(name))
            return "the edge reads the output \"" + name + "\" of \"" + dag->nodes[from].id +
                   "\", which has ended without it";
    }
    return {};
}

Growing Machine::State::growing(const Writer &writer) const
{
    const auto had = static_cast<std::uint32_t>(m_grownTasks.size());
    const NodeIndex from = writer.task == none ? none : rows[writer.task].node;
    const std::uint32_t generation =
        from == none || from < m_fileNodes ? 1 : m_generations[from - m_fileNodes] + 1;
    Growing out;
    if (generation > writer.limits.maxGenerations) {
        out.problem = "grown nodes have grown " + std::to_string(generation - 1) +
                      " times in a row, and more is not allowed (setting limits.maxGenerations)";
        return out;
    }
    model::FragmentBase base{
        *dag,
        [this](std::string_view id) { return nodeNamed(id); },
        [this](NodeIndex node) { return closedTo(node); },
        [&](const EdgeSpec &edge, NodeIndex node) { return missingFor(edge, node, writer); },
        writer.limits.maxNodes - std::min(writer.limits.maxNodes, had),
        {}};
    base.roomText = "the run would have more than " + std::to_string(writer.limits.maxNodes) +
                    " grown nodes (setting limits.maxGrownNodes)";
    out.fragment = model::readFragment(
        writer.text, writer.file.empty() ? fragmentName(writer.text) : writer.file, base, {},
        writer.catalogue);
    out.problem = errorsOf(out.fragment);
    return out;
}

void Machine::State::on(const GraphGrown &event)
{
    if (!active())
        return;
    const model::FragmentBase base{
        *dag, [this](std::string_view id) { return nodeNamed(id); }, {}, {}, 1'000'000, {}};
    const model::Fragment fragment = model::readFragment(event.fragment, "grow.json", base);
    if (!fragment.ok())
        return; // it was checked before it was journaled: another journal's fact
    takeDag();
    const auto first = static_cast<NodeIndex>(dag->nodes.size());
    const bool grown = event.task < rows.size() && rows[event.task].node >= m_fileNodes;
    const std::uint32_t generation =
        grown ? m_generations[rows[event.task].node - m_fileNodes] + 1 : 1;
    m_generations.resize(m_generations.size() + fragment.newNodes, generation);
    addNodes(fragment);
    addEdges(fragment);
    m_growths.push_back({event.task, event.by, first, fragment.newNodes,
                         static_cast<std::uint32_t>(fragment.part.edges.size()), event.at});
    for (NodeIndex node = first; node < dag->nodes.size(); ++node) {
        if (m_cancel)
            finish(taskOf(node), TaskState::Cancelled, "the run was cancelled");
        else if (m_openUpstream[node] == 0 || plan.rule(node) == TriggerRule::First)
            m_ready.push_back(node);
    }
}

/// Makes the DAG ours to change: nobody else has it, neither the file's nor one that was given out.
void Machine::State::takeDag()
{
    constexpr long ours = 2; // `dag` and m_ownDag
    if (!m_ownDag || m_ownDag.use_count() > ours)
        dag = m_ownDag = std::make_shared<DagSpec>(*dag);
    std::atomic_thread_fence(std::memory_order_acquire); // after whoever read it elsewhere let go
}

void Machine::State::addNodes(const model::Fragment &fragment)
{
    const auto had = static_cast<NodeIndex>(m_ownDag->nodes.size());
    m_ownDag->nodes.insert(m_ownDag->nodes.end(), fragment.part.nodes.begin(),
                           fragment.part.nodes.begin() + fragment.newNodes);
    m_ids.clear(); // the texts that it looks at have moved
    m_values.clear();
    for (NodeIndex node = had; node < m_ownDag->nodes.size(); ++node) {
        const auto task = static_cast<TaskIndex>(rows.size());
        TaskRow &row = rows.emplace_back();
        row.task = task;
        row.node = node;
        work.emplace_back();
        m_grownTasks.push_back(task);
        ++summary.counts[static_cast<std::size_t>(TaskState::Pending)];
        ++m_open;
        touch(task);
    }
    m_openUpstream.resize(m_ownDag->nodes.size());
    if (!m_leftOut.empty())
        m_leftOut.resize(m_ownDag->nodes.size());
}

void Machine::State::addEdges(const model::Fragment &fragment)
{
    const auto baseNodes = static_cast<NodeIndex>(m_ownDag->nodes.size() - fragment.newNodes);
    const std::size_t had = m_ownDag->edges.size();
    for (EdgeSpec edge : fragment.part.edges) {
        edge.from = fragment.inBase(edge.from, baseNodes);
        edge.to = fragment.inBase(edge.to, baseNodes);
        m_ownDag->edges.push_back(std::move(edge));
    }
    plan.extend(*m_ownDag);
    for (std::size_t edge = had; edge < m_ownDag->edges.size(); ++edge) {
        const EdgeSpec &added = m_ownDag->edges[edge];
        if (!isFinal(rowOf(added.from).state))
            ++m_openUpstream[added.to];
    }
}

} // namespace orrery::run
