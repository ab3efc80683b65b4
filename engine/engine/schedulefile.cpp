// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/schedulefile.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/component.h"
#include "engine/toolkit.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::uint64_t largestCalendar = 1U << 20U;

/// Keys that belong to one type of schedule: they fall away when an override changes the type.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> ownKeys{
    {{"expression", "CRON"},
     {"interval", "INTERVAL"},
     {"condition", "EVENT"},
     {"debounce", "EVENT"},
     {"pollInterval", "EVENT"}}};

OrderedJson objectOf(const JsonText &text)
{
    OrderedJson json = OrderedJson::parse(text, nullptr, false);
    return json.is_object() ? json : OrderedJson::object();
}

std::string errorsOf(const toolkit::Parsed &parsed)
{
    std::string errors;
    for (const Finding &finding : parsed.findings)
        if (finding.isError())
            errors += (errors.empty() ? "" : "\n") + finding.text();
    return errors;
}

bool waitsFor(const EventCondition &condition, const std::string &dag)
{
    return (condition.kind == EventCondition::Kind::Dag && condition.dag == dag) ||
           std::any_of(condition.parts.begin(), condition.parts.end(),
                       [&](const EventCondition &part) { return waitsFor(part, dag); });
}

/// The block of the file with the overrides over it.
OrderedJson merged(const DagSpec &dag, const JsonText &overrides)
{
    DagSpec block; // the schedule alone: a large DAG is not written to be read again
    block.id = "schedule";
    block.schedule = dag.schedule;
    block.schedule.retry = {};
    OrderedJson json =
        objectOf(toolkit::toJson(block, -1)).value("schedule", OrderedJson::object());
    const OrderedJson over = objectOf(overrides);
    for (const auto &[key, value] : over.items())
        json[key] = value;
    for (const auto &[key, type] : ownKeys)
        if (json.value("type", "") != type && !over.contains(std::string(key)))
            json.erase(std::string(key));
    return json;
}

} // namespace

FileStamp stampOf(const std::string &file)
{
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    const auto changed = std::filesystem::last_write_time(file, error);
    if (error)
        return {};
    return {changed.time_since_epoch().count(), bytes};
}

Result<Schedule> scheduleOf(const JsonText &definition)
{
    const OrderedJson text = {
        {"dagId", "schedule"}, {"nodes", OrderedJson::array()}, {"schedule", objectOf(definition)}};
    const toolkit::Parsed parsed = toolkit::parse(text.dump(), "schedule.json");
    std::string errors;
    for (const Finding &finding : parsed.findings)
        if (finding.isError())
            errors += (errors.empty() ? "" : "\n") + finding.path + ": " + finding.message +
                      (finding.fix.empty() ? "" : " (" + finding.fix + ")");
    if (!errors.empty())
        return fail(ErrorCode::InvalidSpec, "schedule", errors);
    return parsed.dag.schedule;
}

Result<ScheduleFile> readScheduleFile(const std::string &file, const JsonText &overrides,
                                      const std::string &home, const std::string &programDir)
{
    ScheduleFile read;
    read.stamp = stampOf(file);
    const Result<std::string> text = platform::readFile(file, toolkit::Limits{}.maxBytes);
    if (!text)
        return tl::unexpected(text.error());
    const toolkit::Parsed parsed =
        toolkit::parse(*text, file, *catalogueFor(*text, programDir, home));
    if (const std::string errors = errorsOf(parsed); !errors.empty())
        return fail(ErrorCode::InvalidSpec, file, errors);
    const OrderedJson block = merged(parsed.dag, overrides);
    if (!block.contains("type"))
        return fail(ErrorCode::Conflict, file,
                    "it has no schedule: give it one in the file, or with orrery schedule set FILE "
                    "--cron \"0 2 * * *\"");
    read.dag = DagId(parsed.dag.id);
    read.definition = block.dump();
    Result<Schedule> schedule = scheduleOf(read.definition);
    if (!schedule)
        return fail(ErrorCode::InvalidSpec, file, schedule.error().what);
    if (schedule->condition && waitsFor(*schedule->condition, parsed.dag.id))
        return fail(ErrorCode::InvalidSpec, file,
                    "schedule/condition: it waits for itself, so it would start again and again");
    auto table = schedule::Timetable::make(*schedule, calendarsOf(home));
    if (!table)
        return fail(table.error().code, file + ": schedule/" + table.error().where,
                    table.error().what);
    read.schedule = std::move(*schedule);
    read.table = std::move(*table);
    if (const auto bound = toolkit::bindParameters(parsed, {}); !bound)
        read.needs = bound.error().what;
    return read;
}

JsonText changedOverrides(const JsonText &overrides, const JsonText &change)
{
    if (change.empty())
        return {};
    OrderedJson json = objectOf(overrides);
    const OrderedJson changes = objectOf(change);
    for (const auto &[key, value] : changes.items()) {
        if (value.is_null())
            json.erase(key);
        else
            json[key] = value;
    }
    return json.empty() ? JsonText() : json.dump();
}

schedule::Calendars calendarsOf(const std::string &home)
{
    return [home](const std::string &name) -> Result<std::string> {
        const bool plain =
            !name.empty() && name[0] != '.' && name.find_first_of("/\\") == std::string::npos;
        if (!plain)
            return fail(ErrorCode::InvalidSpec, "@" + name,
                        "a calendar is named like its file in HOME/calendars, without .txt");
        const std::string file = home + "/calendars/" + name + ".txt";
        auto text = platform::readFile(file, largestCalendar);
        if (!text)
            return fail(text.error().code, file,
                        "there is no calendar " + name + ": " + file + ": " + text.error().what);
        return text;
    };
}

} // namespace orrery::engine

orrery::Result<std::vector<orrery::SlotTime>> orrery::nextSlots(const Schedule &schedule,
                                                                const std::string &home,
                                                                WallMs after, std::uint32_t count)
{
    const auto table = schedule::Timetable::make(schedule, engine::calendarsOf(home));
    if (!table)
        return tl::unexpected(table.error());
    std::vector<SlotTime> slots;
    for (auto slot = table->next(after); slot && slots.size() < count; slot = table->next(slot->at))
        slots.push_back(*slot);
    return slots;
}
