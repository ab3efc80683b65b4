// SPDX-License-Identifier: GPL-3.0-or-later
#include "heatmap/heatmap.h"

#include "heatmap/heatpanel.h"
#include "widgets/workbench.h"

namespace orrery::heatmap {

void addHeatmap(widgets::Workbench &bench)
{
    auto *panel = new HeatPanel(bench);
    bench.addPanel({HeatPanel::id(), HeatPanel::tr("Heat"), bench.around().theme.color().success,
                    widgets::Place::Bottom, panel, panel->tools()});
}

} // namespace orrery::heatmap
