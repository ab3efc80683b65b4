// SPDX-License-Identifier: GPL-3.0-or-later
// orrery engine: what a leaving owner starts, so that its runs go on.
#include "console.h"
#include "numbers.h"

namespace orrery::cli {
namespace {

int serve(const Arguments &arguments)
{
    const auto idle = number<std::uint32_t>(arguments, "idle-seconds", "is a whole number");
    if (!idle)
        return tell(idle.error());
    OpenOptions options = openOptions(arguments, "orrery engine");
    options.mustOwn = true;
    auto home = openHome(std::move(options));
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
