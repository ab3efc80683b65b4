// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/entrydelegate.h"

#include <QPainter>

#include "designer/glyphs.h"
#include "widgets/skin.h"

namespace orrery::designer {

EntryDelegate::EntryDelegate(theming::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {120, index.data(KeyRole).isValid() ? 38 : 26};
}

void EntryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    const auto &c = m_theme.color();
    painter->save();
    const QRect row(0, option.rect.top(), option.rect.right(), option.rect.height());
    if (!index.data(KeyRole).isValid()) {
        painter->setFont(widgets::capsFont(m_theme, 9));
        painter->setPen(c.muted);
        painter->drawText(row.adjusted(10, 4, -8, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
    } else {
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(row, widgets::faded(c.accent, 0.14));
            painter->fillRect(QRect(row.topLeft(), QSize(2, row.height())), c.accent);
        } else if (option.state & QStyle::State_MouseOver) {
            painter->fillRect(row, widgets::faded(c.accent, 0.06));
        }
        paintEntry(painter, row.adjusted(10, 3, -8, -3), index);
    }
    painter->restore();
}

void EntryDelegate::paintEntry(QPainter *painter, const QRect &row, const QModelIndex &index) const
{
    const auto &c = m_theme.color();
    const bool broken = index.data(BrokenRole).toBool();
    paintGlyph(*painter, QRectF(row.left(), row.top() + 6, 20, 20),
               index.data(GlyphRole).toString(), broken ? c.danger : c.hologram);
    const QRect text = row.adjusted(30, 0, 0, 0);
    painter->setFont(m_theme.mono(m_theme.type().caption - 1));
    const QString word = painter->fontMetrics().elidedText(index.data(WordRole).toString(),
                                                           Qt::ElideRight, text.width() / 2);
    painter->setPen(c.faint.lighter(130));
    const QRect upper(text.left(), text.top(), text.width(), text.height() / 2 + 1);
    painter->drawText(upper, Qt::AlignRight | Qt::AlignVCenter, word);
    const int left = painter->fontMetrics().horizontalAdvance(word) + (word.isEmpty() ? 0 : 8);
    painter->setFont(m_theme.sans(m_theme.type().body));
    const QFontMetrics metrics = painter->fontMetrics();
    const QString title = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight,
                                             upper.width() - left);
    const auto lit = index.data(LitRole).value<QList<int>>();
    int x = upper.left();
    for (qsizetype at = 0; at < title.size(); ++at) {
        painter->setPen(broken ? c.faint : lit.contains(int(at)) ? c.accent : c.text);
        const QString letter = title.mid(at, 1);
        painter->drawText(QRect(x, upper.top(), upper.width(), upper.height()),
                          Qt::AlignLeft | Qt::AlignVCenter, letter);
        x = upper.left() + metrics.horizontalAdvance(title.left(at + 1));
    }
    painter->setFont(m_theme.sans(m_theme.type().caption));
    painter->setPen(broken ? c.danger : c.muted);
    const QRect lower(text.left(), upper.bottom(), text.width(), text.height() / 2);
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data(SummaryRole).toString(),
                                                        Qt::ElideRight, lower.width()));
}

} // namespace orrery::designer
