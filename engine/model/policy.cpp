// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/policy.h"

#include <charconv>
#include <chrono>

namespace orrery::model {
namespace {

using Cause = FailureClass::Kind;

constexpr std::array<std::pair<std::string_view, Cause>, 7> failureNames{
    {{"exit", Cause::Exit},
     {"signal", Cause::Signal},
     {"out-of-memory", Cause::OutOfMemory},
     {"timeout", Cause::TimedOut},
     {"lost", Cause::Lost},
     {"output", Cause::Output},
     {"start", Cause::Start}}};

constexpr bool hasNumbers(Cause kind)
{
    return kind == Cause::Exit || kind == Cause::Signal;
}

/// Takes a number of at most `most` digits off the front of `text`.
std::optional<int> digits(std::string_view &text, std::size_t most)
{
    int value = 0;
    const char *end = text.data() + std::min(most, text.size());
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || rest == text.data() || text.front() == '-')
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return value;
}

bool take(std::string_view &text, char wanted)
{
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

/// "18:00" or "18:00:30" -> ms since midnight.
std::optional<SpanMs> timeOfDay(std::string_view &text)
{
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ':'))
        return std::nullopt;
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59)
        return std::nullopt;
    std::optional<int> second = 0;
    if (take(text, ':'))
        second = digits(text, 2);
    if (!second || *second > 59)
        return std::nullopt;
    return ((*hour * 60LL + *minute) * 60 + *second) * 1000;
}

/// "Z", "+01:00" -> ms to take away for UTC.
std::optional<SpanMs> zoneOffset(std::string_view text)
{
    if (text == "Z" || text == "z")
        return 0;
    const bool east = take(text, '+');
    if (!east && !take(text, '-'))
        return std::nullopt;
    const auto offset = timeOfDay(text);
    if (!offset || !text.empty())
        return std::nullopt;
    return east ? *offset : -*offset;
}

} // namespace

std::string_view text(TriggerRule rule)
{
    return triggerRules[static_cast<std::size_t>(rule)];
}

std::optional<FailureClass> failureClassNamed(std::string_view name)
{
    const std::size_t colon = name.find(':');
    FailureClass made;
    bool known = false;
    for (const auto &[word, kind] : failureNames) {
        if (name.substr(0, colon) == word) {
            made.kind = kind;
            known = true;
        }
    }
    if (!known || colon == std::string_view::npos)
        return known ? std::optional(made) : std::nullopt;
    std::string_view rest = name.substr(colon + 1);
    const auto low = digits(rest, 3);
    if (!hasNumbers(made.kind) || !low || *low == 0)
        return std::nullopt;
    made.low = made.high = *low;
    if (take(rest, '-')) {
        const auto high = digits(rest, 3);
        if (!high || *high < *low)
            return std::nullopt;
        made.high = *high;
    }
    return rest.empty() ? std::optional(made) : std::nullopt;
}

std::string text(const FailureClass &failure)
{
    std::string out(failureNames[static_cast<std::size_t>(failure.kind)].first);
    if (failure.low == 0)
        return out;
    out += ":" + std::to_string(failure.low);
    return failure.high == failure.low ? out : out + "-" + std::to_string(failure.high);
}

std::string knownFailureClasses()
{
    return "known: exit, exit:3, exit:2-5, signal, signal:9, out-of-memory, timeout, lost, output, "
           "start";
}

std::optional<WallMs> momentNamed(std::string_view text, WallMs now)
{
    constexpr SpanMs day = 24LL * 3600 * 1000;
    if (text.find('-') > text.find(':')) { // a time of day
        const auto time = timeOfDay(text);
        if (!time || !text.empty())
            return std::nullopt;
        const WallMs today = now - now % day + *time;
        return today >= now ? today : today + day;
    }
    const auto year = digits(text, 4);
    if (!year || !take(text, '-'))
        return std::nullopt;
    const auto month = digits(text, 2);
    if (!month || !take(text, '-'))
        return std::nullopt;
    const auto dayOfMonth = digits(text, 2);
    if (!dayOfMonth || (!take(text, 'T') && !take(text, ' ')))
        return std::nullopt;
    const auto time = timeOfDay(text);
    const auto zone = zoneOffset(text);
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*dayOfMonth))};
    if (!time || !zone || !date.ok())
        return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count() * day + *time - *zone;
}

} // namespace orrery::model
