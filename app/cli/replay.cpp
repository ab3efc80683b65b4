// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs replay: a recorded run as it stood at any moment.
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "findrun.h"
#include "records.h"

namespace orrery::cli {
namespace {

double seconds(SpanMs span)
{
    return static_cast<double>(span) / 1000;
}

Json timeOrNull(WallMs at)
{
    return at == 0 ? Json(nullptr) : Json(isoTime(at));
}

Json countsJson(const RunSummary &run)
{
    Json counts = Json::object();
    for (std::size_t state = 0; state < taskStateCount; ++state)
        if (run.counts[state] > 0)
            counts[std::string(text(static_cast<TaskState>(state)))] = run.counts[state];
    return counts;
}

Json momentJson(const RunMoment &then, const DagSpec &dag)
{
    Json json;
    json["run"] = then.summary.id.text;
    json["state"] = text(then.summary.state);
    json["dag"] = then.summary.dag.text;
    json["version"] = then.summary.version.text;
    json["at"] = timeOrNull(then.at);
    json["since_s"] = seconds(then.at - then.begin);
    json["begin"] = timeOrNull(then.begin);
    json["end"] = timeOrNull(then.end);
    json["seq"] = then.seq;
    json["events"] = then.events;
    json["total_events"] = then.totalEvents;
    json["counts"] = countsJson(then.summary);
    json["cause"] = then.summary.cause;
    Json tasks = Json::array();
    for (const TaskRow &row : then.tasks) {
        Json task;
        task["id"] = taskName(dag, row);
        task["state"] = text(row.state);
        task["attempts"] = row.attempts;
        task["exit_code"] = row.exitCode < 0 ? Json(nullptr) : Json(row.exitCode);
        task["start"] = timeOrNull(row.start);
        task["end"] = timeOrNull(row.end);
        task["host"] = row.host;
        if (!row.reason.empty())
            task["reason"] = row.reason.str();
        tasks.push_back(std::move(task));
    }
    json["tasks"] = std::move(tasks);
    return json;
}

/// How long a task has run by then.
std::string spent(const TaskRow &row, WallMs at)
{
    if (row.start == 0)
        return {};
    const bool runs = row.state == TaskState::Running;
    return row.end == 0 && !runs ? std::string() : duration((runs ? at : row.end) - row.start);
}

void tellMoment(const RunMoment &then, const DagSpec &dag)
{
    std::cout << fmt::format("{} {}  {} at {}, {} after its start of {} recorded\n",
                             mark(then.summary.state), then.summary.id.text,
                             text(then.summary.state), localTime(then.at),
                             duration(then.at - then.begin), duration(then.end - then.begin))
              << fmt::format("  known then  {} of {} facts", then.events, then.totalEvents)
              << (then.seq > 0 ? fmt::format(", the last is {} of the journal", then.seq) : "")
              << "\n  tasks       ";
    const char *comma = "";
    const Json counts = countsJson(then.summary);
    for (const auto &[state, count] : counts.items()) {
        std::cout << comma << count.dump() << " " << state;
        comma = ", ";
    }
    std::cout << "\n";
    if (!then.summary.cause.empty())
        std::cout << "  cause       " << plain(then.summary.cause) << "\n";
    std::cout << fmt::format("\n  {:<32} {:<10} {:>8} {:>6} {:>10}\n", "TASK", "STATE", "ATTEMPTS",
                             "EXIT", "TIME");
    for (const TaskRow &row : then.tasks) {
        std::string line = fmt::format(
            "  {:<32} {:<10} {:>8} {:>6} {:>10}", taskName(dag, row), text(row.state), row.attempts,
            row.exitCode >= 0 ? std::to_string(row.exitCode) : "", spent(row, then.at));
        if (!row.reason.empty())
            line += "  " + plain(row.reason);
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << "\n";
    }
}

int replay(const Arguments &arguments)
{
    if (!arguments.has("at"))
        return tell({ErrorCode::InvalidSpec, "runs replay",
                     "--at says which moment: --at 50%, --at +12.5, --at 2026-11-21T10:45:12Z"});
    const auto moment = parseMoment(arguments.text("at"));
    if (!moment)
        return tell(moment.error());
    auto connection = connect(arguments, "orrery runs replay", true);
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    const auto then = (*connection)->call<RunMoment>([&](Session &session, auto reply) {
        session.replay(*run, *moment, std::move(reply));
    });
    if (!then)
        return tell(then.error());
    const auto detail = (*connection)->call<RunDetail>([&](Session &session, auto reply) {
        session.show(*run, std::move(reply));
    });
    if (!detail)
        return tell(detail.error());
    if (arguments.has("json"))
        print(momentJson(*then, *detail->dag));
    else
        tellMoment(*then, *detail->dag);
    return done;
}

} // namespace

std::vector<Command> replayCommands()
{
    return {{.path = "runs replay",
             .summary = "A recorded run as it stood at any moment",
             .positionals = {runArgument()},
             .options = {{.names = "--at",
                          .help = "A time (2026-11-21T10:45:12Z), seconds since its start (+12.5), "
                                  "a share of its time (50%) or a position of the journal (1234)",
                          .value = "T"},
                         homeOption(),
                         jsonOption()},
             .examples = {"orrery runs replay last --at 50%",
                          "orrery runs replay 20261121-1045 --at +12.5 --json",
                          "orrery runs replay last --at \"2026-11-21 10:45:12\""},
             .run = replay}};
}

} // namespace orrery::cli
