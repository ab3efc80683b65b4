// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/delegates.h"

#include <algorithm>

#include "bridge/text.h"
#include "models/roles.h"
#include "theming/stateglyph.h"
#include "widgets/skin.h"

namespace orrery::widgets {

using namespace models;

namespace {

void paintRowGround(QPainter *painter, const QStyleOptionViewItem &option,
                    const theming::Theme &theme)
{
    if (option.state & QStyle::State_Selected)
        return; // the view has painted it
    if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, faded(theme.color().accent, 0.06));
}

} // namespace

CellDelegate::CellDelegate(theming::Theme &theme, int signColumn, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_signColumn(signColumn)
{
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {width + 24 + (index.column() == m_signColumn ? 20 : 0), m_theme.space().row - 4};
}

void CellDelegate::paintProgress(QPainter *painter, const QRect &cell, double progress,
                                 const QColor &hue, const QString &text) const
{
    // The figures come first: in a narrow cell they are whole and the bar takes what is left.
    const QFontMetrics metrics = painter->fontMetrics();
    const int figures = metrics.horizontalAdvance(QStringLiteral("0000 / 0000"));
    const int left = cell.width() - metrics.horizontalAdvance(text) - 10;
    const int bar =
        std::clamp(cell.width() - figures - 10, std::min(24, std::max(left, 0)), std::max(left, 0));
    const QRectF track(cell.left(), cell.center().y() - 2, bar, 4);
    painter->fillRect(track, faded(hue, 0.16));
    QLinearGradient energy(track.topLeft(), track.topRight());
    energy.setColorAt(0, faded(hue, 0.55));
    energy.setColorAt(1, hue);
    painter->fillRect(QRectF(track.left(), track.top(), track.width() * progress, track.height()),
                      energy);
    painter->setPen(m_theme.color().muted);
    painter->drawText(
        QRectF(track.right() + 8, cell.top(), cell.right() - track.right() - 8, cell.height()),
        Qt::AlignVCenter | Qt::AlignLeft, text);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    paintRowGround(painter, option, m_theme);
    painter->save();
    painter->setFont(m_theme.mono(m_theme.type().caption));
    const QRect cell = option.rect.adjusted(8, 0, -6, 0);
    const auto state = TaskState(index.data(SignRole).toInt());
    const QColor hue = m_theme.stateColor(state);
    const QString text = index.data().toString();
    const QVariant progress = index.data(ProgressRole);
    if (index.column() == m_signColumn) {
        theming::paintStateGlyph(*painter, QRectF(cell.left(), cell.center().y() - 6, 13, 13),
                                 state, hue);
        painter->setPen(hue);
        painter->drawText(cell.adjusted(20, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    } else if (progress.isValid() && progress.toDouble() >= 0) {
        paintProgress(painter, cell, progress.toDouble(), hue, text);
    } else {
        const auto align = index.data(Qt::TextAlignmentRole);
        painter->setPen(m_theme.color().text);
        painter->drawText(
            cell, align.isValid() ? align.toInt() : int(Qt::AlignVCenter | Qt::AlignLeft),
            painter->fontMetrics().elidedText(text.simplified(), Qt::ElideRight, cell.width()));
    }
    painter->restore();
}

NotificationDelegate::NotificationDelegate(theming::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize NotificationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, 46};
}

void NotificationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    paintRowGround(painter, option, m_theme);
    painter->save();
    const auto &color = m_theme.color();
    const QRect row = option.rect.adjusted(12, 5, -12, -5);
    const auto state = TaskState(index.data(SignRole).toInt());
    theming::paintStateGlyph(*painter, QRectF(row.left(), row.top() + 3, 13, 13), state,
                             m_theme.stateColor(state));
    const QString time =
        bridge::agoText(index.data(TimeRole).toLongLong(), QDateTime::currentMSecsSinceEpoch());
    painter->setFont(m_theme.mono(m_theme.type().caption - 1));
    painter->setPen(color.muted);
    const int timeWidth = painter->fontMetrics().horizontalAdvance(time);
    painter->drawText(QRect(row.left(), row.top(), row.width(), 18),
                      Qt::AlignRight | Qt::AlignVCenter, time);
    painter->setFont(m_theme.sans(m_theme.type().body - 1, index.data(UnreadRole).toBool()
                                                               ? QFont::DemiBold
                                                               : QFont::Normal));
    painter->setPen(color.text);
    const QRect head(row.left() + 22, row.top(), row.width() - 32 - timeWidth, 18);
    painter->drawText(
        head, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, head.width()));
    painter->setFont(m_theme.sans(m_theme.type().caption));
    painter->setPen(color.muted);
    const QRect detail(row.left() + 22, row.top() + 18, row.width() - 22, 18);
    painter->drawText(detail, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data(DetailRole).toString(),
                                                        Qt::ElideRight, detail.width()));
    painter->restore();
}

} // namespace orrery::widgets
