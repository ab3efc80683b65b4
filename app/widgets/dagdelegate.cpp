// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the workspace.
#include "widgets/delegates.h"

#include <QHelpEvent>

#include "models/daglistmodel.h"
#include "models/roles.h"
#include "theming/stateglyph.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::widgets {

using namespace models;

static constexpr int headingHeight = 24;
static constexpr int bodyHeight = 54;

DagDelegate::DagDelegate(theming::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

bool DagDelegate::startsSection(const QModelIndex &index) const
{
    return index.row() == 0 ||
           index.siblingAtRow(index.row() - 1).data(SectionRole) != index.data(SectionRole);
}

QRect DagDelegate::body(const QRect &row, const QModelIndex &index) const
{
    return startsSection(index) ? row.adjusted(0, headingHeight, 0, 0) : row;
}

QRect DagDelegate::runButton(const QRect &row) const
{
    return {row.right() - 33, row.bottom() - bodyHeight + 14, 26, 26};
}

QSize DagDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {180, bodyHeight + (startsSection(index) ? headingHeight : 0)};
}

void DagDelegate::paintBars(QPainter *painter, const QRect &area, const QModelIndex &index) const
{
    const auto bars = index.data(BarsRole).value<QList<Bar>>();
    int x = area.right() - int(bars.size()) * 5;
    for (const Bar &bar : bars) {
        const int height = std::max(3, int(bar.height * area.height()));
        painter->fillRect(QRect(x, area.bottom() - height, 3, height),
                          m_theme.stateColor(bar.sign));
        x += 5;
    }
}

void DagDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const auto &color = m_theme.color();
    painter->save();
    if (startsSection(index)) {
        painter->setFont(capsFont(m_theme, 10));
        painter->setPen(color.muted);
        painter->drawText(option.rect.adjusted(12, 0, 0, 0)
                              .intersected(QRect(option.rect.topLeft(),
                                                 QSize(option.rect.width(), headingHeight))),
                          Qt::AlignVCenter | Qt::AlignLeft, index.data(SectionRole).toString());
    }
    const QRect row = body(option.rect, index);
    const bool active = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
    if (active)
        painter->fillRect(row,
                          faded(color.accent, option.state & QStyle::State_Selected ? 0.12 : 0.06));
    if (option.state & QStyle::State_Selected)
        painter->fillRect(QRect(row.left(), row.top(), 2, row.height()), color.accent);
    const QString error = index.data(ErrorRole).toString();
    const QRect text = row.adjusted(12, 6, -42, -6);

    const QVariant sign = error.isEmpty() ? index.data(SignRole) : QVariant(int(TaskState::Failed));
    int left = text.left();
    if (sign.isValid()) {
        const auto state = TaskState(sign.toInt());
        theming::paintStateGlyph(*painter, QRectF(left, text.top() + 3, 11, 11), state,
                                 m_theme.stateColor(state));
        left += 17;
    }
    const int barsWidth = int(index.data(BarsRole).value<QList<Bar>>().size()) * 5 + 4;
    paintBars(painter, QRect(text.right() - barsWidth, text.top(), barsWidth, 16), index);
    const QRect title(left, text.top(), text.right() - left - barsWidth - 4, 18);
    painter->setFont(m_theme.sans(m_theme.type().body, QFont::Medium));
    painter->setPen(color.text);
    painter->drawText(
        title, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, title.width()));
    const QRect detail(text.left(), text.top() + 21, text.width(), 18);
    painter->setFont(m_theme.sans(m_theme.type().caption));
    painter->setPen(error.isEmpty() ? color.muted : color.danger);
    QString second = error.isEmpty() ? index.data(DetailRole).toString() : error;
    const QStringList tags = index.data(TagsRole).toStringList();
    if (error.isEmpty() && !tags.isEmpty())
        second += QStringLiteral("  #") + tags.join(QStringLiteral(" #"));
    painter->drawText(detail, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(second, Qt::ElideRight, detail.width()));
    if (error.isEmpty()) {
        const QRect button = runButton(option.rect);
        painter->setPen(QPen(faded(color.success, active ? 0.6 : 0.3), 1));
        painter->setBrush(active ? faded(color.success, 0.1) : QColor(Qt::transparent));
        painter->drawRect(QRectF(button).adjusted(0.5, 0.5, -0.5, -0.5));
        paintSymbol(*painter, QRectF(button).adjusted(5, 5, -5, -5), Symbol::Run,
                    faded(color.success, active ? 1 : 0.7));
    }
    painter->restore();
}

bool DagDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() == QEvent::MouseButtonRelease && index.data(ErrorRole).toString().isEmpty()) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton && runButton(option.rect).contains(mouse->pos())) {
            emit runRequested(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace orrery::widgets
