// SPDX-License-Identifier: GPL-3.0-or-later
// journal_bench [DIR]: what the journal costs on the disk of DIR, against SQLite's own limits.
// One JSON object; times are this machine's, ratios and bytes are what to compare.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

#include "store/database.h"
#include "store/store.h"
#include "support/journalevents.h"

using namespace orrery;

namespace {

template <typename Work>
double secondsOf(Work work)
{
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

void check(bool good, const char *what)
{
    if (good)
        return;
    std::fprintf(stderr, "journal_bench: %s\n", what);
    std::exit(1);
}

std::string freshDir(const std::string &base, const char *name)
{
    const std::string dir = base + "/" + name;
    std::filesystem::remove_all(dir);
    std::filesystem::create_directories(dir);
    return dir;
}

/// Appends the events in ticks of `tick`; seconds.
double record(store::Store &store, const std::vector<Event> &events, std::size_t tick)
{
    return secondsOf([&] {
        for (std::size_t n = 0; n < events.size(); ++n) {
            Event event = events[n];
            store.append(event);
            if ((n + 1) % tick == 0 || n + 1 == events.size())
                check(store.commit().has_value(), "commit failed");
        }
    });
}

/// Commits per second of a row of the same size in a bare table: the limit that SQLite sets.
double bareCommits(const std::string &dir, int commits)
{
    auto database = store::Database::open(dir + "/bare.db", "");
    check(database.has_value(), "no bare database");
    check((*database)->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB)").has_value(),
          "bare");
    const std::string blob(64, 'x');
    return commits / secondsOf([&] {
               for (int n = 0; n < commits; ++n) {
                   check((*database)->query("BEGIN IMMEDIATE").run() &&
                             (*database)
                                 ->query("INSERT INTO t VALUES (?1, ?2)")
                                 .i(n)
                                 .blob(blob)
                                 .run() &&
                             (*database)->query("COMMIT").run(),
                         "bare commit failed");
               }
           });
}

} // namespace

int main(int argc, char **argv)
{
    const std::string base = argc > 1 ? argv[1] : std::filesystem::temp_directory_path().string();
    constexpr std::uint32_t tasks = 29155; // 100,000 events
    const auto one = support::runEvents("one", 3000);
    const auto many = support::runEvents("many", tasks);
    const auto open = [](const std::string &dir) {
        auto opened = store::Store::open(dir, {}, {});
        check(opened.has_value(), "cannot open a store there");
        return std::move(*opened);
    };

    const std::string bareDir = freshDir(base, "journal-bench-bare");
    const double bare = bareCommits(bareDir, 10000);
    const std::string dir = freshDir(base, "journal-bench");
    auto store = open(dir);
    const double single = record(*store, one, 1);
    const auto singleBytes = store->counters().journalBytes;
    const double batched = record(*store, many, 100);
    const auto counters = store->counters();
    const double project = secondsOf([&] { store->project(); });
    std::size_t replayed = 0;
    const double replay = secondsOf([&] {
        check(store->replay(RunId("many"), [&](const Event &) { ++replayed; }).has_value(),
              "replay");
    });
    check(replayed == many.size(), "replay lost events");
    const double list = secondsOf([&] { check(store->runs(0).size() == 2, "runs"); });
    store.reset();

    const auto perEvent = static_cast<double>(one.size() + many.size());
    std::printf(
        "{\"commits_per_s\":%.0f,\"bare_commits_per_s\":%.0f,\"ratio\":%.2f,"
        "\"events_per_s_100_per_tick\":%.0f,\"bytes_per_task_1_per_tick\":%.0f,"
        "\"bytes_per_task_100_per_tick\":%.0f,\"project_us_per_event\":%.2f,"
        "\"replay_events\":%zu,\"replay_seconds\":%.3f,\"runs_ms\":%.2f,"
        "\"syncs\":%llu,\"sync_p99_ms\":%.2f,\"checkpoints\":%llu}\n",
        static_cast<double>(one.size()) / single, bare,
        static_cast<double>(one.size()) / single / bare, static_cast<double>(many.size()) / batched,
        static_cast<double>(singleBytes) / 3000.0,
        static_cast<double>(counters.journalBytes - singleBytes) / tasks, project * 1e6 / perEvent,
        replayed, replay, list * 1e3, static_cast<unsigned long long>(counters.syncs),
        counters.syncP99Ms, static_cast<unsigned long long>(counters.checkpoints));
    std::filesystem::remove_all(bareDir);
    std::filesystem::remove_all(dir);
    return 0;
}
