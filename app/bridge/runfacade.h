// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that the window looks at: its DAG, its tasks and their samples, as they change or as
// they were at a moment of its past.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "bridge/deltabuffer.h"
#include "bridge/framegate.h"
#include "engine/session.h"

namespace orrery::bridge {

class SessionBridge;

class RunFacade final : public QObject {
    Q_OBJECT
public:
    explicit RunFacade(SessionBridge &bridge, QObject *parent = nullptr);

    /// Follows this run from now on; an empty id follows none.
    void watch(const RunId &run);
    /// Subscribes again, e.g. after the engine came back.
    void resume();

    [[nodiscard]] const RunId &id() const { return m_id; }
    [[nodiscard]] bool watching() const { return !m_id.empty(); }
    /// As shown: of the moment that is looked at, else the newest.
    [[nodiscard]] const RunSummary &summary() const { return m_past ? m_past->summary : m_summary; }
    /// As shown, by TaskIndex; tasks not reported yet have task == none.
    [[nodiscard]] const std::vector<TaskRow> &tasks() const
    {
        return m_past ? m_past->tasks : m_tasks;
    }
    /// Whatever is shown: what one can act on.
    [[nodiscard]] const RunSummary &newest() const { return m_summary; }
    [[nodiscard]] const std::vector<TaskRow> &newestTasks() const { return m_tasks; }
    /// The DAG as it was when the run started; absent until it arrived.
    [[nodiscard]] const std::shared_ptr<const DagSpec> &dag() const { return m_dag; }
    /// "node" or "node[3]"; "task 7" until the DAG arrived.
    [[nodiscard]] QString nameOf(TaskIndex task) const;

    /// A moment of the past is shown, and its time; else the newest state and the clock's.
    [[nodiscard]] bool inPast() const { return m_past.has_value(); }
    [[nodiscard]] WallMs now() const;
    /// The row of a node itself, not of its items, in tasks(); nullptr: the run has no such node,
    /// or not yet.
    [[nodiscard]] const TaskRow *rowOf(NodeIndex node) const;
    /// Nothing moves: a moment is looked at and not played.
    [[nodiscard]] bool still() const { return inPast() && m_still; }

    // --- calls of Playback
    /// @param at  its time, at or after its last fact
    void showMoment(RunMoment then, WallMs at, bool still);
    /// Time passes between two facts.
    void setTime(WallMs at);
    void setStill(bool still);
    void showNewest();

signals:
    /// Another run, or none; everything known before is void.
    void reset();
    /// The run's DAG has arrived.
    void dagKnown();
    void summaryChanged();
    void tasksChanged(const std::vector<orrery::TaskRow> &rows);
    /// The tasks from `count` on are gone: then they did not exist yet. tasksChanged() follows.
    void tasksShrank(std::size_t count);
    /// now(), inPast() or still() changed.
    void timeChanged();
    /// The run itself went on, also when a moment of its past is shown.
    void advanced();
    void sampled(const std::vector<orrery::TaskSample> &samples);
    void failed(const orrery::Error &error);

private:
    void learnDag(); ///< asks for the DAG of the run
    void publish();
    void clear();
    void tellDifference(const std::vector<TaskRow> &before);

    SessionBridge &m_bridge;
    RunId m_id;
    RunSummary m_summary;
    std::vector<TaskRow> m_tasks;
    std::shared_ptr<const DagSpec> m_dag;
    std::optional<RunMoment> m_past; ///< shown in place of the newest state
    WallMs m_now = 0;                ///< with m_past
    bool m_still = true;
    DeltaBuffer m_pending;
    FrameGate m_gate;
    RunId m_asked;               ///< the run whose DAG is asked for just now
    Subscription m_subscription; // last, so that it ends first
};

} // namespace orrery::bridge
