// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/deltabuffer.h"

namespace orrery::bridge {
namespace {

/// Overwrites the known value of `key`, or appends.
template <typename Key, typename Value>
void put(std::unordered_map<Key, std::size_t> &places, std::vector<Value> &values, const Key &key,
         const Value &value)
{
    const auto [place, isNew] = places.try_emplace(key, values.size());
    if (isNew)
        values.push_back(value);
    else
        values[place->second] = value;
}

} // namespace

void DeltaBuffer::add(const Delta &delta)
{
    if (delta.snapshot)
        static_cast<void>(take());
    m_empty = false;
    m_delta.seq = delta.seq;
    m_delta.snapshot = m_delta.snapshot || delta.snapshot;
    if (!delta.lost.empty())
        m_delta.lost = delta.lost;
    for (const RunSummary &run : delta.runs)
        put(m_runs, m_delta.runs, run.id, run);
    for (const HostInfo &host : delta.hosts)
        put(m_hosts, m_delta.hosts, host.id, host);
    for (const Delta::Tasks &tasks : delta.tasks)
        addTasks(tasks);
    m_delta.samples.insert(m_delta.samples.end(), delta.samples.begin(), delta.samples.end());
}

void DeltaBuffer::addTasks(const Delta::Tasks &tasks)
{
    const auto [place, isNew] = m_taskLists.try_emplace(tasks.run, m_delta.tasks.size());
    if (isNew)
        m_delta.tasks.push_back({tasks.run, {}, 0});
    if (tasks.nodes != 0)
        m_delta.tasks[place->second].nodes = tasks.nodes;
    std::vector<TaskRow> &rows = m_delta.tasks[place->second].rows;
    for (const TaskRow &row : tasks.rows)
        put(m_rows, rows, AttemptKey{tasks.run, row.task, 0}, row);
}

Delta DeltaBuffer::take()
{
    m_empty = true;
    m_runs.clear();
    m_taskLists.clear();
    m_rows.clear();
    m_hosts.clear();
    return std::exchange(m_delta, {});
}

} // namespace orrery::bridge
