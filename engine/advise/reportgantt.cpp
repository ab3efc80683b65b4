// SPDX-License-Identifier: GPL-3.0-or-later
// The Gantt chart of a report: for paper, so dark on white, and readable without colour.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "advise/report.h"
#include "advise/timeline.h"

namespace orrery::advise {
namespace {

constexpr std::size_t mostRows = 60;
constexpr double width = 960, nameWidth = 210, row = 18, top = 24;

struct Row {
    TaskIndex task = none;
    WallMs first = 0;
    SpanMs time = 0;
    std::vector<const TaskSpan *> spans;
};

std::vector<Row> rowsOf(const RunTimeline &timeline)
{
    std::vector<Row> rows;
    for (const TaskSpan &span : timeline.spans) {
        if (rows.empty() || rows.back().task != span.task)
            rows.push_back({span.task, span.ready, 0, {}});
        const WallMs end = span.end > 0 ? span.end : timeline.end;
        rows.back().time += span.start > 0 ? end - span.start : 0;
        rows.back().spans.push_back(&span);
    }
    if (rows.size() > mostRows) {
        const std::set<TaskIndex> critical(timeline.criticalPath.begin(),
                                           timeline.criticalPath.end());
        std::stable_sort(rows.begin(), rows.end(), [&](const Row &a, const Row &b) {
            const bool first = critical.contains(a.task), second = critical.contains(b.task);
            return first != second ? first : a.time > b.time;
        });
        rows.resize(mostRows);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row &a, const Row &b) { return a.first < b.first; });
    return rows;
}

const char *fillOf(const TaskSpan &span)
{
    switch (span.outcome) {
    case Happening::Success:
    case Happening::Mark:
        return "#2a9d6f";
    case Happening::Failure:
        return "#c8373a";
    case Happening::Retry:
        return "#d98a1f";
    case Happening::Cancel:
        return "#8a8f98";
    default:
        return "#2478b5";
    }
}

/// Names are cut by characters, not in the middle of one.
std::string shortName(const std::string &name)
{
    constexpr std::size_t most = 30;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < name.size(); ++i)
        if ((static_cast<unsigned char>(name[i]) & 0xC0U) != 0x80 && ++characters > most)
            return name.substr(0, i) + "…";
    return name;
}

} // namespace

std::string ganttSvg(const RunDetail &run, const RunTimeline &timeline)
{
    const std::vector<Row> rows = rowsOf(timeline);
    const std::set<TaskIndex> critical(timeline.criticalPath.begin(), timeline.criticalPath.end());
    const double height = top + row * static_cast<double>(rows.size()) + 6;
    const auto whole = static_cast<double>(std::max<SpanMs>(1, timeline.end - timeline.begin));
    const auto x = [&](WallMs at) {
        const double share = static_cast<double>(at - timeline.begin) / whole;
        return nameWidth + std::clamp(share, 0.0, 1.0) * (width - nameWidth - 10);
    };
    std::string out = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}" font-family="sans-serif" font-size="11">)",
        width, height);
    out += fmt::format(R"(<rect width="{:.0f}" height="{:.0f}" fill="#ffffff"/>)", width, height);
    constexpr int ticks = 5;
    for (int i = 0; i <= ticks; ++i) {
        const WallMs at = timeline.begin + (timeline.end - timeline.begin) * i / ticks;
        out += fmt::format(
            R"(<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:.0f}" y2="{2:.0f}" stroke="#dde2e8"/>)",
            x(at), top - 6, height);
        out += fmt::format(R"(<text x="{:.1f}" y="12" text-anchor="{}" fill="#5b6673">{}</text>)",
                           x(at),
                           i == ticks ? "end"
                           : i == 0   ? "start"
                                      : "middle",
                           spanText(at - timeline.begin));
    }
    double y = top;
    for (const Row &one : rows) {
        const bool marked = critical.contains(one.task);
        const std::string name = taskName(*run.dag, run.tasks[one.task]);
        out += fmt::format(
            R"(<text x="{:.0f}" y="{:.1f}" text-anchor="end" fill="#1c2530"{}>{}</text>)",
            nameWidth - 8, y + 12, marked ? R"( font-weight="bold")" : "",
            escaped(shortName(name)));
        for (const TaskSpan *span : one.spans) {
            const WallMs end = span->end > 0 ? span->end : timeline.end;
            const WallMs start = span->start > 0 ? span->start : end;
            if (start > span->ready)
                out += fmt::format(
                    R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="4" fill="#c3ccd6"/>)",
                    x(span->ready), y + 7, std::max(0.5, x(start) - x(span->ready)));
            if (span->start > 0)
                out += fmt::format(
                    R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="12" fill="{}"{}/>)",
                    x(start), y + 3, std::max(1.0, x(end) - x(start)), fillOf(*span),
                    marked ? R"( stroke="#1c2530" stroke-width="1.4")" : "");
        }
        y += row;
    }
    return out + "</svg>";
}

} // namespace orrery::advise
