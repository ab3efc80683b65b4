// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/duration.h"

#include <charconv>
#include <cmath>

#include "model/text.h"

namespace orrery::model {

namespace {

constexpr double longest = 100.0 * 365.25 * 86'400'000.0; // ms: a century

struct Unit {
    char letter;
    bool time; // stands behind the T
    double ms;
};
// In the order in which they may follow each other.
constexpr Unit units[] = {{'W', false, 604'800'000.0},
                          {'D', false, 86'400'000.0},
                          {'H', true, 3'600'000.0},
                          {'M', true, 60'000.0},
                          {'S', true, 1000.0}};

tl::unexpected<Error> bad(std::string_view iso, const std::string &why)
{
    return fail(ErrorCode::InvalidSpec, {}, inQuotes(iso) + " is not a duration: " + why);
}

} // namespace

Result<SpanMs> parseDuration(std::string_view iso)
{
    const std::string form = "write it like \"PT30M\", \"PT1H30M\" or \"P1D\"";
    if (!iso.starts_with('P'))
        return bad(iso, form);
    std::size_t i = 1;
    std::size_t nextUnit = 0;
    bool time = false, any = false, fraction = false;
    double total = 0;
    while (i < iso.size()) {
        if (iso[i] == 'T') {
            if (time || i + 1 == iso.size())
                return bad(iso, form);
            time = true;
            ++i;
            continue;
        }
        const std::size_t start = i;
        while (i < iso.size() && ((iso[i] >= '0' && iso[i] <= '9') || iso[i] == '.'))
            ++i;
        double value = 0;
        const auto read =
            std::from_chars(iso.data() + start, iso.data() + i, value, std::chars_format::fixed);
        if (i == start || i == iso.size() || read.ec != std::errc() || read.ptr != iso.data() + i ||
            fraction)
            return bad(iso, form);
        if (!time && (iso[i] == 'Y' || iso[i] == 'M'))
            return bad(iso, "years and months have no fixed length; use days");
        std::size_t unit = nextUnit;
        while (unit < std::size(units) &&
               (units[unit].letter != iso[i] || units[unit].time != time))
            ++unit;
        if (unit == std::size(units))
            return bad(iso, form);
        fraction = iso.substr(start, i - start).find('.') != std::string_view::npos;
        total += value * units[unit].ms;
        nextUnit = unit + 1;
        any = true;
        ++i;
    }
    if (!any)
        return bad(iso, form);
    if (!(total <= longest))
        return bad(iso, "longer than 100 years");
    return static_cast<SpanMs>(std::llround(total));
}

std::string formatDuration(SpanMs span)
{
    if (span <= 0)
        return "PT0S";
    const SpanMs days = span / 86'400'000;
    const SpanMs hours = span / 3'600'000 % 24;
    const SpanMs minutes = span / 60'000 % 60;
    const SpanMs ms = span % 60'000;
    std::string out = "P";
    if (days > 0)
        out += std::to_string(days) + "D";
    if (span % 86'400'000 == 0)
        return out;
    out += 'T';
    if (hours > 0)
        out += std::to_string(hours) + "H";
    if (minutes > 0)
        out += std::to_string(minutes) + "M";
    if (ms > 0) {
        out += std::to_string(ms / 1000);
        if (ms % 1000 > 0) {
            std::string digits = std::to_string(1000 + ms % 1000).substr(1);
            digits.erase(digits.find_last_not_of('0') + 1);
            out += "." + digits;
        }
        out += "S";
    }
    return out;
}

} // namespace orrery::model
