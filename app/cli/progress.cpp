// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "console.h"

namespace orrery::cli {
namespace {

struct Look {
    const char *mark;
    const char *colour;
};

Look look(TaskState state)
{
    switch (state) {
    case TaskState::Succeeded:
        return {"✔", "\033[38;2;0;255;157m"};
    case TaskState::Failed:
        return {"✘", "\033[38;2;255;77;79m"};
    case TaskState::Running:
        return {"▶", "\033[38;2;0;209;255m"};
    case TaskState::Queued:
        return {"◷", "\033[38;2;179;136;255m"};
    case TaskState::Cancelled:
        return {"■", "\033[38;2;255;77;79m"};
    case TaskState::Skipped:
        return {"–", "\033[2m"};
    case TaskState::Waiting:
    case TaskState::Held:
        return {"○", "\033[38;2;179;136;255m"};
    default:
        return {"·", "\033[2m"};
    }
}

std::pair<std::size_t, std::size_t> windowSize()
{
    winsize size{};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0)
        return {size.ws_row, size.ws_col};
    return {24, 80};
}

WallMs wallNow()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

Progress::Progress(const DagSpec &dag, bool live)
    : m_dag(&dag), m_live(live), m_colour(live && std::getenv("NO_COLOR") == nullptr),
      m_lines(dag.nodes.size())
{
}

void Progress::grow(const DagSpec &dag)
{
    m_dag = &dag;
    m_lines.resize(dag.nodes.size());
    lineUp();
}

void Progress::take(const Delta &delta, const RunId &run)
{
    for (const RunSummary &summary : delta.runs)
        if (summary.id == run)
            m_summary = summary;
    for (const Delta::Tasks &tasks : delta.tasks)
        for (const TaskRow &row : tasks.rows) {
            if (m_rows.size() <= row.task)
                m_rows.resize(row.task + 1);
            m_rows[row.task] = row;
        }
    lineUp();
}

/// Nodes that have come since the DAG was last given have no line yet.
void Progress::lineUp()
{
    std::fill(m_lines.begin(), m_lines.end(), Line{});
    for (const TaskRow &row : m_rows) {
        if (row.node >= m_lines.size())
            continue;
        Line &line = m_lines[row.node];
        if (row.item >= 0) {
            ++line.items;
            line.ended += isFinal(row.state) ? 1 : 0;
            line.failed += row.state == TaskState::Failed ? 1 : 0;
            continue;
        }
        line.state = row.state;
        line.start = row.start;
        line.end = row.end;
        line.reason = row.reason;
    }
}

std::string Progress::text(const Line &line, const std::string &name, std::size_t width) const
{
    const Look shown = look(line.state);
    std::string detail = std::string(orrery::text(line.state));
    if (line.items > 0) {
        constexpr std::uint32_t cells = 16;
        const std::uint32_t full = line.ended * cells / line.items;
        std::string bar;
        for (std::uint32_t i = 0; i < cells; ++i)
            bar += i < full ? "━" : "╌";
        detail = fmt::format("{} {}/{}", bar, line.ended, line.items);
        if (line.failed > 0)
            detail += fmt::format(", {} failed", line.failed);
    }
    std::string time;
    if (line.start > 0)
        time = duration((line.end > 0 ? line.end : std::max(line.start, wallNow())) - line.start);
    std::string rest = fmt::format("{:<26} {:>9}", detail, time);
    if (!line.reason.empty())
        rest += "  " + line.reason.substr(0, line.reason.find('\n'));
    return m_colour
               ? fmt::format("{}{}\033[0m {:<{}} {}", shown.colour, shown.mark, name, width, rest)
               : fmt::format("{} {:<{}} {}", shown.mark, name, width, rest);
}

std::vector<std::string> Progress::picture() const
{
    std::vector<std::string> lines;
    const auto [height, columns] = windowSize();
    std::size_t width = 8;
    for (const NodeSpec &node : m_dag->nodes)
        width = std::max(width, std::min<std::size_t>(node.id.size(), 32));
    const std::uint32_t all = m_summary.taskCount();
    lines.push_back(fmt::format("{}  {}  {} of {} tasks", m_dag->title(), m_summary.id.text,
                                m_summary.finishedCount(), all));
    if (!m_summary.waits.empty())
        lines.push_back("  has not begun: " + m_summary.waits);
    const std::size_t room = height > 6 ? height - 4 : 2;
    // What moves is worth a line first when there are more nodes than lines.
    std::vector<std::size_t> shown;
    for (std::size_t node = 0; node < m_lines.size(); ++node)
        if (m_lines.size() <= room || (m_lines[node].state >= TaskState::Waiting &&
                                       m_lines[node].state != TaskState::Succeeded))
            shown.push_back(node);
    for (std::size_t i = 0; i < shown.size() && i < room; ++i)
        lines.push_back("  " +
                        text(m_lines[shown[i]], m_dag->nodes[shown[i]].id.substr(0, 32), width));
    if (shown.size() > room)
        lines.push_back(fmt::format("  … {} more", shown.size() - room));
    return lines;
}

void Progress::draw()
{
    if (!m_live)
        return;
    const std::vector<std::string> lines = picture();
    std::string out = "\033[?7l"; // a long line is cut, never wrapped
    if (m_drawn > 0)
        out += fmt::format("\033[{}A", m_drawn);
    for (const std::string &line : lines)
        out += "\r\033[K" + line + "\n";
    out += "\033[J\033[?7h";
    m_drawn = lines.size();
    std::cerr << out << std::flush;
}

void Progress::finish()
{
    draw();
    m_drawn = 0;
}

} // namespace orrery::cli
