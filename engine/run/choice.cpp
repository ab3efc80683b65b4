// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/choice.h"

#include <algorithm>
#include <utility>

namespace orrery::run {
namespace {

/// Marks everything that edges reach from the marked nodes, against their direction or along it.
std::vector<bool> reach(const DagSpec &dag, std::vector<bool> marked, bool upstream)
{
    std::vector<std::vector<NodeIndex>> next(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges)
        next[upstream ? edge.to : edge.from].push_back(upstream ? edge.from : edge.to);
    std::vector<NodeIndex> queue;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node) {
        if (marked[node])
            queue.push_back(node);
    }
    while (!queue.empty()) {
        const NodeIndex node = queue.back();
        queue.pop_back();
        for (const NodeIndex to : next[node]) {
            if (!marked[to])
                queue.push_back(to);
            marked[to] = true;
        }
    }
    return marked;
}

/// The earlier run that has this node, with what it gave.
const Earlier::Node *findEarlier(const std::vector<Earlier> &earlier, const std::string &id,
                                 RunId &from)
{
    for (const Earlier &run : earlier) {
        const auto known = run.nodes.find(id);
        if (known == run.nodes.end() || known->second.state != TaskState::Succeeded)
            continue;
        from = run.run;
        return &known->second;
    }
    return nullptr;
}

/// "b needs the output n of a" for the first input of a selected node that only `node` can give.
std::string missingData(const DagSpec &dag, NodeIndex node, const std::vector<bool> &selected)
{
    for (const EdgeSpec &edge : dag.edges) {
        if (edge.from != node || !selected[edge.to])
            continue;
        for (const auto &[output, input] : edge.dataMapping) {
            const auto &ports = dag.nodes[edge.to].task.inputs;
            const auto port = std::find_if(ports.begin(), ports.end(),
                                           [&](const Port &p) { return p.name == input; });
            if (port != ports.end() && port->required && port->defaultValue.empty())
                return dag.nodes[edge.to].id + " needs the output " + output + " of " +
                       dag.nodes[node].id;
        }
    }
    return {};
}

/// What a teardown has cleaned up is not there any more: its setup starts over with what follows.
/// @return whether there was one to mark
bool markTornDown(const DagSpec &dag, const Earlier &earlier, std::vector<bool> &marked)
{
    bool found = false;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node) {
        const std::string &setup = dag.nodes[node].execution.teardownOf;
        const auto known = earlier.nodes.find(dag.nodes[node].id);
        const bool ran = known != earlier.nodes.end() &&
                         (known->second.state == TaskState::Succeeded ||
                          known->second.state == TaskState::Failed);
        if (setup.empty() || !marked[node] || !ran)
            continue;
        for (NodeIndex other = 0; other < dag.nodes.size(); ++other) {
            if (dag.nodes[other].id != setup || marked[other])
                continue;
            marked[other] = true;
            found = true;
        }
    }
    return found;
}

} // namespace

std::vector<bool> unfinished(const DagSpec &dag, const Earlier &earlier)
{
    std::vector<bool> marked(dag.nodes.size());
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node) {
        const auto known = earlier.nodes.find(dag.nodes[node].id);
        marked[node] = known == earlier.nodes.end() ||
                       known->second.state != TaskState::Succeeded || known->second.grew;
    }
    marked = reach(dag, std::move(marked), false);
    while (markTornDown(dag, earlier, marked)) // which may have been set up within another one
        marked = reach(dag, std::move(marked), false);
    return marked;
}

Result<std::vector<PlannedNode>> choose(const DagSpec &dag, const std::vector<bool> &selected,
                                        const std::vector<Earlier> &earlier)
{
    if (std::none_of(selected.begin(), selected.end(), [](bool s) { return s; }))
        return fail(ErrorCode::InvalidSpec, dag.id, "nothing is selected, so nothing would run");
    const std::vector<bool> before = reach(dag, selected, true);
    std::vector<PlannedNode> plan(dag.nodes.size());
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node) {
        PlannedNode &planned = plan[node];
        planned.node = node;
        planned.id = dag.nodes[node].id;
        if (selected[node]) {
            planned.part = Part::Run;
            planned.why = "selected";
            continue;
        }
        planned.part = Part::LeaveOut;
        planned.why = "not selected";
        if (!before[node])
            continue;
        if (const Earlier::Node *known = findEarlier(earlier, planned.id, planned.from)) {
            planned.part = Part::Keep;
            planned.outputs = known->outputs;
            planned.why = "kept from run " + planned.from.text +
                          (known->changed ? ", though its definition has changed since" : "") +
                          (known->grew ? ", without the nodes that came into that run" : "");
            continue;
        }
        if (const std::string missing = missingData(dag, node, selected); !missing.empty())
            return fail(ErrorCode::InvalidSpec, dag.id,
                        missing + ", which no earlier run has: run that node, too (--until)");
        planned.why = "not selected, and nothing of it is needed";
    }
    return plan;
}

std::vector<KeptNode> keptNodes(const std::vector<PlannedNode> &plan)
{
    std::vector<KeptNode> kept;
    for (const PlannedNode &node : plan) {
        if (node.part != Part::Run)
            kept.push_back({node.node, node.from, node.outputs});
    }
    return kept;
}

} // namespace orrery::run
