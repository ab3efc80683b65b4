// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/trendview.h"

#include <QMouseEvent>
#include <QPainter>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::history {

static constexpr int mostRuns = 300; ///< a trend looks back this far

TrendView::TrendView(theming::Theme &theme, RunHistory &history, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_history(history)
{
    setMouseTracking(true);
    const auto forget = [this] {
        m_dirty = true;
        update();
    };
    connect(&history, &RunHistory::loaded, this, forget);
    connect(&history, &RunHistory::runsChanged, this, forget);
    connect(&history, &RunHistory::nodesChanged, this, [this] { show(-1); });
}

void TrendView::show(int row)
{
    m_row = row;
    m_dirty = true;
    update();
}

void TrendView::setCurrent(int column)
{
    m_current = column;
    update();
}

void TrendView::refresh()
{
    if (!std::exchange(m_dirty, false))
        return;
    const int count = int(m_history.runs().size());
    m_first = std::max(0, count - mostRuns);
    m_values.assign(std::size_t(count - m_first), -1);
    if (m_row >= 0)
        m_history.wantNewest(mostRuns);
    for (int column = m_first; column < count; ++column) {
        double &value = m_values[std::size_t(column - m_first)];
        const RunSummary &run = m_history.runs()[std::size_t(column)];
        if (m_row < 0)
            value = run.ended > 0 ? double(run.ended - run.created) : -1;
        else if (const auto *cells = m_history.cells(column); cells && isFinal(run.state))
            value = (*cells)[std::size_t(m_row)].cached
                        ? -1
                        : double((*cells)[std::size_t(m_row)].duration());
    }
    m_trend = models::trendOf(m_values);
}

QRectF TrendView::area() const
{
    return QRectF(rect()).adjusted(4, 20, -6, -4);
}

double TrendView::xOf(std::size_t index) const
{
    return area().left() + (double(index) + 0.5) * area().width() / double(m_values.size());
}

int TrendView::columnAt(double x) const
{
    if (m_values.empty())
        return -1;
    const double share = (x - area().left()) / area().width();
    return m_first + std::clamp(int(share * double(m_values.size())), 0, int(m_values.size()) - 1);
}

QString TrendView::caption() const
{
    if (m_hover >= m_first && m_hover - m_first < int(m_values.size())) {
        const double value = m_values[std::size_t(m_hover - m_first)];
        return QStringLiteral("%1  %2").arg(
            bridge::clockText(m_history.runs()[std::size_t(m_hover)].created),
            value < 0 ? tr("no time of its own") : bridge::spanText(SpanMs(value)));
    }
    if (m_trend.count == 0)
        return {};
    const auto unusual = std::count(m_trend.outlier.begin(), m_trend.outlier.end(), true);
    QString text =
        tr("median %1   p90 %2")
            .arg(bridge::spanText(SpanMs(m_trend.median)), bridge::spanText(SpanMs(m_trend.p90)));
    if (unusual > 0)
        text +=
            QStringLiteral("   ") + bridge::counted(std::uint64_t(unusual), "outlier", "outliers");
    return text;
}

void TrendView::paintLevel(QPainter &painter, double value, const QColor &hue,
                           Qt::PenStyle style) const
{
    painter.setPen(QPen(hue, 1, style));
    painter.drawLine(QPointF(area().left(), value), QPointF(area().right(), value));
}

void TrendView::paintEvent(QPaintEvent *)
{
    refresh();
    QPainter painter(this);
    const auto &color = m_theme.color();
    painter.setFont(widgets::capsFont(m_theme, 10));
    painter.setPen(m_row < 0 ? color.accent : color.hologram);
    const QString title = m_row < 0 ? tr("Whole run") : m_history.nameOf(m_row);
    const QString told = caption();
    const QFont mono = m_theme.mono(m_theme.type().caption - 1);
    const int toldWidth = QFontMetrics(mono).horizontalAdvance(told) + 10;
    painter.drawText(QRectF(4, 0, std::max(40, width() - toldWidth - 8), 18), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(title, Qt::ElideRight,
                                                      std::max(40, width() - toldWidth - 12)));
    painter.setFont(mono);
    painter.setPen(color.muted);
    painter.drawText(QRectF(0, 0, width() - 6, 18), Qt::AlignRight | Qt::AlignVCenter, told);
    if (m_trend.count == 0) {
        painter.setFont(m_theme.sans(m_theme.type().caption));
        painter.drawText(area(), Qt::AlignCenter,
                         m_values.empty() ? tr("No run yet") : tr("No finished run yet"));
        return;
    }
    double most = 1;
    for (const double value : m_values)
        most = std::max(most, value);
    const QRectF box = area();
    const auto y = [&](double value) { return box.bottom() - value / most * (box.height() - 6); };
    paintLevel(painter, box.bottom(), color.line, Qt::SolidLine);
    paintLevel(painter, y(m_trend.p90), widgets::faded(color.waiting, 0.5), Qt::DotLine);
    paintLevel(painter, y(m_trend.median), widgets::faded(color.success, 0.6), Qt::DashLine);
    painter.setRenderHint(QPainter::Antialiasing);
    QPointF before;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (m_values[i] < 0)
            continue;
        const QPointF at(xOf(i), y(m_values[i]));
        const RunState state = m_history.runs()[std::size_t(m_first) + i].state;
        const QColor hue = m_theme.stateColor(bridge::signOf(state));
        if (!before.isNull()) {
            painter.setPen(QPen(widgets::faded(color.muted, 0.45), 1));
            painter.drawLine(before, at);
        }
        before = at;
        painter.setPen(Qt::NoPen);
        painter.setBrush(hue);
        const bool current = m_first + int(i) == m_current;
        painter.drawEllipse(at, current ? 3.6 : 2.2, current ? 3.6 : 2.2);
        if (m_trend.outlier[i]) { // a ring: seen without colour
            painter.setPen(QPen(color.danger, 1.2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(at, 5, 5);
        }
        if (current) {
            painter.setPen(QPen(widgets::faded(color.text, 0.35), 1));
            painter.drawLine(QPointF(at.x(), box.top()), QPointF(at.x(), box.bottom()));
        }
    }
}

void TrendView::mousePressEvent(QMouseEvent *event)
{
    refresh();
    if (const int column = columnAt(event->position().x()); column >= 0)
        emit chosen(column);
}

void TrendView::mouseMoveEvent(QMouseEvent *event)
{
    refresh();
    m_hover = columnAt(event->position().x());
    update();
}

void TrendView::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

} // namespace orrery::history
