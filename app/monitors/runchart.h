// SPDX-License-Identifier: GPL-3.0-or-later
// One run in detail: CPU and memory over one time axis, with zoom; a window of its own.
#pragma once

#include <QDialog>

#include "bridge/runfacade.h"
#include "models/runload.h"
#include "theming/theme.h"

class QChart;
class QChartView;
class QLabel;
class QLineSeries;
class QValueAxis;

namespace orrery::monitors {

class MonitorPanel;

class RunChart final : public QDialog {
    Q_OBJECT
public:
    /// @param monitors  holds the samples; the record stands in when there are none
    RunChart(theming::Theme &theme, bridge::RunFacade &run, MonitorPanel &monitors,
             QWidget *parent);

    [[nodiscard]] int pointCount() const;

private:
    void makeChart(theming::Theme &theme);
    [[nodiscard]] QValueAxis *makeAxis(theming::Theme &theme, const QString &title,
                                       const QColor &hue, Qt::Alignment side);
    void refresh();

    bridge::RunFacade &m_run;
    MonitorPanel &m_monitors;
    QLabel *m_title;
    QChart *m_chart = nullptr;
    QChartView *m_view = nullptr;
    QLineSeries *m_cpu = nullptr;
    QLineSeries *m_memory = nullptr;
    QValueAxis *m_time = nullptr;
    QValueAxis *m_cores = nullptr;
    QValueAxis *m_bytes = nullptr;
};

} // namespace orrery::monitors
