// SPDX-License-Identifier: GPL-3.0-or-later
// orrery bench store: how fast a home with many recorded runs is there, before and after sealing.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <set>

#include <fmt/format.h>

#include "console.h"
#include "peer.h"
#include "records.h"

namespace orrery::cli {
namespace {

double millisecondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

/// Records `runs` runs of `tasks` tasks without processes, a few at once.
Result<> recordRuns(Connection &connection, std::uint32_t runs, std::uint32_t tasks)
{
    constexpr std::uint32_t atOnce = 8;
    const std::string text = dagJson(wide(tasks), {});
    std::uint32_t started = 0;
    std::set<RunId> ended;
    const Subscription subscription =
        connection.session().subscribe({.run = {}, .hosts = false}, [&](const Delta &delta) {
            for (const RunSummary &summary : delta.runs)
                if (isFinal(summary.state))
                    ended.insert(summary.id);
        });
    while (ended.size() < runs && interrupts() == 0) {
        while (started < runs && started - ended.size() < atOnce) {
            StartRequest request;
            request.text = text;
            request.isolation = Isolation::Process;
            const auto run = connection.call<RunId>([&](Session &session, auto reply) {
                session.start(std::move(request), std::move(reply));
            });
            if (!run)
                return tl::unexpected(run.error());
            ++started;
        }
        connection.inbox.wait([&] {
            const bool more =
                started < runs ? started - ended.size() < atOnce : ended.size() == runs;
            return more || interrupts() > 0;
        });
    }
    return {};
}

/// Opens the home as its engine and asks for the newest runs.
struct Opened {
    double firstMs = 0; ///< from nothing to the first answer
    double listMs = 0;  ///< best of the answers that follow
};

Result<Opened> openAndAsk(const Arguments &home, std::uint32_t expected)
{
    constexpr int questions = 10;
    Opened opened;
    const auto begin = std::chrono::steady_clock::now();
    auto connection = connect(home, "orrery bench");
    if (!connection)
        return tl::unexpected(connection.error());
    for (int question = 0; question <= questions; ++question) {
        const auto asked = std::chrono::steady_clock::now();
        const auto runs =
            (*connection)->call<std::vector<RunSummary>>([](Session &session, auto reply) {
                session.runs(0, std::move(reply));
            });
        if (!runs)
            return tl::unexpected(runs.error());
        if (runs->size() != expected)
            return fail(ErrorCode::Internal, "bench", "runs are missing");
        if (question == 0)
            opened.firstMs = millisecondsSince(begin);
        else
            opened.listMs = question == 1 ? millisecondsSince(asked)
                                          : std::min(opened.listMs, millisecondsSince(asked));
    }
    return opened;
}

int storeBench(const Arguments &arguments)
{
    const std::uint32_t runs = arguments.has("quick") ? 50 : 1'000, tasks = 1'000;
    const TemporaryDirectory directory;
    Arguments home;
    home.values["home"] = {directory.path() + "/home"};
    const std::string file = directory.path() + "/home/orrery.db";
    {
        auto connection = connect(home, "orrery bench");
        if (!connection)
            return tell(connection.error());
        if (auto recorded = recordRuns(**connection, runs, tasks); !recorded)
            return tell(recorded.error());
    }
    const auto before = openAndAsk(home, runs);
    if (!before)
        return tell(before.error());
    const auto bytes = std::filesystem::file_size(file);
    PruneReport report;
    double sealSeconds = 0;
    {
        auto connection = connect(home, "orrery bench");
        if (!connection)
            return tell(connection.error());
        PruneRequest request;
        request.policy.sealAfter = 0;
        const auto begin = std::chrono::steady_clock::now();
        auto pruned = (*connection)->call<PruneReport>([&](Session &session, auto reply) {
            session.prune(request, std::move(reply));
        });
        if (!pruned)
            return tell(pruned.error());
        sealSeconds = millisecondsSince(begin) / 1000;
        report = std::move(*pruned);
    }
    const auto after = openAndAsk(home, runs);
    if (!after)
        return tell(after.error());
    std::uint64_t archive = 0;
    for (const PrunedRun &run : report.runs)
        archive += run.archiveBytes;
    const Json json{{"runs", runs},
                    {"tasks_per_run", tasks},
                    {"first_answer_ms", before->firstMs},
                    {"list_ms", before->listMs},
                    {"database_bytes", bytes},
                    {"sealed", report.runs.size()},
                    {"seal_seconds", sealSeconds},
                    {"sealed_first_answer_ms", after->firstMs},
                    {"sealed_list_ms", after->listMs},
                    {"sealed_database_bytes", std::filesystem::file_size(file)},
                    {"archive_bytes", archive}};
    if (arguments.has("json")) {
        print(json);
        return done;
    }
    constexpr double mebi = 1U << 20U;
    std::cout << fmt::format(
        "{} runs of {} tasks, {:.1f} MiB: first answer after {:.0f} ms, all runs listed in {:.1f} "
        "ms\n"
        "sealed in {:.1f} s, {:.1f} MiB + {:.1f} MiB in files: {:.0f} ms, {:.1f} ms\n",
        runs, tasks, static_cast<double>(bytes) / mebi, before->firstMs, before->listMs,
        sealSeconds, static_cast<double>(std::filesystem::file_size(file)) / mebi,
        static_cast<double>(archive) / mebi, after->firstMs, after->listMs);
    return done;
}

} // namespace

std::vector<Command> storeBenchCommands()
{
    return {{.path = "bench store",
             .summary = "Opening a home with 1,000 recorded runs, and sealing them",
             .options = {{.names = "--quick", .help = "50 runs"}, jsonOption()},
             .examples = {"orrery bench store", "orrery bench store --quick --json"},
             .run = storeBench}};
}

} // namespace orrery::cli
