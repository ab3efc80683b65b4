// SPDX-License-Identifier: GPL-3.0-or-later
// Lines for a person about what another form leaves out.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/dag.h"

namespace orrery::model {

class Losses {
public:
    /// @param lines  receives "WHAT of N nodes", "WHAT of N edges", "WHAT"
    Losses(const DagSpec &dag, std::vector<std::string> &lines) : m_dag(dag), m_lines(lines) {}

    template <typename Test>
    void nodes(const char *what, Test test)
    {
        counted(what, std::count_if(m_dag.nodes.begin(), m_dag.nodes.end(), test), "node");
    }
    template <typename Test>
    void edges(const char *what, Test test)
    {
        counted(what, std::count_if(m_dag.edges.begin(), m_dag.edges.end(), test), "edge");
    }
    void when(bool isLost, const char *what)
    {
        if (isLost)
            m_lines.emplace_back(what);
    }

    /// What a form says of the DAG itself.
    struct Said {
        bool name = true;
        bool description = true;
        bool owner = true;
    };
    /// Everything of the DAG but its nodes and edges that is set and not said.
    void head(const Said &said)
    {
        when(!said.name && !m_dag.name.empty(), "name");
        when(!said.description && !m_dag.description.empty(), "description");
        when(!said.owner && !m_dag.owner.empty(), "owner");
        when(!m_dag.version.empty(), "version");
        when(!m_dag.tags.empty(), "tags");
        when(m_dag.schedule != Schedule{}, "schedule");
        when(!m_dag.parameters.empty(), "parameters");
        when(m_dag.maxParallelTasks != 0, "maxParallelTasks");
        turns();
        when(!m_dag.globalConfigs.empty(), "globalConfigs");
        when(!m_dag.mapReduceConfig.empty(), "mapReduceConfig");
        when(m_dag.cache.has_value(), "cache");
        when(!m_dag.recordedMachines.empty(), "recordedMachines");
    }

    /// How its runs stand among others.
    void turns()
    {
        when(m_dag.priority != 0, "priority");
        when(!m_dag.queue.empty(), "queue");
        when(m_dag.maxActiveRuns != 0, "maxActiveRuns");
        when(!m_dag.holds.empty(), "limits and mutex");
    }

private:
    void counted(const char *what, std::ptrdiff_t n, const char *of)
    {
        if (n > 0)
            m_lines.push_back(std::string(what) + " of " + std::to_string(n) + " " + of +
                              (n == 1 ? "" : "s"));
    }

    const DagSpec &m_dag;
    std::vector<std::string> &m_lines;
};

} // namespace orrery::model
