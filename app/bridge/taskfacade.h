// SPDX-License-Identifier: GPL-3.0-or-later
// The task that the window looks at: what ran in each attempt, and the log of one of them.
#pragma once

#include <optional>

#include <QObject>

#include "engine/session.h"

namespace orrery::bridge {

class RunFacade;
class SessionBridge;

/// What was known of a task when it had this row, at this time: later attempts are left out, and
/// how one ended that went on then. Pure.
[[nodiscard]] TaskDetail asOf(TaskDetail detail, const TaskRow &row, WallMs at);

class TaskFacade final : public QObject {
    Q_OBJECT
public:
    TaskFacade(SessionBridge &bridge, RunFacade &run, QObject *parent = nullptr);

    /// A task of the watched run; none = no task.
    void watch(TaskIndex task);
    /// Follows the log of this attempt instead of the last one; 0 = the last.
    void followAttempt(std::uint32_t attempt);

    [[nodiscard]] TaskIndex task() const { return m_task; }
    /// As it was known at the moment that the run is shown at.
    [[nodiscard]] const std::optional<TaskDetail> &detail() const { return m_shown; }
    /// Tells the log by logFile() from now on, if its attempt is over and it stands on this
    /// machine.
    bool tellFile();
    [[nodiscard]] std::uint32_t attempt() const { return m_attempt; }

signals:
    /// Another task, or none.
    void reset();
    void detailChanged();
    void failed(const orrery::Error &error);
    /// The log starts anew, of another task or attempt.
    void logRestarted();
    /// Raw bytes, in order. `end`: the attempt is over and this was all.
    void logChunk(const QByteArray &bytes, bool end);
    /// The whole log of an attempt that is over, where it stands on this machine: nothing is
    /// copied, however large it is. In place of logChunk().
    void logFile(const QString &file, qint64 offset, qint64 size);

private:
    void fetch();
    void show();
    void follow();
    void onChunk(const LogChunk &chunk);
    void onTasks(const std::vector<TaskRow> &rows);

    SessionBridge &m_bridge;
    RunFacade &m_run;
    TaskIndex m_task = none;
    std::uint32_t m_attempt = 0;
    std::uint32_t m_told = 0;           ///< attempt whose log is being told; 0 = none yet
    bool m_ended = false;               ///< it was told to the end
    bool m_past = false;                ///< a moment of the past was shown last
    bool m_logWaits = false;            ///< for the record of a task that is over
    bool m_asked = false;               ///< a request is under way
    bool m_again = false;               ///< something changed since it was sent
    std::uint64_t m_generation = 0;     ///< cancel = newer generation
    std::optional<TaskDetail> m_detail; ///< the newest
    std::optional<TaskDetail> m_shown;
    Subscription m_log; // last, so that it ends first
};

} // namespace orrery::bridge
