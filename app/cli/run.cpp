// SPDX-License-Identifier: GPL-3.0-or-later
// orrery run: starts a DAG and waits for it.
#include <algorithm>
#include <array>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "findrun.h"
#include "numbers.h"
#include "records.h"
#include "rehearse.h"
#include "watch.h"

namespace orrery::cli {
namespace {

/// `name=value` words. @error InvalidSpec
Result<std::vector<std::pair<std::string, std::string>>> parameters(const Arguments &arguments)
{
    std::vector<std::pair<std::string, std::string>> given;
    for (const std::string &word : arguments.all("param")) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorCode::InvalidSpec, "-p " + word, "a parameter is given as name=value");
        given.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return given;
}

/// Which parts of the DAG run.
void readParts(const Arguments &arguments, StartRequest &request)
{
    request.only = arguments.all("only");
    request.from = arguments.all("from");
    request.until = arguments.all("until");
    request.select = arguments.text("select");
    request.fromFailure = arguments.has("from-failure");
}

/// How the run stands among others.
Result<> readTurn(const Arguments &arguments, StartRequest &request)
{
    request.queue = arguments.text("queue");
    if (!arguments.has("priority"))
        return {};
    const auto priority = wholeNumber(arguments, "priority", -mostPriority, mostPriority);
    if (!priority)
        return tl::unexpected(priority.error());
    request.priority = static_cast<std::int32_t>(*priority);
    return {};
}

bool isPartial(const StartRequest &request)
{
    return !request.only.empty() || !request.from.empty() || !request.until.empty() ||
           !request.select.empty() || request.fromFailure;
}

/// The parameters of the run that is taken up, unless they are given anew.
void inherit(const RunDetail &earlier, const toolkit::Parsed &parsed, StartRequest &request)
{
    const Json had = Json::parse(earlier.summary.parameters, nullptr, false);
    for (const auto &[name, value] : had.items()) {
        const auto named = [&name = name](const auto &one) { return one.first == name; };
        const auto known = [&name = name](const Parameter &one) { return one.name == name; };
        const auto &declared = parsed.runParameters;
        if (std::none_of(request.parameters.begin(), request.parameters.end(), named) &&
            std::any_of(declared.begin(), declared.end(), known))
            request.parameters.emplace_back(name, value.is_string() ? value.get<std::string>()
                                                                    : value.dump());
    }
}

constexpr std::string_view partText(Part part)
{
    return part == Part::Run ? "run" : part == Part::Keep ? "keep" : "leave out";
}

/// Every node with what becomes of it; a summary only when the list would be long.
void tellPlan(const std::vector<PlannedNode> &plan, std::ostream &to, bool all)
{
    constexpr std::size_t most = 40;
    std::size_t width = 4;
    std::array<std::size_t, 3> counts{};
    for (const PlannedNode &node : plan) {
        width = std::max(width, node.id.size());
        ++counts[static_cast<std::size_t>(node.part)];
    }
    to << fmt::format("{} of {} nodes run; kept: {}, left out: {}\n", counts[0], plan.size(),
                      counts[1], counts[2]);
    for (std::size_t i = 0; i < plan.size() && (all || i < most); ++i) {
        const std::string_view verb = plan[i].part == Part::Run    ? "runs, "
                                      : plan[i].part == Part::Keep ? ""
                                                                   : "left out, ";
        to << fmt::format("  {:<{}} {}{}\n", plan[i].id + ":", width + 1, verb, plan[i].why);
    }
    if (!all && plan.size() > most)
        to << fmt::format("  ... and {} more (--explain lists them all)\n", plan.size() - most);
}

int explain(const std::vector<PlannedNode> &plan, bool json)
{
    if (!json) {
        tellPlan(plan, std::cout, true);
        return done;
    }
    Json nodes = Json::array();
    for (const PlannedNode &node : plan)
        nodes.push_back({{"id", node.id},
                         {"part", partText(node.part)},
                         {"from", node.from.text},
                         {"why", node.why}});
    print(nodes);
    return done;
}

int run(const Arguments &arguments)
{
    if (const auto checked = checkRehearseOptions(arguments); !checked)
        return tell(checked.error());
    auto given = parameters(arguments);
    if (!given)
        return tell(given.error());
    StartRequest request;
    request.parameters = std::move(*given);
    readParts(arguments, request);
    request.fit = arguments.has("fit");
    request.noCache = arguments.has("no-cache");
    if (const std::string level = arguments.text("isolation"); level == "process")
        request.isolation = Isolation::Process;
    else if (level == "sandbox")
        request.isolation = Isolation::Sandbox;
    else if (!level.empty())
        return tell(
            {ErrorCode::InvalidSpec, "--isolation " + level, "the levels are sandbox and process"});
    if (const auto turn = readTurn(arguments, request); !turn)
        return tell(turn.error());
    auto loaded = loadDag(arguments, arguments.text("FILE"));
    if (!loaded)
        return badInput;
    if (arguments.has("rehearse")) {
        const auto bound = toolkit::bindParameters(loaded->parsed, request.parameters);
        return bound ? rehearse(arguments, *loaded, *bound) : tell(bound.error());
    }
    request.file = loaded->file;
    request.text = std::move(loaded->text);
    const std::string basis = arguments.text(request.fromFailure ? "from-failure" : "of");
    if (const auto bound = toolkit::bindParameters(loaded->parsed, request.parameters);
        !bound && basis.empty())
        return tell(bound.error());

    watchInterrupts();
    auto connection = connect(arguments, "orrery run");
    if (!connection)
        return tell(connection.error());
    if (!basis.empty()) {
        const auto earlier = findRun(**connection, basis);
        if (!earlier)
            return tell(earlier.error());
        request.basis = *earlier;
        const auto detail = (*connection)->call<RunDetail>([&](Session &session, auto reply) {
            session.show(*earlier, std::move(reply));
        });
        if (!detail)
            return tell(detail.error());
        inherit(*detail, loaded->parsed, request);
    }
    if (isPartial(request) || arguments.has("explain")) {
        const auto plan =
            (*connection)->call<std::vector<PlannedNode>>([&](Session &session, auto reply) {
                session.plan(request, std::move(reply));
            });
        if (!plan)
            return tell(plan.error());
        if (arguments.has("explain"))
            return explain(*plan, arguments.has("json"));
        if (!arguments.has("json"))
            tellPlan(*plan, std::cerr, false);
    }
    const std::string dag = loaded->parsed.dag.id;
    if (loaded->hasPlaces) // else the engine reads what stands for it
        request.parsed = std::make_shared<toolkit::Parsed>(std::move(loaded->parsed));
    const auto started = (*connection)->call<RunId>([&](Session &session, auto reply) {
        session.start(std::move(request), std::move(reply));
    });
    if (!started)
        return tell(started.error());
    if (!arguments.has("detach"))
        return watchRun(**connection, *started, true, arguments.has("json"));
    if (arguments.has("json"))
        print({{"run", started->text}, {"state", "running"}, {"dag", dag}});
    else
        std::cout << started->text << "\n";
    return done;
}

} // namespace

std::vector<Command> runCommands()
{
    std::vector<Command> commands{
        {.path = "run",
         .summary = "Run a DAG file here and wait for it",
         .positionals = {{.name = "FILE", .help = "DAG file: JSON, YAML, DOT or WfFormat"}},
         .options =
             {{.names = "-p,--param",
               .help = "Value of a parameter",
               .value = "NAME=VALUE",
               .repeat = true},
              {.names = "--isolation",
               .help = "How tasks are kept apart: sandbox or process",
               .value = "LEVEL"},
              {.names = "--fit", .help = "Scale tasks that are larger than this host down to it"},
              {.names = "--only", .help = "Run this node alone", .value = "NODE", .repeat = true},
              {.names = "--from",
               .help = "Run this node and all that follows it",
               .value = "NODE",
               .repeat = true},
              {.names = "--until",
               .help = "Run this node and all that stands before it",
               .value = "NODE",
               .repeat = true},
              {.names = "--select",
               .help = "Run what a query names: 'load', '+load', 'load+', 'type:ETL and not "
                       "sinks'",
               .value = "QUERY"},
              {.names = "--from-failure",
               .help = "Run again what did not succeed in a run, and all that follows it; "
                       "parameters are taken over",
               .value = "RUN"},
              {.names = "--of",
               .help = "Keep what does not run from this run, not from the newest ones",
               .value = "RUN"},
              {.names = "--explain",
               .help = "Tell for every node whether it would run and why; start nothing"},
              {.names = "--priority",
               .help = "Before whom it goes: -1000 to 1000, higher first; else as the file says",
               .value = "N"},
              {.names = "--queue",
               .help = "The queue in which it waits for its turn; else as the file says",
               .value = "NAME"},
              {.names = "--no-cache",
               .help = "Take no earlier results; those of this run are kept for later ones"},
              {.names = "--detach", .help = "Print the run's id and leave it running"},
              homeOption(),
              jsonOption()},
         .examples = {"orrery run pipeline.yaml", "orrery run pipeline.yaml -p rows=100000 --json",
                      "orrery run pipeline.yaml --from transform --explain",
                      "orrery run pipeline.yaml --from-failure last -p rows=50000",
                      "orrery run big.json --fit --detach", "orrery run pipeline.yaml --rehearse",
                      "orrery run instance.json --rehearse --host a:48 --host b:48 --json"},
         .run = run}};
    for (Option &option : rehearseOptions())
        commands.front().options.push_back(std::move(option));
    return commands;
}

} // namespace orrery::cli
