// SPDX-License-Identifier: GPL-3.0-or-later
// orrery engine: what a leaving owner starts, so that its runs go on.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <utility>

#include "console.h"
#include "numbers.h"

namespace orrery::cli {
namespace {

/// Opens the home for runs that wait. On a disk that is full now it tries again: nobody else goes
/// on with them, and others who ask meanwhile are told by their own attempt.
Result<std::unique_ptr<Home>> openForRuns(const OpenOptions &options)
{
    using namespace std::chrono_literals;
    constexpr auto patience = 1h;
    constexpr auto pause = 1s;
    const auto until = std::chrono::steady_clock::now() + patience;
    std::string told;
    while (true) {
        auto home = openHome(options);
        std::error_code ignored;
        if (home || home.error().code != ErrorCode::Io ||
            !std::filesystem::exists(options.home, ignored) ||
            std::chrono::steady_clock::now() > until)
            return home;
        if (std::exchange(told, home.error().what) != home.error().what)
            std::cerr << "Trying again every second: " + plain(home.error().where) + ": " +
                             plain(home.error().what) + "\n";
        std::this_thread::sleep_for(pause);
    }
}

int serve(const Arguments &arguments)
{
    const auto idle = number<std::uint32_t>(arguments, "idle-seconds", "is a whole number");
    if (!idle)
        return tell(idle.error());
    OpenOptions options = openOptions(arguments, "orrery engine");
    options.mustOwn = true;
    auto home = openForRuns(options);
    if (!home)
        return tell(home.error());
    (*home)->serveUntilIdle(SpanMs{1000} * *idle);
    return done;
}

} // namespace

std::vector<Command> engineCommands()
{
    return {{.path = "engine",
             .summary = "Be the engine of a home until nothing needs it",
             .options = {homeOption(),
                         {.names = "--idle-seconds",
                          .help = "Leave after this long without run, schedule and client",
                          .value = "N",
                          .byDefault = "30"}},
             .examples = {"orrery engine --home DIR"},
             .run = serve,
             .hidden = true}};
}

} // namespace orrery::cli
