// SPDX-License-Identifier: GPL-3.0-or-later
#include "wall/wallpage.h"

#include "widgets/skin.h"

namespace orrery::wall {

WallPage::WallPage(const theming::Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(title)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(title);
}

void WallPage::refresh()
{
    const QString now = content();
    if (now == m_shown)
        return;
    m_shown = now;
    setAccessibleDescription(now);
    if (isVisible())
        update();
}

QFont WallPage::letters(double part, bool figures)
{
    const int pixels = std::max(8, int(std::ceil(height() * std::max(part, smallestLetter))));
    m_smallest = m_smallest == 0 ? pixels : std::min(m_smallest, pixels);
    return figures ? m_theme.mono(pixels) : m_theme.sans(pixels, QFont::DemiBold);
}

void WallPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color().background);
    m_smallest = 0;
    const double edge = height() * 0.045;
    QRectF area = QRectF(rect()).adjusted(edge, edge * 0.5, -edge, -edge * 0.7);
    QFont caps = letters(0.034);
    caps.setCapitalization(QFont::AllUppercase);
    caps.setLetterSpacing(QFont::AbsoluteSpacing, height() * 0.004);
    painter.setFont(caps);
    painter.setPen(m_theme.color().accent);
    painter.drawText(area, Qt::AlignTop | Qt::AlignLeft, m_title);
    paintPage(painter, area.adjusted(0, height() * 0.085, 0, 0));
}

void WallPage::paintEmpty(QPainter &painter, const QRectF &area, const QString &text)
{
    painter.setFont(letters(0.05));
    painter.setPen(m_theme.color().muted);
    painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, text);
}

} // namespace orrery::wall
