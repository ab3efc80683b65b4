// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduleblock.h"

#include <algorithm>
#include <cctype>
#include <limits>

#include "numbers.h"

namespace orrery::cli {
namespace {

std::string upper(std::string word)
{
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return word;
}

} // namespace

Json parsedOrEmpty(const JsonText &text)
{
    Json json = Json::parse(text, nullptr, false);
    return json.is_object() ? json : Json::object();
}

std::vector<Option> blockOptions()
{
    return {{.names = "--cron",
             .help = "Minute, hour, day of month, month, day of week",
             .value = "EXPR"},
            {.names = "--every", .help = "Interval, at least PT1S", .value = "DURATION"},
            {.names = "--zone", .help = "Time zone, such as Europe/Berlin", .value = "NAME"},
            {.names = "--exclude",
             .help = "Day without slots: 2026-12-25, a range A..B, 12-25, SAT or @CALENDAR",
             .value = "DAYS",
             .repeat = true},
            {.names = "--include",
             .help = "The only days with slots, told the same way",
             .value = "DAYS",
             .repeat = true},
            {.names = "--calendar",
             .help = "Leave out the days of HOME/calendars/NAME.txt",
             .value = "NAME",
             .repeat = true},
            {.names = "--start", .help = "First moment", .value = "DATE"},
            {.names = "--end", .help = "Last moment", .value = "DATE"}};
}

Result<Json> blockOf(const Arguments &arguments)
{
    Json block = Json::object();
    const auto text = [&](const char *option, const char *key) {
        if (arguments.has(option))
            block[key] = arguments.text(option);
    };
    const auto word = [&](const char *option, const char *key) {
        if (arguments.has(option))
            block[key] = upper(arguments.text(option));
    };
    if (arguments.has("cron") && arguments.has("every"))
        return fail(ErrorCode::InvalidSpec, "--every", "give either --cron or --every");
    if (arguments.has("cron"))
        block["type"] = "CRON";
    if (arguments.has("every"))
        block["type"] = "INTERVAL";
    text("cron", "expression");
    word("every", "interval");
    text("zone", "timezone");
    word("missed", "missedRuns");
    word("when-busy", "whenBusy");
    text("start", "startDate");
    text("end", "endDate");
    for (const auto &[option, key] :
         {std::pair("missed-limit", "missedLimit"), std::pair("max-parallel", "maxParallelRuns")}) {
        if (!arguments.has(option))
            continue;
        const auto number =
            wholeNumber(arguments, option, 1, std::numeric_limits<std::uint32_t>::max());
        if (!number)
            return tl::unexpected(number.error());
        block[key] = *number;
    }
    std::vector<std::string> exclude = arguments.all("exclude");
    for (const std::string &calendar : arguments.all("calendar"))
        exclude.push_back("@" + calendar);
    if (!exclude.empty())
        block["excludeDates"] = exclude;
    if (arguments.has("include"))
        block["includeDates"] = arguments.all("include");
    return block;
}

Result<Json> blockInForce(const Arguments &arguments, const LoadedDag &loaded)
{
    auto connection = connect(arguments, "orrery schedule next", true);
    if (!connection)
        return tl::unexpected(connection.error());
    const auto views =
        (*connection)->query<std::vector<ScheduleView>>([](Session &session, auto reply) {
            session.schedules(std::move(reply));
        });
    if (!views)
        return tl::unexpected(views.error());
    for (const ScheduleView &view : *views)
        if (view.file == loaded.file)
            return parsedOrEmpty(view.definition);
    return parsedOrEmpty(toolkit::toJson(loaded.parsed.dag, -1)).value("schedule", Json::object());
}

} // namespace orrery::cli
