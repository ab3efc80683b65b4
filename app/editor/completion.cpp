// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/completion.h"

#include <QListWidget>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include "widgets/codestyle.h"
#include "widgets/skin.h"

namespace orrery::editor {
namespace {

constexpr int mostRows = 9;
constexpr int popupWidth = 340;

/// The text at the left, its kind at the right.
class RowDelegate final : public QStyledItemDelegate {
public:
    RowDelegate(theming::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const auto &c = m_theme.color();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, widgets::faded(c.accent, 0.16));
        const QRect inner = option.rect.adjusted(8, 0, -8, 0);
        painter->setFont(m_theme.mono(m_theme.type().caption));
        painter->setPen(c.muted);
        const QString kind = index.data(Qt::UserRole).toString();
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, kind);
        const int taken = painter->fontMetrics().horizontalAdvance(kind) + 10;
        painter->setPen(c.text);
        painter->drawText(inner.adjusted(0, 0, -taken, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                            inner.width() - taken));
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {100, 21};
    }

private:
    theming::Theme &m_theme;
};

} // namespace

CompletionPopup::CompletionPopup(theming::Theme &theme, QWidget *parent)
    : QFrame(parent), m_theme(theme), m_list(new QListWidget(this)), m_help(new QLabel(this))
{
    setObjectName(QStringLiteral("completion"));
    setFocusPolicy(Qt::NoFocus);
    setAutoFillBackground(true);
    setStyleSheet(QStringLiteral("#completion { background: %1; border: 1px solid %2; }")
                      .arg(theme.color().raised.name(), theme.color().line.name()));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new RowDelegate(theme, m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Completions"));
    m_help->setWordWrap(true);
    m_help->setTextFormat(Qt::PlainText);
    m_help->setFont(theme.sans(theme.type().caption));
    m_help->setContentsMargins(8, 6, 8, 6);
    m_help->setStyleSheet(QStringLiteral("color: %1; border-top: 1px solid %2;")
                              .arg(theme.color().muted.name(), theme.color().line.name()));
    column->addWidget(m_list);
    column->addWidget(m_help);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        const auto *item = m_list->item(row);
        const QString help = item ? item->data(Qt::UserRole + 1).toString() : QString();
        m_help->setText(help);
        m_help->setVisible(!help.isEmpty());
        place(m_below);
    });
    connect(m_list, &QListWidget::itemClicked, this, &CompletionPopup::accept);
    hide();
}

void CompletionPopup::offer(Proposals proposals, const QString &typed, const QPoint &below)
{
    m_proposals = std::move(proposals);
    m_below = below;
    narrow(typed);
}

void CompletionPopup::narrow(const QString &typed)
{
    std::vector<std::pair<int, const Proposal *>> fitting;
    for (const Proposal &proposal : m_proposals.items) {
        int rank = 0;
        if (proposal.text.startsWith(typed, Qt::CaseSensitive))
            rank = 0;
        else if (proposal.text.startsWith(typed, Qt::CaseInsensitive))
            rank = 1;
        else if (proposal.text.contains(typed, Qt::CaseInsensitive))
            rank = 2;
        else
            continue;
        if (proposal.text != typed)
            fitting.emplace_back(rank, &proposal);
    }
    std::stable_sort(fitting.begin(), fitting.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    m_list->clear();
    for (const auto &[rank, proposal] : fitting) {
        auto *item = new QListWidgetItem(proposal->text, m_list);
        item->setData(Qt::UserRole, proposal->kind);
        item->setData(Qt::UserRole + 1, proposal->help);
        item->setData(Qt::UserRole + 2,
                      proposal->insert.isEmpty() ? proposal->text : proposal->insert);
    }
    if (m_list->count() == 0)
        return hide();
    m_list->setCurrentRow(0);
    place(m_below);
    show();
    raise();
}

void CompletionPopup::place(const QPoint &below)
{
    const int rows = std::min(mostRows, m_list->count());
    m_list->setFixedHeight(rows * 21 + 2);
    setFixedWidth(std::min(popupWidth, parentWidget()->width()));
    const int helpHeight =
        m_help->isVisibleTo(this) ? m_help->heightForWidth(maximumWidth() - 2) : 0;
    setFixedHeight(m_list->height() + helpHeight + 3);
    const QRect room = parentWidget()->rect();
    QPoint corner = below;
    constexpr int lineHeight = 18;
    if (corner.y() + height() > room.bottom())
        corner.setY(std::max(0, corner.y() - lineHeight - height()));
    corner.setX(std::clamp(corner.x(), 0, std::max(0, room.right() - QFrame::width())));
    move(corner);
}

int CompletionPopup::count() const
{
    return m_list->count();
}

QStringList CompletionPopup::texts() const
{
    QStringList all;
    for (int i = 0; i < m_list->count(); ++i)
        all << m_list->item(i)->text();
    return all;
}

QString CompletionPopup::help() const
{
    return m_help->text();
}

bool CompletionPopup::take(int key)
{
    if (!isVisible())
        return false;
    const int row = m_list->currentRow(), last = m_list->count() - 1;
    switch (key) {
    case Qt::Key_Up:
        m_list->setCurrentRow(row > 0 ? row - 1 : last);
        return true;
    case Qt::Key_Down:
        m_list->setCurrentRow(row < last ? row + 1 : 0);
        return true;
    case Qt::Key_PageUp:
        m_list->setCurrentRow(std::max(0, row - mostRows));
        return true;
    case Qt::Key_PageDown:
        m_list->setCurrentRow(std::min(last, row + mostRows));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
        accept();
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    default:
        return false;
    }
}

void CompletionPopup::accept()
{
    const auto *item = m_list->currentItem();
    const QString text = item ? item->data(Qt::UserRole + 2).toString() : QString();
    hide();
    if (!text.isEmpty())
        emit chosen(text);
}

} // namespace orrery::editor
