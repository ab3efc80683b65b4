// SPDX-License-Identifier: GPL-3.0-or-later
// A run as it goes on, on a terminal: one line a node, redrawn in place; nothing in a pipe.
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"

namespace orrery::cli {

class Progress {
public:
    /// @param live  draw on stderr (a terminal)
    Progress(const DagSpec &dag, bool live);
    void take(const Delta &delta, const RunId &run);
    /// The run has more nodes now. @param dag  borrowed as in the constructor
    void grow(const DagSpec &dag);
    void draw();
    void finish(); ///< leaves the last picture
    [[nodiscard]] bool live() const { return m_live; }
    [[nodiscard]] const RunSummary &summary() const { return m_summary; }

private:
    struct Line {
        TaskState state = TaskState::Pending;
        std::uint32_t items = 0;
        std::uint32_t ended = 0;
        std::uint32_t failed = 0;
        WallMs start = 0;
        WallMs end = 0;
        std::string reason;
    };
    void lineUp();
    [[nodiscard]] std::string text(const Line &line, const std::string &name,
                                   std::size_t width) const;
    [[nodiscard]] std::vector<std::string> picture() const;

    const DagSpec *m_dag;
    bool m_live;
    bool m_colour;
    RunSummary m_summary;
    std::vector<TaskRow> m_rows;
    std::vector<Line> m_lines;
    std::size_t m_drawn = 0;
};

} // namespace orrery::cli
