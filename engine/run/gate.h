// SPDX-License-Identifier: GPL-3.0-or-later
// A limit with a queue: maxParallelTasks of a run, the concurrency of a mapped node.
#pragma once

#include <deque>

#include "engine/ids.h"

namespace orrery::run {

class Gate {
public:
    Gate() = default;
    /// @param limit  how many may be inside; 0 = any number
    explicit Gate(std::uint32_t limit) : m_limit(limit) {}

    /// True: the task is inside. False: it waits its turn.
    [[nodiscard]] bool enter(TaskIndex task)
    {
        if (m_limit == 0 || m_inside < m_limit) {
            ++m_inside;
            return true;
        }
        m_queue.push_back(task);
        return false;
    }
    /// One leaves. @return the task whose turn it is, inside already; none when nobody waits
    [[nodiscard]] TaskIndex leave()
    {
        if (m_queue.empty()) {
            --m_inside;
            return none;
        }
        const TaskIndex next = m_queue.front();
        m_queue.pop_front();
        return next;
    }
    /// A task that waits does not any more. O(waiting).
    void forget(TaskIndex task) { std::erase(m_queue, task); }
    /// Only those that `stays` names wait on; who is inside stays.
    template <typename Predicate>
    void keepOnly(const Predicate &stays)
    {
        std::erase_if(m_queue, [&](TaskIndex task) { return !stays(task); });
    }

    [[nodiscard]] std::uint32_t limit() const { return m_limit; }

private:
    std::uint32_t m_limit = 0;
    std::uint32_t m_inside = 0;
    std::deque<TaskIndex> m_queue;
};

} // namespace orrery::run
