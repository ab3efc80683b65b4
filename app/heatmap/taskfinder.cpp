// SPDX-License-Identifier: GPL-3.0-or-later
#include "heatmap/taskfinder.h"

#include <algorithm>

#include <QDateTime>
#include <QPointer>

#include "bridge/text.h"

namespace orrery::heatmap {

using models::HeatTrack;

static constexpr std::size_t mostRuns = 40;   ///< that are looked into for one question
static constexpr std::size_t mostTasks = 200; ///< whose devices are asked for
static constexpr SpanMs tolerance = 500;      ///< [ms] around the column

TaskFinder::TaskFinder(const widgets::Surroundings &around, QObject *parent)
    : QObject(parent), m_around(around)
{
    const auto take = [this](const std::vector<RunSummary> &runs, bool snapshot) {
        if (snapshot)
            m_runs.clear();
        for (const RunSummary &run : runs)
            m_runs[run.id] = run;
    };
    connect(&around.bridge, &bridge::SessionBridge::runsChanged, this, take);
    take(around.bridge.runs(), true);
}

void TaskFinder::find(const HeatTrack &track, WallMs from, WallMs to)
{
    ++m_generation;
    m_track = track;
    m_from = from - tolerance;
    m_to = to + tolerance;
    m_candidates.clear();
    m_holders.clear();
    m_open.clear();
    m_asked = 0;
    std::vector<const RunSummary *> runs;
    for (const auto &[id, run] : m_runs)
        if (run.created <= m_to && (run.ended == 0 || run.ended >= m_from))
            runs.push_back(&run);
    std::sort(runs.begin(), runs.end(),
              [](const auto *a, const auto *b) { return a->created > b->created; });
    for (std::size_t i = 0; i < std::min(mostRuns, runs.size()); ++i)
        m_open.push_back(runs[i]->id);
    next();
}

void TaskFinder::next()
{
    Session *session = m_around.bridge.session();
    if (!session || m_open.empty()) {
        const bool device =
            m_track.kind == HeatTrack::Kind::Gpu || m_track.kind == HeatTrack::Kind::GpuMemory;
        if (session && device)
            return askDevices();
        m_holders = m_candidates;
        return choose();
    }
    const RunId run = m_open.back();
    m_open.pop_back();
    const QPointer<TaskFinder> self(this);
    session->show(run, [self, mine = m_generation](const Result<RunDetail> &detail) {
        if (!self || self->m_generation != mine)
            return;
        if (detail)
            self->take(*detail);
        self->next();
    });
}

void TaskFinder::take(const RunDetail &detail)
{
    std::vector<bool> mapped(detail.dag ? detail.dag->nodes.size() : 0, false);
    for (const TaskRow &row : detail.tasks)
        if (row.item >= 0 && row.node < mapped.size())
            mapped[row.node] = true;
    const bool anyHost = m_track.host.text == "recorded";
    for (const TaskRow &row : detail.tasks) {
        const bool group = row.item < 0 && row.node < mapped.size() && mapped[row.node];
        const bool then = row.start > 0 && row.start <= m_to && (row.end == 0 || row.end >= m_from);
        if (group || !then || row.host.empty() || (!anyHost && row.host != m_track.host.text))
            continue;
        m_candidates.push_back({detail.summary.id, row, bridge::qs(taskName(*detail.dag, row))});
    }
}

/// Which devices an attempt had stands in its own record.
void TaskFinder::askDevices()
{
    Session *session = m_around.bridge.session();
    if (!session || m_asked >= std::min(mostTasks, m_candidates.size()))
        return choose();
    const Candidate candidate = m_candidates[m_asked++];
    const QPointer<TaskFinder> self(this);
    session->task(candidate.run, candidate.row.task,
                  [self, candidate, mine = m_generation](const Result<TaskDetail> &detail) {
                      if (!self || self->m_generation != mine)
                          return;
                      if (detail)
                          for (const AttemptView &attempt : detail->attempts)
                              if (std::count(attempt.gpus.begin(), attempt.gpus.end(),
                                             self->m_track.device) > 0 &&
                                  attempt.start <= self->m_to &&
                                  (attempt.end == 0 || attempt.end >= self->m_from)) {
                                  self->m_holders.push_back(candidate);
                                  break;
                              }
                      self->askDevices();
                  });
}

void TaskFinder::choose()
{
    if (m_holders.empty())
        return emit nothingFound();
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    const auto load = [now](const Candidate &one) {
        const WallMs end = one.row.end > 0 ? one.row.end : now;
        return one.row.usage.cpuSeconds / double(std::max<SpanMs>(1, end - one.row.start));
    };
    const auto most =
        std::max_element(m_holders.begin(), m_holders.end(),
                         [&](const Candidate &a, const Candidate &b) { return load(a) < load(b); });
    emit found({most->run, most->row.task, most->name, m_holders.size() - 1});
}

} // namespace orrery::heatmap
