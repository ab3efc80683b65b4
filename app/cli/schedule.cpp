// SPDX-License-Identifier: GPL-3.0-or-later
// orrery schedule: runs that begin by themselves, with no window open.
#include <filesystem>
#include <iostream>
#include <optional>

#include <fmt/format.h>

#include "console.h"
#include "numbers.h"
#include "records.h"
#include "scheduleblock.h"

namespace orrery::cli {
namespace {

const Positional fileArgument{.name = "FILE", .help = "DAG file, or a directory with one"};

/// The absolute name of a DAG file; findings of a broken one were told.
std::optional<std::string> absoluteFile(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"), false);
    return loaded ? std::optional(loaded->file) : std::nullopt;
}

Json timeOrNull(const SlotTime &slot)
{
    return slot.at == 0 ? Json(nullptr) : Json(zonedText(slot.at, slot.offset));
}

Json viewJson(const ScheduleView &view)
{
    Json json;
    json["file"] = view.file;
    json["dag"] = view.dag.text;
    json["on"] = view.on;
    json["state"] = view.state;
    json["why"] = view.why;
    json["next"] = timeOrNull(view.next);
    json["last"] = timeOrNull(view.last);
    json["last_state"] = view.lastState;
    json["last_why"] = view.lastWhy;
    json["last_run"] = view.lastRun.text;
    json["running"] = view.running;
    json["waiting"] = view.waiting;
    json["backfill"] = view.backfill;
    json["schedule"] = parsedOrEmpty(view.definition);
    json["overrides"] = parsedOrEmpty(view.overrides);
    return json;
}

/// "0 2 * * * Europe/Berlin", "every PT15M", "event".
std::string timesText(const JsonText &definition)
{
    const Json json = parsedOrEmpty(definition);
    if (json.value("type", "") == "EVENT")
        return "event";
    const std::string zone = json.value("timezone", "UTC");
    if (json.value("type", "") == "INTERVAL")
        return "every " + json.value("interval", "");
    return json.value("expression", "") + " " + zone;
}

void printView(const ScheduleView &view)
{
    std::cout << fmt::format("{:<8} {} ({})\n", view.state, plain(view.file), view.dag.text)
              << fmt::format("  times   {}\n", plain(timesText(view.definition)));
    if (view.next.at > 0)
        std::cout << fmt::format("  next    {}\n", zonedText(view.next.at, view.next.offset));
    if (view.last.at > 0)
        std::cout << fmt::format("  last    {}  {}{}{}\n",
                                 zonedText(view.last.at, view.last.offset), view.lastState,
                                 view.lastRun.empty() ? "" : "  run ", view.lastRun.text);
    if (!view.lastWhy.empty())
        std::cout << "          " << plain(view.lastWhy) << "\n";
    if (view.backfill > 0)
        std::cout << fmt::format("  backfill {} slots left\n", view.backfill);
    if (!view.why.empty())
        std::cout << "  why     " << plain(view.why) << "\n";
}

int answer(const Result<ScheduleView> &view, const Arguments &arguments)
{
    if (!view)
        return tell(view.error());
    if (arguments.has("json"))
        print(viewJson(*view));
    else
        printView(*view);
    return done;
}

int list(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery schedule list", true);
    if (!connection)
        return tell(connection.error());
    const auto views =
        (*connection)->query<std::vector<ScheduleView>>([](Session &session, auto reply) {
            session.schedules(std::move(reply));
        });
    if (!views)
        return tell(views.error());
    const bool any = std::any_of(views->begin(), views->end(), [](const auto &v) { return v.on; });
    if (any && (*connection)->home->owner())
        std::cerr << "orrery: no engine of this home is awake, so nothing fires now; orrery "
                     "schedule on FILE wakes one\n";
    if (arguments.has("json")) {
        Json all = Json::array();
        for (const ScheduleView &view : *views)
            all.push_back(viewJson(view));
        print(all);
        return done;
    }
    if (views->empty())
        std::cout << "No schedules: orrery schedule on FILE switches one on.\n";
    for (const ScheduleView &view : *views)
        printView(view);
    return done;
}

int change(const Arguments &arguments, ScheduleChange wanted)
{
    auto connection = connect(arguments, "orrery schedule");
    if (!connection)
        return tell(connection.error());
    return answer((*connection)->call<ScheduleView>([&](Session &session, auto reply) {
        session.setSchedule(std::move(wanted), std::move(reply));
    }),
                  arguments);
}

int on(const Arguments &arguments)
{
    const auto file = absoluteFile(arguments);
    if (!file)
        return badInput;
    return change(arguments, {*file, ScheduleChange::Action::On, {}});
}

/// A file that is broken or gone can be switched off too.
int off(const Arguments &arguments)
{
    const auto loaded = readDag(arguments, arguments.text("FILE"));
    const std::string file =
        loaded ? loaded->file
               : std::filesystem::absolute(arguments.text("FILE")).lexically_normal().string();
    return change(arguments, {file, ScheduleChange::Action::Off, {}});
}

int set(const Arguments &arguments)
{
    const auto block = blockOf(arguments);
    if (!block)
        return tell(block.error());
    const bool clear = arguments.has("clear");
    if (block->empty() != clear)
        return tell({ErrorCode::InvalidSpec, "schedule set",
                     "name what to set, such as --cron \"0 2 * * *\", or --clear alone"});
    const auto file = absoluteFile(arguments);
    if (!file)
        return badInput;
    return change(arguments,
                  {*file, ScheduleChange::Action::Set, clear ? JsonText() : block->dump()});
}

Result<Schedule> scheduleOf(const Json &block)
{
    const Json dag = {{"dagId", "schedule"}, {"nodes", Json::array()}, {"schedule", block}};
    const toolkit::Parsed parsed = toolkit::parse(dag.dump(), "schedule.json");
    for (const Finding &finding : parsed.findings)
        if (finding.isError())
            return fail(ErrorCode::InvalidSpec, finding.path,
                        finding.message + (finding.fix.empty() ? "" : " (" + finding.fix + ")"));
    return parsed.dag.schedule;
}

int next(const Arguments &arguments)
{
    const auto count = wholeNumber(arguments, "count", 1, 10'000);
    if (!count)
        return tell(count.error());
    Json block = Json::object();
    if (!arguments.text("FILE").empty()) {
        const auto loaded = loadDag(arguments, arguments.text("FILE"), false);
        if (!loaded)
            return badInput;
        auto inForce = blockInForce(arguments, *loaded);
        if (!inForce)
            return tell(inForce.error());
        block = std::move(*inForce);
    }
    const auto options = blockOf(arguments);
    if (!options)
        return tell(options.error());
    if (options->contains("type")) // other times than the file's
        for (const char *key : {"expression", "interval", "condition", "debounce", "pollInterval"})
            block.erase(key);
    block.update(*options);
    if (!block.contains("type"))
        return tell({ErrorCode::InvalidSpec, "schedule next",
                     "name a DAG file with a schedule, --cron or --every"});
    if (block["type"] == "EVENT")
        return tell({ErrorCode::Conflict, arguments.text("FILE"),
                     "an EVENT schedule has no times: it fires when its condition comes true"});
    const auto schedule = scheduleOf(block);
    if (!schedule)
        return tell(schedule.error());
    const std::string home = openOptions(arguments, "").home;
    const WallMs now = std::chrono::duration_cast<std::chrono::milliseconds>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count();
    const auto slots = nextSlots(*schedule, home.empty() ? defaultHome() : home, now,
                                 static_cast<std::uint32_t>(*count));
    if (!slots)
        return tell(slots.error());
    Json all = Json::array();
    for (const SlotTime &slot : *slots) {
        if (arguments.has("json"))
            all.push_back({{"slot", zonedText(slot.at, slot.offset)}, {"utc", isoTime(slot.at)}});
        else
            std::cout << zonedText(slot.at, slot.offset) << "\n";
    }
    if (arguments.has("json"))
        print(all);
    else if (slots->empty())
        std::cout << "No slot follows.\n";
    return done;
}

std::vector<Option> with(std::vector<Option> options, std::vector<Option> more)
{
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

} // namespace

std::vector<Command> scheduleCommands()
{
    return {
        {.path = "schedule list",
         .summary = "Schedules of this home: when they fire next, what became of the last slot",
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery schedule list", "orrery schedule list --json"},
         .run = list},
        {.path = "schedule on",
         .summary = "Fire the schedule of a DAG file from now on, with no window open",
         .positionals = {fileArgument},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery schedule on nightly.yaml"},
         .run = on},
        {.path = "schedule off",
         .summary = "Fire it no more; runs that go on go on",
         .positionals = {fileArgument},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery schedule off nightly.yaml"},
         .run = off},
        {.path = "schedule set",
         .summary = "Say for this home what the schedule of a file is, without editing the file",
         .positionals = {fileArgument},
         .options = with(
             blockOptions(),
             {{.names = "--missed",
               .help = "Slots missed while no engine was awake: skip, latest or all",
               .value = "POLICY"},
              {.names = "--missed-limit", .help = "With all: the newest so many", .value = "N"},
              {.names = "--max-parallel", .help = "Most runs of it at once", .value = "N"},
              {.names = "--when-busy",
               .help = "A slot that comes while so many go on: wait or skip",
               .value = "POLICY"},
              {.names = "--clear", .help = "Follow the file again in all of it"},
              homeOption(),
              jsonOption()}),
         .examples =
             {"orrery schedule set nightly.yaml --cron \"30 2 * * 1-5\" --zone Europe/Berlin",
              "orrery schedule set poll.yaml --every PT15M --missed skip",
              "orrery schedule set nightly.yaml --calendar holidays",
              "orrery schedule set nightly.yaml --clear"},
         .run = set},
        {.path = "schedule next",
         .summary = "The next slots of a file's schedule, or of any times",
         .positionals = {{.name = "FILE",
                          .help = "DAG file, or a directory with one",
                          .required = false}},
         .options =
             with(blockOptions(),
                  {{.names = "-n,--count", .help = "How many", .value = "N", .byDefault = "5"},
                   homeOption(),
                   jsonOption()}),
         .examples = {"orrery schedule next nightly.yaml",
                      "orrery schedule next --cron \"30 2 * * *\" --zone America/New_York -n 3"},
         .run = next},
        {.path = "schedule backfill",
         .summary = "Run slots of the past, or run them again",
         .positionals = {fileArgument},
         .options =
             {{.names = "--from", .help = "First moment, in the schedule's zone", .value = "DATE"},
              {.names = "--to", .help = "Up to and without this moment", .value = "DATE"},
              {.names = "--dry-run", .help = "Only list the slots and what exists"},
              {.names = "--order",
               .help = "oldest or newest first",
               .value = "ORDER",
               .byDefault = "oldest"},
              {.names = "--only-missing", .help = "Slots that have no run"},
              {.names = "--only-failed", .help = "Slots whose newest run failed or was cancelled"},
              {.names = "--max-parallel",
               .help = "Most of these runs at once",
               .value = "N",
               .byDefault = "1"},
              homeOption(),
              jsonOption()},
         .examples = {"orrery schedule backfill nightly.yaml --from 2026-03-01 --to 2026-04-01 "
                      "--dry-run",
                      "orrery schedule backfill nightly.yaml --from 2026-03-01 --to 2026-04-01 "
                      "--only-missing --only-failed --max-parallel 4"},
         .run = backfill},
    };
}

} // namespace orrery::cli
