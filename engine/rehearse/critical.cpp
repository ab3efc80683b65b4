// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/critical.h"

#include <algorithm>

namespace orrery::rehearse {
namespace {

class Walk {
public:
    Walk(const DagSpec &dag, const std::vector<RehearsedTask> &tasks,
         const std::vector<Simulation::Course> &courses)
        : m_tasks(tasks), m_courses(courses), m_upstream(dag.nodes.size()),
          m_lastItem(dag.nodes.size(), none)
    {
        for (const EdgeSpec &edge : dag.edges)
            m_upstream[edge.to].push_back(edge.from);
        for (const RehearsedTask &task : tasks) {
            if (task.item >= 0)
                keepLater(m_lastItem[task.node], task.task);
            if (courses[task.task].startOrder > 0 && courses[task.task].endOrder > 0)
                m_byEnd.push_back(task.task);
        }
        std::sort(m_byEnd.begin(), m_byEnd.end(), [&](TaskIndex a, TaskIndex b) {
            return courses[a].endOrder < courses[b].endOrder;
        });
    }

    [[nodiscard]] TaskIndex last() const
    {
        TaskIndex last = none;
        for (const TaskIndex task : m_byEnd)
            keepLater(last, task);
        return last;
    }

    /// The task whose end let `task` start, and how; none = nothing did.
    [[nodiscard]] std::pair<TaskIndex, const char *> before(TaskIndex task) const
    {
        TaskIndex upstream = none;
        for (const NodeIndex node : m_upstream[m_tasks[task].node]) {
            const TaskIndex real = m_lastItem[node] != none ? m_lastItem[node] : node;
            if (isBefore(real, task))
                keepLater(upstream, real);
        }
        const bool atOnce = upstream != none && m_tasks[upstream].end == m_tasks[task].start;
        if (!atOnce)
            if (const TaskIndex freed = whoFreed(task); freed != none)
                return {freed, "room"};
        return {upstream, upstream == none ? "start" : "upstream"};
    }

private:
    [[nodiscard]] bool isBefore(TaskIndex first, TaskIndex second) const
    {
        const Simulation::Course &a = m_courses[first];
        return a.startOrder > 0 && a.endOrder > 0 && a.endOrder < m_courses[second].startOrder;
    }
    void keepLater(TaskIndex &kept, TaskIndex other) const
    {
        if (kept == none || m_tasks[other].end > m_tasks[kept].end ||
            (m_tasks[other].end == m_tasks[kept].end &&
             m_courses[other].endOrder > m_courses[kept].endOrder))
            kept = other;
    }
    /// Of the tasks that ended just when `task` started the last one, on its host before others.
    [[nodiscard]] TaskIndex whoFreed(TaskIndex task) const
    {
        auto at = std::lower_bound(m_byEnd.begin(), m_byEnd.end(), m_courses[task].startOrder,
                                   [&](TaskIndex other, std::uint64_t order) {
                                       return m_courses[other].endOrder < order;
                                   });
        TaskIndex freed = none;
        while (at != m_byEnd.begin()) {
            const TaskIndex other = *--at;
            if (m_tasks[other].end != m_tasks[task].start)
                break;
            if (m_tasks[other].host == m_tasks[task].host)
                return other;
            if (freed == none)
                freed = other;
        }
        return freed;
    }

    const std::vector<RehearsedTask> &m_tasks;
    const std::vector<Simulation::Course> &m_courses;
    std::vector<std::vector<NodeIndex>> m_upstream;
    std::vector<TaskIndex> m_lastItem; ///< per mapped node the item that ended last
    std::vector<TaskIndex> m_byEnd;    ///< tasks that ran, in order of their ends
};

} // namespace

std::vector<CriticalStep> criticalPath(const DagSpec &dag, const std::vector<RehearsedTask> &tasks,
                                       const std::vector<Simulation::Course> &courses,
                                       SpanMs makespan)
{
    const Walk walk(dag, tasks, courses);
    std::vector<CriticalStep> steps;
    for (TaskIndex task = walk.last(); task != none;) {
        const auto [earlier, how] = walk.before(task);
        const SpanMs start = tasks[task].start;
        const SpanMs end = tasks[task].end;
        const double share =
            makespan > 0 ? static_cast<double>(end - start) / static_cast<double>(makespan) : 0;
        steps.push_back({task, start, end, share, how});
        task = earlier;
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

} // namespace orrery::rehearse
