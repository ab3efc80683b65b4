// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that the window looks at: its DAG, its tasks and their samples, as they change.
#pragma once

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
    [[nodiscard]] const RunSummary &summary() const { return m_summary; }
    /// By TaskIndex; tasks not reported yet have task == none.
    [[nodiscard]] const std::vector<TaskRow> &tasks() const { return m_tasks; }
    /// The DAG as it was when the run started; absent until it arrived.
    [[nodiscard]] const std::optional<DagSpec> &dag() const { return m_dag; }
    /// "node" or "node[3]"; "task 7" until the DAG arrived.
    [[nodiscard]] QString nameOf(TaskIndex task) const;

signals:
    /// Another run, or none; everything known before is void.
    void reset();
    /// The run's DAG has arrived.
    void dagKnown();
    void summaryChanged();
    void tasksChanged(const std::vector<orrery::TaskRow> &rows);
    void sampled(const std::vector<orrery::TaskSample> &samples);
    void failed(const orrery::Error &error);

private:
    void publish();
    void clear();

    SessionBridge &m_bridge;
    RunId m_id;
    RunSummary m_summary;
    std::vector<TaskRow> m_tasks;
    std::optional<DagSpec> m_dag;
    DeltaBuffer m_pending;
    FrameGate m_gate;
    Subscription m_subscription; // last, so that it ends first
};

} // namespace orrery::bridge
