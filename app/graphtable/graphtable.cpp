// SPDX-License-Identifier: GPL-3.0-or-later
#include "graphtable/graphtable.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTableView>

#include "models/roles.h"

namespace orrery::graphtable {

GraphTable::GraphTable(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_model(around.document, around.run, around.runNodes),
      m_field(new QLineEdit), m_table(new QTableView)
{
    m_filter.setSourceModel(&m_model);
    m_filter.setFilterKeyColumn(-1);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_field->setObjectName(QStringLiteral("graphTableFilter"));
    m_field->setPlaceholderText(tr("Filter by any column"));
    m_field->setAccessibleName(tr("Filter the nodes"));
    m_field->setClearButtonEnabled(true);
    m_field->setFixedSize(220, 22);
    m_table->setObjectName(QStringLiteral("graphTable"));
    m_table->setAccessibleName(tr("Nodes of the DAG"));
    m_table->setAccessibleDescription(
        tr("The same nodes as in the universe, with what comes before and after each."));
    m_table->setModel(&m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(around.theme.space().row);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const std::array widths{220, 110, 100, 260};
    for (std::size_t i = 0; i < widths.size(); ++i)
        m_table->setColumnWidth(int(i), widths[i]);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 4, 4, 2);
    column->addWidget(m_table);
    connect(m_field, &QLineEdit::textChanged, &m_filter,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) {
                if (index.isValid() && !m_following)
                    m_around.selection.selectNode(index.data(models::IndexRole).toUInt());
            });
    connect(&around.selection, &bridge::Selection::nodeChanged, this, &GraphTable::followSelection);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &GraphTable::followSelection);
}

QWidget *GraphTable::filterField() const
{
    return m_field;
}

void GraphTable::followSelection()
{
    m_following = true;
    const NodeIndex node = m_around.selection.node();
    if (node < NodeIndex(m_model.rowCount())) {
        const QModelIndex index =
            m_filter.mapFromSource(m_model.index(int(node), GraphTableModel::Node));
        m_table->setCurrentIndex(index);
        if (index.isValid())
            m_table->scrollTo(index);
    } else {
        m_table->setCurrentIndex({});
    }
    m_following = false;
}

void addGraphTable(widgets::Workbench &bench)
{
    auto *table = new GraphTable(bench.around());
    bench.addPanel({QStringLiteral("graphtable"),
                    GraphTable::tr("Outline"),
                    bench.around().theme.color().accent,
                    widgets::Place::Bottom,
                    table,
                    {table->filterField()}});
}

} // namespace orrery::graphtable
