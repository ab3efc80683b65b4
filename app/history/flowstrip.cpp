// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/flowstrip.h"

#include <algorithm>

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::history {
namespace {

std::uint32_t countOf(const std::vector<CountAt> &counts, WallMs at)
{
    const auto next =
        std::upper_bound(counts.begin(), counts.end(), at,
                         [](WallMs value, const CountAt &one) { return value < one.at; });
    return next == counts.begin() ? 0 : (next - 1)->count;
}

std::uint32_t mostOf(const std::vector<CountAt> &counts)
{
    std::uint32_t most = 0;
    for (const CountAt &one : counts)
        most = std::max(most, one.count);
    return most;
}

} // namespace

FlowStrip::FlowStrip(theming::Theme &theme, RunTimes &times, GanttView &gantt, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_times(times), m_gantt(gantt)
{
    setObjectName(QStringLiteral("flow"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    connect(&gantt, &GanttView::viewChanged, this, qOverload<>(&QWidget::update));
}

std::pair<std::uint32_t, std::uint32_t> FlowStrip::countsAt(WallMs at) const
{
    const auto &times = m_times.times();
    return times
               ? std::pair{countOf(times->timeline.running, at), countOf(times->timeline.queue, at)}
               : std::pair{0U, 0U};
}

double FlowStrip::throughput() const
{
    const auto &times = m_times.times();
    if (!times || times->timeline.time.busy <= 0)
        return 0;
    const auto ended =
        std::count_if(times->timeline.spans.begin(), times->timeline.spans.end(),
                      [](const TaskSpan &span) { return span.outcome == Happening::Success; });
    return double(ended) * 1000 / double(times->timeline.time.busy);
}

/// Each curve fills the height by itself: what runs is bounded by slots, what waits is not.
QPainterPath FlowStrip::outline(const std::vector<CountAt> &counts) const
{
    const double most = std::max(1U, mostOf(counts));
    const double bottom = height() - 1, tall = height() - 14;
    QPainterPath path;
    double y = bottom;
    bool begun = false;
    double lastX = -1;
    for (const CountAt &one : counts) {
        const double x =
            std::clamp(m_gantt.xOf(one.at), double(m_gantt.axisLeft()), double(width()));
        const double next = bottom - double(one.count) / most * tall;
        if (!begun)
            path.moveTo(x, bottom);
        begun = true;
        if (x - lastX >= 0.5 || next < y) { // of many in one pixel the highest is seen
            path.lineTo(x, y);
            path.lineTo(x, next);
            lastX = x;
        }
        y = next;
    }
    if (begun)
        path.lineTo(path.currentPosition().x(), bottom);
    return path;
}

void FlowStrip::paintEvent(QPaintEvent *)
{
    const auto &times = m_times.times();
    if (!times || times->timeline.spans.empty())
        return;
    QPainter painter(this);
    const auto &color = m_theme.color();
    const auto &line = times->timeline;
    painter.save();
    painter.setClipRect(m_gantt.axisLeft(), 0, width() - m_gantt.axisLeft(), height());
    painter.fillPath(outline(line.running), widgets::faded(color.running, 0.3));
    painter.setPen(QPen(widgets::faded(color.running, 0.8), 1));
    painter.drawPath(outline(line.running));
    painter.setPen(QPen(color.waiting, 1, Qt::DashLine));
    painter.drawPath(outline(line.queue));
    if (m_hoverX >= m_gantt.axisLeft()) {
        painter.setPen(QPen(color.faint, 1));
        painter.drawLine(QPointF(m_hoverX, 0), QPointF(m_hoverX, height()));
    }
    painter.restore();
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    const int left = m_gantt.axisLeft() - 6;
    std::uint32_t running = mostOf(line.running), waiting = mostOf(line.queue);
    QString runs, waits;
    if (m_hoverX >= m_gantt.axisLeft()) {
        std::tie(running, waiting) = countsAt(m_gantt.timeAt(m_hoverX));
        runs = tr("run %1");
        waits = tr("wait %1");
    } else { // the most at once
        runs = tr("run \u2264 %1");
        waits = tr("wait \u2264 %1");
    }
    painter.setPen(color.running);
    painter.drawText(QRect(0, 0, left, 13), Qt::AlignRight | Qt::AlignVCenter, runs.arg(running));
    painter.setPen(color.waiting);
    painter.drawText(QRect(0, 13, left, 13), Qt::AlignRight | Qt::AlignVCenter, waits.arg(waiting));
    painter.setPen(color.muted);
    painter.drawText(QRect(0, 26, left, 13), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%1 / s").arg(bridge::figureText(throughput())));
    const QString about =
        tr("Tasks at work (filled) and tasks that wait (dashed); %1 ended a second")
            .arg(bridge::figureText(throughput()));
    if (toolTip() != about) {
        setToolTip(about);
        setAccessibleName(about);
    }
}

void FlowStrip::mouseMoveEvent(QMouseEvent *event)
{
    m_hoverX = event->position().x();
    update();
}

void FlowStrip::leaveEvent(QEvent *)
{
    m_hoverX = -1;
    update();
}

} // namespace orrery::history
