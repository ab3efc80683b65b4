// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of parts of a DAG: which nodes a request selects, what earlier runs have of the rest, and
// the files of that.
#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "engine/select.h"
#include "engine/start.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr std::size_t mostEarlier = 10; ///< runs that are looked through for what is kept

bool sameDefinition(const NodeSpec &a, const NodeSpec &b)
{
    NodeSpec left = a;
    left.position = b.position;
    left.name = b.name;
    left.description = b.description;
    return left == b;
}

void replaceEach(std::string &text, const std::string &from, const std::string &to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

std::string quoted(const std::string &id)
{
    return "\"" + id + "\"";
}

/// Nodes of the file that added nodes to the run, and those that added nodes led to.
void markGrowth(const run::Machine &machine, run::Earlier &earlier)
{
    if (machine.growths().empty())
        return;
    const auto mark = [&](NodeIndex node) {
        earlier.nodes.at(machine.dag().nodes[node].id).grew = true;
    };
    for (const Growth &growth : machine.growths())
        if (growth.task != none)
            mark(machine.task(growth.task).node);
    const NodeIndex first = machine.growths().front().first;
    for (const EdgeSpec &edge : machine.dag().edges)
        if (edge.from >= first)
            mark(edge.to);
}

} // namespace

bool isPartial(const StartRequest &request)
{
    return !request.only.empty() || !request.from.empty() || !request.until.empty() ||
           !request.select.empty() || request.fromFailure;
}

/// Everything, narrowed by each option that was given.
Result<std::vector<bool>> Core::selection(const Checked &checked) const
{
    const StartRequest &request = checked.request;
    std::vector<bool> selected(checked.dag->nodes.size(), true);
    const auto narrow = [&](const std::vector<std::string> &names, const std::string &before,
                            const std::string &after) -> Result<> {
        std::string query;
        for (const std::string &name : names)
            query += (query.empty() ? "" : " or ") + before + quoted(name) + after;
        if (query.empty())
            return {};
        const auto found = toolkit::select(*checked.dag, query);
        if (!found)
            return fail(found.error().code, checked.dag->id, found.error().what);
        for (std::size_t node = 0; node < selected.size(); ++node)
            selected[node] = selected[node] && (*found)[node];
        return {};
    };
    if (auto done = narrow(request.only, "", ""); !done)
        return tl::unexpected(done.error());
    if (auto done = narrow(request.from, "", "+"); !done)
        return tl::unexpected(done.error());
    if (auto done = narrow(request.until, "+", ""); !done)
        return tl::unexpected(done.error());
    if (request.select.empty())
        return selected;
    const auto found = toolkit::select(*checked.dag, request.select);
    if (!found)
        return fail(found.error().code, "--select, " + found.error().where, found.error().what);
    for (std::size_t node = 0; node < selected.size(); ++node)
        selected[node] = selected[node] && (*found)[node];
    return selected;
}

/// The run that was named, else the newest ended ones of this DAG.
Result<std::vector<run::Earlier>> Core::earlierRuns(const Checked &checked)
{
    std::vector<RunId> ids;
    if (!checked.request.basis.empty()) {
        ids.push_back(checked.request.basis);
    } else {
        project();
        for (const RunSummary &run : m_store->runs(0)) {
            if (ids.size() < mostEarlier && run.dag.text == checked.dag->id && isFinal(run.state) &&
                run.trigger != "subdag")
                ids.push_back(run.id);
        }
    }
    std::unordered_map<std::string, const NodeSpec *> now;
    for (const NodeSpec &node : checked.dag->nodes)
        now.emplace(node.id, &node);
    std::vector<run::Earlier> all;
    for (const RunId &id : ids) {
        const auto found = find(id);
        if (!found && !checked.request.basis.empty())
            return tl::unexpected(found.error());
        if (!found)
            continue; // one that cannot be read any more has nothing to give
        const run::Machine &machine = (*found)->machine;
        run::Earlier earlier{id, {}};
        for (NodeIndex node = 0; node < machine.dag().nodes.size(); ++node) {
            const NodeSpec &was = machine.dag().nodes[node];
            const auto is = now.find(was.id);
            earlier.nodes.emplace(
                was.id, run::Earlier::Node{machine.task(machine.taskOf(node)).state,
                                           machine.outputs(machine.taskOf(node)),
                                           is != now.end() && !sameDefinition(*is->second, was)});
        }
        markGrowth(machine, earlier);
        all.push_back(std::move(earlier));
    }
    return all;
}

Result<std::vector<PlannedNode>> Core::planned(const Checked &checked)
{
    auto selected = selection(checked);
    if (!selected)
        return tl::unexpected(selected.error());
    auto earlier =
        isPartial(checked.request) ? earlierRuns(checked) : Result<std::vector<run::Earlier>>();
    if (!earlier)
        return tl::unexpected(earlier.error());
    if (checked.request.fromFailure) {
        if (earlier->empty())
            return fail(ErrorCode::NotFound, checked.dag->id,
                        "no run of this DAG has ended yet, so none has failed");
        earlier->resize(1);
        const std::vector<bool> open = run::unfinished(*checked.dag, earlier->front());
        for (std::size_t node = 0; node < open.size(); ++node)
            (*selected)[node] = (*selected)[node] && open[node];
        if (std::none_of(open.begin(), open.end(), [](bool o) { return o; }))
            return fail(ErrorCode::Conflict, earlier->front().run.text,
                        "every node of this run succeeded: there is nothing to run again");
    }
    return run::choose(*checked.dag, *selected, *earlier);
}

void Core::plan(StartRequest request, Reply<std::vector<PlannedNode>> reply)
{
    checkAside(std::move(request), [this, reply = std::move(reply)](Checked &&checked) {
        if (checked.error)
            return reply(tl::unexpected(*checked.error));
        auto plan = planned(checked);
        if (!plan)
            return reply(tl::unexpected(plan.error()));
        foretell(std::move(checked), std::move(*plan), reply);
    });
}

/// Brings the files of kept nodes to the new run: those of the run before are left as they are.
void Core::keepFiles(std::shared_ptr<Checked> checked, std::function<void(Result<>)> done)
{
    std::vector<std::string> from;
    for (KeptNode &kept : checked->kept) {
        if (kept.from.empty())
            continue;
        const std::string dir = m_options.home + "/runs/" + kept.from.text;
        replaceEach(kept.outputs, dir + "/", checked->resultsDir + "/");
        if (std::find(from.begin(), from.end(), dir) == from.end())
            from.push_back(dir);
    }
    if (from.empty())
        return done({});
    std::reverse(from.begin(), from.end()); // what a newer run has stays on top
    m_workers.run([this, from = std::move(from), to = checked->resultsDir, done = std::move(done),
                   alive = std::weak_ptr(m_alive)] {
        Result<> copied;
        for (const std::string &directory : from) {
            if (copied && platform::exists(directory))
                copied = platform::copyTree(directory, to);
        }
        m_loop.post([copied, done, alive] {
            if (!alive.expired())
                done(copied);
        });
    });
}

} // namespace orrery::engine
