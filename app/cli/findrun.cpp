// SPDX-License-Identifier: GPL-3.0-or-later
#include "findrun.h"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <fmt/format.h>

namespace orrery::cli {
namespace {

/// A number that fills all of the text.
std::optional<double> number(const std::string &text)
{
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string::npos)
        return {};
    char *end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return end == text.c_str() + text.size() ? std::optional(value) : std::nullopt;
}

/// "Z", "+02:00", "-0530" -> minutes east of UTC.
std::optional<int> zoneMinutes(std::string zone)
{
    if (zone == "Z")
        return 0;
    std::erase(zone, ':');
    if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-') ||
        zone.find_first_not_of("0123456789", 1) != std::string::npos)
        return {};
    const int minutes = std::stoi(zone.substr(1, 2)) * 60 + std::stoi(zone.substr(3, 2));
    return zone[0] == '-' ? -minutes : minutes;
}

/// "2026-11-21T10:45:12.5Z"; a space in place of T and no zone are fine.
std::optional<WallMs> isoMoment(const std::string &text)
{
    std::tm parts{};
    const char *rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
    if (rest == nullptr)
        rest = ::strptime(text.c_str(), "%Y-%m-%d %H:%M:%S", &parts);
    if (rest == nullptr)
        return {};
    std::string zone = rest;
    WallMs fraction = 0;
    if (!zone.empty() && zone[0] == '.') {
        const std::size_t digits = zone.find_first_not_of("0123456789", 1);
        const auto share = number("0" + zone.substr(0, digits));
        if (!share || zone.size() < 2)
            return {};
        fraction = static_cast<WallMs>(*share * 1000);
        zone = digits == std::string::npos ? "" : zone.substr(digits);
    }
    parts.tm_isdst = -1;
    if (zone.empty())
        return WallMs{::mktime(&parts)} * 1000 + fraction;
    const auto minutes = zoneMinutes(zone);
    if (!minutes)
        return {};
    return (WallMs{::timegm(&parts)} - *minutes * 60) * 1000 + fraction;
}

} // namespace

Positional runArgument()
{
    return {.name = "RUN", .help = "Id of a run, or the beginning of one; 'last' is the newest"};
}

Result<RunId> findRun(Connection &connection, const std::string &word)
{
    auto all = connection.query<std::vector<RunSummary>>(
        [](Session &session, auto reply) { session.runs(0, std::move(reply)); });
    if (!all)
        return tl::unexpected(all.error());
    for (const RunSummary &run : *all) {
        if (word == "last" && run.trigger != "subdag") // which belongs to another run
            return run.id;
    }
    std::vector<RunId> matching;
    for (const RunSummary &run : *all) {
        if (run.id.text == word)
            return run.id;
        if (!word.empty() && run.id.text.rfind(word, 0) == 0)
            matching.push_back(run.id);
    }
    if (matching.size() == 1)
        return matching.front();
    return fail(ErrorCode::NotFound, "run " + word,
                matching.empty()
                    ? "there is no such run in this home (orrery runs list)"
                    : fmt::format("{} runs begin like this; type more of the id", matching.size()));
}

const char *mark(RunState state)
{
    switch (state) {
    case RunState::Succeeded:
        return "✔";
    case RunState::Failed:
        return "✘";
    case RunState::Cancelled:
        return "■";
    case RunState::Running:
        return "▶";
    default:
        return "·";
    }
}

Result<Moment> parseMoment(const std::string &text)
{
    constexpr double longest = 1e9; ///< [s]
    Moment moment;
    if (text.size() > 1 && text.back() == '%') {
        const auto share = number(text.substr(0, text.size() - 1));
        if (share && *share <= 100) {
            moment.kind = Moment::Kind::Share;
            moment.share = *share / 100;
            return moment;
        }
    } else if (!text.empty() && text[0] == '+') {
        const auto seconds = number(text.substr(1));
        if (seconds && *seconds <= longest) {
            moment.kind = Moment::Kind::Since;
            moment.ms = std::llround(*seconds * 1000);
            return moment;
        }
    } else if (!text.empty() && text.size() < 19 &&
               text.find_first_not_of("0123456789") == std::string::npos) {
        moment.kind = Moment::Kind::Event;
        moment.seq = std::stoull(text);
        return moment;
    } else if (const auto at = isoMoment(text)) {
        moment.kind = Moment::Kind::Time;
        moment.ms = *at;
        return moment;
    }
    return fail(ErrorCode::InvalidSpec, "--at " + text,
                "a moment is a time (2026-11-21T10:45:12Z), seconds since the run began (+12.5), "
                "a share of its time (50%) or a position of the journal (1234)");
}

} // namespace orrery::cli
