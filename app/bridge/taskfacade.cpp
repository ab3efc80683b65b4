// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/taskfacade.h"

#include <QPointer>

#include "bridge/runfacade.h"
#include "bridge/sessionbridge.h"

namespace orrery::bridge {

TaskDetail asOf(TaskDetail detail, const TaskRow &row, WallMs at)
{
    detail.row = row;
    if (!isFinal(row.state))
        detail.lastLines.clear();
    std::erase_if(detail.attempts,
                  [&row](const AttemptView &attempt) { return attempt.attempt > row.attempts; });
    for (AttemptView &attempt : detail.attempts) {
        const bool goesOn = attempt.attempt == row.attempts &&
                            (row.state == TaskState::Queued || row.state == TaskState::Running);
        if (!goesOn && attempt.end != 0 && attempt.end <= at)
            continue;
        attempt.state = goesOn ? row.state : attempt.state;
        if (attempt.start > at)
            attempt.start = 0;
        attempt.end = 0;
        attempt.exitCode = -1;
        attempt.cause.clear();
        attempt.outputs.clear();
        attempt.usage = {};
    }
    return detail;
}

TaskFacade::TaskFacade(SessionBridge &bridge, RunFacade &run, QObject *parent)
    : QObject(parent), m_bridge(bridge), m_run(run)
{
    connect(&run, &RunFacade::reset, this, [this] { watch(none); });
    connect(&run, &RunFacade::tasksChanged, this, &TaskFacade::onTasks);
    connect(&run, &RunFacade::timeChanged, this, [this] {
        // How far it had come is told by its row; here only past and present change places.
        if (std::exchange(m_past, m_run.inPast()) != m_past && m_detail)
            show();
    });
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
    m_shown.reset();
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
                          self->show();
                      } else {
                          emit self->failed(detail.error());
                      }
                      if (self->m_again)
                          self->fetch();
                  });
}

void TaskFacade::show()
{
    const auto &tasks = m_run.tasks();
    m_shown = m_run.inPast() && m_task < tasks.size() ? asOf(*m_detail, tasks[m_task], m_run.now())
                                                      : *m_detail;
    emit detailChanged();
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
    m_told = 0;
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
    if (chunk.attempt != 0 && std::exchange(m_told, chunk.attempt) != chunk.attempt)
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
    if (m_run.inPast() && m_detail)
        return show();
    fetch();
    // A log that was told to the end begins again when the ended run is retried.
    if (m_attempt == 0 && m_ended && row->attempts > m_told)
        follow();
}

} // namespace orrery::bridge
