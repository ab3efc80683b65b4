// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data.h"

#include "data/datapanel.h"
#include "widgets/workbench.h"

namespace orrery::data {

void addData(widgets::Workbench &bench)
{
    const widgets::Surroundings &around = bench.around();
    auto *panel = new DataPanel(around);
    const QString id = QStringLiteral("data");
    bench.addPanel({id, QCoreApplication::translate("Data", "Data"), around.theme.color().success,
                    widgets::Place::Bottom, panel});
    QObject::connect(&around.selection, &bridge::Selection::taskChanged, panel,
                     [&bench, &around, id](TaskIndex task) {
                         bench.setPanelContext(id,
                                               task == none ? QString() : around.run.nameOf(task));
                     });
}

} // namespace orrery::data
