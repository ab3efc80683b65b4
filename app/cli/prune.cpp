// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs prune|pin|unpin: how long a home keeps its runs.
#include <iostream>
#include <map>

#include <fmt/format.h>

#include "console.h"
#include "findrun.h"
#include "numbers.h"
#include "records.h"

namespace orrery::cli {
namespace {

std::string sizeText(std::uint64_t bytes)
{
    constexpr double kibi = 1024;
    const auto value = static_cast<double>(bytes);
    if (value < kibi)
        return fmt::format("{} B", bytes);
    if (value < kibi * kibi)
        return fmt::format("{:.1f} KiB", value / kibi);
    if (value < kibi * kibi * kibi)
        return fmt::format("{:.1f} MiB", value / kibi / kibi);
    return fmt::format("{:.2f} GiB", value / kibi / kibi / kibi);
}

std::uint64_t freed(const PrunedRun &run)
{
    if (!run.deleted)
        return run.journalBytes;
    return run.journalBytes + run.archiveBytes + run.logBytes + run.resultBytes;
}

/// The home's policy with what the options say in its place.
Result<RetentionPolicy> policyOf(const Arguments &arguments)
{
    auto policy = readRetention(openOptions(arguments, "").home);
    if (!policy)
        return policy;
    for (const auto &[option, field] : {std::pair{"older-than", &RetentionPolicy::deleteAfter},
                                        std::pair{"seal-after", &RetentionPolicy::sealAfter}}) {
        if (!arguments.has(option))
            continue;
        const auto age = parseAge(arguments.text(option));
        if (!age)
            return fail(age.error().code, "--" + std::string(option) + " " + age.error().where,
                        age.error().what);
        (*policy).*field = *age;
    }
    if (arguments.has("keep")) {
        const auto keep =
            number<std::uint32_t>(arguments, "keep", "is a whole number; 0 is no limit");
        if (!keep)
            return tl::unexpected(keep.error());
        policy->keep = *keep;
    }
    if (arguments.has("max-size")) {
        const auto size = parseSize(arguments.text("max-size"));
        if (!size)
            return fail(size.error().code, "--max-size " + size.error().where, size.error().what);
        policy->maxSize = *size;
    }
    policy->results = policy->results || arguments.has("results");
    policy->cached = policy->cached || arguments.has("cached");
    return policy;
}

Json prunedJson(const PrunedRun &run)
{
    Json json{{"run", run.run.text},
              {"dag", run.dag.text},
              {"ended", isoTime(run.ended)},
              {"action", run.deleted ? "delete" : "seal"},
              {"journal_bytes", run.journalBytes},
              {"archive_bytes", run.archiveBytes},
              {"log_bytes", run.logBytes},
              {"result_bytes", run.resultBytes},
              {"problem", nullptr}};
    if (!run.problem.empty())
        json["problem"] = run.problem;
    return json;
}

void tellReport(const PruneReport &report)
{
    std::uint64_t bytes = 0;
    for (const PrunedRun &run : report.runs) {
        bytes += run.problem.empty() ? freed(run) : 0;
        std::cout << fmt::format(
            "{:<7} {:<24} {:<24} ended {}  {:>10}{}\n", run.deleted ? "delete" : "seal",
            run.run.text, plain(run.dag.text).substr(0, 24), localTime(run.ended),
            sizeText(freed(run)), run.problem.empty() ? "" : "  not done: " + plain(run.problem));
    }
    if (report.runs.empty())
        std::cout << "Nothing to seal or delete.\n";
    else
        std::cout << fmt::format("{} run{}, {} {}\n", report.runs.size(),
                                 report.runs.size() == 1 ? "" : "s", sizeText(bytes),
                                 report.dryRun ? "would be freed; nothing was changed" : "freed");
    std::map<std::string, std::uint32_t> staying;
    for (const StayingRun &run : report.staying)
        ++staying[run.why];
    for (const auto &[why, count] : staying)
        std::cout << fmt::format(
            "{} more must stay: {}{}\n", count, why,
            why.starts_with("cached") ? " (orrery cache list; --cached lets it go)" : "");
    if (!report.dryRun)
        std::cout << fmt::format("database {} -> {}\n", sizeText(report.databaseBefore),
                                 sizeText(report.databaseAfter));
}

int prune(const Arguments &arguments)
{
    const auto policy = policyOf(arguments);
    if (!policy)
        return tell(policy.error());
    const bool dryRun = arguments.has("dry-run");
    auto connection = connect(arguments, "orrery runs prune", dryRun);
    if (!connection)
        return tell(connection.error());
    const auto report = (*connection)->call<PruneReport>([&](Session &session, auto reply) {
        session.prune({*policy, dryRun}, std::move(reply));
    });
    if (!report)
        return tell(report.error());
    bool all = true;
    for (const PrunedRun &run : report->runs)
        all = all && run.problem.empty();
    if (!arguments.has("json")) {
        tellReport(*report);
        return all ? done : failed;
    }
    Json runs = Json::array();
    for (const PrunedRun &run : report->runs)
        runs.push_back(prunedJson(run));
    Json staying = Json::array();
    for (const StayingRun &run : report->staying)
        staying.push_back({{"run", run.run.text}, {"why", run.why}});
    print({{"dry_run", report->dryRun},
           {"runs", std::move(runs)},
           {"kept", report->kept},
           {"staying", std::move(staying)},
           {"database_before", report->databaseBefore},
           {"database_after", report->databaseAfter}});
    return all ? done : failed;
}

int changePin(const Arguments &arguments, bool pinned)
{
    auto connection = connect(arguments, pinned ? "orrery runs pin" : "orrery runs unpin");
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    const auto changed = (*connection)->call<void>([&](Session &session, auto reply) {
        session.pin(*run, pinned, std::move(reply));
    });
    if (!changed)
        return tell(changed.error());
    std::cout << run->text << (pinned ? " is pinned: it stays\n" : " is not pinned any more\n");
    return done;
}

} // namespace

std::vector<Command> pruneCommands()
{
    return {
        {.path = "runs prune",
         .summary = "Seal ended runs into compressed files, delete old ones",
         .options = {{.names = "--older-than",
                      .help = "Delete runs that ended longer ago: 90d, 12h, never",
                      .value = "AGE"},
                     {.names = "--keep",
                      .help = "Delete all but the newest N; 0 is no limit",
                      .value = "N"},
                     {.names = "--max-size",
                      .help = "Delete the oldest until the rest takes no more: 5G, 800M",
                      .value = "SIZE"},
                     {.names = "--seal-after",
                      .help = "Seal runs that ended longer ago; 0s is all",
                      .value = "AGE"},
                     {.names = "--results",
                      .help = "Delete the results directories of deleted runs, too"},
                     {.names = "--cached",
                      .help = "Delete runs that cached results come from, too; those are "
                              "forgotten"},
                     {.names = "--dry-run", .help = "Only tell what would go and what is freed"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery runs prune --dry-run", "orrery runs prune --seal-after 7d",
                      "orrery runs prune --older-than 90d --keep 1000 --max-size 5G --json"},
         .run = prune},
        {.path = "runs pin",
         .summary = "Keep a run: it is never sealed or deleted",
         .positionals = {runArgument()},
         .options = {homeOption()},
         .examples = {"orrery runs pin last"},
         .run = [](const Arguments &arguments) { return changePin(arguments, true); }},
        {.path = "runs unpin",
         .summary = "Let a pinned run go as others do",
         .positionals = {runArgument()},
         .options = {homeOption()},
         .examples = {"orrery runs unpin 20261121-1045"},
         .run = [](const Arguments &arguments) { return changePin(arguments, false); }},
    };
}

} // namespace orrery::cli
