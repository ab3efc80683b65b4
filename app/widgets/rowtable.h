// SPDX-License-Identifier: GPL-3.0-or-later
// A table of rows as every list of the window has it: whole rows, one at a time, read only.
#pragma once

#include <QList>
#include <QString>

#include "theming/theme.h"

class QAbstractItemModel;
class QTableView;

namespace orrery::widgets {

/// @param name        object name
/// @param signColumn  the column that shows the state's sign; -1 = none
/// @param widths      of the columns [px]
/// @param stretched   the column that takes what is left
[[nodiscard]] QTableView *makeRowTable(theming::Theme &theme, const QString &name,
                                       QAbstractItemModel *model, int signColumn,
                                       const QList<int> &widths, int stretched);

} // namespace orrery::widgets
