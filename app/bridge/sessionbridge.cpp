// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/sessionbridge.h"

#include <QPointer>

#include "bridge/text.h"

namespace orrery::bridge {

SessionBridge::SessionBridge(QObject *parent) : QObject(parent), m_gate([this] { publish(); }) {}

void SessionBridge::attach(Session *session)
{
    m_overview.reset();
    m_pending = {};
    m_gate.close();
    m_session = session;
    if (!session) {
        setLink(Link::Connecting);
        return;
    }
    setLink(Link::Live);
    const QPointer<SessionBridge> self(this);
    m_overview = session->subscribe({}, [self, session](const Delta &delta) {
        if (!self || self->m_session != session)
            return;
        self->m_pending.add(delta);
        self->m_gate.knock();
    });
    refreshInfo();
    refreshDags();
}

void SessionBridge::refreshInfo()
{
    m_readings = 0;
    const QPointer<SessionBridge> self(this);
    m_session->info([self](const Result<EngineInfo> &info) {
        if (!self || !info)
            return;
        self->m_info = *info;
        emit self->infoChanged();
    });
}

void SessionBridge::lose(const QString &reason)
{
    m_lostReason = reason;
    if (m_link != Link::Lost)
        m_staleSince = QDateTime::currentDateTime();
    m_session = nullptr;
    setLink(Link::Lost);
}

void SessionBridge::setLink(Link link)
{
    if (m_link == link && link != Link::Lost)
        return;
    m_link = link;
    emit linkChanged();
}

const RunSummary *SessionBridge::run(const RunId &id) const
{
    const auto known = m_runs.find(id);
    return known == m_runs.end() ? nullptr : &known->second;
}

std::vector<RunSummary> SessionBridge::runs() const
{
    std::vector<RunSummary> all;
    for (const auto &[id, run] : m_runs)
        all.push_back(run);
    return all;
}

std::vector<RunSummary> SessionBridge::liveRuns() const
{
    std::vector<RunSummary> live;
    for (const auto &[id, run] : m_runs)
        if (!isFinal(run.state))
            live.push_back(run);
    std::sort(live.begin(), live.end(),
              [](const auto &a, const auto &b) { return a.created < b.created; });
    return live;
}

void SessionBridge::publish()
{
    const Delta delta = m_pending.take();
    if (!delta.hosts.empty()) {
        for (const HostInfo &host : delta.hosts) {
            const auto known = std::find_if(m_hosts.begin(), m_hosts.end(),
                                            [&host](const HostInfo &h) { return h.id == host.id; });
            if (known == m_hosts.end())
                m_hosts.push_back(host);
            else
                *known = host;
        }
        emit hostsChanged(m_hosts);
        constexpr int infoEvery = 10; // readings, which come once a second
        if (++m_readings >= infoEvery && m_session)
            refreshInfo();
    }
    if (delta.snapshot || !delta.runs.empty())
        takeRuns(delta);
    if (!delta.lost.empty())
        lose(qs(delta.lost));
}

void SessionBridge::takeRuns(const Delta &delta)
{
    std::unordered_map<RunId, RunSummary> runs;
    if (!delta.snapshot)
        runs.swap(m_runs);
    std::vector<RunSummary> ended;
    for (const RunSummary &run : delta.runs) {
        const auto &known = delta.snapshot ? m_runs : runs;
        const auto old = known.find(run.id);
        if (old != known.end() && !isFinal(old->second.state) && isFinal(run.state))
            ended.push_back(run);
        runs[run.id] = run;
    }
    m_runs = std::move(runs);
    emit runsChanged(delta.runs, delta.snapshot);
    for (const RunSummary &run : ended)
        emit runEnded(run);
}

bool SessionBridge::ready(const QString &action)
{
    if (m_session)
        return true;
    emit refused(action, {ErrorCode::Unreachable,
                          {},
                          m_link == Link::Connecting
                              ? "the engine is still starting; try again in a moment"
                              : "the engine is not reachable: " + text(m_lostReason)});
    return false;
}

void SessionBridge::refreshDags()
{
    if (!m_session)
        return;
    const QPointer<SessionBridge> self(this);
    m_session->dags([self](const Result<std::vector<DagSummary>> &dags) {
        if (!self)
            return;
        if (dags)
            emit self->dagsChanged(*dags);
        else if (dags.error().code != ErrorCode::Unreachable)
            emit self->refused(tr("List the DAGs"), dags.error());
    });
}

void SessionBridge::remember(const QString &file)
{
    if (!m_session)
        return;
    const QPointer<SessionBridge> self(this);
    m_session->remember(text(file), [self](const Result<> &) {
        if (self)
            self->refreshDags();
    });
}

void SessionBridge::start(StartRequest request, std::function<void(const Result<RunId> &)> done)
{
    if (!ready(tr("Run")))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->start(std::move(request), [self, done = std::move(done)](const Result<RunId> &run) {
        if (!self)
            return;
        if (!run)
            emit self->refused(tr("Run"), run.error());
        else
            self->refreshDags();
        if (done)
            done(run);
    });
}

void SessionBridge::cancel(const RunId &run)
{
    if (!ready(tr("Cancel")))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->cancel(run, [self](const Result<> &done) {
        if (self && !done)
            emit self->refused(tr("Cancel"), done.error());
    });
}

void SessionBridge::retry(const RunId &run, std::vector<TaskIndex> tasks)
{
    if (!ready(tr("Retry")))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->retry(run, std::move(tasks), [self](const Result<> &done) {
        if (self && !done)
            emit self->refused(tr("Retry"), done.error());
    });
}

void SessionBridge::prioritise(const RunId &run, std::int32_t priority)
{
    const QString what = tr("Another priority");
    if (!ready(what))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->prioritise(run, priority, [self, what](const Result<> &done) {
        if (self && !done)
            emit self->refused(what, done.error());
    });
}

void SessionBridge::hold(const RunId &run, HoldOrder order)
{
    const QString what = order.held ? tr("Hold") : tr("Release");
    if (!ready(what))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->hold(run, std::move(order), [self, what](const Result<> &done) {
        if (self && !done)
            emit self->refused(what, done.error());
    });
}

void SessionBridge::mark(const RunId &run, Mark mark)
{
    if (!ready(tr("Answer")))
        return;
    const QPointer<SessionBridge> self(this);
    m_session->mark(run, std::move(mark), [self](const Result<> &done) {
        if (self && !done)
            emit self->refused(tr("Answer"), done.error());
    });
}

} // namespace orrery::bridge
