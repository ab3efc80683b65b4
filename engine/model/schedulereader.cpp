// SPDX-License-Identifier: GPL-3.0-or-later
// The schedule block of a DAG file, with the condition of an EVENT schedule.
#include <algorithm>
#include <array>
#include <optional>

#include "model/partreader.h"
#include "model/text.h"

namespace orrery::model {
namespace {

constexpr std::uint32_t mostMissed = 10'000;
constexpr std::uint32_t mostParallel = 1'000;
constexpr SpanMs shortestPoll = 1'000;

/// "08:30"?
bool isClock(std::string_view text)
{
    const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    return text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) &&
           text.substr(0, 2) < "24" && text[3] < '6';
}

/// Does it come true only when something happens, not by the time of the day alone?
bool happens(const EventCondition &condition)
{
    const auto &parts = condition.parts;
    if (condition.kind == EventCondition::Kind::And)
        return std::any_of(parts.begin(), parts.end(), happens);
    if (condition.kind == EventCondition::Kind::Or)
        return std::all_of(parts.begin(), parts.end(), happens);
    return condition.kind != EventCondition::Kind::Time;
}

/// False when a join without parts was reported already.
bool complete(const EventCondition &condition)
{
    const auto &parts = condition.parts;
    const bool joins = condition.kind <= EventCondition::Kind::Or;
    return !(joins && parts.empty()) && std::all_of(parts.begin(), parts.end(), complete);
}

} // namespace

void PartReader::readSchedule(ValueId value, Schedule &schedule)
{
    constexpr std::array<std::string_view, 3> types = {"CRON", "INTERVAL", "EVENT"};
    constexpr std::array<std::string_view, 3> missed = {"SKIP", "LATEST", "ALL"};
    constexpr std::array<std::string_view, 2> busy = {"WAIT", "SKIP"};
    const Fields from = fields(value, keys::schedule);
    if (!from.ok())
        return;
    if (const auto type = from.word("type", types))
        schedule.type = types[*type];
    from.text("expression", schedule.expression);
    from.text("timezone", schedule.timezone);
    from.duration("interval", schedule.every);
    if (const auto word = from.word("missedRuns", missed))
        schedule.missed = static_cast<MissedRuns>(*word);
    from.whole("missedLimit", schedule.missedLimit, 1U, mostMissed);
    from.whole("maxParallelRuns", schedule.maxParallelRuns, 1U, mostParallel);
    if (const auto word = from.word("whenBusy", busy))
        schedule.whenBusy = static_cast<WhenBusy>(*word);
    from.text("startDate", schedule.startDate);
    from.text("endDate", schedule.endDate);
    from.texts("excludeDates", schedule.excludeDates);
    from.texts("includeDates", schedule.includeDates);
    from.duration("debounce", schedule.debounce);
    from.duration("pollInterval", schedule.pollInterval);
    if (const ValueId v = from.at("condition"); v != none)
        readCondition(v, schedule.condition.emplace());
    if (const ValueId v = from.at("retryPolicy"); v != none)
        readRetry(v, schedule.retry);
    checkSchedule(from, schedule);
}

void PartReader::checkSchedule(const Fields &from, const Schedule &schedule)
{
    const std::string &type = schedule.type;
    const auto belongs = [&](std::string_view key, std::string_view owner) {
        if (from.at(key) != none && !type.empty() && type != owner)
            m_findings.error(m_doc, from.placeOf(key),
                             std::string(key) + " belongs to a schedule of type " +
                                 std::string(owner) + ", not " + type,
                             "take it out or change the type");
    };
    belongs("expression", "CRON");
    belongs("interval", "INTERVAL");
    for (const std::string_view key : {"condition", "debounce", "pollInterval"})
        belongs(key, "EVENT");
    if (type == "CRON")
        required(from, "expression", schedule.expression,
                 "write a cron expression such as \"0 2 * * *\"");
    if (type == "INTERVAL" && from.at("interval") == none)
        m_findings.error(m_doc, from.placeOf("interval"), "interval is missing",
                         "write a duration such as PT15M");
    if (type == "EVENT" && from.at("condition") == none)
        m_findings.error(m_doc, from.placeOf("condition"), "condition is missing",
                         "say what it waits for, such as {file: {path: \"in/*.csv\"}}");
    if (schedule.condition && complete(*schedule.condition) && !happens(*schedule.condition))
        m_findings.error(m_doc, from.placeOf("condition"),
                         "a time of the day alone would be true again and again",
                         "join it with something that happens: and: [{time: ...}, {file: ...}]");
    if (schedule.pollInterval < shortestPoll)
        m_findings.error(m_doc, from.placeOf("pollInterval"),
                         "pollInterval is shorter than a second", "write PT1S or more");
}

void PartReader::readCondition(ValueId value, EventCondition &condition)
{
    constexpr std::array<std::string_view, 6> kinds = {"and", "or", "file", "http", "dag", "time"};
    const Fields from = fields(value, keys::condition);
    if (!from.ok())
        return;
    std::optional<std::size_t> kind;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (from.at(kinds[i]) == none)
            continue;
        if (kind) {
            m_findings.error(m_doc, from.placeOf(kinds[i]),
                             "a condition has one key, not both " + std::string(kinds[*kind]) +
                                 " and " + std::string(kinds[i]),
                             "join them: and: [{...}, {...}] or or: [{...}, {...}]");
            return;
        }
        kind = i;
    }
    if (!kind) {
        m_findings.error(m_doc, value, "the condition is empty",
                         "give it one of and, or, file, http, dag, time");
        return;
    }
    condition.kind = static_cast<EventCondition::Kind>(*kind);
    const ValueId part = from.at(kinds[*kind]);
    switch (condition.kind) {
    case EventCondition::Kind::And:
    case EventCondition::Kind::Or:
        if (from.expect(kinds[*kind], Kind::Array) == none)
            return;
        for (ValueId v = m_doc[part].first; v != none; v = m_doc[v].next)
            readCondition(v, condition.parts.emplace_back());
        if (condition.parts.empty())
            m_findings.error(m_doc, part, "it joins no conditions", "list them");
        break;
    case EventCondition::Kind::File:
        return readFileEvent(part, condition);
    case EventCondition::Kind::Http:
        return readHttpEvent(part, condition);
    case EventCondition::Kind::Dag:
        return readDagEvent(part, condition);
    case EventCondition::Kind::Time:
        return readTimeWindow(part, condition);
    }
}

void PartReader::readFileEvent(ValueId value, EventCondition &condition)
{
    constexpr std::array<std::string_view, 2> when = {"APPEARS", "CHANGES"};
    const Fields from = fields(value, keys::fileEvent);
    if (!from.ok())
        return;
    from.text("path", condition.path);
    required(from, "path", condition.path, "name a file, or several with * and ?");
    if (const auto word = from.word("on", when))
        condition.changes = *word == 1;
}

void PartReader::readHttpEvent(ValueId value, EventCondition &condition)
{
    constexpr std::array<std::string_view, 2> when = {"ANSWERS", "CHANGES"};
    const Fields from = fields(value, keys::httpEvent);
    if (!from.ok())
        return;
    from.text("url", condition.url);
    required(from, "url", condition.url, "write the address to ask");
    const std::string &url = condition.url;
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        m_findings.error(m_doc, from.placeOf("url"),
                         "url begins with neither http:// nor https://");
    if (const auto word = from.word("on", when))
        condition.changes = *word == 1;
    readStatuses(from, condition.expectStatus);
}

void PartReader::readDagEvent(ValueId value, EventCondition &condition)
{
    const Fields from = fields(value, keys::dagEvent);
    if (!from.ok())
        return;
    from.text("dagId", condition.dag);
    required(from, "dagId", condition.dag, "name the DAG that has to succeed");
}

void PartReader::readTimeWindow(ValueId value, EventCondition &condition)
{
    constexpr std::array<std::string_view, 7> days = {"MON", "TUE", "WED", "THU",
                                                      "FRI", "SAT", "SUN"};
    const Fields from = fields(value, keys::timeWindow);
    if (!from.ok())
        return;
    from.text("from", condition.from);
    from.text("to", condition.to);
    for (const auto &[key, text] :
         {std::pair("from", &condition.from), std::pair("to", &condition.to)}) {
        if (!text->empty() && !isClock(*text))
            m_findings.error(m_doc, from.placeOf(key),
                             std::string(key) + " must be a time of the day, not " +
                                 inQuotes(*text),
                             "write it like \"08:30\"");
    }
    const ValueId list = from.expect("days", Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const std::string_view day = isText(m_doc, v) ? m_doc.text(v) : std::string_view();
        if (std::find(days.begin(), days.end(), day) == days.end())
            m_findings.error(m_doc, v, "a day is one of MON, TUE, WED, THU, FRI, SAT, SUN");
        else
            condition.days.emplace_back(day);
    }
}

} // namespace orrery::model
