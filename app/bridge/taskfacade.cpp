// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/taskfacade.h"

#include <algorithm>

#include <QFileInfo>
#include <QPointer>

#include "bridge/runfacade.h"
#include "bridge/sessionbridge.h"
#include "bridge/text.h"

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
    // The log of a task that is over is told once its record says where it stands.
    const auto &rows = m_run.newestTasks();
    const bool over = m_bridge.session() && task < rows.size() && isFinal(rows[task].state);
    m_logWaits = over;
    fetch();
    if (!over)
        follow();
}

void TaskFacade::followAttempt(std::uint32_t attempt)
{
    if (attempt == m_attempt)
        return;
    m_attempt = attempt;
    emit logRestarted();
    m_logWaits = false;
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
                      if (std::exchange(self->m_logWaits, false))
                          self->follow();
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
    if (tellFile())
        return;
    m_log =
        session->follow(m_run.id(), m_task, attempt, [self, mine, attempt](const LogChunk &chunk) {
            if (self && self->m_generation == mine && self->m_attempt == attempt)
                self->onChunk(chunk);
        });
}

/// An ended attempt's log lies below the home of an engine on this machine.
bool TaskFacade::tellFile()
{
    if (!m_detail || m_detail->attempts.empty())
        return false;
    const auto &attempts = m_detail->attempts;
    const auto wanted =
        m_attempt == 0
            ? std::prev(attempts.end())
            : std::find_if(attempts.begin(), attempts.end(),
                           [this](const AttemptView &view) { return view.attempt == m_attempt; });
    if (wanted == attempts.end() || !isFinal(wanted->state) || wanted->log.file.empty() ||
        wanted->log.size == 0)
        return false;
    // A retry that is to come has a log of its own, which is followed.
    const auto &rows = m_run.newestTasks();
    if (m_attempt == 0 && (m_task >= rows.size() || !isFinal(rows[m_task].state) ||
                           rows[m_task].attempts > wanted->attempt))
        return false;
    const QString file = qs(m_bridge.info().home + "/logs/" + wanted->log.file);
    const QFileInfo info(file);
    if (!info.isReadable() || info.size() < qint64(wanted->log.offset + wanted->log.size))
        return false;
    m_log.reset();
    m_told = wanted->attempt;
    m_ended = true;
    emit logFile(file, qint64(wanted->log.offset), qint64(wanted->log.size));
    return true;
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
