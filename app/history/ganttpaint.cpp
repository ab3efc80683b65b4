// SPDX-License-Identifier: GPL-3.0-or-later
// How the Gantt is painted; what it holds and what one does with it is in ganttview.cpp.
#include "history/ganttview.h"

#include <algorithm>

#include <QPainter>
#include <QScrollBar>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::history {

using bridge::qs;

namespace {

/// The smallest of 1, 2, 5 x 10^n ms below a second, and of what clocks show above, that is not
/// below.
SpanMs niceStep(double least)
{
    for (const SpanMs step :
         {1,    2,      5,      10,     20,     50,      100,     200,     500,     1000,     2000,
          5000, 10'000, 15'000, 30'000, 60'000, 120'000, 300'000, 600'000, 900'000, 1'800'000})
        if (double(step) >= least)
            return step;
    constexpr SpanMs hour = 3'600'000;
    SpanMs step = hour;
    while (double(step) < least)
        step *= 2;
    return step;
}

/// "450 ms", "1.5 s", "12 s", "3 m 30 s": as short as the step allows.
QString tickText(SpanMs span, SpanMs step)
{
    if (span >= 60'000 || (step < 1000 && span < 1000))
        return bridge::spanText(span);
    const int digits = step % 1000 == 0 ? 0 : step % 100 == 0 ? 1 : step % 10 == 0 ? 2 : 3;
    return QStringLiteral("%1 s").arg(double(span) / 1000, 0, 'f', digits);
}

} // namespace

QColor GanttView::hueOf(const TaskSpan &one) const
{
    const auto &color = m_around.theme.color();
    switch (one.outcome) {
    case Happening::Success:
    case Happening::Mark:
        return color.succeeded;
    case Happening::Failure:
        return color.failed;
    case Happening::Retry:
        return color.waiting;
    case Happening::Cancel:
        return color.cancelled;
    default:
        return color.running;
    }
}

QString GanttView::nameOf(const Row &row) const
{
    if (row.task != none)
        return qs(taskName(*m_times->run.dag, m_times->run.tasks[row.task]));
    return tr("%1  (%2)").arg(qs(m_times->run.dag->nodes[row.node].id)).arg(row.items);
}

void GanttView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    if (!m_times)
        return;
    paintTimes(painter);
    const int first = verticalScrollBar()->value();
    for (int i = first; i < std::min(rowCount(), first + visibleRows() + 1); ++i)
        paintRow(painter, i);
    // The moment that the universe shows.
    if (m_around.run.inPast()) {
        const double x = xOf(m_around.playback.at());
        if (x >= nameWidth()) {
            painter.setPen(QPen(m_around.theme.color().text, 1));
            painter.drawLine(QPointF(x, head - 4), QPointF(x, viewport()->height()));
        }
    }
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(widgets::faded(m_around.theme.color().accent, 0.5), 1));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void GanttView::paintTimes(QPainter &painter) const
{
    const auto &color = m_around.theme.color();
    painter.setFont(m_around.theme.mono(m_around.theme.type().caption - 1));
    const double width = viewport()->width() - nameWidth() - 8;
    constexpr double apart = 84;
    const WallMs begin = m_times->timeline.begin;
    const WallMs from = timeAt(nameWidth()), to = timeAt(nameWidth() + width);
    const SpanMs step = niceStep(double(to - from) * apart / std::max(width, 1.0));
    double free = 0;
    for (WallMs at = begin + (from - begin + step - 1) / step * step; at <= to; at += step) {
        const double x = xOf(at);
        if (x < free)
            continue; // in a gap that is drawn short
        free = x + apart;
        painter.setPen(QPen(color.line, 1));
        painter.drawLine(QPointF(x, head - 4), QPointF(x, viewport()->height()));
        painter.setPen(color.muted);
        const double left = std::min(x - 2, double(viewport()->width()) - 70);
        painter.drawText(QRectF(left, 0, 90, head - 5), Qt::AlignLeft | Qt::AlignVCenter,
                         at == begin ? tr("0 s") : tickText(at - begin, step));
    }
    for (const auto &gap : m_axis.breaks()) {
        const double left = std::max(double(nameWidth()), xOf(gap.from)), right = xOf(gap.to);
        if (right > left)
            painter.fillRect(QRectF(left, head - 4, right - left, viewport()->height()),
                             QBrush(widgets::faded(color.faint, 0.35), Qt::BDiagPattern));
    }
}

void GanttView::paintRow(QPainter &painter, int index) const
{
    const Row &row = m_rows[std::size_t(index)];
    const auto &color = m_around.theme.color();
    const int y = head + (index - verticalScrollBar()->value()) * rowHeight;
    if (index == m_current)
        painter.fillRect(QRect(0, y, viewport()->width(), rowHeight),
                         widgets::faded(color.accent, 0.12));
    painter.setFont(m_around.theme.mono(m_around.theme.type().caption,
                                        row.critical ? QFont::DemiBold : QFont::Normal));
    painter.setPen(row.critical ? color.text : color.muted);
    const int left = row.inner ? 26 : 16;
    painter.drawText(
        QRect(left, y, nameWidth() - left - 6, rowHeight), Qt::AlignVCenter,
        painter.fontMetrics().elidedText(nameOf(row), Qt::ElideMiddle, nameWidth() - left - 6));
    if (row.task == none) { // the sign of a group
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(8, y + rowHeight / 2.0);
        painter.rotate(m_open.contains(row.node) ? 90 : 0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color.muted);
        painter.drawPolygon(QPolygonF({{-2.5, -4}, {3.5, 0}, {-2.5, 4}}));
        painter.restore();
    }
    painter.save();
    painter.setClipRect(nameWidth(), head - 4, viewport()->width() - nameWidth(),
                        viewport()->height());
    if (row.task == none)
        paintGroup(painter, row, y);
    else
        paintSpans(painter, row, y);
    painter.restore();
}

void GanttView::paintSpans(QPainter &painter, const Row &row, int y) const
{
    const auto &color = m_around.theme.color();
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
        const TaskSpan &one = span(i);
        const WallMs end = one.end > 0 ? one.end : m_times->timeline.end;
        const WallMs start = one.start > 0 ? one.start : end;
        const double x = xOf(start), ready = xOf(one.ready), placed = xOf(one.placed);
        const double middle = y + rowHeight / 2.0;
        if (x - ready >= 1) { // a thin line while it waits, thicker once it has its place
            painter.fillRect(QRectF(ready, middle - 1.5, x - ready, 3),
                             widgets::faded(color.waiting, 0.55));
            painter.fillRect(QRectF(placed, middle - 2.5, x - placed, 5),
                             widgets::faded(color.queued, 0.7));
        }
        if (one.start == 0)
            continue;
        const QRectF bar(x, y + 4, std::max(2.0, xOf(end) - x), rowHeight - 8);
        const QColor hue = hueOf(one);
        painter.fillRect(bar, widgets::faded(hue, row.critical ? 0.62 : 0.32));
        painter.fillRect(QRectF(bar.left(), bar.top(), 2, bar.height()), hue);
        if (one.outcome == Happening::Failure || one.outcome == Happening::Retry) { // a slashed end
            painter.setPen(QPen(hue, 1.4));
            painter.drawLine(bar.bottomRight() + QPointF(-5, 0), bar.topRight());
        }
        if (row.critical) {
            painter.setPen(QPen(color.text, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(bar.adjusted(0, 0, -1, -1));
        }
    }
}

/// How many of its items run, by column of pixels: darker where more do.
void GanttView::paintGroup(QPainter &painter, const Row &row, int y) const
{
    const int from = std::max(nameWidth(), int(xOf(row.begin)));
    const int to = std::min(viewport()->width(), int(xOf(row.end)) + 1);
    if (to < from)
        return;
    std::vector<int> change(std::size_t(to - from) + 2, 0);
    std::vector<bool> failed(std::size_t(to - from) + 2, false);
    const auto place = [&](WallMs at) {
        return std::size_t(std::clamp(int(xOf(at)), from, to) - from);
    };
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
        const TaskSpan &one = span(i);
        if (one.start == 0)
            continue;
        const WallMs end = one.end > 0 ? one.end : m_times->timeline.end;
        ++change[place(one.start)];
        --change[std::max(place(end), place(one.start) + 1)];
        if (one.outcome == Happening::Failure)
            failed[place(end)] = true;
    }
    int running = 0, most = 1;
    for (const int by : change)
        most = std::max(most, running += by);
    running = 0;
    const auto &color = m_around.theme.color();
    painter.fillRect(QRect(from, y + rowHeight / 2 - 1, to - from, 2),
                     widgets::faded(color.waiting, 0.4));
    for (int x = from; x <= to; ++x) {
        running += change[std::size_t(x - from)];
        if (running <= 0)
            continue;
        const double share = double(running) / most;
        const int height = std::max(3, int(share * (rowHeight - 6)));
        painter.fillRect(
            QRect(x, y + rowHeight / 2 - height / 2, 1, height),
            widgets::faded(row.critical ? color.accent : color.succeeded, 0.3 + 0.4 * share));
        if (failed[std::size_t(x - from)])
            painter.fillRect(QRect(x - 1, y + 2, 2, rowHeight - 4), color.failed);
    }
}

} // namespace orrery::history
