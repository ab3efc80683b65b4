// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/breakdownview.h"

#include <QMouseEvent>
#include <QPainter>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::history {

BreakdownView::BreakdownView(const widgets::Surroundings &around, RunTimes &times, QWidget *parent)
    : QWidget(parent), m_around(around), m_times(times)
{
    setObjectName(QStringLiteral("breakdown"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&times, &RunTimes::changed, this, [this] {
        setAccessibleName(lines().join(QStringLiteral(", ")));
        setToolTip(lines().join(QLatin1Char('\n')));
        update();
    });
}

void BreakdownView::showEvent(QShowEvent *)
{
    m_times.need();
}

QStringList BreakdownView::lines() const
{
    const auto &times = m_times.times();
    if (!times || times->timeline.spans.empty())
        return {};
    const TimeBreakdown &time = times->timeline.time;
    QStringList out;
    out << tr("tasks ran %1, waited for room %2, were queued on a host %3")
               .arg(bridge::spanText(time.running), bridge::spanText(time.waiting),
                    bridge::spanText(time.queued));
    if (time.lost > 0)
        out << tr("%1 lost in attempts that failed").arg(bridge::spanText(time.lost));
    if (time.waitRunRatio >= 0)
        out << tr("waited / ran: %1").arg(time.waitRunRatio, 0, 'f', 2);
    if (times->timeline.bottleneck != none)
        out << tr("bottleneck: %1, %2 of %3")
                   .arg(m_around.run.nameOf(times->timeline.bottleneck),
                        bridge::spanText(times->timeline.bottleneckTime),
                        bridge::spanText(time.total));
    return out;
}

void BreakdownView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &color = m_around.theme.color();
    painter.setFont(widgets::capsFont(m_around.theme, 10));
    painter.setPen(color.success);
    painter.drawText(QRectF(4, 0, width() - 8, 16), Qt::AlignVCenter, tr("Watched run"));
    painter.setFont(m_around.theme.mono(m_around.theme.type().caption - 1));
    painter.setPen(color.muted);
    const auto &times = m_times.times();
    if (!times || times->timeline.spans.empty()) {
        painter.drawText(QRectF(4, 18, width() - 8, 34), Qt::AlignLeft | Qt::AlignVCenter,
                         m_around.run.watching() ? tr("Nothing has run yet")
                                                 : tr("No run is watched"));
        return;
    }
    const TimeBreakdown &time = times->timeline.time;
    if (time.waitRunRatio >= 0)
        painter.drawText(QRectF(0, 0, width() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                         tr("waited / ran %1").arg(time.waitRunRatio, 0, 'f', 2));
    struct Part {
        SpanMs span;
        QColor hue;
        QString name;
    };
    const std::vector<Part> parts{
        {time.running - time.lost, color.running, tr("ran %1")},
        {time.lost, color.failed, tr("lost %1")},
        {time.waiting, color.waiting, tr("waited %1")},
        {time.queued, color.queued, tr("queued %1")},
    };
    double whole = 0;
    for (const Part &part : parts)
        whole += double(part.span);
    double x = 4;
    for (const Part &part : parts) {
        const double width = double(part.span) / std::max(1.0, whole) * (this->width() - 10);
        if (part.span <= 0)
            continue;
        const QRectF box(x, 18, std::max(1.0, width - 1), 14);
        painter.fillRect(box, widgets::faded(part.hue, 0.35));
        painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), part.hue);
        const QString text = part.name.arg(bridge::spanText(part.span));
        if (painter.fontMetrics().horizontalAdvance(text) + 8 < box.width()) {
            painter.setPen(color.text);
            painter.drawText(box.adjusted(5, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
        }
        x += width;
    }
    painter.setPen(color.muted);
    if (times->timeline.bottleneck != none) {
        const QString text = tr("bottleneck %1  %2")
                                 .arg(m_around.run.nameOf(times->timeline.bottleneck),
                                      bridge::spanText(times->timeline.bottleneckTime));
        painter.drawText(QRectF(4, 36, width() - 10, 16), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideMiddle, width() - 10));
    }
}

void BreakdownView::mousePressEvent(QMouseEvent *)
{
    if (const auto &times = m_times.times(); times && times->timeline.bottleneck != none)
        m_around.selection.selectTask(times->timeline.bottleneck);
}

} // namespace orrery::history
