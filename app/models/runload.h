// SPDX-License-Identifier: GPL-3.0-or-later
// CPU and memory of a run, from the samples of its tasks.
#pragma once

#include <unordered_map>
#include <unordered_set>

#include "engine/resource.h"
#include "engine/run.h"
#include "models/series.h"

namespace orrery::models {

struct Load {
    Series cpu;    ///< [cores]
    Series memory; ///< [bytes]
    void clear()
    {
        cpu.clear();
        memory.clear();
    }
};

/// What tasks used on average and at most, over the time they ran: the curve of a run that nobody
/// sampled, from its record. Only the last attempt of each task is known.
[[nodiscard]] Load recordedLoad(const std::vector<TaskRow> &rows);

/// Sums what the tasks that run now use, and keeps the curve of every sampled task.
class RunLoad {
public:
    void clear();
    void add(const std::vector<TaskSample> &samples);
    /// Tasks that are over use nothing any more.
    void apply(const std::vector<TaskRow> &rows);

    [[nodiscard]] const Load &total() const { return m_total; }
    /// nullptr when no sample of the task was seen.
    [[nodiscard]] const Load *of(TaskIndex task) const;
    /// Latest use of a task [cores, bytes]; zeros when it is not running.
    [[nodiscard]] TaskSample now(TaskIndex task) const;

private:
    static constexpr std::size_t maxCurves = 2000; ///< tasks whose curve is kept
    void addTotal(WallMs at);

    Load m_total;
    std::unordered_map<TaskIndex, TaskSample> m_now;
    std::unordered_set<TaskIndex> m_over;
    std::unordered_map<TaskIndex, Load> m_tasks;
};

} // namespace orrery::models
