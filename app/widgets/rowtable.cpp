// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowtable.h"

#include <QHeaderView>
#include <QTableView>

#include "widgets/delegates.h"

namespace orrery::widgets {

QTableView *makeRowTable(theming::Theme &theme, const QString &name, QAbstractItemModel *model,
                         int signColumn, const QList<int> &widths, int stretched)
{
    auto *table = new QTableView;
    table->setObjectName(name);
    table->setModel(model);
    table->setItemDelegate(new CellDelegate(theme, signColumn, table));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setMouseTracking(true);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(theme.space().row - 4);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setFixedHeight(24);
    header->setMinimumSectionSize(40);
    for (int i = 0; i < widths.size(); ++i)
        table->setColumnWidth(i, widths[i]);
    header->setSectionResizeMode(stretched, QHeaderView::Stretch);
    return table;
}

} // namespace orrery::widgets
