// SPDX-License-Identifier: GPL-3.0-or-later
// Joins deltas until the window is ready for the next one: the latest value of each thing wins.
#pragma once

#include <unordered_map>

#include "engine/session.h"

namespace orrery::bridge {

class DeltaBuffer {
public:
    /// A snapshot replaces everything that was added before it.
    void add(const Delta &delta);
    [[nodiscard]] bool empty() const { return m_empty; }
    /// What was added since the last take, as one delta.
    [[nodiscard]] Delta take();

private:
    void addTasks(const Delta::Tasks &tasks);

    Delta m_delta;
    bool m_empty = true;
    std::unordered_map<RunId, std::size_t> m_runs;      ///< run -> position in m_delta.runs
    std::unordered_map<RunId, std::size_t> m_taskLists; ///< run -> position in m_delta.tasks
    std::unordered_map<AttemptKey, std::size_t>
        m_rows; ///< attempt 0 of a task -> position in its list
    std::unordered_map<HostId, std::size_t> m_hosts;
};

} // namespace orrery::bridge
