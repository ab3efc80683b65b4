// SPDX-License-Identifier: GPL-3.0-or-later
// orrery doctor: what this machine can do, with the fix for what it can't; and the version.
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "records.h"

namespace orrery::cli {
namespace {

const char *mark(Diagnosis::Level level)
{
    switch (level) {
    case Diagnosis::Level::Good:
        return "✔";
    case Diagnosis::Level::Limited:
        return "!";
    default:
        return "✘";
    }
}

const char *word(Diagnosis::Level level)
{
    switch (level) {
    case Diagnosis::Level::Good:
        return "good";
    case Diagnosis::Level::Limited:
        return "limited";
    default:
        return "bad";
    }
}

int doctor(const Arguments &arguments)
{
    const std::vector<Diagnosis> findings = diagnose(openOptions(arguments, "orrery doctor"));
    bool bad = false;
    Json json = Json::array();
    for (const Diagnosis &finding : findings) {
        bad = bad || finding.level == Diagnosis::Level::Bad;
        if (arguments.has("json")) {
            json.push_back({{"topic", finding.topic},
                            {"level", word(finding.level)},
                            {"state", finding.state},
                            {"fix", finding.fix}});
            continue;
        }
        std::cout << fmt::format("{} {:<14} {}\n", mark(finding.level), finding.topic,
                                 plain(finding.state));
        if (!finding.fix.empty())
            std::cout << fmt::format("  {:<14} fix: {}\n", "", finding.fix);
    }
    if (arguments.has("json"))
        print(json);
    return bad ? failed : done;
}

int version(const Arguments &)
{
    std::cout << "orrery " << versionText() << "\n";
    return done;
}

} // namespace

std::vector<Command> doctorCommands()
{
    return {{.path = "doctor",
             .summary = "What this machine can do, with the fix for what it can't",
             .options = {homeOption(), jsonOption()},
             .examples = {"orrery doctor"},
             .run = doctor},
            {.path = "version",
             .summary = "Version of this program",
             .examples = {"orrery version"},
             .run = version}};
}

} // namespace orrery::cli
