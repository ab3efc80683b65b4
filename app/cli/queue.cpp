// SPDX-License-Identifier: GPL-3.0-or-later
// orrery queue list|set|hold|release|forget: names of this home that runs and tasks take turns on.
#include <iostream>
#include <limits>

#include <fmt/format.h>

#include "console.h"
#include "numbers.h"
#include "records.h"

namespace orrery::cli {
namespace {

const Positional nameArgument{.name = "NAME", .help = "Of a queue, a limit or a mutex"};

std::string slotsText(std::uint32_t count)
{
    return count == 0 ? "all" : std::to_string(count);
}

Json userJson(const QueueUser &user)
{
    Json json;
    json["run"] = user.run.text;
    json["task"] = user.task;
    json["slots"] = user.count;
    return json;
}

Json queueJson(const QueueView &queue)
{
    Json json;
    json["name"] = queue.name;
    json["set"] = queue.known;
    json["slots"] = queue.count;
    json["priority"] = queue.priority;
    json["held"] = queue.held;
    json["holders"] = Json::array();
    for (const QueueUser &user : queue.holders)
        json["holders"].push_back(userJson(user));
    json["waiting"] = Json::array();
    for (const QueueUser &user : queue.waiting) {
        Json waits = userJson(user);
        waits["priority"] = user.priority;
        waits["why"] = user.why;
        json["waiting"].push_back(std::move(waits));
    }
    return json;
}

std::string userText(const QueueUser &user)
{
    return user.task.empty() ? "run " + user.run.text
                             : "run " + user.run.text + ", task " + user.task;
}

void tellQueue(const QueueView &queue)
{
    std::uint64_t taken = 0;
    for (const QueueUser &user : queue.holders)
        taken += user.count == 0 ? queue.count : user.count;
    std::cout << fmt::format("{} {:<32} {:>10} {:>8} {:>8}  {}\n", queue.held ? "■" : "·",
                             queue.name, fmt::format("{} of {}", taken, queue.count),
                             queue.waiting.size(), queue.priority, queue.held ? "held" : "");
    for (const QueueUser &user : queue.holders)
        std::cout << fmt::format("    holds {:>4}  {}\n", slotsText(user.count), userText(user));
    for (const QueueUser &user : queue.waiting)
        std::cout << fmt::format("    wants {:>4}  {}: {}\n", slotsText(user.count), userText(user),
                                 plain(user.why));
}

int list(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery queue list", true);
    if (!connection)
        return tell(connection.error());
    const auto queues =
        (*connection)->query<std::vector<QueueView>>([](Session &session, auto reply) {
            session.queues(std::move(reply));
        });
    if (!queues)
        return tell(queues.error());
    if (arguments.has("json")) {
        Json json = Json::array();
        for (const QueueView &queue : *queues)
            json.push_back(queueJson(queue));
        print(json);
        return done;
    }
    if (queues->empty()) {
        std::cout << "Nobody takes turns here. A DAG names what it waits for with `queue`, "
                     "`limits` or `mutex`.\n";
        return done;
    }
    std::cout << fmt::format("  {:<32} {:>10} {:>8} {:>8}\n", "NAME", "SLOTS", "WAITING",
                             "PRIORITY");
    for (const QueueView &queue : *queues)
        tellQueue(queue);
    return done;
}

int change(const Arguments &arguments, const QueueChange &wanted, const std::string &told)
{
    auto connection = connect(arguments, "orrery queue set");
    if (!connection)
        return tell(connection.error());
    const auto answer = (*connection)->call<void>([&](Session &session, auto reply) {
        session.setQueue(wanted, std::move(reply));
    });
    if (!answer)
        return tell(answer.error());
    std::cout << told << "\n";
    return done;
}

int set(const Arguments &arguments)
{
    QueueChange wanted{.name = arguments.text("NAME")};
    std::string told = wanted.name + ":";
    if (arguments.has("slots")) {
        const auto slots = wholeNumber(arguments, "slots", 1, 1'000'000);
        if (!slots)
            return tell(slots.error());
        wanted.count = static_cast<std::uint32_t>(*slots);
        told += fmt::format(" {} slot{}", *slots, *slots == 1 ? "" : "s");
    }
    if (arguments.has("priority")) {
        const auto priority = wholeNumber(arguments, "priority", -mostPriority, mostPriority);
        if (!priority)
            return tell(priority.error());
        wanted.priority = static_cast<std::int32_t>(*priority);
        told += fmt::format("{} priority {}", wanted.count ? "," : "", *priority);
    }
    if (!wanted.count && !wanted.priority)
        return tell({ErrorCode::InvalidSpec, "queue set", "give --slots N or --priority N"});
    return change(arguments, wanted, told);
}

int hold(const Arguments &arguments, bool held)
{
    const std::string name = arguments.text("NAME");
    return change(arguments, {.name = name, .held = held},
                  held ? name +
                             " is held: who holds a slot goes on, nobody gets one (orrery queue "
                             "release " +
                             name + ")"
                       : name + " is released");
}

int forget(const Arguments &arguments)
{
    const std::string name = arguments.text("NAME");
    return change(arguments, {.name = name, .forget = true},
                  name + " has one slot again, as any name that nobody has set");
}

} // namespace

std::vector<Command> queueCommands()
{
    return {
        {.path = "queue list",
         .summary = "Names with slots: who holds them, who waits, and why",
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery queue list", "orrery queue list --json"},
         .run = list},
        {.path = "queue set",
         .summary = "Say how many slots a name has, and how its runs stand among others",
         .positionals = {nameArgument},
         .options = {{.names = "--slots",
                      .help = "How many may be held at once; a name that nobody has set has one",
                      .value = "N"},
                     {.names = "--priority",
                      .help = "On top of that of each run in this queue: -1000 to 1000",
                      .value = "N"},
                     homeOption()},
         .examples = {"orrery queue set nightly --slots 4 --priority -10",
                      "orrery queue set warehouse --slots 2"},
         .run = set},
        {.path = "queue hold",
         .summary = "Let nobody get a slot; who holds one goes on",
         .positionals = {nameArgument},
         .options = {homeOption()},
         .examples = {"orrery queue hold warehouse"},
         .run = [](const Arguments &arguments) { return hold(arguments, true); }},
        {.path = "queue release",
         .summary = "Give slots again",
         .positionals = {nameArgument},
         .options = {homeOption()},
         .examples = {"orrery queue release warehouse"},
         .run = [](const Arguments &arguments) { return hold(arguments, false); }},
        {.path = "queue forget",
         .summary = "As if nobody had ever set the name: one slot, not held",
         .positionals = {nameArgument},
         .options = {homeOption()},
         .examples = {"orrery queue forget warehouse"},
         .run = forget},
    };
}

} // namespace orrery::cli
