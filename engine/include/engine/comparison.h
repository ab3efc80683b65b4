// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs side by side: what was given, what came out, and how long it took.
#pragma once

#include <string>
#include <vector>

#include "engine/diff.h"
#include "engine/run.h"

namespace orrery {

/// A value that differs; "" = it is not there.
struct ValueChange {
    std::string path; ///< "day", "runtimes/python3/version"
    JsonText before;
    JsonText after;
};

struct TaskChange {
    std::string id;      ///< "load", "load[3]"
    bool before = false; ///< is it in the first run?
    bool after = false;
    TaskState stateBefore = TaskState::Pending;
    TaskState stateAfter = TaskState::Pending;
    SpanMs timeBefore = -1; ///< of its last attempt; -1 = it did not run
    SpanMs timeAfter = -1;
    Usage usageBefore;
    Usage usageAfter;
    std::vector<ValueChange> outputs; ///< with "${run.dir}" for the directory of each run

    [[nodiscard]] SpanMs difference() const; ///< after - before; 0 unless both ran
};

struct RunComparison {
    RunSummary before;
    RunSummary after;
    std::vector<ValueChange> parameters;
    std::vector<ValueChange> environment;
    std::vector<TaskChange> tasks; ///< every task of either run; most different time first
    DagDiff dag;
};

namespace toolkit {

/// Pure. O(tasks log tasks + size of outputs).
[[nodiscard]] RunComparison compareRuns(const RunDetail &before, const RunDetail &after);

} // namespace toolkit
} // namespace orrery
