// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/plotwidget.h"

#include <cmath>

#include "bridge/text.h"

namespace orrery::monitors {

double niceTop(double value, bool binary)
{
    if (value <= 0)
        return 1;
    if (binary)
        return std::exp2(std::ceil(std::log2(value)));
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 4.0, 5.0, 8.0})
        if (value <= step * power * 1.0001)
            return step * power;
    return 10 * power;
}

PlotWidget::PlotWidget(theming::Theme &theme, const QString &title, const QColor &hue, Unit unit,
                       QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(title), m_hue(hue), m_unit(unit)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PlotWidget::show(const models::Series *series, const QString &why, const QString &caption)
{
    const bool sameEmpty = !series && m_series.empty() && m_why == why;
    m_series = series ? *series : models::Series();
    m_why = why;
    m_caption = caption;
    setAccessibleDescription(m_series.empty() ? why : valueText(m_series.last()));
    if (!sameEmpty)
        update();
}

void PlotWidget::setFloor(double top)
{
    if (std::exchange(m_floor, top) != top)
        update();
}

QString PlotWidget::valueText(double value) const
{
    switch (m_unit) {
    case Unit::Bytes:
        return bridge::bytesText(value);
    case Unit::Share:
        return QStringLiteral("%1 %").arg(bridge::figureText(value * 100));
    case Unit::Cores:
        break;
    }
    return tr("%1 cores").arg(value, 0, 'f', value < 9.95 ? 2 : 1);
}

QRectF PlotWidget::plotArea() const
{
    return QRectF(rect()).adjusted(46.5, 20.5, -8.5, -8.5);
}

double PlotWidget::top() const
{
    return std::max(m_floor, niceTop(m_series.peak(), m_unit == Unit::Bytes));
}

void PlotWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &color = m_theme.color();
    painter.fillRect(rect(), color.surface);
    QFont caps = m_theme.sans(m_theme.type().caption - 1, QFont::DemiBold);
    caps.setLetterSpacing(QFont::AbsoluteSpacing, m_theme.type().tracking);
    painter.setFont(caps);
    painter.setPen(m_hue);
    painter.drawText(QRect(8, 0, width() - 16, 18), Qt::AlignVCenter | Qt::AlignLeft,
                     m_title.toUpper());
    painter.setFont(m_theme.mono(m_theme.type().caption));
    if (!m_series.empty()) {
        painter.setPen(m_caption.isEmpty() ? color.text : color.muted);
        painter.drawText(QRect(8, 0, width() - 16, 18), Qt::AlignVCenter | Qt::AlignRight,
                         m_caption.isEmpty() ? valueText(m_series.last()) : m_caption);
    }
    const QRectF area = plotArea();
    const double most = top();
    if (!m_series.empty())
        paintGrid(painter, area, most);
    if (m_series.empty()) {
        painter.setPen(QPen(color.line, 1));
        painter.drawLine(QPointF(8, area.bottom()), area.bottomRight());
        painter.setPen(color.muted);
        painter.setFont(m_theme.sans(m_theme.type().caption));
        painter.drawText(rect().adjusted(8, 18, -8, -4), Qt::AlignCenter | Qt::TextWordWrap, m_why);
        return;
    }
    paintCurve(painter, area, most);
    paintHover(painter, area, most);
}

void PlotWidget::paintGrid(QPainter &painter, const QRectF &area, double most) const
{
    const auto &color = m_theme.color();
    QColor quiet = color.line;
    quiet.setAlphaF(0.55F);
    painter.setPen(QPen(quiet, 1));
    for (int i = 0; i <= 4; ++i) {
        const double x = area.left() + area.width() * i / 4;
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    painter.setFont(m_theme.mono(m_theme.type().caption - 2));
    for (int i = 0; i <= 2; ++i) {
        const double y = area.bottom() - area.height() * i / 2;
        painter.setPen(QPen(quiet, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(color.muted);
        const double value = most * i / 2;
        const QString tick =
            m_unit == Unit::Bytes ? bridge::bytesText(value) : bridge::figureText(value);
        painter.drawText(QRectF(0, y - 7, area.left() - 5, 14), Qt::AlignRight | Qt::AlignVCenter,
                         tick);
    }
}

void PlotWidget::paintCurve(QPainter &painter, const QRectF &area, double most) const
{
    const auto &points = m_series.points();
    const double begin = double(points.front().at);
    const double span = std::max(1000.0, double(points.back().at) - begin);
    QPolygonF line;
    line.reserve(qsizetype(points.size()) + 1);
    for (const auto &point : points)
        line << QPointF(area.left() + (double(point.at) - begin) / span * area.width(),
                        area.bottom() - std::clamp(point.value / most, 0.0, 1.0) * area.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF filled = line;
    filled << QPointF(line.back().x(), area.bottom()) << QPointF(line.front().x(), area.bottom());
    QLinearGradient fade(area.topLeft(), area.bottomLeft());
    QColor strong = m_hue, weak = m_hue;
    strong.setAlphaF(0.38F);
    weak.setAlphaF(0.03F);
    fade.setColorAt(0, strong);
    fade.setColorAt(1, weak);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fade);
    painter.drawPolygon(filled);
    painter.setPen(QPen(m_hue, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_hue);
    painter.drawEllipse(line.back(), 2.5, 2.5);
    painter.restore();
}

void PlotWidget::paintHover(QPainter &painter, const QRectF &area, double most) const
{
    if (m_hoverX < area.left() || m_hoverX > area.right())
        return;
    const auto &points = m_series.points();
    const double begin = double(points.front().at);
    const double span = std::max(1000.0, double(points.back().at) - begin);
    const double at = begin + (m_hoverX - area.left()) / area.width() * span;
    const auto near =
        std::min_element(points.begin(), points.end(), [at](const auto &a, const auto &b) {
            return std::fabs(double(a.at) - at) < std::fabs(double(b.at) - at);
        });
    const double x = area.left() + (double(near->at) - begin) / span * area.width();
    const double y = area.bottom() - std::clamp(near->value / most, 0.0, 1.0) * area.height();
    painter.setPen(QPen(m_theme.color().faint, 1));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter.setBrush(m_theme.color().text);
    painter.drawEllipse(QPointF(x, y), 2, 2);
    const QString label = QStringLiteral("%1  +%2").arg(
        valueText(near->value), bridge::spanText(near->at - points.front().at));
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    const QRectF box(x > area.center().x() ? x - 150 : x + 6, area.top(), 144, 16);
    painter.setPen(m_theme.color().text);
    painter.drawText(
        box, (x > area.center().x() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, label);
}

void PlotWidget::mouseMoveEvent(QMouseEvent *event)
{
    m_hoverX = event->position().x();
    if (!m_series.empty())
        update();
}

void PlotWidget::leaveEvent(QEvent *)
{
    m_hoverX = -1;
    update();
}

} // namespace orrery::monitors
