// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs: recorded runs, their logs, cancel and resume.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "findrun.h"
#include "numbers.h"
#include "records.h"
#include "watch.h"

namespace orrery::cli {
namespace {

int list(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery runs list", true);
    if (!connection)
        return tell(connection.error());
    const auto limit = number<std::uint32_t>(arguments, "limit", "is a whole number; 0 is all");
    if (!limit)
        return tell(limit.error());
    const auto runs =
        (*connection)->query<std::vector<RunSummary>>([limit](Session &session, auto reply) {
            session.runs(*limit, std::move(reply));
        });
    if (!runs)
        return tell(runs.error());
    if (arguments.has("json")) {
        Json json = Json::array();
        for (const RunSummary &run : *runs)
            json.push_back(runJson(run));
        print(json);
        return done;
    }
    if (runs->empty()) {
        std::cout << "No runs yet. Start one: orrery run FILE\n";
        return done;
    }
    // A run of a sub-DAG is named after the attempt that started it: its id may be long.
    std::size_t width = 22;
    for (const RunSummary &run : *runs)
        width = std::max(width, run.id.text.size());
    std::cout << fmt::format("  {:<{}} {:<10} {:<28} {:<20} {:>10} {:>12} {:>7}\n", "RUN", width,
                             "STATE", "DAG", "STARTED", "TIME", "TASKS", "CACHED");
    for (const RunSummary &run : *runs)
        std::cout << fmt::format("{} {:<{}} {:<10} {:<28} {:<20} {:>10} {:>12} {:>7}{}\n",
                                 mark(run.state), run.id.text, width, text(run.state),
                                 run.dag.text.substr(0, 28), localTime(run.created),
                                 run.ended > 0 ? duration(run.ended - run.created) : "",
                                 fmt::format("{}/{}", run.finishedCount(), run.taskCount()),
                                 run.cached > 0 ? std::to_string(run.cached) : "",
                                 run.waits.empty() ? "" : "  " + plain(run.waits));
    return done;
}

/// One task: what its result depends on, and why no earlier one stood for it.
int showTask(Connection &connection, const RunDetail &detail, const std::string &name, bool json)
{
    const auto row =
        std::find_if(detail.tasks.begin(), detail.tasks.end(),
                     [&](const TaskRow &one) { return taskName(*detail.dag, one) == name; });
    if (row == detail.tasks.end())
        return tell({ErrorCode::NotFound, name,
                     "the run has no such task (orrery runs show " + detail.summary.id.text + ")"});
    const auto task = connection.query<TaskDetail>([&](Session &session, auto reply) {
        session.task(detail.summary.id, row->task, std::move(reply));
    });
    if (!task)
        return tell(task.error());
    const Json key = Json::parse(task->cacheKey, nullptr, false);
    if (json) {
        Json out = {{"run", detail.summary.id.text},
                    {"task", name},
                    {"state", text(row->state)},
                    {"attempts", row->attempts},
                    {"reason", row->reason},
                    {"cached", row->cachedFrom.text},
                    {"cache_key", key.is_object() ? key : Json(nullptr)},
                    {"cache_why", task->cacheWhy}};
        print(out);
        return done;
    }
    std::cout << fmt::format("{}  {}  {}\n", name, text(row->state), plain(row->reason));
    if (!task->cacheWhy.empty())
        std::cout << "  ran because  " << plain(task->cacheWhy) << "\n";
    if (!key.is_object()) {
        std::cout << "  It has no cache, or did not look into it.\n";
        return done;
    }
    std::cout << "  its result depends on\n";
    for (const auto &[part, hash] : key.items())
        std::cout << fmt::format("    {}  {}\n", hash.get<std::string>().substr(0, 8), plain(part));
    return done;
}

int show(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery runs show", true);
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    const auto detail = (*connection)->query<RunDetail>([&](Session &session, auto reply) {
        session.show(*run, std::move(reply));
    });
    if (!detail)
        return tell(detail.error());
    if (const std::string task = arguments.text("TASK"); !task.empty())
        return showTask(**connection, *detail, task, arguments.has("json"));
    if (arguments.has("json")) {
        print(detailJson(*detail));
        return done;
    }
    const RunSummary &summary = detail->summary;
    std::cout << fmt::format("{} {}  {}\n", mark(summary.state), summary.id.text,
                             text(summary.state))
              << fmt::format("  dag         {} ({})\n", summary.dag.text, summary.dagName)
              << fmt::format("  version     {}\n", summary.version.text)
              << fmt::format("  file        {}\n", summary.file)
              << fmt::format(
                     "  started     {}{}\n", localTime(summary.created),
                     summary.ended > 0 ? ", took " + duration(summary.ended - summary.created) : "")
              << fmt::format("  parameters  {}\n",
                             summary.parameters.empty() ? "{}" : plain(summary.parameters))
              << fmt::format("  results     {}\n", summary.resultsDir);
    if (!summary.queue.empty())
        std::cout << "  queue       " << plain(summary.queue) << "\n";
    if (summary.priority != 0)
        std::cout << "  priority    " << summary.priority << "\n";
    if (!summary.waits.empty())
        std::cout << "  waits       " << plain(summary.waits) << "\n";
    if (summary.cached > 0)
        std::cout << fmt::format("  cached      {} of {} tasks\n", summary.cached,
                                 summary.taskCount());
    if (!summary.cause.empty())
        std::cout << "  cause       " << plain(summary.cause) << "\n";
    for (const std::string &note : summary.notes)
        std::cout << "  note        " << plain(note) << "\n";
    for (const Growth &growth : detail->growths)
        std::cout << fmt::format(
            "  grown by    {}: {}, at {}\n",
            growth.task == none ? growth.by : taskName(*detail->dag, detail->tasks[growth.task]),
            growthText(growth), localTime(growth.at));
    std::cout << fmt::format("\n  {:<32} {:<10} {:>8} {:>6} {:>10}\n", "TASK", "STATE", "ATTEMPTS",
                             "EXIT", "TIME");
    for (const TaskRow &row : detail->tasks) {
        std::cout << fmt::format("  {:<32} {:<10} {:>8} {:>6} {:>10}", taskName(*detail->dag, row),
                                 text(row.state), row.attempts,
                                 row.exitCode >= 0 ? std::to_string(row.exitCode) : "",
                                 row.end > 0 && row.start > 0 ? duration(row.end - row.start) : "");
        if (!row.reason.empty())
            std::cout << "  " << plain(row.reason);
        std::cout << "\n";
    }
    return done;
}

/// One task's log as raw bytes, or every task's with its name before each line.
int printLog(Connection &connection, const RunDetail &detail, const TaskRow &row, bool follow,
             bool named)
{
    const std::string prefix = named ? taskName(*detail.dag, row) + " | " : "";
    bool ended = false;
    bool lineStart = true;
    Subscription log =
        connection.session().follow(detail.summary.id, row.task, 0, [&](const LogChunk &chunk) {
            ended = chunk.end;
            std::string_view rest = chunk.text;
            while (!rest.empty()) {
                const std::size_t line =
                    named ? std::min(rest.find('\n'), rest.size() - 1) + 1 : rest.size();
                if (lineStart)
                    std::cout << prefix;
                std::cout << rest.substr(0, line);
                lineStart = rest[line - 1] == '\n';
                rest.remove_prefix(line);
            }
            std::cout.flush(); // who follows through a pipe sees it now
        });
    constexpr SpanMs patience = 2000;
    connection.inbox.wait([&] { return ended || interrupts() > 0; }, follow ? 0 : patience);
    if (!lineStart && named)
        std::cout.put('\n');
    std::cout.flush();
    return interrupts() > 0 ? int(interrupted) : int(done);
}

int log(const Arguments &arguments)
{
    const bool follow = arguments.has("follow");
    watchInterrupts();
    auto connection = connect(arguments, "orrery runs log", !follow);
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    const auto detail = (*connection)->query<RunDetail>([&](Session &session, auto reply) {
        session.show(*run, std::move(reply));
    });
    if (!detail)
        return tell(detail.error());
    const std::string wanted = arguments.text("TASK");
    bool found = false;
    for (const TaskRow &row : detail->tasks) {
        if (!wanted.empty() && taskName(*detail->dag, row) != wanted)
            continue;
        found = true;
        if (row.attempts == 0 && !follow)
            continue;
        if (const int code = printLog(**connection, *detail, row, follow, wanted.empty());
            code != done)
            return code;
    }
    if (!found)
        return tell({ErrorCode::NotFound, wanted,
                     "the run has no such task (orrery runs show " + run->text + ")"});
    return done;
}

int cancel(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery runs cancel");
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    bool ended = false;
    Subscription subscription =
        (*connection)->session().subscribe({.run = *run, .hosts = false}, [&](const Delta &delta) {
            for (const RunSummary &summary : delta.runs)
                ended = ended || (summary.id == *run && isFinal(summary.state));
        });
    const auto cancelled = (*connection)->call<void>([&](Session &session, auto reply) {
        session.cancel(*run, std::move(reply));
    });
    if (!cancelled)
        return tell(cancelled.error());
    constexpr SpanMs patience = 30'000;
    if (!(*connection)->inbox.wait([&] { return ended; }, patience))
        return tell({ErrorCode::Timeout, run->text,
                     "its tasks are still being stopped; look again with orrery runs show"});
    std::cout << run->text << " has ended\n";
    return done;
}

int resume(const Arguments &arguments)
{
    watchInterrupts();
    auto connection = connect(arguments, "orrery runs resume");
    if (!connection)
        return tell(connection.error());
    std::vector<RunId> wanted;
    for (const std::string &word : arguments.all("RUN")) {
        auto run = findRun(**connection, word);
        if (!run)
            return tell(run.error());
        wanted.push_back(std::move(*run));
    }
    if (wanted.empty()) {
        const auto all =
            (*connection)->query<std::vector<RunSummary>>([](Session &session, auto reply) {
                session.runs(0, std::move(reply));
            });
        if (!all)
            return tell(all.error());
        for (auto run = all->rbegin(); run != all->rend(); ++run)
            if (!isFinal(run->state))
                wanted.push_back(run->id);
    }
    if (wanted.empty() && !arguments.has("json"))
        std::cout << "Nothing to resume: every run has ended.\n";
    int worst = done;
    for (const RunId &run : wanted)
        worst = std::max(worst, watchRun(**connection, run, false, arguments.has("json")));
    return worst;
}

} // namespace

std::vector<Command> runsCommands()
{
    return {
        {.path = "runs list",
         .summary = "Recorded runs, newest first",
         .options = {{.names = "-n,--limit",
                      .help = "At most this many; 0 is all",
                      .value = "N",
                      .byDefault = "20"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery runs list", "orrery runs list --limit 0 --json"},
         .run = list},
        {.path = "runs show",
         .summary = "One run with its tasks, or what one task's result depends on",
         .positionals = {runArgument(),
                         {.name = "TASK",
                          .help = "One task, \"node\" or \"node[3]\": its cache key",
                          .required = false}},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery runs show last", "orrery runs show last transform",
                      "orrery runs show 20261121-1045 --json"},
         .run = show},
        {.path = "runs log",
         .summary = "What tasks printed",
         .positionals = {runArgument(),
                         {.name = "TASK",
                          .help = "One task, \"node\" or \"node[3]\"; else all",
                          .required = false}},
         .options = {{.names = "-f,--follow", .help = "Go on as it grows"}, homeOption()},
         .examples = {"orrery runs log last", "orrery runs log last transform[3] -f"},
         .run = log},
        {.path = "runs cancel",
         .summary = "Stop a run and everything it started",
         .positionals = {runArgument()},
         .options = {homeOption()},
         .examples = {"orrery runs cancel last"},
         .run = cancel},
        {.path = "runs resume",
         .summary = "Take up unfinished runs and wait for them",
         .positionals = {{.name = "RUN",
                          .help = "These runs; else all unfinished ones",
                          .required = false,
                          .repeat = true}},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery runs resume", "orrery runs resume 20261121-104512-7f3a --json"},
         .run = resume},
    };
}

} // namespace orrery::cli
