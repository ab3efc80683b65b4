// SPDX-License-Identifier: GPL-3.0-or-later
// Live CPU and memory: the selected task above, the whole run below.
#pragma once

#include <QWidget>

#include "bridge/runfacade.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"
#include "models/runload.h"
#include "theming/theme.h"

namespace orrery::monitors {

class PlotWidget;

class MonitorPanel final : public QWidget {
    Q_OBJECT
public:
    MonitorPanel(theming::Theme &theme, bridge::SessionBridge &bridge, bridge::RunFacade &run,
                 bridge::Selection &selection, QWidget *parent = nullptr);

    [[nodiscard]] const models::RunLoad &load() const { return m_load; }
    /// Curves of the watched run as another panel saw them.
    void takeOver(models::RunLoad load);

signals:
    /// New samples arrived and are in load().
    void loadChanged();

private:
    void refresh();
    void showRecorded(const std::vector<TaskRow> &rows, PlotWidget *cpu, PlotWidget *memory,
                      const QString &why);
    [[nodiscard]] QString whyNoTask() const;
    [[nodiscard]] QString whyNoRun() const;

    bridge::SessionBridge &m_bridge;
    bridge::RunFacade &m_run;
    bridge::Selection &m_selection;
    models::RunLoad m_load;
    PlotWidget *m_taskCpu;
    PlotWidget *m_taskMemory;
    PlotWidget *m_runCpu;
    PlotWidget *m_runMemory;
};

} // namespace orrery::monitors
