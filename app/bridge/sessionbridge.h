// SPDX-License-Identifier: GPL-3.0-or-later
// One engine as the window sees it: calls go down, coalesced changes come up. Holds no rules.
#pragma once

#include <functional>
#include <unordered_map>

#include <QDateTime>
#include <QObject>

#include "bridge/deltabuffer.h"
#include "bridge/framegate.h"
#include "engine/session.h"

namespace orrery::bridge {

/// Lives on the Qt thread, where the session must post its replies. Without a session every call
/// is refused and the last known values stay, marked stale.
class SessionBridge final : public QObject {
    Q_OBJECT
public:
    enum class Link { Connecting, Live, Lost };
    Q_ENUM(Link)

    explicit SessionBridge(QObject *parent = nullptr);

    /// Follows `session`, which must outlive this object or the next attach; nullptr lets go.
    void attach(Session *session);
    /// The engine could not be opened or went away.
    void lose(const QString &reason);

    [[nodiscard]] Session *session() const { return m_session; }
    [[nodiscard]] Link link() const { return m_link; }
    [[nodiscard]] const QString &lostReason() const { return m_lostReason; }
    [[nodiscard]] const QDateTime &staleSince() const { return m_staleSince; }
    [[nodiscard]] const EngineInfo &info() const { return m_info; }
    [[nodiscard]] const std::vector<HostInfo> &hosts() const { return m_hosts; }
    [[nodiscard]] const RunSummary *run(const RunId &id) const;
    /// All that are known, in no order: for who was not there when they were told.
    [[nodiscard]] std::vector<RunSummary> runs() const;
    /// Runs that have not ended.
    [[nodiscard]] std::vector<RunSummary> liveRuns() const;

    void refreshDags();
    void remember(const QString &file);
    /// `done` learns the run's id; a refusal is also announced by refused().
    void start(StartRequest request, std::function<void(const Result<RunId> &)> done = {});
    void cancel(const RunId &run);
    void retry(const RunId &run, std::vector<TaskIndex> tasks);
    void hold(const RunId &run, HoldOrder order);
    void prioritise(const RunId &run, std::int32_t priority);
    void mark(const RunId &run, Mark mark);

signals:
    void linkChanged();
    /// `snapshot`: forget the runs you had.
    void runsChanged(const std::vector<orrery::RunSummary> &runs, bool snapshot);
    /// A run that was seen alive has ended.
    void runEnded(const orrery::RunSummary &run);
    void hostsChanged(const std::vector<orrery::HostInfo> &hosts);
    void dagsChanged(const std::vector<orrery::DagSummary> &dags);
    void infoChanged();
    void refused(const QString &action, const orrery::Error &error);

private:
    void publish();
    void refreshInfo();
    void takeRuns(const Delta &delta);
    [[nodiscard]] bool ready(const QString &action);
    void setLink(Link link);

    Session *m_session = nullptr;
    Link m_link = Link::Connecting;
    QString m_lostReason;
    QDateTime m_staleSince;
    EngineInfo m_info;
    std::vector<HostInfo> m_hosts;
    std::unordered_map<RunId, RunSummary> m_runs;
    int m_readings = 0; ///< of the host, since the engine told about itself
    DeltaBuffer m_pending;
    FrameGate m_gate;
    Subscription m_overview; // last, so that it ends first
};

} // namespace orrery::bridge
