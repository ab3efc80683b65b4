// SPDX-License-Identifier: GPL-3.0-or-later
// orrery task sql|http: what SQL and HTTP nodes run; started by the runner, in the task's sandbox.
#include "engine/tasks.h"

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "console.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

std::string environment(const char *name)
{
    const char *value = std::getenv(name);
    return value != nullptr ? value : "";
}

/// Reads the file that the runner wrote, does the work, leaves the outputs where the runner looks.
int carryOut(const Arguments &arguments,
             const std::function<Result<std::string>(const std::string &)> &work)
{
    const auto text = readFile(arguments.text("FILE"));
    if (!text)
        return tell(text.error());
    const auto outputs = work(*text);
    if (!outputs) {
        std::cerr << outputs.error().where << ": " << outputs.error().what << "\n";
        return failed;
    }
    const std::string to = environment("ORRERY_OUTPUTS");
    std::ofstream out(to, std::ios::binary | std::ios::trunc);
    out << *outputs;
    out.close();
    if (!out)
        return tell({ErrorCode::Io, "ORRERY_OUTPUTS", "cannot be written"});
    return done;
}

int sql(const Arguments &arguments)
{
    return carryOut(arguments, [](const std::string &script) {
        return tasks::runSql(script, environment("ORRERY_SQL_DATABASE"),
                             environment("ORRERY_SQL_ARGS"));
    });
}

int http(const Arguments &arguments)
{
    return carryOut(arguments, [](const std::string &request) { return tasks::runHttp(request); });
}

} // namespace

std::vector<Command> taskCommands()
{
    const Positional file{.name = "FILE", .help = "Script or request"};
    return {{.path = "task sql",
             .summary = "Run an SQL script as a task",
             .positionals = {file},
             .examples = {"orrery task sql report.sql"},
             .run = sql,
             .hidden = true},
            {.path = "task http",
             .summary = "Make a request as a task",
             .positionals = {file},
             .examples = {"orrery task http request.json"},
             .run = http,
             .hidden = true}};
}

} // namespace orrery::cli
