// SPDX-License-Identifier: GPL-3.0-or-later
// A run gets further nodes and edges: from a task that ended well, or from somebody who sends them.
// What is added is checked as a run is before it starts; the fact and the end of the task that
// wrote it stand in one commit.
#include <utility>

#include "core/plant.h"
#include "engine/component.h"
#include "engine/core.h"
#include "engine/engine.h"
#include "engine/inner.h"
#include "engine/start.h"
#include "resources/demand.h"

namespace orrery::engine {
namespace {

constexpr std::size_t mostBytes = 256U << 10U;

void add(std::string &problem, const std::string &line)
{
    problem += (problem.empty() ? "" : "\n") + line;
}

/// The new nodes alone.
DagSpec newNodesOf(const model::Fragment &fragment, const std::string &sourceDir)
{
    DagSpec dag;
    dag.id = fragment.part.id;
    dag.sourceDir = sourceDir;
    dag.nodes.assign(fragment.part.nodes.begin(), fragment.part.nodes.begin() + fragment.newNodes);
    return dag;
}

} // namespace

/// What this host lacks for the new nodes, a line each.
std::string Core::lacking(const LiveRun &run, const run::Writer &writer, const DagSpec &nodes) const
{
    std::string problem;
    const std::string &directory = run.machine.dag().sourceDir;
    const std::string text(writer.text);
    if (!directory.empty())
        for (Finding &finding :
             missingFiles(nodes, text, directory + "/" + writer.file, Finding::Severity::Error)) {
            finding.file = writer.file;
            if (finding.isError())
                add(problem, finding.text());
        }
    for (const NodeSpec &node : nodes.nodes) {
        if (const std::string missing = missingRuntime(node); !missing.empty())
            add(problem, node.id + ": " + missing);
        if (node.execution.isolation == Isolation::Sandbox && !m_host.sandbox.empty())
            add(problem, node.id +
                             ": isolation 'sandbox' was asked for and this host cannot give "
                             "it: " +
                             m_host.sandbox);
    }
    for (const std::string &why : resources::admit(m_allocator, nodes, false).refused)
        add(problem, why);
    return problem;
}

/// Journals the growth, or says what is wrong with it.
/// @return the problem; "" = it is journaled, or there was nothing to add
std::string Core::growChecked(LiveRun &run, run::Writer writer, std::uint32_t attempt,
                              const std::string &by)
{
    if (writer.file.empty())
        writer.file = run::fragmentName(writer.text);
    const auto catalogue = catalogueFor(writer.text, m_options.programDir, m_options.home);
    writer.catalogue = catalogue.get();
    run::Growing growing = run.machine.growing(writer);
    if (!growing.problem.empty())
        return growing.problem;
    model::Fragment &fragment = growing.fragment;
    if (fragment.newNodes == 0)
        return {};
    std::string problem = lacking(run, writer, newNodesOf(fragment, run.machine.dag().sourceDir));
    std::vector<std::string> errors;
    const std::vector<InnerDag> inner = pinInner(fragment.part, run.machine.summary().file,
                                                 m_options.programDir, m_options.home, errors);
    for (const std::string &error : errors)
        add(problem, error);
    if (!problem.empty())
        return problem;
    for (const InnerDag &one : inner)
        m_store->putVersion(one.version, *one.dag, one.canonical);
    withdrawAhead(run.id); // what was sent ahead may have to wait for a new node now
    record(run, GraphGrown{writer.task, attempt, fragment.canonical(), by, m_loop.wall()});
    return {};
}

/// What a task wrote fails that task alone when it cannot be added.
void Core::growBy(LiveRun &run, TaskIndex task, std::uint32_t attempt, Exit &exit)
{
    const std::string text = std::exchange(exit.growth, {});
    if (!exit.succeeded() || ORRERY_PLANTED(LoseGrowth))
        return;
    run::Writer writer;
    writer.text = text;
    writer.task = task;
    writer.outputs = exit.outputs;
    std::string problem = growChecked(run, std::move(writer), attempt, {});
    if (problem.empty())
        return;
    exit.cause = Cause::BadGrowth;
    exit.detail = std::move(problem);
}

void Core::grow(const RunId &run, const GrowRequest &request, const Reply<Growth> &reply)
{
    const auto found = find(run);
    if (!found)
        return reply(tl::unexpected(found.error()));
    LiveRun &live = **found;
    if (live.ended)
        return reply(fail(ErrorCode::Conflict, run.text, "the run has ended; it cannot grow"));
    if (live.machine.summary().state == RunState::Pending)
        return reply(
            fail(ErrorCode::Conflict, run.text, "the run has not begun; it can grow once it has"));
    if (m_gate.stopped() || !m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    if (request.text.size() > mostBytes)
        return reply(fail(ErrorCode::InvalidSpec, request.file,
                          "it is " + std::to_string(request.text.size()) +
                              " bytes; at most 262144 are taken at once"));
    run::Writer writer;
    writer.text = request.text;
    writer.file = request.file;
    const std::size_t before = live.machine.growths().size();
    if (const std::string problem = growChecked(live, std::move(writer), 0, userName());
        !problem.empty())
        return reply(fail(ErrorCode::InvalidSpec, request.file, problem));
    if (live.machine.growths().size() == before)
        return reply(fail(ErrorCode::InvalidSpec, request.file, "it holds no nodes to add"));
    live.summaryStale = true;
    answer<Growth>(reply, live.machine.growths().back());
    tick();
}

} // namespace orrery::engine
