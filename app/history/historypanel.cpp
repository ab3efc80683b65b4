// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/historypanel.h"

#include "history/breakdownview.h"
#include "history/runsgrid.h"
#include "history/runtimes.h"
#include "history/trendview.h"
#include "widgets/stateframe.h"

namespace orrery::history {

HistoryPanel::HistoryPanel(const widgets::Surroundings &around, RunHistory &history,
                           RunTimes &times, QWidget *parent)
    : QWidget(parent), m_around(around), m_history(history)
{
    auto *content = new QWidget;
    auto *row = new QHBoxLayout(content);
    row->setContentsMargins(6, 2, 4, 2);
    row->setSpacing(10);
    m_grid = new RunsGrid(around, history);
    row->addWidget(m_grid, 3);
    m_side = new QWidget;
    auto *column = new QVBoxLayout(m_side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_runTrend = new TrendView(around.theme, history);
    m_runTrend->setObjectName(QStringLiteral("runTrend"));
    m_nodeTrend = new TrendView(around.theme, history);
    m_nodeTrend->setObjectName(QStringLiteral("nodeTrend"));
    column->addWidget(m_runTrend, 1);
    column->addWidget(m_nodeTrend, 1);
    column->addWidget(new BreakdownView(around, times));
    row->addWidget(m_side, 2);
    m_frame = new widgets::StateFrame(around.theme, content);
    m_frame->follow(around.bridge);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(2, 0, 2, 2);
    all->addWidget(m_frame);

    // Who looks elsewhere meanwhile is not torn away.
    connect(&m_around.selection, &bridge::Selection::nodeChanged, this, [this](NodeIndex node) {
        if (node != none && node != m_wantedNode)
            m_wanted = {};
    });
    connect(&history, &RunHistory::runsChanged, this, &HistoryPanel::refresh);
    connect(&history, &RunHistory::nodesChanged, this, &HistoryPanel::refresh);
    connect(m_grid, &RunsGrid::chosen, this, &HistoryPanel::choose);
    connect(m_grid, &RunsGrid::currentChanged, this, [this] {
        m_runTrend->setCurrent(m_grid->column());
        m_nodeTrend->setCurrent(m_grid->column());
        m_nodeTrend->show(m_grid->row());
        m_nodeTrend->setVisible(m_grid->row() >= 0);
    });
    for (TrendView *trend : {m_runTrend, m_nodeTrend})
        connect(trend, &TrendView::chosen, this, [this](int at) {
            m_grid->setCurrent(at, m_grid->row());
            choose(at, m_grid->row());
        });
    connect(&around.run, &bridge::RunFacade::tasksChanged, this, &HistoryPanel::select);
    m_nodeTrend->hide();
    refresh();
}

void HistoryPanel::resizeEvent(QResizeEvent *)
{
    m_side->setVisible(width() >= 560); // beside it the grid would have no room
}

void HistoryPanel::refresh()
{
    if (!m_around.document.isOpen())
        m_frame->showMessage(tr("No DAG is open"), tr("Open one: its runs appear here by node."));
    else if (m_history.runs().empty())
        m_frame->showMessage(tr("%1 has not run yet").arg(m_history.title()),
                             tr("F8 runs it; every run becomes a column here."));
    else
        m_frame->showContent();
}

void HistoryPanel::choose(int column, int row)
{
    const RunId run = m_history.runs()[std::size_t(column)].id;
    m_wanted = run;
    m_wantedNode = row < 0 ? none : m_history.nodes()[std::size_t(row)];
    emit runChosen(run);
    select();
}

/// A node's task is known as soon as the run's tasks have arrived.
void HistoryPanel::select()
{
    if (m_wanted.empty() || m_around.run.id() != m_wanted || m_around.run.newestTasks().empty())
        return;
    m_wanted = {};
    if (m_wantedNode != none)
        m_around.selection.selectNode(std::exchange(m_wantedNode, none));
}

} // namespace orrery::history
