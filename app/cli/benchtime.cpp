// SPDX-License-Identifier: GPL-3.0-or-later
// orrery bench rehearse and bench replay: how fast time can be run ahead and back.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>

#include <fmt/format.h>

#include "console.h"
#include "engine/rehearsal.h"
#include "numbers.h"
#include "peer.h"
#include "records.h"

namespace orrery::cli {
namespace {

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

HostInfo host(const std::string &name, std::uint32_t cores)
{
    HostInfo info;
    info.id = HostId(name);
    info.cores = cores;
    info.memoryMiB = 1U << 20U;
    return info;
}

/// 100,000 tasks of three shapes on four hosts of 64 cores; durations differ from task to task.
int rehearseBench(const Arguments &arguments)
{
    const auto count = rounds(arguments);
    if (!count)
        return tell(count.error());
    const std::uint32_t scale = arguments.has("quick") ? 10 : 1;
    const std::vector<std::pair<const char *, TaskGraph>> shapes{
        {"wide", wide(100'000 / scale)},
        {"layers", layers(100, 1'000 / scale, 3)},
        {"chain", chain(100'000 / scale)}};
    Json all = Json::object();
    for (const auto &[name, graph] : shapes) {
        const toolkit::Parsed parsed = toolkit::parse(dagJson(graph, {"/bin/true"}), "bench.json");
        RehearsalRequest request;
        for (const char *id : {"one", "two", "three", "four"})
            request.hosts.push_back(host(id, 64));
        std::mt19937 random(7);
        for (const NodeSpec &node : parsed.dag.nodes)
            request.given.push_back({node.id, {1 + static_cast<double>(random() % 10'000) / 100}});
        double best = 0;
        Rehearsal last;
        for (int round = 0; round < *count; ++round) {
            const auto begin = std::chrono::steady_clock::now();
            auto rehearsal = toolkit::rehearse(parsed.dag, request);
            const double took = secondsSince(begin);
            if (!rehearsal)
                return tell(rehearsal.error());
            best = round == 0 ? took : std::min(best, took);
            last = std::move(*rehearsal);
        }
        all[name] = {
            {"tasks", graph.tasks},  {"edges", graph.edges.size()},
            {"seconds", best},       {"tasks_per_s", graph.tasks / best},
            {"events", last.events}, {"makespan_s", static_cast<double>(last.makespan) / 1000},
            {"cpu", last.cpu}};
        if (!arguments.has("json"))
            std::cout << fmt::format(
                             "{:<7} {:>7} tasks, {:>6} edges: rehearsed in {:.2f} s ({:.0f} "
                             "tasks/s, {} facts), virtual time {}\n",
                             name, graph.tasks, graph.edges.size(), best, graph.tasks / best,
                             last.events, duration(last.makespan))
                      << std::flush;
    }
    if (arguments.has("json"))
        print(all);
    return done;
}

/// Records a run in a private home. @error Conflict when it failed
Result<RunId> recordRun(Connection &connection, const std::string &text)
{
    StartRequest request;
    request.text = text;
    request.isolation = Isolation::Process;
    const auto run = connection.call<RunId>(
        [&](Session &session, auto reply) { session.start(std::move(request), std::move(reply)); });
    if (!run)
        return run;
    RunState state = RunState::Running;
    const Subscription subscription =
        connection.session().subscribe({.run = {}, .hosts = false}, [&](const Delta &delta) {
            for (const RunSummary &summary : delta.runs)
                if (summary.id == *run)
                    state = summary.state;
        });
    connection.inbox.wait([&] { return isFinal(state) || interrupts() > 0; });
    if (state != RunState::Succeeded)
        return fail(ErrorCode::Conflict, "bench", "the run did not succeed");
    return run;
}

/// Random moments of a recorded run of 100,000 facts, through the session as a view asks.
int replayBench(const Arguments &arguments)
{
    constexpr int questions = 50;
    const std::uint32_t tasks = arguments.has("quick") ? 10'000 : 100'000;
    const TemporaryDirectory directory;
    Arguments home;
    home.values["home"] = {directory.path() + "/home"};
    auto connection = connect(home, "orrery bench");
    if (!connection)
        return tell(connection.error());
    const auto run = recordRun(**connection, dagJson(layers(100, tasks / 100, 3), {}));
    if (!run)
        return tell(run.error());
    std::mt19937 random(7);
    std::vector<double> spans;
    std::uint64_t events = 0;
    for (int question = 0; question <= questions; ++question) {
        Moment moment;
        moment.share = static_cast<double>(random() % 10'000) / 10'000;
        const auto begin = std::chrono::steady_clock::now();
        const auto then = (*connection)->call<RunMoment>([&](Session &session, auto reply) {
            session.replay(*run, moment, std::move(reply));
        });
        spans.push_back(secondsSince(begin) * 1000);
        if (!then)
            return tell(then.error());
        events = then->totalEvents;
    }
    const double first = spans.front();
    spans.erase(spans.begin());
    std::sort(spans.begin(), spans.end());
    const double median = spans[spans.size() / 2];
    if (arguments.has("json"))
        print({{"tasks", tasks},
               {"events", events},
               {"first_ms", first},
               {"median_ms", median},
               {"max_ms", spans.back()}});
    else
        std::cout << fmt::format("{} facts of {} tasks: opened in {:.0f} ms, then any moment in "
                                 "{:.1f} ms (slowest of {}: {:.1f} ms)\n",
                                 events, tasks, first, median, questions, spans.back());
    return done;
}

} // namespace

std::vector<Command> timeBenchCommands()
{
    const Option rounds{
        .names = "--rounds", .help = "Rounds; the best one counts", .value = "N", .byDefault = "3"};
    const Option quick{.names = "--quick", .help = "A tenth of the size"};
    return {{.path = "bench rehearse",
             .summary = "Rehearsing 100,000 tasks in virtual time",
             .options = {rounds, quick, jsonOption()},
             .examples = {"orrery bench rehearse", "orrery bench rehearse --quick --json"},
             .run = rehearseBench},
            {.path = "bench replay",
             .summary = "Any moment of a recorded run of 100,000 facts",
             .options = {quick, jsonOption()},
             .examples = {"orrery bench replay", "orrery bench replay --quick --json"},
             .run = replayBench}};
}

} // namespace orrery::cli
