// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs hold|release|mark|approve|priority|retry|grow: a run in a person's hand.
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "engine/toolkit.h"
#include "findrun.h"
#include "numbers.h"
#include "records.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

const Positional taskArgument{.name = "TASK", .help = "\"node\" or \"node[item]\""};

/// The run that the words name, with its connection.
struct Target {
    std::unique_ptr<Connection> connection;
    RunDetail detail;

    [[nodiscard]] Result<TaskIndex> task(const std::string &name) const
    {
        for (const TaskRow &row : detail.tasks) {
            if (taskName(*detail.dag, row) == name)
                return row.task;
        }
        return fail(ErrorCode::NotFound, name,
                    "the run has no such task (orrery runs show " + detail.summary.id.text + ")");
    }
    [[nodiscard]] Result<std::vector<TaskIndex>> tasks(const std::vector<std::string> &names) const
    {
        std::vector<TaskIndex> found;
        for (const std::string &name : names) {
            const auto one = task(name);
            if (!one)
                return tl::unexpected(one.error());
            found.push_back(*one);
        }
        return found;
    }
    template <typename Call>
    [[nodiscard]] int carryOut(Call call, const std::string &told)
    {
        const Result<> answer = connection->call<void>(std::move(call));
        if (!answer)
            return tell(answer.error());
        std::cout << told << "\n";
        return done;
    }
};

Result<Target> target(const Arguments &arguments, const char *role)
{
    Target made;
    auto connection = connect(arguments, role);
    if (!connection)
        return tl::unexpected(connection.error());
    made.connection = std::move(*connection);
    const auto run = findRun(*made.connection, arguments.text("RUN"));
    if (!run)
        return tl::unexpected(run.error());
    auto detail = made.connection->call<RunDetail>(
        [&](Session &session, auto reply) { session.show(*run, std::move(reply)); });
    if (!detail)
        return tl::unexpected(detail.error());
    made.detail = std::move(*detail);
    return made;
}

int changeHold(const Arguments &arguments, bool held)
{
    auto made = target(arguments, held ? "orrery runs hold" : "orrery runs release");
    if (!made)
        return tell(made.error());
    auto tasks = made->tasks(arguments.all("TASK"));
    if (!tasks)
        return tell(tasks.error());
    HoldOrder order{std::move(*tasks), held, arguments.has("after"), arguments.has("step")};
    if (order.after && order.tasks.empty())
        return tell({ErrorCode::InvalidSpec, "--after", "name the tasks to pause after"});
    const std::string &id = made->detail.summary.id.text;
    const std::string what = order.tasks.empty() ? "run " + id
                             : order.tasks.size() == 1
                                 ? arguments.text("TASK")
                                 : fmt::format("{} tasks", order.tasks.size());
    const std::string told = order.after  ? "run " + id + " pauses after " + what
                             : held       ? what + " is held (orrery runs release " + id + ")"
                             : order.step ? "one held task of " + what + " goes on"
                                          : what + " is released";
    return made->carryOut(
        [&](Session &session, auto reply) {
            session.hold(made->detail.summary.id, order, std::move(reply));
        },
        told);
}

/// name=value words, typed by the outputs that the node declares.
Result<JsonText> outputsOf(const Arguments &arguments, const NodeSpec &node, bool all)
{
    std::vector<std::pair<std::string, std::string>> given;
    for (const std::string &word : arguments.all("param")) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorCode::InvalidSpec, "-p " + word, "an output is given as name=value");
        given.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    if (given.empty() && !all)
        return JsonText();
    toolkit::Parsed asked;
    for (const Port &port : node.task.outputs)
        asked.runParameters.push_back({.name = port.name,
                                       .type = port.type,
                                       .required = port.required && all,
                                       .defaultValue = port.defaultValue,
                                       .description = port.description});
    return toolkit::bindParameters(asked, given);
}

int markTask(const Arguments &arguments, TaskState state, const std::string &verb)
{
    auto made = target(arguments, "orrery runs mark");
    if (!made)
        return tell(made.error());
    const std::string name = arguments.text("TASK");
    const auto task = made->task(name);
    if (!task)
        return tell(task.error());
    const NodeSpec &node = made->detail.dag->nodes[made->detail.tasks[*task].node];
    const bool answers = verb != "marked";
    if (answers && node.task.runtime != Runtime::Approve)
        return tell({ErrorCode::InvalidSpec, name,
                     "it asks for no approval; orrery runs mark says how a task has ended"});
    if (answers && isFinal(made->detail.tasks[*task].state))
        return tell({ErrorCode::Conflict, name, "it has been answered"});
    Mark order{.task = *task, .state = state, .why = arguments.text("why")};
    if (state == TaskState::Succeeded) {
        auto outputs = outputsOf(arguments, node, answers);
        if (!outputs)
            return tell(outputs.error());
        order.outputs = std::move(*outputs);
    }
    return made->carryOut(
        [&](Session &session, auto reply) {
            session.mark(made->detail.summary.id, order, std::move(reply));
        },
        answers ? name + " is " + verb : name + " is marked " + std::string(text(state)));
}

int markAs(const Arguments &arguments)
{
    const std::string word = arguments.text("STATE");
    for (const TaskState state : {TaskState::Succeeded, TaskState::Failed, TaskState::Skipped}) {
        if (text(state) == word)
            return markTask(arguments, state, "marked");
    }
    return tell({ErrorCode::InvalidSpec, word, "the states are succeeded, failed and skipped"});
}

int approve(const Arguments &arguments)
{
    return arguments.has("reject") ? markTask(arguments, TaskState::Failed, "rejected")
                                   : markTask(arguments, TaskState::Succeeded, "approved");
}

int retry(const Arguments &arguments)
{
    auto made = target(arguments, "orrery runs retry");
    if (!made)
        return tell(made.error());
    const auto tasks = made->tasks(arguments.all("TASK"));
    if (!tasks)
        return tell(tasks.error());
    const std::string &id = made->detail.summary.id.text;
    return made->carryOut(
        [&](Session &session, auto reply) {
            session.retry(made->detail.summary.id, *tasks, std::move(reply));
        },
        "run " + id + " goes on (orrery runs resume " + id + " waits for it)");
}

int prioritise(const Arguments &arguments)
{
    const auto priority = wholeNumber(arguments, "N", -mostPriority, mostPriority);
    if (!priority)
        return tell({ErrorCode::InvalidSpec, arguments.text("N"), priority.error().what});
    auto made = target(arguments, "orrery runs priority");
    if (!made)
        return tell(made.error());
    const RunId &run = made->detail.summary.id;
    return made->carryOut(
        [&](Session &session, auto reply) {
            session.prioritise(run, static_cast<std::int32_t>(*priority), std::move(reply));
        },
        fmt::format("run {} has priority {}", run.text, *priority));
}

/// @param name  "-" = standard input
Result<std::string> textOf(const std::string &name)
{
    return name == "-" ? readAll(std::cin, "standard input") : readFile(name);
}

int grow(const Arguments &arguments)
{
    const std::string name = arguments.text("FILE");
    const auto text = textOf(name);
    if (!text)
        return tell(text.error());
    auto connection = connect(arguments, "orrery runs grow");
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    const auto grown = (*connection)->call<Growth>([&](Session &session, auto reply) {
        session.grow(*run, {*text, name == "-" ? std::string() : name}, std::move(reply));
    });
    if (!grown) {
        Error error = grown.error();
        if (error.code == ErrorCode::InvalidSpec)
            error.where.clear(); // its findings name the file, the line and the column
        return tell(error);
    }
    if (arguments.has("json")) {
        Json json;
        json["run"] = run->text;
        json["nodes"] = grown->nodes;
        json["edges"] = grown->edges;
        print(json);
    } else {
        std::cout << fmt::format("run {} has {} more\n", run->text, growthText(*grown));
    }
    return done;
}

const Option outputOption{.names = "-p,--param",
                          .help = "An output of the task, typed by its outputSchema",
                          .value = "NAME=VALUE",
                          .repeat = true};
const Option whyOption{.names = "--why", .help = "A reason to be recorded", .value = "TEXT"};

} // namespace

std::vector<Command> driveCommands()
{
    Positional tasks = taskArgument;
    tasks.required = false;
    tasks.repeat = true;
    return {
        {.path = "runs hold",
         .summary = "Hold a run or tasks of it: what runs goes on, nothing else starts",
         .positionals = {runArgument(), tasks},
         .options = {{.names = "--after", .help = "Hold the run once these tasks have ended"},
                     homeOption()},
         .examples = {"orrery runs hold last", "orrery runs hold last load",
                      "orrery runs hold last "
                      "load --after"},
         .run = [](const Arguments &arguments) { return changeHold(arguments, true); }},
        {.path = "runs release",
         .summary = "Release what is held",
         .positionals = {runArgument(), tasks},
         .options = {{.names = "--step", .help = "Only the first task that is held"}, homeOption()},
         .examples = {"orrery runs release last", "orrery runs release last train --step"},
         .run = [](const Arguments &arguments) { return changeHold(arguments, false); }},
        {.path = "runs mark",
         .summary = "Say how a task is to have ended; one that runs is stopped first",
         .positionals = {runArgument(),
                         taskArgument,
                         {.name = "STATE", .help = "succeeded, failed or skipped"}},
         .options = {outputOption, whyOption, homeOption()},
         .examples = {"orrery runs mark last load succeeded -p rows=100",
                      "orrery runs mark last notify skipped --why 'sent by hand'"},
         .run = markAs},
        {.path = "runs approve",
         .summary = "Answer a task that waits for approval",
         .positionals = {runArgument(), taskArgument},
         .options = {outputOption,
                     {.names = "--reject", .help = "Deny it: the task fails"},
                     whyOption,
                     homeOption()},
         .examples = {"orrery runs approve last release -p version=1.4",
                      "orrery runs approve last release --reject --why 'not tested'"},
         .run = approve},
        {.path = "runs priority",
         .summary = "Move what waits of a run before or behind others",
         .positionals = {runArgument(),
                         {.name = "N", .help = "-1000 to 1000, higher goes first; usual is 0"}},
         .options = {homeOption()},
         .examples = {"orrery runs priority last 10", "orrery runs priority last -- -5"},
         .run = prioritise},
        {.path = "runs grow",
         .summary = "Add nodes and edges to a run that goes on",
         .positionals = {runArgument(),
                         {.name = "FILE",
                          .help = "JSON or YAML: {nodes: [...], edges: [...]} as in a DAG file; - "
                                  "reads standard input"}},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery runs grow last more.yaml",
                      "curl -s https://example.org/next.json | orrery runs grow last -"},
         .run = grow},
        {.path = "runs retry",
         .summary = "Run failed, cancelled and skipped tasks again, in the same run",
         .positionals = {runArgument(), tasks},
         .options = {homeOption()},
         .examples = {"orrery runs retry last", "orrery runs retry last 'transform[3]'"},
         .run = retry},
    };
}

} // namespace orrery::cli
