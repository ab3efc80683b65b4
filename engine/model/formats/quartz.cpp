// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/quartz.h"

#include <array>
#include <vector>

#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::array<std::string_view, 7> days = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

std::vector<std::string> fieldsOf(std::string_view text)
{
    std::vector<std::string> fields;
    for (std::size_t at = 0; (at = text.find_first_not_of(" \t", at)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(" \t", at), text.size());
        fields.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return fields;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Numbers of days become names, which both dialects share; a number behind '/' is a step.
// @param sunday  the number of the week's first day
std::optional<std::string> withDayNames(const std::string &field, int sunday)
{
    std::string out;
    for (std::size_t i = 0; i < field.size(); ++i) {
        const bool step = i > 0 && field[i - 1] == '/';
        if (!isDigit(field[i])) {
            out += field[i];
            continue;
        }
        const bool longer = i + 1 < field.size() && isDigit(field[i + 1]);
        if (step) {
            for (; i < field.size() && isDigit(field[i]); ++i)
                out += field[i];
            --i;
            continue;
        }
        const int day = field[i] - '0' - sunday;
        if (longer || day < 0 || day > (sunday == 0 ? 7 : 6))
            return std::nullopt;
        out += days[static_cast<std::size_t>(day % 7)];
    }
    return out;
}

std::string joined(const std::vector<std::string> &fields)
{
    std::string out;
    for (const std::string &field : fields)
        out += (out.empty() ? "" : " ") + field;
    return out;
}

} // namespace

std::optional<std::string> toQuartz(std::string_view cron)
{
    std::vector<std::string> fields = fieldsOf(cron);
    if (fields.size() != 5)
        return std::nullopt;
    std::string &day = fields[2];
    std::string &weekday = fields[4];
    if (weekday == "*")
        weekday = "?";
    else if (day == "*")
        day = "?";
    else
        return std::nullopt;
    const auto named = withDayNames(weekday, 0);
    if (!named)
        return std::nullopt;
    weekday = *named;
    return "0 " + joined(fields);
}

std::optional<std::string> fromQuartz(std::string_view quartz)
{
    std::vector<std::string> fields = fieldsOf(quartz);
    if (fields.size() == 7 && fields[6] == "*")
        fields.pop_back();
    if (fields.size() != 6 || fields[0] != "0")
        return std::nullopt;
    fields.erase(fields.begin());
    for (std::string &field : fields) {
        if (field == "?")
            field = "*";
    }
    // L (last), W (working day) and # (the n-th) exist in Quartz only.
    if (fields[2].find_first_of("LW") != std::string::npos ||
        fields[4].find('#') != std::string::npos || fields[4].ends_with('L'))
        return std::nullopt;
    const auto named = withDayNames(fields[4], 1);
    if (!named)
        return std::nullopt;
    fields[4] = upper(*named);
    return joined(fields);
}

} // namespace orrery::model
