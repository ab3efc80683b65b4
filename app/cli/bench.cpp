// SPDX-License-Identifier: GPL-3.0-or-later
// orrery bench: ratios against peers, measured in turn in one run; an absolute time is no result.
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>

#include "console.h"
#include "numbers.h"
#include "peer.h"
#include "records.h"

namespace orrery::cli {
namespace {

Option roundsOption()
{
    return {.names = "--rounds",
            .help = "Rounds; each runs every contestant once",
            .value = "N",
            .byDefault = "3"};
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

Json timingJson(const std::vector<Timing> &timings)
{
    Json json = Json::object();
    for (const Timing &timing : timings) {
        if (!timing.missing.empty())
            json[timing.name] = {{"missing", timing.missing}};
        else
            json[timing.name] = {{"best_s", timing.best()},
                                 {"median_s", timing.median()},
                                 {"rounds", timing.seconds.size()}};
    }
    return json;
}

/// Ours over the peer's, best against best; null when the peer was not measured.
Json ratio(const std::vector<Timing> &timings, const std::string &peer)
{
    const Timing *ours = &timings.front();
    for (const Timing &timing : timings)
        if (timing.name == peer && timing.missing.empty() && ours->missing.empty())
            return ours->best() / timing.best();
    return nullptr;
}

/// A private home whose engine stays up between rounds, as it does for a user.
struct BenchHome {
    TemporaryDirectory directory;
    std::unique_ptr<Connection> connection;

    Result<> open()
    {
        Arguments arguments;
        arguments.values["home"] = {directory.path() + "/home"};
        auto opened = connect(arguments, "orrery bench");
        if (!opened)
            return tl::unexpected(opened.error());
        connection = std::move(*opened);
        return {};
    }

    /// Wall seconds from the request to the synced end of the run. @error Conflict when it failed
    Result<double> run(const std::string &text, Isolation isolation)
    {
        StartRequest request;
        request.text = text;
        request.isolation = isolation;
        const auto begin = std::chrono::steady_clock::now();
        const auto started = connection->call<RunId>([&](Session &session, auto reply) {
            session.start(std::move(request), std::move(reply));
        });
        if (!started)
            return tl::unexpected(started.error());
        RunState state = RunState::Running;
        const Subscription subscription =
            connection->session().subscribe({.run = {}, .hosts = false}, [&](const Delta &delta) {
                for (const RunSummary &summary : delta.runs)
                    if (summary.id == *started)
                        state = summary.state;
            });
        connection->inbox.wait([&] { return isFinal(state) || interrupts() > 0; });
        if (state != RunState::Succeeded)
            return fail(ErrorCode::Conflict, "bench", "the run did not succeed");
        return secondsSince(begin);
    }

    EngineCounters counters()
    {
        const auto info = connection->call<EngineInfo>(
            [](Session &session, auto reply) { session.info(std::move(reply)); });
        return info ? info->counters : EngineCounters{};
    }
};

std::string jobsArgument()
{
    return fmt::format("-j{}", std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

/// One shape of graph, ours against make and ninja.
Result<Json> dispatchShape(BenchHome &home, const TaskGraph &graph,
                           const std::vector<std::string> &command, int rounds, Isolation isolation)
{
    const TemporaryDirectory peers;
    const std::string words = fmt::format("{}", fmt::join(command, " "));
    if (auto made = writeMakefile(graph, words, peers.path()); !made)
        return tl::unexpected(made.error());
    if (auto made = writeNinja(graph, words, peers.path()); !made)
        return tl::unexpected(made.error());
    const std::string text = dagJson(graph, command);
    const std::string jobs = jobsArgument();
    const EngineCounters before = home.counters();
    const std::vector<Timing> timings =
        race({{"orrery", [&] { return home.run(text, isolation); }},
              {"make",
               [&] {
                   return timeProgram({"make", "-s", jobs}, peers.path());
               }},
              {"ninja",
               [&] {
                   std::filesystem::remove(peers.path() + "/.ninja_log");
                   std::filesystem::remove(peers.path() + "/.ninja_deps");
                   return timeProgram({"ninja", jobs, "--quiet"}, peers.path());
               }}},
             rounds);
    if (!timings.front().missing.empty())
        return fail(ErrorCode::Conflict, "orrery", timings.front().missing);
    const EngineCounters after = home.counters();
    const double runs = rounds;
    Json json = timingJson(timings);
    json["tasks"] = graph.tasks;
    json["ratio_make"] = ratio(timings, "make");
    json["ratio_ninja"] = ratio(timings, "ninja");
    json["tasks_per_s"] = graph.tasks / timings.front().best();
    json["commits_per_run"] = static_cast<double>(after.commits - before.commits) / runs;
    json["journal_bytes_per_task"] =
        static_cast<double>(after.journalBytes - before.journalBytes) / runs / graph.tasks;
    return json;
}

void tellShape(const std::string &name, const Json &json)
{
    const auto seconds = [&json](const char *peer) {
        return json[peer].contains("best_s")
                   ? fmt::format("{:.2f} s", json[peer]["best_s"].get<double>())
                   : std::string("missing");
    };
    const auto times = [&json](const char *key) {
        return json[key].is_number() ? fmt::format("{:.2f}", json[key].get<double>())
                                     : std::string("-");
    };
    std::cout
        << fmt::format(
               "{:<8} {:>7} tasks  orrery {:>8}  make {:>8} (ratio {})  ninja {:>8} (ratio {})  "
               "{:.0f} commits  {:.0f} journal bytes a task\n",
               name, json["tasks"].get<std::uint32_t>(), seconds("orrery"), seconds("make"),
               times("ratio_make"), seconds("ninja"), times("ratio_ninja"),
               json["commits_per_run"].get<double>(), json["journal_bytes_per_task"].get<double>())
        << std::flush;
}

/// Sandboxed tasks against bubblewrap alone, which make starts with the same walls.
Result<Json> sandboxShape(BenchHome &home, const TaskGraph &graph, int rounds)
{
    const TemporaryDirectory peer;
    const std::string places = home.directory.path() + "/bare";
    for (const char *name : {"/work", "/memory", "/results"})
        std::filesystem::create_directories(places + name);
    const auto bare = linesOf({programDirectory() + "/orrery-runner", "--home",
                               home.directory.path() + "/home", "--show-sandbox", places});
    if (!bare)
        return tl::unexpected(bare.error());
    const std::string words = fmt::format("{} -- /bin/true", fmt::join(*bare, " "));
    if (auto made = writeMakefile(graph, words, peer.path()); !made)
        return tl::unexpected(made.error());
    const std::string text = dagJson(graph, {"/bin/true"});
    const std::vector<Timing> timings =
        race({{"orrery", [&] { return home.run(text, Isolation::Sandbox); }},
              {"bwrap",
               [&] {
                   return timeProgram({"make", "-s", jobsArgument()}, peer.path());
               }}},
             rounds);
    if (!timings.front().missing.empty())
        return fail(ErrorCode::Conflict, "orrery", timings.front().missing);
    Json json = timingJson(timings);
    json["tasks"] = graph.tasks;
    json["ratio_bwrap"] = ratio(timings, "bwrap");
    return json;
}

void tellSandbox(const Json &json)
{
    std::cout << fmt::format("sandbox  {:>7} tasks  orrery {:>6.2f} s", json["tasks"].get<int>(),
                             json["orrery"]["best_s"].get<double>());
    if (json["ratio_bwrap"].is_number())
        std::cout << fmt::format("  bare bwrap under make {:.2f} s (ratio {:.2f})\n",
                                 json["bwrap"]["best_s"].get<double>(),
                                 json["ratio_bwrap"].get<double>());
    else
        std::cout << "  bare bwrap missing: " << json["bwrap"]["missing"].get<std::string>()
                  << "\n";
}

int dispatch_(const Arguments &arguments, int rounds)
{
    watchInterrupts();
    const std::string only = arguments.text("shape");
    const std::uint32_t scale = arguments.has("quick") ? 10 : 1;
    struct Shape {
        const char *name;
        TaskGraph graph;
    };
    std::vector<Shape> shapes{{"wide", wide(10'000 / scale)},
                              {"layers", layers(scale == 1 ? 100 : 20, scale == 1 ? 100 : 50, 3)},
                              {"chain", chain(1'000 / scale)},
                              {"sandbox", wide(1'000 / scale)}};
    std::erase_if(shapes,
                  [&only](const Shape &shape) { return !only.empty() && only != shape.name; });
    if (shapes.empty())
        return tell({ErrorCode::InvalidSpec, "--shape",
                     "is " + only + "; known are wide, layers, chain, sandbox"});
    BenchHome home;
    if (auto opened = home.open(); !opened)
        return tell(opened.error());
    Json all = Json::object();
    // The first run starts the runner and warms caches; it is nobody's time.
    if (auto warm = home.run(dagJson(wide(100), {"/bin/true"}), Isolation::Process); !warm)
        return tell(warm.error());
    for (const Shape &shape : shapes) {
        const bool sandbox = std::string_view(shape.name) == "sandbox";
        const auto measured =
            sandbox ? sandboxShape(home, shape.graph, rounds)
                    : dispatchShape(home, shape.graph, {"/bin/true"}, rounds, Isolation::Process);
        if (!measured && sandbox) { // a host without user namespaces still has the other figures
            all[shape.name] = {{"missing", measured.error().what}};
            if (!arguments.has("json"))
                std::cout << "sandbox  not measured: " << measured.error().what << "\n";
            continue;
        }
        if (!measured)
            return tell(measured.error());
        if (!arguments.has("json"))
            sandbox ? tellSandbox(*measured) : tellShape(shape.name, *measured);
        all[shape.name] = *measured;
    }
    if (arguments.has("json"))
        print(all);
    return done;
}

int journal(const Arguments &arguments)
{
    BenchHome home;
    if (auto opened = home.open(); !opened)
        return tell(opened.error());
    const std::uint32_t tasks = arguments.has("quick") ? 10'000 : 100'000;
    const std::string text = dagJson(wide(tasks), {});
    const EngineCounters before = home.counters();
    const auto seconds = home.run(text, Isolation::Process);
    if (!seconds)
        return tell(seconds.error());
    const EngineCounters after = home.counters();
    Json json;
    json["tasks"] = tasks;
    json["seconds"] = *seconds;
    json["tasks_per_s"] = tasks / *seconds;
    json["events"] = after.events - before.events;
    json["commits"] = after.commits - before.commits;
    json["syncs"] = after.syncs - before.syncs;
    json["journal_bytes_per_task"] =
        static_cast<double>(after.journalBytes - before.journalBytes) / tasks;
    json["sync_p99_ms"] = after.syncP99Ms;
    if (arguments.has("json")) {
        print(json);
        return done;
    }
    std::cout << fmt::format("{} tasks without process: {:.0f} tasks/s recorded, {:.0f} journal "
                             "bytes a task, {} commits, "
                             "{} syncs (p99 {:.1f} ms)\n",
                             tasks, tasks / *seconds, json["journal_bytes_per_task"].get<double>(),
                             json["commits"].get<std::uint64_t>(),
                             json["syncs"].get<std::uint64_t>(), after.syncP99Ms);
    return done;
}

/// Reading a large graph, against Python's json and yaml on the same file.
int parse(const Arguments &arguments, int rounds)
{
    const std::uint32_t scale = arguments.has("quick") ? 10 : 1;
    const TaskGraph graph = layers(100, 1'000 / scale, 3);
    const TemporaryDirectory directory;
    const std::string text = dagJson(graph, {"/bin/true"});
    const std::string file = directory.path() + "/big.json";
    std::ofstream(file) << text;
    toolkit::Parsed parsed;
    const auto timed = [&parsed](const std::string &input,
                                 const std::string &name) -> Result<double> {
        const auto begin = std::chrono::steady_clock::now();
        parsed = toolkit::parse(input, name);
        if (!parsed.ok())
            return fail(ErrorCode::Internal, name, "did not parse");
        return secondsSince(begin);
    };
    const std::vector<Timing> json =
        race({{"orrery", [&] { return timed(text, "big.json"); }},
              {"python-json",
               [&] {
                   return timeProgram({"/usr/bin/python3", "-c",
                                       "import json,sys; json.load(open(sys.argv[1]))", file},
                                      directory.path());
               }}},
             rounds);
    const std::string yamlText = toolkit::toYaml(parsed.dag);
    const std::vector<Timing> yaml =
        race({{"orrery", [&] { return timed(yamlText, "big.yaml"); }}}, 1);
    Json answer;
    answer["nodes"] = graph.tasks;
    answer["edges"] = graph.edges.size();
    answer["json"] = timingJson(json);
    answer["json"]["ratio_python"] = ratio(json, "python-json");
    answer["yaml"] = timingJson(yaml);
    if (arguments.has("json"))
        print(answer);
    else
        std::cout << fmt::format(
            "{} nodes, {} edges: JSON {:.2f} s (Python's json {}), YAML {:.2f} s\n", graph.tasks,
            graph.edges.size(), json[0].best(),
            json[1].missing.empty() ? fmt::format("{:.2f} s", json[1].best()) : "missing",
            yaml[0].best());
    return done;
}

/// Fast layout of layered graphs, against dot where dot ends in time.
int layoutBench(const Arguments &arguments, int rounds)
{
    Json answer = Json::object();
    for (const std::uint32_t nodes : {1'000U, 10'000U}) {
        const auto side = static_cast<std::uint32_t>(std::lround(std::sqrt(nodes)));
        TaskGraph graph = layers(side, nodes / side, 2);
        std::erase_if(graph.edges,
                      [&graph](const auto &edge) { return (&edge - graph.edges.data()) % 4 == 3; });
        const toolkit::Parsed parsed = toolkit::parse(dagJson(graph, {}), "bench.json");
        const TemporaryDirectory directory;
        const std::string file = directory.path() + "/bench.dot";
        {
            std::ofstream dot(file);
            dot << "digraph g {\n";
            for (const auto &[from, to] : graph.edges)
                dot << "t" << from << " -> t" << to << ";\n";
            dot << "}\n";
        }
        std::uint64_t crossings = 0;
        std::vector<Contestant> contestants{{"orrery", [&]() -> Result<double> {
                                                 const auto begin =
                                                     std::chrono::steady_clock::now();
                                                 crossings = toolkit::layout(parsed.dag).crossings;
                                                 return secondsSince(begin);
                                             }}};
        if (nodes <= 1'000)
            contestants.push_back({"dot", [&] {
                                       return timeProgram(
                                           {"dot", "-Tplain", file, "-o", "/dev/null"},
                                           directory.path());
                                   }});
        const std::vector<Timing> timings = race(contestants, rounds);
        Json json = timingJson(timings);
        json["edges"] = graph.edges.size();
        json["crossings"] = crossings;
        json["ratio_dot"] = ratio(timings, "dot");
        answer[std::to_string(nodes)] = json;
        if (!arguments.has("json"))
            std::cout << fmt::format("{} nodes, {} edges: {:.1f} ms{}\n", nodes, graph.edges.size(),
                                     timings[0].best() * 1000,
                                     json["ratio_dot"].is_number()
                                         ? fmt::format(", dot takes {:.0f} times as long",
                                                       1 / json["ratio_dot"].get<double>())
                                         : "");
    }
    if (arguments.has("json"))
        print(answer);
    return done;
}

} // namespace

std::vector<Command> benchCommands()
{
    const Option quick{.names = "--quick", .help = "A tenth of the size"};
    const auto command = [&](const char *name, const char *summary,
                             int (*what)(const Arguments &, int)) {
        return Command{.path = std::string("bench ") + name,
                       .summary = summary,
                       .options = {roundsOption(), quick, jsonOption()},
                       .examples = {std::string("orrery bench ") + name,
                                    std::string("orrery bench ") + name + " --quick --json"},
                       .run = [what](const Arguments &arguments) {
                           const auto count = rounds(arguments);
                           return count ? what(arguments, *count) : tell(count.error());
                       }};
    };
    Command dispatch = command(
        "dispatch", "Processes per second, against make and ninja on the same graph", dispatch_);
    dispatch.options.push_back({.names = "--shape",
                                .help = "Only this one: wide, layers, chain or sandbox (against "
                                        "bubblewrap alone)",
                                .value = "NAME"});
    return {std::move(dispatch),
            {.path = "bench journal",
             .summary = "Recorded tasks per second that start no process",
             .options = {quick, jsonOption()},
             .examples = {"orrery bench journal", "orrery bench journal --quick --json"},
             .run = journal},
            command("parse", "Reading 100,000 nodes and 300,000 edges", parse),
            command("layout", "Layered layout, against dot", layoutBench)};
}

} // namespace orrery::cli
