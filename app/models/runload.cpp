// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runload.h"

#include <algorithm>

namespace orrery::models {

Load recordedLoad(const std::vector<TaskRow> &rows)
{
    struct Step {
        WallMs at = 0;
        double cpu = 0;
        double memory = 0;
    };
    std::vector<Step> steps;
    for (const TaskRow &row : rows) {
        if (row.start == 0 || row.end <= row.start)
            continue;
        const double cores = row.usage.cpuSeconds * 1000 / double(row.end - row.start);
        const double bytes = double(row.usage.maxMemoryKiB) * 1024;
        if (cores <= 0 && bytes <= 0)
            continue;
        steps.push_back({row.start, cores, bytes});
        steps.push_back({row.end, -cores, -bytes});
    }
    std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) { return a.at < b.at; });
    Load load;
    double cpu = 0, memory = 0;
    const auto tell = [&](WallMs at) {
        load.cpu.add(at, std::max(0.0, cpu));
        load.memory.add(at, std::max(0.0, memory));
    };
    for (const Step &step : steps) {
        tell(step.at);
        cpu += step.cpu;
        memory += step.memory;
        tell(step.at);
    }
    return load;
}

void RunLoad::clear()
{
    m_total.clear();
    m_now.clear();
    m_over.clear();
    m_tasks.clear();
}

void RunLoad::add(const std::vector<TaskSample> &samples)
{
    WallMs newest = 0;
    for (const TaskSample &sample : samples) {
        newest = std::max(newest, sample.at);
        if (!m_over.contains(sample.task)) // its last sample may come behind its end
            m_now[sample.task] = sample;
        if (m_tasks.size() >= maxCurves && !m_tasks.contains(sample.task))
            continue;
        Load &load = m_tasks.try_emplace(sample.task, Load{Series(600), Series(600)}).first->second;
        load.cpu.add(sample.at, sample.cpu);
        load.memory.add(sample.at, double(sample.memoryKiB) * 1024);
    }
    if (newest > 0)
        addTotal(newest);
}

void RunLoad::addTotal(WallMs at)
{
    double cpu = 0, memory = 0;
    for (const auto &[task, sample] : m_now) {
        cpu += sample.cpu;
        memory += double(sample.memoryKiB) * 1024;
    }
    m_total.cpu.add(at, cpu);
    m_total.memory.add(at, memory);
}

void RunLoad::apply(const std::vector<TaskRow> &rows)
{
    WallMs ended = 0;
    for (const TaskRow &row : rows) {
        if (!isFinal(row.state)) {
            m_over.erase(row.task); // it is tried again
            continue;
        }
        m_over.insert(row.task);
        if (m_now.erase(row.task) > 0)
            ended = std::max(ended, row.end);
    }
    if (ended > 0)
        addTotal(ended);
}

const Load *RunLoad::of(TaskIndex task) const
{
    const auto known = m_tasks.find(task);
    return known == m_tasks.end() ? nullptr : &known->second;
}

TaskSample RunLoad::now(TaskIndex task) const
{
    const auto known = m_now.find(task);
    return known == m_now.end() ? TaskSample{} : known->second;
}

} // namespace orrery::models
