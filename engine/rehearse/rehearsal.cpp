// SPDX-License-Identifier: GPL-3.0-or-later
// The public face of the rehearsal: checks, lets the simulation run, reports.
#include "engine/rehearsal.h"

#include <algorithm>
#include <utility>

#include "rehearse/critical.h"
#include "rehearse/durations.h"
#include "rehearse/outline.h"
#include "rehearse/simulation.h"
#include "rehearse/usage.h"
#include "resources/demand.h"

namespace orrery {

std::string_view text(DurationOrigin origin)
{
    switch (origin) {
    case DurationOrigin::NoProcess:
        return "none";
    case DurationOrigin::Given:
        return "given";
    case DurationOrigin::Recorded:
        return "recorded";
    case DurationOrigin::History:
        return "history";
    case DurationOrigin::Guessed:
        break;
    }
    return "guessed";
}

} // namespace orrery

namespace orrery::rehearse {
namespace {

constexpr WallMs anyDay = 24 * 3600 * 1000; ///< the virtual clock begins here when nobody says

Result<resources::Admission> admission(const DagSpec &dag, const RehearsalRequest &request)
{
    resources::Allocator allocator;
    for (const HostInfo &host : request.hosts)
        allocator.addHost(host.id, resources::capacityOf(host));
    if (request.hosts.empty())
        return fail(ErrorCode::InvalidSpec, "hosts", "a rehearsal needs at least one host");
    resources::Admission admitted = resources::admit(allocator, dag, request.fit);
    if (admitted.refused.empty())
        return admitted;
    std::string refused;
    for (const std::string &why : admitted.refused)
        refused += why + "\n";
    return fail(ErrorCode::NoCapacity, dag.id,
                refused + "(rehearse it with --fit to scale what is too large down)");
}

RehearsedTask taskOf(const Simulation &simulation, TaskIndex index, const Durations &durations,
                     WallMs begin)
{
    const TaskRow &row = simulation.machine().task(index);
    const Simulation::Course &course = simulation.courses()[index];
    RehearsedTask task;
    task.task = row.task;
    task.node = row.node;
    task.item = row.item;
    task.state = row.state;
    task.attempts = row.attempts;
    task.start = course.start >= 0 ? course.start : row.start > 0 ? row.start - begin : 0;
    task.end = row.end > 0 ? row.end - begin : task.start;
    task.host = row.host;
    task.gpus = course.gpus;
    task.origin = durations.origin(row.node);
    task.reason = row.reason;
    task.waits = course.waits;
    return task;
}

} // namespace
} // namespace orrery::rehearse

namespace orrery::toolkit {

Result<Rehearsal> rehearse(const DagSpec &dag, const RehearsalRequest &request)
{
    auto admitted = orrery::rehearse::admission(dag, request);
    if (!admitted)
        return tl::unexpected(admitted.error());
    const auto durations = orrery::rehearse::Durations::make(dag, request);
    if (!durations)
        return tl::unexpected(durations.error());
    auto outline = orrery::rehearse::outlineOf(dag, request.parameters, *durations);

    RunCreated created;
    created.dag = DagId(dag.id);
    created.parameters = request.parameters.empty() ? "{}" : request.parameters;
    created.fitted = std::move(admitted->fitted);
    created.at = request.at > 0 ? request.at : orrery::rehearse::anyDay;
    const WallMs begin = created.at;
    orrery::rehearse::Simulation simulation(
        {std::make_shared<const DagSpec>(std::move(outline.dag)), request.hosts, std::move(created),
         [&](NodeIndex node, std::int32_t item) { return durations->of(node, item); }});
    simulation.run();

    Rehearsal rehearsal;
    const run::Machine &machine = simulation.machine();
    rehearsal.state = machine.summary().state;
    rehearsal.cause = machine.summary().cause;
    rehearsal.makespan = simulation.now();
    rehearsal.events = simulation.events();
    rehearsal.unknown = std::move(outline.unknown);
    rehearsal.notes = std::move(admitted->notes);
    rehearsal.guess = static_cast<double>(durations->guess()) / 1000;
    rehearsal.tasks.reserve(machine.taskCount());
    for (TaskIndex task = 0; task < machine.taskCount(); ++task)
        rehearsal.tasks.push_back(orrery::rehearse::taskOf(simulation, task, *durations, begin));
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
        if (durations->origin(node) == DurationOrigin::Guessed)
            rehearsal.guessed.push_back(dag.nodes[node].id);
    for (const NodeSpec &node : dag.nodes)
        if (node.execution.grows)
            rehearsal.unknown.push_back(node.id +
                                        " grows the run: what it will add is not in this answer");
    if (!isFinal(rehearsal.state))
        rehearsal.unknown.emplace_back(
            "the run does not end by itself: what its last tasks wait for comes from outside");
    rehearsal.criticalPath = orrery::rehearse::criticalPath(
        machine.dag(), rehearsal.tasks, simulation.courses(), rehearsal.makespan);
    orrery::rehearse::sumUp(simulation, request, rehearsal);
    return rehearsal;
}

} // namespace orrery::toolkit
