// SPDX-License-Identifier: GPL-3.0-or-later
// orrery cache: results that stand for tasks while nothing that they depend on changes.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "records.h"

namespace orrery::cli {
namespace {

CacheFilter filterOf(const Arguments &arguments)
{
    return {arguments.text("dag"), arguments.text("node")};
}

int list(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery cache list", true);
    if (!connection)
        return tell(connection.error());
    const auto entries =
        (*connection)->call<std::vector<CacheEntry>>([&](Session &session, auto reply) {
            session.cacheEntries(filterOf(arguments), std::move(reply));
        });
    if (!entries)
        return tell(entries.error());
    if (arguments.has("json")) {
        Json all = Json::array();
        for (const CacheEntry &entry : *entries)
            all.push_back({{"dag", entry.dag},
                           {"task", entry.task},
                           {"run", entry.run.text},
                           {"made", isoTime(entry.made)},
                           {"key", entry.key},
                           {"files", entry.files},
                           {"bytes", entry.bytes}});
        print(all);
        return done;
    }
    if (entries->empty()) {
        std::cout << "No results are kept. A node with `executionConfig: {cache: true}` keeps its "
                     "own.\n";
        return done;
    }
    std::size_t dag = 4, task = 4, run = 4;
    for (const CacheEntry &entry : *entries) {
        dag = std::max(dag, entry.dag.size());
        task = std::max(task, entry.task.size());
        run = std::max(run, entry.run.text.size());
    }
    std::cout << fmt::format("{:<{}}  {:<{}}  {:<8}  {:<{}}  {:<19}  {:>5}  {:>12}\n", "DAG", dag,
                             "TASK", task, "KEY", "RUN", run, "MADE", "FILES", "BYTES");
    for (const CacheEntry &entry : *entries)
        std::cout << fmt::format("{:<{}}  {:<{}}  {:<8}  {:<{}}  {:<19}  {:>5}  {:>12}\n",
                                 entry.dag, dag, entry.task, task, entry.key, entry.run.text, run,
                                 localTime(entry.made), entry.files, entry.bytes);
    return done;
}

int clear(const Arguments &arguments)
{
    auto connection = connect(arguments, "orrery cache clear");
    if (!connection)
        return tell(connection.error());
    const auto count = (*connection)->call<std::uint32_t>([&](Session &session, auto reply) {
        session.clearCache(filterOf(arguments), std::move(reply));
    });
    if (!count)
        return tell(count.error());
    if (arguments.has("json"))
        print({{"cleared", *count}});
    else
        std::cout << fmt::format("{} result{} forgotten; the runs are as they were\n", *count,
                                 *count == 1 ? "" : "s");
    return done;
}

std::vector<Option> options()
{
    return {{.names = "--dag", .help = "Only of this DAG", .value = "DAG"},
            {.names = "--node", .help = "Only of this node", .value = "NODE"},
            homeOption(),
            jsonOption()};
}

} // namespace

std::vector<Command> cacheCommands()
{
    return {{.path = "cache list",
             .summary = "Results that may stand for tasks in later runs",
             .options = options(),
             .examples = {"orrery cache list", "orrery cache list --dag sales --json"},
             .run = list},
            {.path = "cache clear",
             .summary = "Forget kept results, so that their tasks run again",
             .options = options(),
             .examples = {"orrery cache clear", "orrery cache clear --dag sales --node clean"},
             .run = clear}};
}

} // namespace orrery::cli
