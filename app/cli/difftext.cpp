// SPDX-License-Identifier: GPL-3.0-or-later
#include "difftext.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "console.h"

namespace orrery::cli {
namespace {

using Kind = DagChange::Kind;
using Subject = DagChange::Subject;

constexpr std::size_t longestValue = 60; // bytes; longer ones stand on lines of their own
constexpr std::size_t widestPath = 40;

const char *signOf(Kind kind)
{
    constexpr std::array<const char *, 4> signs{"+", "-", ">", "~"};
    return signs[static_cast<std::size_t>(kind)];
}

std::string painted(const std::string &text, const char *colour, bool on)
{
    return on ? std::string("\x1b[") + colour + "m" + text + "\x1b[0m" : text;
}

const char *colourOf(Kind kind)
{
    constexpr std::array<const char *, 4> colours{"32", "31", "36", "33"};
    return colours[static_cast<std::size_t>(kind)];
}

std::string titleOf(const DagChange &change)
{
    const std::string what(text(change.subject));
    if (change.subject == Subject::Dag || change.subject == Subject::Schedule)
        return what;
    if (change.kind == Kind::Renamed)
        return fmt::format("{:<9} {} (was {})", what, plain(change.id), plain(change.was));
    return fmt::format("{:<9} {}", what, plain(change.id));
}

/// The parts of a new or lost node that say what it is.
std::string summaryOf(const DagChange &change)
{
    std::string out;
    for (const FieldChange &field : change.fields) {
        const JsonText &value = field.after.empty() ? field.before : field.after;
        const bool telling = field.path == "type" || field.path == "taskDefinition/runtime" ||
                             field.path == "condition" || field.path == "expression";
        if (telling)
            out += (out.empty() ? "  " : ", ") + valueText(value);
    }
    const std::size_t fields = change.fields.size();
    if (out.empty() && change.subject == Subject::Node && fields == 0)
        return "  NONE";
    return out;
}

/// What a field means that is not set, where a reader would ask.
std::string unsetText(const std::string &path)
{
    static const std::map<std::string_view, std::string_view> defaults{
        {"condition", "SUCCESS"},
        {"timezone", "UTC"},
        {"taskDefinition/runtime", "NONE"},
        {"resourceRequirements/cpuCores", "1"},
        {"executionConfig/parallelism", "1"}};
    const auto known = defaults.find(path);
    return known == defaults.end() ? "unset" : std::string(known->second) + " (default)";
}

void addHunks(const FieldChange &field, bool colour, std::string &out)
{
    for (const DiffHunk &hunk : field.text) {
        out += "      " + painted(hunk.head(), "36", colour) + "\n";
        for (const DiffLine &line : hunk.lines) {
            const char sign = " -+"[static_cast<std::size_t>(line.kind)];
            const char *tint = line.kind == DiffLine::Kind::Added ? "32" : "31";
            const std::string shown = "      " + std::string(1, sign) + plain(line.text);
            out += painted(shown, tint, colour && sign != ' ') + "\n";
        }
    }
}

void addFields(const DagChange &change, bool colour, std::string &out)
{
    std::size_t width = 0;
    for (const FieldChange &field : change.fields)
        width = std::max(width, std::min(field.path.size(), widestPath));
    for (const FieldChange &field : change.fields) {
        if (!field.text.empty()) {
            out += "    " + plain(field.path) + "\n";
            addHunks(field, colour, out);
            continue;
        }
        const std::string unset = unsetText(field.path);
        const std::string before = field.before.empty() ? unset : valueText(field.before);
        const std::string after = field.after.empty() ? unset : valueText(field.after);
        if (field.before.empty() && field.after.empty())
            out += fmt::format("    {}  in another order\n", field.path);
        else if (before.size() + after.size() <= 2 * longestValue)
            out += fmt::format("    {:<{}}  {} -> {}\n", plain(field.path), width, before, after);
        else
            out += fmt::format("    {}\n      -{}\n      +{}\n", plain(field.path), before, after);
    }
}

std::string plural(std::size_t count, std::string_view word)
{
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

Json valueJson(const JsonText &text)
{
    Json value = Json::parse(text, nullptr, false);
    return value.is_discarded() ? Json(nullptr) : value;
}

Json changeJson(const DagChange &change)
{
    Json json;
    json["kind"] = text(change.kind);
    json["what"] = text(change.subject);
    json["id"] = change.id;
    if (change.kind == Kind::Renamed)
        json["was"] = change.was;
    json["fields"] = Json::array();
    for (const FieldChange &field : change.fields) {
        Json one;
        one["path"] = change.pathOf(field);
        one["before"] = valueJson(field.before);
        one["after"] = valueJson(field.after);
        if (!field.text.empty()) {
            std::string lines;
            for (const DiffHunk &hunk : field.text) {
                lines += hunk.head() + "\n";
                for (const DiffLine &line : hunk.lines)
                    lines += " -+"[static_cast<std::size_t>(line.kind)] + line.text + "\n";
            }
            one["diff"] = lines;
        }
        json["fields"].push_back(std::move(one));
    }
    return json;
}

} // namespace

std::string valueText(const JsonText &value)
{
    if (value.empty())
        return "unset";
    const Json json = Json::parse(value, nullptr, false);
    if (!json.is_string())
        return plain(value);
    const auto &text = json.get_ref<const std::string &>();
    const bool bare = !text.empty() && text != "unset" && text.front() != ' ' && text.back() != ' ';
    return bare ? plain(text) : plain(value);
}

std::string countText(const DagDiff &diff)
{
    std::map<Subject, std::map<Kind, std::size_t>> counts;
    for (const DagChange &change : diff.changes)
        ++counts[change.subject][change.kind];
    std::string out;
    for (const auto &[subject, kinds] : counts) {
        std::string part;
        for (const auto &[kind, count] : kinds) {
            const bool single = subject == Subject::Dag || subject == Subject::Schedule;
            const std::string what =
                single ? std::string(text(subject)) : plural(count, text(subject));
            part += part.empty() ? what + " " + std::string(text(kind))
                                 : fmt::format(", {} {}", count, text(kind));
        }
        out += (out.empty() ? "" : "; ") + part;
    }
    return out;
}

std::string diffText(const DagDiff &diff, bool layout, bool colour)
{
    std::string out;
    for (const DagChange &change : diff.changes) {
        const bool whole = change.kind == Kind::Added || change.kind == Kind::Removed;
        out += painted(fmt::format("{} {}", signOf(change.kind), titleOf(change)),
                       colourOf(change.kind), colour);
        out += (whole ? summaryOf(change) : "") + "\n";
        if (!whole)
            addFields(change, colour, out);
    }
    if (diff.changes.empty())
        out += "The same in meaning.\n";
    if (diff.layout.empty())
        return out;
    if (!layout)
        return out + fmt::format("\nLayout: {} (--layout tells which)\n",
                                 plural(diff.layout.size(), "change"));
    out += "\nLayout\n";
    for (const DagChange &change : diff.layout) {
        out += fmt::format("~ {}\n", titleOf(change));
        addFields(change, colour, out);
    }
    return out;
}

Json diffJson(const DagDiff &diff)
{
    Json json;
    json["same"] = diff.same();
    json["changes"] = Json::array();
    for (const DagChange &change : diff.changes)
        json["changes"].push_back(changeJson(change));
    json["layout"] = Json::array();
    for (const DagChange &change : diff.layout)
        json["layout"].push_back(changeJson(change));
    return json;
}

} // namespace orrery::cli
