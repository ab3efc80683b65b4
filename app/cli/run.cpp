// SPDX-License-Identifier: GPL-3.0-or-later
// orrery run: starts a DAG and waits for it.
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "records.h"
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

int run(const Arguments &arguments)
{
    auto given = parameters(arguments);
    if (!given)
        return tell(given.error());
    StartRequest request;
    request.parameters = std::move(*given);
    request.fit = arguments.has("fit");
    if (const std::string level = arguments.text("isolation"); level == "process")
        request.isolation = Isolation::Process;
    else if (level == "sandbox")
        request.isolation = Isolation::Sandbox;
    else if (!level.empty())
        return tell(
            {ErrorCode::InvalidSpec, "--isolation " + level, "the levels are sandbox and process"});
    auto loaded = loadDag(arguments.text("FILE"));
    if (!loaded)
        return badInput;
    if (const auto bound = toolkit::bindParameters(loaded->parsed, request.parameters); !bound)
        return tell(bound.error());
    request.file = loaded->file;
    request.text = std::move(loaded->text);

    watchInterrupts();
    auto connection = connect(arguments, "orrery run");
    if (!connection)
        return tell(connection.error());
    const auto started = (*connection)->call<RunId>([&](Session &session, auto reply) {
        session.start(std::move(request), std::move(reply));
    });
    if (!started)
        return tell(started.error());
    if (!arguments.has("detach"))
        return watchRun(**connection, *started, true, arguments.has("json"));
    if (arguments.has("json"))
        print({{"run", started->text}, {"state", "running"}, {"dag", loaded->parsed.dag.id}});
    else
        std::cout << started->text << "\n";
    return done;
}

} // namespace

std::vector<Command> runCommands()
{
    return {
        {.path = "run",
         .summary = "Run a DAG file here and wait for it",
         .positionals = {{.name = "FILE", .help = "DAG file: JSON, YAML, DOT or WfFormat"}},
         .options = {{.names = "-p,--param",
                      .help = "Value of a parameter",
                      .value = "NAME=VALUE",
                      .repeat = true},
                     {.names = "--isolation",
                      .help = "How tasks are kept apart: sandbox or process",
                      .value = "LEVEL"},
                     {.names = "--fit",
                      .help = "Scale tasks that are larger than this host down to it"},
                     {.names = "--detach", .help = "Print the run's id and leave it running"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery run pipeline.yaml", "orrery run pipeline.yaml -p rows=100000 --json",
                      "orrery run big.json --fit --detach"},
         .run = run}};
}

} // namespace orrery::cli
