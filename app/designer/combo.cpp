// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/combo.h"

#include <QStylePainter>
#include <QWheelEvent>

namespace orrery::designer {

Combo::Combo(theming::Theme &theme, QWidget *parent) : QComboBox(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMinimumContentsLength(6);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setFocusPolicy(Qt::StrongFocus);
}

void Combo::setQuiet(bool quiet)
{
    m_quiet = quiet;
    update();
}

void Combo::paintEvent(QPaintEvent *)
{
    const auto &c = m_theme.color();
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    if (!isEditable()) {
        const QRect box = rect().adjusted(8, 0, -22, 0);
        painter.setPen(!isEnabled() ? c.faint : m_quiet ? c.muted : c.text);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(currentText(), Qt::ElideRight, box.width()));
    }
    const QPointF tip(width() - 12.5, height() / 2.0 + 2.5);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isEnabled() ? c.muted : c.faint, 1.4, Qt::SolidLine, Qt::RoundCap));
    painter.drawPolyline(QPolygonF({tip + QPointF(-4, -4), tip, tip + QPointF(4, -4)}));
}

void Combo::wheelEvent(QWheelEvent *event)
{
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace orrery::designer
