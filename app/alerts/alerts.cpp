// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/alerts.h"

#include "alerts/alertpanel.h"
#include "widgets/workbench.h"

namespace orrery::alerts {

void addAlerts(widgets::Workbench &bench)
{
    const widgets::Surroundings &around = bench.around();
    auto *readings = new Readings(around, bench.dialogParent());
    auto *panel = new AlertPanel(around, *readings);
    const QString id = QStringLiteral("alerts");
    bench.addPanel(
        {id, AlertPanel::tr("Alerts"), around.theme.color().danger, widgets::Place::Bottom, panel});
    QObject::connect(panel, &AlertPanel::openChanged, panel, [&bench, id](int open) {
        bench.setPanelContext(
            id, {}, open > 0 ? AlertPanel::tr("Alerts %1").arg(open) : AlertPanel::tr("Alerts"));
    });
    QObject::connect(panel, &AlertPanel::runChosen, panel,
                     [&bench](const RunId &run) { bench.watchRun(run); });
    QObject::connect(panel, &AlertPanel::refused, panel, [&bench](const QString &why) {
        bench.tell(TaskState::Failed, AlertPanel::tr("The rule was not changed"), why);
    });
    QObject::connect(readings, &Readings::raised, panel, [&bench](const models::Alert &alert) {
        bench.tell(TaskState::Waiting,
                   AlertPanel::tr("Alert: %1 of %2")
                       .arg(models::alertValueText(alert.series, alert.value), alert.subject),
                   AlertPanel::tr("%1; the rule %2 has the bound %3")
                       .arg(models::seriesTitle(alert.series), alert.rule,
                            models::alertValueText(alert.series, alert.bound)),
                   alert.run);
    });
}

} // namespace orrery::alerts
