// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/tables.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>

#include "bridge/text.h"
#include "models/roles.h"
#include "widgets/rowtable.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

using bridge::qs;

namespace {

void fill(QWidget *panel, QWidget *content)
{
    auto *column = new QVBoxLayout(panel);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(content);
}

} // namespace

RunsPanel::RunsPanel(const widgets::Surroundings &around, models::RunTableModel &model,
                     QWidget *parent)
    : QWidget(parent), m_around(around), m_model(model),
      m_table(widgets::makeRowTable(around.theme, QStringLiteral("runs"), &model,
                                    models::RunTableModel::State, {112, 180, 220, 84, 92, 76, 166},
                                    models::RunTableModel::Progress)),
      m_frame(new widgets::StateFrame(around.theme, m_table))
{
    m_table->setAccessibleName(tr("Runs"));
    m_frame->follow(around.bridge);
    fill(this, m_frame);
    const auto choose = [this](const QModelIndex &index) {
        const RunSummary *run = m_model.at(index.row());
        if (!run)
            return;
        if ((QApplication::keyboardModifiers() & Qt::ControlModifier) && m_around.run.watching() &&
            run->id != m_around.run.id())
            emit compareRequested(run->id);
        else
            emit runChosen(run->id);
    };
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        const RunSummary *run = m_model.at(m_table->indexAt(at).row());
        if (!run)
            return;
        const RunId id = run->id;
        QMenu menu(this);
        menu.addAction(tr("Watch this run"), this, [this, id] { emit runChosen(id); });
        menu.addAction(tr("Compare with the watched run"), this,
                       [this, id] { emit compareRequested(id); })
            ->setEnabled(m_around.run.watching() && id != m_around.run.id());
        menu.exec(m_table->viewport()->mapToGlobal(at));
    });
    connect(m_table, &QTableView::clicked, this, choose);
    connect(m_table, &QTableView::activated, this, choose);
    connect(&model, &QAbstractItemModel::modelReset, this, &RunsPanel::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &RunsPanel::refresh);
    connect(&around.bridge, &bridge::SessionBridge::linkChanged, this, &RunsPanel::refresh);
    connect(&around.run, &bridge::RunFacade::reset, this, &RunsPanel::refresh);
    refresh();
}

void RunsPanel::refresh()
{
    if (m_model.rowCount() == 0) {
        if (m_around.bridge.link() == bridge::SessionBridge::Link::Connecting)
            m_frame->showMessage(tr("Starting the engine"), {});
        else
            m_frame->showMessage(
                tr("No run yet"),
                tr("Runs of this home appear here, also those started in a terminal."));
        return;
    }
    m_frame->showContent();
    const int row = m_model.rowOf(m_around.run.id());
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

TasksPanel::TasksPanel(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_filterField(new QLineEdit(this)),
      m_table(widgets::makeRowTable(
          around.theme, QStringLiteral("tasks"), filtered(), models::TaskTableModel::State,
          {104, 160, 76, 74, 76, 98, 68, 240}, models::TaskTableModel::Reason)),
      m_frame(new widgets::StateFrame(around.theme, m_table))
{
    m_table->setAccessibleName(tr("Tasks of the run"));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_filterField->setObjectName(QStringLiteral("taskFilter"));
    m_filterField->setPlaceholderText(tr("Filter by name, state, reason"));
    m_filterField->setAccessibleName(tr("Filter tasks"));
    m_filterField->setFixedSize(220, 22);
    m_filterField->setFont(around.theme.sans(around.theme.type().caption));
    m_filterField->setClearButtonEnabled(true);
    m_frame->follow(around.bridge);
    fill(this, m_frame);

    connect(m_filterField, &QLineEdit::textChanged, &m_filter, &models::TaskFilter::setText);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid() && !m_following)
                    m_around.selection.selectTask(index.data(models::IndexRole).toUInt());
            });
    connect(&around.run, &bridge::RunFacade::reset, this, [this] {
        m_model.clear();
        refresh();
    });
    connect(&around.run, &bridge::RunFacade::dagKnown, this,
            [this] { m_model.setDag(*m_around.run.dag()); });
    connect(&around.run, &bridge::RunFacade::tasksChanged, this,
            [this](const std::vector<TaskRow> &rows) {
                const bool first = m_model.rowCount() == 0;
                m_model.apply(rows);
                if (first) {
                    refresh();
                    followSelection();
                }
            });
    connect(&around.run, &bridge::RunFacade::tasksShrank, &m_model,
            &models::TaskTableModel::shrink);
    connect(&around.run, &bridge::RunFacade::timeChanged, this,
            [this] { m_model.setMoment(m_around.run.inPast() ? m_around.run.now() : 0); });
    connect(&around.selection, &bridge::Selection::taskChanged, this, &TasksPanel::followSelection);
    refresh();
}

QAbstractItemModel *TasksPanel::filtered()
{
    m_filter.setSourceModel(&m_model);
    return &m_filter;
}

void TasksPanel::refresh()
{
    if (!m_around.run.watching())
        m_frame->showMessage(tr("No run is watched"),
                             tr("Choose a run, or press F8 to run the open DAG."));
    else if (m_model.rowCount() == 0)
        m_frame->showMessage(tr("Reading the tasks"), {});
    else
        m_frame->showContent();
}

void TasksPanel::followSelection()
{
    const TaskIndex task = m_around.selection.task();
    m_following = true;
    const QModelIndex source = task == none ? QModelIndex() : m_model.index(int(task), 0);
    const QModelIndex index = m_filter.mapFromSource(source);
    if (!index.isValid()) {
        m_table->clearSelection();
        m_table->setCurrentIndex({});
    } else if (m_table->currentIndex().row() != index.row()) {
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    }
    m_following = false;
}

} // namespace orrery::shell
