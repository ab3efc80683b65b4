// SPDX-License-Identifier: GPL-3.0-or-later
#include "advise/report.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "advise/timeline.h"

namespace orrery::advise {
namespace {

using nlohmann::json;

constexpr std::size_t mostTasks = 2000;
constexpr std::size_t longestValue = 2000; // bytes

constexpr const char *style = R"(
body { font: 14px/1.45 sans-serif; color: #1c2530; background: #fff; max-width: 980px; margin: 24px auto; padding: 0 16px; }
h1 { font-size: 22px; margin: 0 0 2px; } h2 { font-size: 16px; margin: 26px 0 8px; border-bottom: 1px solid #dde2e8; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 3px 8px; border-bottom: 1px solid #edf0f3; vertical-align: top; }
th { color: #5b6673; font-weight: 600; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
code { font: 12px monospace; white-space: pre-wrap; overflow-wrap: anywhere; } .quiet { color: #5b6673; }
.succeeded { color: #1f7a55; } .failed { color: #b3262a; } .cancelled, .skipped { color: #6b727b; }
figure { margin: 8px 0; } figure svg, figure img { max-width: 100%; height: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } @page { size: A4; margin: 14mm; } }
)";

std::string isoTime(WallMs at)
{
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC",
                       fmt::gmtime(static_cast<std::time_t>(at / 1000)));
}

std::string bytesText(double bytes)
{
    if (bytes < 1024)
        return fmt::format("{:.0f} B", bytes);
    for (const char *unit : {"KiB", "MiB", "GiB"}) {
        bytes /= 1024;
        if (bytes < 1024)
            return fmt::format("{:.1f} {}", bytes, unit);
    }
    return fmt::format("{:.1f} TiB", bytes / 1024);
}

/// Whoever reads the report can do without the rest of a value of megabytes.
std::string valueText(std::string text)
{
    if (text.size() <= longestValue)
        return escaped(text);
    std::size_t end = longestValue;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        --end;
    return escaped(text.substr(0, end)) + fmt::format(" <span class=\"quiet\">… {} in all</span>",
                                                      bytesText(static_cast<double>(text.size())));
}

std::string valueText(const json &value)
{
    return valueText(value.is_string()
                         ? value.get<std::string>()
                         : value.dump(-1, ' ', false, json::error_handler_t::replace));
}

void addRow(std::string &out, std::string_view name, const std::string &html)
{
    if (!html.empty())
        out += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", name, html);
}

class Writer {
public:
    explicit Writer(const RunReport &report)
        : m_report(report), m_timeline(timelineOf(report.run, report.course, report.now))
    {
    }

    std::string write()
    {
        const RunSummary &run = m_report.run.summary;
        const std::string name = escaped(run.dagName.empty() ? run.dag.text : run.dagName);
        m_out = fmt::format("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                            "<meta name=\"orrery-run\" content=\"{0}\">"
                            "<title>{1}: run {0}</title><style>{2}</style></head><body>\n"
                            "<h1>{1}</h1><p class=\"quiet\">run {0}, {3}</p>\n",
                            escaped(run.id.text), name, style, clock(m_report.now));
        addHead();
        addTimes();
        addPicture("gantt", "Course", ganttSvg(m_report.run, m_timeline));
        addPicture("graph", "Graph", m_report.graph);
        addValues("Parameters", run.parameters);
        addTasks();
        addOutputs();
        addValues("Environment", m_report.run.environment);
        return m_out + "</body></html>\n";
    }

private:
    [[nodiscard]] std::string clock(WallMs at) const
    {
        return escaped(m_report.clock ? m_report.clock(at) : isoTime(at));
    }

    void addHead()
    {
        const RunSummary &run = m_report.run.summary;
        m_out += "<table width=\"100%\">\n";
        addRow(m_out, "State", fmt::format("<b class=\"{0}\">{0}</b>", text(run.state)));
        addRow(m_out, "Cause", escaped(run.cause));
        addRow(m_out, "Started", clock(run.created));
        addRow(m_out, "Took", spanText(m_timeline.time.total));
        addRow(m_out, "Trigger", escaped(run.trigger));
        addRow(m_out, "Owner", escaped(run.owner));
        addRow(m_out, "DAG", escaped(run.dag.text));
        addRow(m_out, "Content", escaped(run.version.text));
        addRow(m_out, "File", escaped(run.file));
        addRow(m_out, "Results", escaped(run.resultsDir));
        std::string counts;
        for (std::size_t state = 0; state < taskStateCount; ++state)
            if (run.counts[state] > 0)
                counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", run.counts[state],
                                      text(static_cast<TaskState>(state)));
        addRow(m_out, "Tasks", counts);
        for (const std::string &note : run.notes)
            addRow(m_out, "Note", escaped(note));
        m_out += "</table>\n";
    }

    [[nodiscard]] std::string nameOf(TaskIndex task) const
    {
        return escaped(taskName(*m_report.run.dag, m_report.run.tasks[task]));
    }

    void addTimes()
    {
        const TimeBreakdown &time = m_timeline.time;
        m_out += "<h2>Where the time went</h2><table width=\"100%\">\n";
        addRow(m_out, "Tasks ran", spanText(time.running));
        addRow(m_out, "Tasks waited for room", spanText(time.waiting));
        addRow(m_out, "Tasks were queued on their host", spanText(time.queued));
        if (time.lost > 0)
            addRow(m_out, "Lost in attempts that failed", spanText(time.lost));
        if (time.waitRunRatio >= 0)
            addRow(m_out, "Waited / ran", fmt::format("{:.2f}", time.waitRunRatio));
        addRow(m_out, "At least one task ran",
               fmt::format("{} of {}", spanText(time.busy), spanText(time.total)));
        if (m_timeline.bottleneck != none)
            addRow(m_out, "Bottleneck",
                   fmt::format("{}: {} of {} on the critical path", nameOf(m_timeline.bottleneck),
                               spanText(m_timeline.bottleneckTime), spanText(time.critical)));
        std::string path;
        for (const TaskIndex task : m_timeline.criticalPath)
            path += (path.empty() ? "" : " → ") + nameOf(task);
        addRow(m_out, "Critical path", path);
        m_out += "</table>\n";
    }

    void addPicture(const char *name, const char *title, const std::string &svg)
    {
        if (svg.empty())
            return;
        // On paper the first picture begins a page: its heading is not left behind.
        const bool begins = m_report.namedPictures && name == std::string_view("gantt");
        m_out += fmt::format("<h2{}>{}</h2><figure id=\"{}\">",
                             begins ? " style=\"page-break-before: always\"" : "", title, name);
        // An XML declaration may not stand inside a page.
        const std::size_t start = svg.find("<svg");
        m_out += m_report.namedPictures ? fmt::format("<img src=\"report:{}\">", name)
                                        : svg.substr(start == std::string::npos ? 0 : start);
        m_out += "</figure>\n";
    }

    void addValues(const char *title, const JsonText &text)
    {
        const json values = json::parse(text, nullptr, false);
        if (!values.is_object() || values.empty())
            return;
        m_out += fmt::format("<h2>{}</h2><table width=\"100%\">\n", title);
        for (const auto &[name, value] : values.items())
            addRow(m_out, escaped(name), "<code>" + valueText(value) + "</code>");
        m_out += "</table>\n";
    }

    /// Failed ones first, then those that took longest when not all fit, else in their order.
    [[nodiscard]] std::vector<const TaskRow *> shownTasks() const
    {
        std::vector<const TaskRow *> rows;
        for (const TaskRow &row : m_report.run.tasks)
            if (row.node < m_report.run.dag->nodes.size())
                rows.push_back(&row);
        if (rows.size() <= mostTasks)
            return rows;
        std::stable_sort(rows.begin(), rows.end(), [](const TaskRow *a, const TaskRow *b) {
            const bool first = a->state == TaskState::Failed,
                       second = b->state == TaskState::Failed;
            return first != second ? first : a->end - a->start > b->end - b->start;
        });
        rows.resize(mostTasks);
        return rows;
    }

    void addTasks()
    {
        const auto rows = shownTasks();
        m_out += "<h2>Tasks</h2><table width=\"100%\"><tr><th>Task</th><th>State</th><th "
                 "class=\"n\">Attempts</th>"
                 "<th class=\"n\">Time</th><th class=\"n\">CPU</th><th class=\"n\">Memory</th>"
                 "<th>Host</th><th>Why</th></tr>\n";
        for (const TaskRow *row : rows)
            m_out += fmt::format(
                "<tr><td>{}</td><td class=\"{}\">{}</td><td class=\"n\">{}</td><td "
                "class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td>"
                "<td>{}</td></tr>\n",
                escaped(taskName(*m_report.run.dag, *row)), text(row->state), text(row->state),
                row->attempts > 0 ? std::to_string(row->attempts) : "",
                row->start > 0 && row->end >= row->start ? spanText(row->end - row->start) : "",
                row->usage.cpuSeconds > 0 ? fmt::format("{:.1f} s", row->usage.cpuSeconds) : "",
                row->usage.maxMemoryKiB > 0
                    ? bytesText(static_cast<double>(row->usage.maxMemoryKiB) * 1024)
                    : "",
                escaped(row->host), escaped(row->reason.str()));
        m_out += "</table>\n";
        if (m_report.run.tasks.size() > rows.size())
            m_out += fmt::format("<p class=\"quiet\">and {} more tasks</p>\n",
                                 m_report.run.tasks.size() - rows.size());
    }

    void addOutputs()
    {
        std::string rows;
        for (const TaskRow *row : shownTasks()) {
            if (row->item >= 0 || row->task >= m_report.run.outputs.size())
                continue;
            const json values = json::parse(m_report.run.outputs[row->task], nullptr, false);
            if (!values.is_object())
                continue;
            for (const auto &[name, value] : values.items())
                rows += fmt::format("<tr><td>{}</td><td>{}</td><td><code>{}</code></td></tr>\n",
                                    escaped(taskName(*m_report.run.dag, *row)), escaped(name),
                                    valueText(value));
        }
        if (!rows.empty())
            m_out += "<h2>Outputs</h2><table "
                     "width=\"100%\"><tr><th>Task</th><th>Output</th><th>Value</th></tr>\n" +
                     rows + "</table>\n";
    }

    const RunReport &m_report;
    RunTimeline m_timeline;
    std::string m_out;
};

} // namespace

std::string escaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            // Control characters are not allowed in a document, whatever a task prints.
            out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
        }
    }
    return out;
}

std::string spanText(SpanMs span)
{
    if (span < 1000)
        return fmt::format("{} ms", span);
    const double seconds = static_cast<double>(span) / 1000;
    if (seconds < 60)
        return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 3600)
        return fmt::format("{} m {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} m", whole / 3600, whole / 60 % 60);
}

std::string toHtml(const RunReport &report)
{
    return report.run.dag ? Writer(report).write() : std::string();
}

std::string ganttSvg(const RunReport &report)
{
    return report.run.dag ? ganttSvg(report.run, timelineOf(report.run, report.course, report.now))
                          : std::string();
}

} // namespace orrery::advise
