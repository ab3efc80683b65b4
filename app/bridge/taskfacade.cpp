// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/taskfacade.h"

#include <QPointer>

#include "bridge/runfacade.h"
#include "bridge/sessionbridge.h"

namespace orrery::bridge {

TaskFacade::TaskFacade(SessionBridge &bridge, RunFacade &run, QObject *parent)
    : QObject(parent), m_bridge(bridge), m_run(run)
{
    connect(&run, &RunFacade::reset, this, [this] { watch(none); });
    connect(&run, &RunFacade::tasksChanged, this, &TaskFacade::onTasks);
    connect(&bridge, &SessionBridge::linkChanged, this, [this] {
        if (m_bridge.session() && m_task != none) {
            m_asked = false;
            fetch();
            emit logRestarted();
            follow();
        }
    });
}

void TaskFacade::watch(TaskIndex task)
{
    if (task == m_task)
        return;
    ++m_generation;
    m_asked = m_again = false;
    m_log.reset();
    m_detail.reset();
    m_task = task;
    m_attempt = 0;
    emit reset();
    emit logRestarted();
    if (task == none)
        return;
    fetch();
    follow();
}

void TaskFacade::followAttempt(std::uint32_t attempt)
{
    if (attempt == m_attempt)
        return;
    m_attempt = attempt;
    emit logRestarted();
    follow();
}

void TaskFacade::fetch()
{
    Session *session = m_bridge.session();
    if (!session)
        return;
    if (m_asked) {
        m_again = true;
        return;
    }
    m_asked = true;
    m_again = false;
    const QPointer<TaskFacade> self(this);
    session->task(m_run.id(), m_task,
                  [self, mine = m_generation](const Result<TaskDetail> &detail) {
                      if (!self || self->m_generation != mine)
                          return;
                      self->m_asked = false;
                      if (detail) {
                          self->m_detail = *detail;
                          emit self->detailChanged();
                      } else {
                          emit self->failed(detail.error());
                      }
                      if (self->m_again)
                          self->fetch();
                  });
}

void TaskFacade::follow()
{
    m_log.reset();
    Session *session = m_bridge.session();
    if (!session || m_task == none)
        return;
    const QPointer<TaskFacade> self(this);
    const auto mine = m_generation;
    const auto attempt = m_attempt;
    m_shown = 0;
    m_ended = false;
    m_log =
        session->follow(m_run.id(), m_task, attempt, [self, mine, attempt](const LogChunk &chunk) {
            if (self && self->m_generation == mine && self->m_attempt == attempt)
                self->onChunk(chunk);
        });
}

void TaskFacade::onChunk(const LogChunk &chunk)
{
    // "The last attempt" moves on with a retry, whose log starts anew.
    if (chunk.attempt != 0 && std::exchange(m_shown, chunk.attempt) != chunk.attempt)
        emit logRestarted();
    m_ended = chunk.end;
    emit logChunk(QByteArray::fromStdString(chunk.text), chunk.end);
}

void TaskFacade::onTasks(const std::vector<TaskRow> &rows)
{
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [this](const TaskRow &r) { return r.task == m_task; });
    if (row == rows.end())
        return;
    fetch();
    // A log that was told to the end begins again when the ended run is retried.
    if (m_attempt == 0 && m_ended && row->attempts > m_shown)
        follow();
}

} // namespace orrery::bridge
