// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/runchart.h"

#include <QChart>
#include <QChartView>
#include <QDialogButtonBox>
#include <QLineSeries>
#include <QPushButton>
#include <QValueAxis>

#include "bridge/text.h"
#include "monitors/monitorpanel.h"
#include "monitors/plotwidget.h"

namespace orrery::monitors {

static constexpr double mebi = 1024.0 * 1024.0;

RunChart::RunChart(theming::Theme &theme, bridge::RunFacade &run, MonitorPanel &monitors,
                   QWidget *parent)
    : QDialog(parent), m_run(run), m_monitors(monitors), m_title(new QLabel)
{
    setObjectName(QStringLiteral("runChart"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Run in detail"));
    resize(960, 520);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(theme.mono(theme.type().caption + 1));
    makeChart(theme);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *all = buttons->addButton(tr("Whole run"), QDialogButtonBox::ResetRole);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->addWidget(m_title);
    column->addWidget(m_view, 1);
    column->addWidget(buttons);
    connect(all, &QPushButton::clicked, this, [this] {
        m_chart->zoomReset();
        refresh();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&monitors, &MonitorPanel::loadChanged, this, &RunChart::refresh);
    connect(&run, &bridge::RunFacade::summaryChanged, this, &RunChart::refresh);
    connect(&run, &bridge::RunFacade::reset, this, &RunChart::refresh);
    refresh();
}

QValueAxis *RunChart::makeAxis(theming::Theme &theme, const QString &title, const QColor &hue,
                               Qt::Alignment side)
{
    auto *axis = new QValueAxis(m_chart);
    axis->setTitleText(title);
    axis->setTitleFont(theme.sans(theme.type().caption, QFont::DemiBold));
    axis->setTitleBrush(hue);
    axis->setLabelsFont(theme.mono(theme.type().caption - 1));
    axis->setLabelsColor(theme.color().muted);
    axis->setLinePenColor(theme.color().line);
    axis->setGridLineColor(theme.color().line);
    axis->setTickCount(5);
    m_chart->addAxis(axis, side);
    return axis;
}

void RunChart::makeChart(theming::Theme &theme)
{
    const auto &c = theme.color();
    m_chart = new QChart;
    m_chart->setBackgroundVisible(false);
    m_chart->setPlotAreaBackgroundVisible(true);
    m_chart->setPlotAreaBackgroundBrush(c.surface);
    m_chart->setMargins(QMargins(4, 4, 4, 4));
    m_chart->legend()->setLabelColor(c.text);
    m_chart->legend()->setFont(theme.sans(theme.type().caption));
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_time = makeAxis(theme, tr("seconds since the start"), c.muted, Qt::AlignBottom);
    m_cores = makeAxis(theme, tr("cores"), c.accent, Qt::AlignLeft);
    m_bytes = makeAxis(theme, tr("MiB"), c.success, Qt::AlignRight);
    const auto add = [this](const QString &name, const QColor &hue, QValueAxis *axis) {
        auto *series = new QLineSeries(m_chart);
        series->setName(name);
        series->setPen(QPen(hue, 1.4));
        m_chart->addSeries(series);
        series->attachAxis(m_time);
        series->attachAxis(axis);
        return series;
    };
    m_cpu = add(tr("CPU"), c.accent, m_cores);
    m_memory = add(tr("Memory"), c.success, m_bytes);
    m_view = new QChartView(m_chart);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setRubberBand(QChartView::HorizontalRubberBand);
    m_view->setBackgroundBrush(Qt::NoBrush);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setStyleSheet(QStringLiteral("background: transparent"));
    m_view->setAccessibleName(tr("CPU and memory of the run"));
}

void RunChart::refresh()
{
    const bool sampled = !m_monitors.load().total().cpu.empty();
    const models::Load record =
        sampled ? models::Load() : models::recordedLoad(m_run.newestTasks());
    const models::Load &load = sampled ? m_monitors.load().total() : record;
    const RunSummary &run = m_run.newest();
    m_title->setText(m_run.watching()
                         ? QStringLiteral("%1   %2   %3")
                               .arg(bridge::qs(m_run.id().text), bridge::title(run.state).toLower(),
                                    sampled ? tr("as sampled") : tr("averages from the record"))
                         : tr("No run is watched"));
    const WallMs start = run.created;
    const auto points = [start](const models::Series &series, double unit) {
        QList<QPointF> list;
        for (const auto &point : series.points())
            list << QPointF(double(point.at - start) / 1000, point.value / unit);
        return list;
    };
    m_cpu->replace(points(load.cpu, 1));
    m_memory->replace(points(load.memory, mebi));
    if (m_chart->isZoomed())
        return;
    const double last = m_cpu->count() > 0 ? m_cpu->points().last().x() : 1;
    m_time->setRange(0, std::max(1.0, last));
    m_cores->setRange(0, niceTop(load.cpu.peak(), false));
    m_bytes->setRange(0, niceTop(load.memory.peak() / mebi, true));
}

int RunChart::pointCount() const
{
    return int(m_cpu->count());
}

} // namespace orrery::monitors
