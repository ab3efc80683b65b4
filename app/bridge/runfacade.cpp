// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/runfacade.h"

#include <QPointer>

#include "bridge/sessionbridge.h"
#include "bridge/text.h"

namespace orrery::bridge {

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
    const QPointer<RunFacade> self(this);
    const RunId id = m_id;
    session->show(id, [self, id](const Result<RunDetail> &detail) {
        if (!self || self->m_id != id)
            return;
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
    m_subscription =
        session->subscribe({.run = id, .hosts = false}, [self, id](const Delta &delta) {
            if (!self || self->m_id != id)
                return;
            self->m_pending.add(delta);
            self->m_gate.knock();
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
        emit tasksChanged(tasks.rows);
    }
    if (!delta.samples.empty())
        emit sampled(delta.samples);
}

QString RunFacade::nameOf(TaskIndex task) const
{
    if (!m_dag || task >= m_tasks.size() || m_tasks[task].node >= m_dag->nodes.size())
        return tr("task %1").arg(task);
    return qs(taskName(*m_dag, m_tasks[task]));
}

} // namespace orrery::bridge
