// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/runfacade.h"

#include <algorithm>

#include <QDateTime>
#include <QPointer>

#include "bridge/sessionbridge.h"
#include "bridge/text.h"

namespace orrery::bridge {
namespace {

bool same(const TaskRow &a, const TaskRow &b)
{
    return a.state == b.state && a.attempts == b.attempts && a.start == b.start && a.end == b.end &&
           a.exitCode == b.exitCode && a.task == b.task && a.node == b.node && a.item == b.item &&
           a.host == b.host && a.reason == b.reason && a.label == b.label &&
           a.cachedFrom == b.cachedFrom && a.usage.cpuSeconds == b.usage.cpuSeconds &&
           a.usage.maxMemoryKiB == b.usage.maxMemoryKiB;
}

} // namespace

RunFacade::RunFacade(SessionBridge &bridge, QObject *parent)
    : QObject(parent), m_bridge(bridge), m_gate([this] { publish(); })
{
}

void RunFacade::clear()
{
    m_subscription.reset();
    m_pending = {};
    m_gate.close();
    m_tasks.clear();
    m_dag.reset();
    m_summary = {};
    m_past.reset();
}

void RunFacade::watch(const RunId &run)
{
    if (run == m_id)
        return;
    clear();
    m_id = run;
    if (const RunSummary *known = m_bridge.run(run))
        m_summary = *known;
    emit reset();
    resume();
}

void RunFacade::resume()
{
    Session *session = m_bridge.session();
    m_subscription.reset();
    if (m_id.empty() || !session)
        return;
    learnDag();
    const QPointer<RunFacade> self(this);
    const RunId id = m_id;
    m_subscription =
        session->subscribe({.run = id, .hosts = false}, [self, id](const Delta &delta) {
            if (!self || self->m_id != id)
                return;
            self->m_pending.add(delta);
            self->m_gate.knock();
        });
}

void RunFacade::learnDag()
{
    Session *session = m_bridge.session();
    if (!session || m_asked == m_id)
        return;
    const QPointer<RunFacade> self(this);
    const RunId id = m_asked = m_id;
    session->show(id, [self, id](const Result<RunDetail> &detail) {
        if (!self || self->m_id != id)
            return;
        self->m_asked = {};
        if (!detail) {
            emit self->failed(detail.error());
            return;
        }
        self->m_dag = detail->dag;
        if (self->m_summary.id.empty())
            self->m_summary = detail->summary;
        emit self->dagKnown();
        emit self->summaryChanged();
    });
}

void RunFacade::publish()
{
    const Delta delta = m_pending.take();
    if (delta.snapshot)
        m_tasks.clear();
    for (const RunSummary &run : delta.runs)
        if (run.id == m_id) {
            m_summary = run;
            emit summaryChanged();
        }
    for (const Delta::Tasks &tasks : delta.tasks) {
        if (tasks.run != m_id)
            continue;
        for (const TaskRow &row : tasks.rows) {
            if (row.task >= m_tasks.size())
                m_tasks.resize(row.task + std::size_t{1});
            m_tasks[row.task] = row;
        }
        if (!m_past)
            emit tasksChanged(tasks.rows);
        if (tasks.nodes != 0 && m_dag && m_dag->nodes.size() != tasks.nodes)
            learnDag(); // the run has grown: names of what is new
    }
    if (!delta.samples.empty())
        emit sampled(delta.samples);
    if (!delta.runs.empty() || !delta.tasks.empty())
        emit advanced();
}

const TaskRow *RunFacade::rowOf(NodeIndex node) const
{
    // The first tasks of a run are the nodes of its file; those that came later stand behind items.
    const auto &rows = tasks();
    const auto from = rows.begin() + std::min<std::ptrdiff_t>(node, std::ssize(rows));
    const auto own = std::find_if(
        from, rows.end(), [node](const TaskRow &row) { return row.node == node && row.item < 0; });
    return own == rows.end() ? nullptr : &*own;
}

WallMs RunFacade::now() const
{
    return m_past ? m_now : QDateTime::currentMSecsSinceEpoch();
}

void RunFacade::showMoment(RunMoment then, WallMs at, bool still)
{
    const std::vector<TaskRow> before = m_past ? std::move(m_past->tasks) : m_tasks;
    m_past = std::move(then);
    m_now = at;
    m_still = still;
    tellDifference(before);
}

void RunFacade::showNewest()
{
    if (!m_past)
        return;
    const std::vector<TaskRow> before = std::move(m_past->tasks);
    m_past.reset();
    tellDifference(before);
}

void RunFacade::tellDifference(const std::vector<TaskRow> &before)
{
    const auto &shown = tasks();
    std::vector<TaskRow> changed;
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (i >= before.size() || !same(before[i], shown[i]))
            changed.push_back(shown[i]);
    emit timeChanged();
    if (shown.size() < before.size())
        emit tasksShrank(shown.size());
    emit summaryChanged();
    if (!changed.empty() || shown.size() < before.size())
        emit tasksChanged(changed);
}

void RunFacade::setTime(WallMs at)
{
    if (m_past && std::exchange(m_now, at) != at)
        emit timeChanged();
}

void RunFacade::setStill(bool still)
{
    if (std::exchange(m_still, still) != still && m_past)
        emit timeChanged();
}

QString RunFacade::nameOf(TaskIndex task) const
{
    // A task that a moment does not have yet has a name all the same.
    const auto &rows = task < m_tasks.size() ? m_tasks : tasks();
    if (!m_dag || task >= rows.size() || rows[task].node >= m_dag->nodes.size())
        return tr("task %1").arg(task);
    return qs(taskName(*m_dag, rows[task]));
}

} // namespace orrery::bridge
