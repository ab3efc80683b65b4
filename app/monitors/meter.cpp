// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/meter.h"

namespace orrery::monitors {

Meter::Meter(theming::Theme &theme, const QString &caption, const QColor &hue, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_caption(caption), m_hue(hue), m_value(QStringLiteral("–"))
{
    setAccessibleName(caption);
    setAttribute(Qt::WA_OpaquePaintEvent); // once a second: spare the window behind it
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Meter::sizeHint() const
{
    return {104, 38};
}

void Meter::add(double share, const QString &value, double reserved, const QString &tip)
{
    m_shares << std::clamp(share, 0.0, 1.0);
    if (m_shares.size() > readings)
        m_shares.removeFirst();
    m_value = value;
    m_reserved = std::clamp(reserved, 0.0, 1.0);
    setToolTip(tip);
    setAccessibleDescription(value);
    update();
}

void Meter::setStale(bool stale)
{
    if (std::exchange(m_stale, stale) != stale)
        update();
}

void Meter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &color = m_theme.color();
    const QColor hue = m_stale ? color.faint : m_hue;
    painter.fillRect(rect(), color.backdropTop);
    painter.fillRect(QRectF(0, 3, 2, height() - 6), hue);
    QFont caps = m_theme.sans(9, QFont::DemiBold);
    caps.setLetterSpacing(QFont::AbsoluteSpacing, m_theme.type().tracking);
    painter.setFont(caps);
    painter.setPen(color.muted);
    painter.drawText(QRect(9, 2, width() - 10, 13), Qt::AlignLeft | Qt::AlignVCenter, m_caption);
    painter.setFont(m_theme.sans(14, QFont::DemiBold));
    painter.setPen(m_stale ? color.muted : color.text);
    painter.drawText(QRect(9, 15, width() - 10, 19), Qt::AlignLeft | Qt::AlignVCenter, m_value);

    const QRectF area(54.5, 6.5, width() - 58, height() - 13);
    QColor base = color.line;
    painter.setPen(QPen(base, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (m_reserved > 0) {
        painter.setPen(QPen(color.hologram, 1));
        painter.drawLine(area.bottomLeft(),
                         QPointF(area.left() + area.width() * m_reserved, area.bottom()));
    }
    if (m_shares.size() < 2)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF line;
    const double step = area.width() / (readings - 1);
    const double left = area.right() - step * double(m_shares.size() - 1);
    for (qsizetype i = 0; i < m_shares.size(); ++i)
        line << QPointF(left + step * double(i), area.bottom() - m_shares[i] * area.height());
    QPolygonF filled = line;
    filled << area.bottomRight() << QPointF(left, area.bottom());
    QColor weak = hue;
    weak.setAlphaF(0.16F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(weak);
    painter.drawPolygon(filled);
    painter.setPen(QPen(hue, 1));
    painter.drawPolyline(line);
}

} // namespace orrery::monitors
