// SPDX-License-Identifier: GPL-3.0-or-later
// One run as a document to keep, send and print.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/replay.h"
#include "engine/run.h"

namespace orrery {

struct RunReport {
    RunDetail run;
    RunCourse course;
    WallMs now = 0; ///< when the report is made
    /// A moment as people read it, in their time zone; absent = ISO 8601 in UTC.
    std::function<std::string(WallMs)> clock;
    std::string graph; ///< the DAG as SVG; "" = left out
    /// Pictures are named ("graph", "gantt") and not put in: <img src="report:gantt">.
    bool namedPictures = false;
};

namespace toolkit {

/// HTML in one piece: styles and pictures are inside, no script, nothing is fetched; prints on A4.
/// Values of the run are escaped. Tasks beyond 2,000 are counted, those that failed or took longest
/// stand first. Pure.
[[nodiscard]] std::string toHtml(const RunReport &report);
/// Its Gantt chart alone, as SVG: bars by task with their waits, the critical path marked; the 60
/// tasks that decide most.
[[nodiscard]] std::string ganttSvg(const RunReport &report);

} // namespace toolkit
} // namespace orrery
