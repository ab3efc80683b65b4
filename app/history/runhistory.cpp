// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/runhistory.h"

#include <algorithm>
#include <queue>

#include <QPointer>

#include "bridge/text.h"

namespace orrery::history {

using bridge::qs;

static constexpr int atOnce = 3;                    ///< requests under way
static constexpr int followEvery = 120;             ///< [ms] between two looks at the watched run
static constexpr std::uint64_t mostTasks = 400'000; ///< that are read for one trend
static constexpr int refreshEvery = 700; ///< [ms] between two looks at a run that goes on

std::vector<NodeIndex> topologicalOrder(const DagSpec &dag)
{
    std::vector<std::uint32_t> before(dag.nodes.size(), 0);
    std::vector<std::vector<NodeIndex>> after(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges)
        if (edge.from < dag.nodes.size() && edge.to < dag.nodes.size()) {
            ++before[edge.to];
            after[edge.from].push_back(edge.to);
        }
    std::priority_queue<NodeIndex, std::vector<NodeIndex>, std::greater<>> ready;
    for (NodeIndex i = 0; i < dag.nodes.size(); ++i)
        if (before[i] == 0)
            ready.push(i);
    std::vector<NodeIndex> order;
    std::vector<bool> taken(dag.nodes.size(), false);
    for (; !ready.empty();) {
        const NodeIndex node = ready.top();
        ready.pop();
        order.push_back(node);
        taken[node] = true;
        for (const NodeIndex next : after[node])
            if (--before[next] == 0)
                ready.push(next);
    }
    for (NodeIndex i = 0; i < dag.nodes.size(); ++i) // of a cycle, which a shown draft may have
        if (!taken[i])
            order.push_back(i);
    return order;
}

RunHistory::RunHistory(const widgets::Surroundings &around, QObject *parent)
    : QObject(parent), m_around(around)
{
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, this, &RunHistory::pump);
    connect(&around.bridge, &bridge::SessionBridge::runsChanged, this, &RunHistory::takeRuns);
    connect(&around.bridge, &bridge::SessionBridge::linkChanged, this, [this] {
        m_asked = 0;
        ++m_generation;
        m_wanted.clear();
        m_queued.clear();
        emit runsChanged();
    });
    connect(&around.document, &bridge::DagDocument::changed, this, &RunHistory::takeDocument);
    m_follow.setSingleShot(true);
    m_follow.setInterval(followEvery);
    connect(&m_follow, &QTimer::timeout, this, &RunHistory::followWatched);
    connect(&around.run, &bridge::RunFacade::tasksChanged, this, [this] {
        if (!m_follow.isActive())
            m_follow.start();
    });
    takeRuns(around.bridge.runs(), true);
}

void RunHistory::takeRuns(const std::vector<RunSummary> &runs, bool snapshot)
{
    if (snapshot)
        m_all.clear();
    bool ours = snapshot;
    for (const RunSummary &run : runs) {
        m_all[run.id] = run;
        if (run.dag != m_dag)
            continue;
        ours = true;
        if (m_cells.contains(run.id) && run.id != m_around.run.id()) // its rows come by themselves
            m_stale.insert(run.id);
        m_problems.erase(run.id);
    }
    if (ours)
        chooseRuns();
}

void RunHistory::chooseRuns()
{
    m_runs.clear();
    for (const auto &[id, run] : m_all)
        if (!m_dag.empty() && run.dag == m_dag)
            m_runs.push_back(run);
    std::sort(m_runs.begin(), m_runs.end(), [](const RunSummary &a, const RunSummary &b) {
        return a.created != b.created ? a.created < b.created : a.id < b.id;
    });
    m_columns.clear();
    for (std::size_t i = 0; i < m_runs.size(); ++i)
        m_columns[m_runs[i].id] = int(i);
    emit runsChanged();
}

void RunHistory::takeDocument()
{
    const DagSpec &dag = m_around.document.dag();
    ++m_generation;
    m_asked = 0;
    m_cells.clear();
    m_problems.clear();
    m_wanted.clear();
    m_queued.clear();
    m_stale.clear();
    m_rows.clear();
    m_nodes = topologicalOrder(dag);
    m_names.clear();
    for (std::size_t row = 0; row < m_nodes.size(); ++row) {
        m_names.push_back(qs(dag.nodes[m_nodes[row]].id));
        m_rows[dag.nodes[m_nodes[row]].id] = int(row);
    }
    m_dag = DagId(dag.id);
    m_title = qs(dag.title());
    emit nodesChanged();
    chooseRuns();
}

int RunHistory::columnOf(const RunId &run) const
{
    const auto known = m_columns.find(run);
    return known == m_columns.end() ? -1 : known->second;
}

int RunHistory::rowOf(NodeIndex node) const
{
    const auto &nodes = m_around.document.dag().nodes;
    if (node >= nodes.size())
        return -1;
    const auto known = m_rows.find(nodes[node].id);
    return known == m_rows.end() ? -1 : known->second;
}

const std::vector<Cell> *RunHistory::cells(int column) const
{
    const auto known = m_cells.find(m_runs[std::size_t(column)].id);
    return known == m_cells.end() ? nullptr : &known->second;
}

QString RunHistory::problem(int column) const
{
    const auto known = m_problems.find(m_runs[std::size_t(column)].id);
    return known == m_problems.end() ? QString() : known->second;
}

void RunHistory::want(int column)
{
    const RunId &run = m_runs[std::size_t(column)].id;
    const bool known = m_cells.contains(run);
    if (m_queued.contains(run) || m_problems.contains(run) || (known && !m_stale.contains(run)))
        return;
    m_queued.insert(run);
    m_wanted.push_front(run); // what is looked at now comes first
    if (known) {
        if (!m_refresh.isActive())
            m_refresh.start(refreshEvery);
    } else {
        pump();
    }
}

void RunHistory::wantNewest(int most)
{
    const int count = int(m_runs.size());
    std::uint64_t tasks = 0;
    int first = count;
    for (; first > 0 && count - first < most && tasks < mostTasks; --first)
        tasks += m_runs[std::size_t(first) - 1].taskCount();
    for (int column = first; column < count; ++column)
        want(column);
}

void RunHistory::pump()
{
    Session *session = m_around.bridge.session();
    while (session && m_asked < atOnce && !m_wanted.empty()) {
        const RunId run = m_wanted.front();
        m_wanted.pop_front();
        ++m_asked;
        m_stale.erase(run);
        const QPointer<RunHistory> self(this);
        session->show(run, [self, run, mine = m_generation](const Result<RunDetail> &detail) {
            if (self && self->m_generation == mine)
                self->take(run, detail);
        });
    }
}

void RunHistory::take(const RunId &run, const Result<RunDetail> &detail)
{
    --m_asked;
    m_queued.erase(run);
    if (!detail) {
        m_problems[run] = bridge::errorText(detail.error());
    } else {
        std::vector<Cell> cells(m_nodes.size());
        for (const TaskRow &row : detail->tasks) {
            if (row.item >= 0 || !detail->dag || row.node >= detail->dag->nodes.size())
                continue;
            const auto place = m_rows.find(detail->dag->nodes[row.node].id);
            if (place != m_rows.end())
                cells[std::size_t(place->second)] = {
                    row.state, true,    !row.cachedFrom.empty(), row.attempts, row.start,
                    row.end,   row.task};
        }
        m_cells[run] = std::move(cells);
    }
    if (const int column = columnOf(run); column >= 0)
        emit loaded(column);
    pump();
}

/// The watched run's rows are at hand: no question is needed.
void RunHistory::followWatched()
{
    const int column = columnOf(m_around.run.id());
    const auto &dag = m_around.run.dag();
    if (column < 0 || !dag)
        return;
    std::vector<Cell> cells(m_nodes.size());
    for (const TaskRow &row : m_around.run.newestTasks()) {
        if (row.task == none || row.item >= 0 || row.node >= dag->nodes.size())
            continue;
        const auto place = m_rows.find(dag->nodes[row.node].id);
        if (place != m_rows.end())
            cells[std::size_t(place->second)] = {row.state,    true,      !row.cachedFrom.empty(),
                                                 row.attempts, row.start, row.end,
                                                 row.task};
    }
    m_cells[m_around.run.id()] = std::move(cells);
    m_stale.erase(m_around.run.id());
    emit loaded(column);
}

} // namespace orrery::history
