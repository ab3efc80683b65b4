// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/workspacepanel.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>

#include "models/roles.h"
#include "widgets/delegates.h"
#include "widgets/icons.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

WorkspacePanel::WorkspacePanel(const widgets::Surroundings &around, models::DagListModel &model,
                               QWidget *parent)
    : QWidget(parent), m_around(around), m_model(model), m_field(new QLineEdit),
      m_list(new QListView), m_frame(new widgets::StateFrame(around.theme, m_list))
{
    m_filter.setSourceModel(&model);
    m_field->setObjectName(QStringLiteral("workspaceFilter"));
    m_field->setPlaceholderText(tr("Filter by name, tag, owner"));
    m_field->setAccessibleName(tr("Filter the workspace"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(widgets::symbolIcon(widgets::Symbol::Search, around.theme),
                       QLineEdit::LeadingPosition);
    m_list->setObjectName(QStringLiteral("workspace"));
    m_list->setAccessibleName(tr("DAGs"));
    m_list->setModel(&m_filter);
    auto *delegate = new widgets::DagDelegate(around.theme, m_list);
    m_list->setItemDelegate(delegate);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_frame->follow(around.bridge);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 6, 4, 2);
    column->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    row->addWidget(m_field);
    column->addLayout(row);
    column->addWidget(m_frame, 1);

    const auto fileOf = [](const QModelIndex &index) {
        return index.data(models::IdRole).toString();
    };
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setWords(text);
        refresh();
    });
    // A click on the run button runs, anywhere else opens.
    connect(delegate, &widgets::DagDelegate::runRequested, this,
            [this, fileOf](const QModelIndex &index) { emit runRequested(fileOf(index)); });
    connect(m_list, &QListView::clicked, this, [this, fileOf, delegate](const QModelIndex &index) {
        const QRect button = delegate->runButton(m_list->visualRect(index));
        const bool onButton = index.data(models::ErrorRole).toString().isEmpty() &&
                              button.contains(m_list->viewport()->mapFromGlobal(QCursor::pos()));
        if (!onButton)
            emit openRequested(fileOf(index));
    });
    connect(m_list, &QListView::activated, this,
            [this, fileOf](const QModelIndex &index) { emit openRequested(fileOf(index)); });
    connect(&model, &QAbstractItemModel::modelReset, this, &WorkspacePanel::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &WorkspacePanel::followDocument);
    connect(&around.bridge, &bridge::SessionBridge::linkChanged, this, &WorkspacePanel::refresh);
    connect(&around.document, &bridge::DagDocument::changed, this, &WorkspacePanel::followDocument);
    refresh();
}

void WorkspacePanel::startFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void WorkspacePanel::refresh()
{
    if (m_filter.rowCount() > 0)
        return m_frame->showContent();
    if (!m_field->text().isEmpty())
        m_frame->showMessage(tr("Nothing matches"),
                             tr("No DAG has these words in its name, tags, owner or path."));
    else if (m_around.bridge.link() == bridge::SessionBridge::Link::Connecting)
        m_frame->showMessage(tr("Opening the home"), {});
    else if (m_around.bridge.link() == bridge::SessionBridge::Link::Lost)
        m_frame->showMessage(tr("The engine is not reachable"), m_around.bridge.lostReason());
    else
        m_frame->showMessage(tr("No DAG yet"), tr("Open a file with Ctrl+O, drop one here, or put "
                                                  "it into the dags folder of the home."));
}

void WorkspacePanel::followDocument()
{
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        const QModelIndex index = m_filter.index(row, 0);
        if (index.data(models::IdRole).toString() == m_around.document.file()) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
    m_list->setCurrentIndex({});
    m_list->clearSelection();
}

} // namespace orrery::shell
