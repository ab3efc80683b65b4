// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QStyledItemDelegate>

#include "models/roles.h"
#include "shell/palettemodel.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::shell {
namespace {

class EntryDelegate final : public QStyledItemDelegate {
public:
    EntryDelegate(theming::Theme &theme, const PaletteModel &model, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme), m_model(model)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, 30};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const auto &c = m_theme.color();
        const PaletteEntry &entry = *m_model.at(index.row());
        painter->save();
        if (option.state & QStyle::State_Selected) {
            painter->fillRect(option.rect, widgets::faded(c.accent, 0.14));
            painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                              c.accent);
        }
        const QRect row = option.rect.adjusted(14, 0, -14, 0);
        painter->setFont(widgets::capsFont(m_theme, 9));
        painter->setPen(c.muted);
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignLeft, entry.kind);
        painter->setFont(m_theme.mono(m_theme.type().caption - 1));
        const QString detail =
            painter->fontMetrics().elidedText(entry.detail, Qt::ElideMiddle, row.width() / 3);
        painter->drawText(row, Qt::AlignVCenter | Qt::AlignRight, detail);
        const int right = painter->fontMetrics().horizontalAdvance(detail) + 12;
        paintTitle(painter, row.adjusted(66, 0, -right, 0), entry,
                   index.data(models::MatchRole).value<QList<int>>());
        painter->restore();
    }

private:
    /// Matched characters are lit.
    void paintTitle(QPainter *painter, const QRect &box, const PaletteEntry &entry,
                    const QList<int> &lit) const
    {
        const auto &c = m_theme.color();
        painter->setFont(m_theme.sans(m_theme.type().body));
        const QFontMetrics metrics = painter->fontMetrics();
        const QString shown = metrics.elidedText(entry.title, Qt::ElideRight, box.width());
        int x = box.left();
        for (qsizetype at = 0; at < shown.size();) {
            const bool hit = lit.contains(int(at));
            qsizetype end = at + 1;
            while (end < shown.size() && lit.contains(int(end)) == hit)
                ++end;
            const QString piece = shown.mid(at, end - at);
            painter->setPen(!entry.enabled ? c.faint : hit ? c.accent : c.text);
            painter->drawText(QRect(x, box.top(), box.right() - x + 1, box.height()),
                              Qt::AlignVCenter | Qt::AlignLeft, piece);
            x += metrics.horizontalAdvance(piece);
            at = end;
        }
    }

    theming::Theme &m_theme;
    const PaletteModel &m_model;
};

} // namespace

/// What was opened last, newest first, then the others as they were.
static std::vector<PaletteEntry> recentFirst(std::vector<PaletteEntry> entries,
                                             const QStringList &recent)
{
    const auto age = [&recent](const PaletteEntry &entry) {
        const qsizetype at = entry.id.isEmpty() ? -1 : recent.indexOf(entry.id);
        return at < 0 ? recent.size() : at;
    };
    if (recent.isEmpty())
        return entries;
    std::stable_partition(entries.begin(), entries.end(),
                          [&](const PaletteEntry &entry) { return age(entry) < recent.size(); });
    const auto rest = std::find_if(entries.begin(), entries.end(), [&](const PaletteEntry &entry) {
        return age(entry) == recent.size();
    });
    std::stable_sort(entries.begin(), rest,
                     [&](const PaletteEntry &a, const PaletteEntry &b) { return age(a) < age(b); });
    return entries;
}

CommandPalette::CommandPalette(theming::Theme &theme, std::vector<PaletteEntry> entries,
                               QWidget *parent, const QStringList &recent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint), m_theme(theme),
      m_model(new PaletteModel(recentFirst(std::move(entries), recent), this)),
      m_field(new QLineEdit), m_list(new QListView)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("palette"));
    setAccessibleName(tr("Search and commands"));
    setFixedSize(620, 392);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 10, 6, 10);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 12, 4);
    m_field->setObjectName(QStringLiteral("paletteField"));
    m_field->setPlaceholderText(tr("Search DAGs, nodes, runs, actions"));
    m_field->setFont(theme.sans(theme.type().title - 1));
    m_field->setFixedHeight(34);
    m_field->addAction(widgets::symbolIcon(widgets::Symbol::Search, theme),
                       QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    head->addWidget(m_field);
    column->addLayout(head);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(theme, *m_model, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusProxy(m_field);
    column->addWidget(m_list, 1);
    const auto first = [this] { m_list->setCurrentIndex(m_model->index(0)); };
    connect(m_field, &QLineEdit::textChanged, this, [this, first](const QString &text) {
        m_model->setQuery(text);
        first();
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] { accept(m_list->currentIndex()); });
    connect(m_list, &QListView::clicked, this, &CommandPalette::accept);
    first();
}

void CommandPalette::openAt(const QPoint &topCentre)
{
    move(topCentre.x() - width() / 2, topCentre.y());
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

int CommandPalette::matchCount() const
{
    return m_model->rowCount();
}

QString CommandPalette::titleAt(int row) const
{
    const PaletteEntry *entry = m_model->at(row);
    return entry ? entry->title : QString();
}

void CommandPalette::accept(const QModelIndex &index)
{
    const PaletteEntry *entry = m_model->at(index.row());
    if (!entry || !entry->enabled)
        return;
    const auto open = entry->open;
    emit opened(entry->id);
    close();
    open();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int step = key == Qt::Key_Down       ? 1
                         : key == Qt::Key_Up       ? -1
                         : key == Qt::Key_PageDown ? 8
                         : key == Qt::Key_PageUp   ? -8
                                                   : 0;
        if (step != 0 && m_model->rowCount() > 0) {
            const int row =
                std::clamp(m_list->currentIndex().row() + step, 0, m_model->rowCount() - 1);
            m_list->setCurrentIndex(m_model->index(row));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color().background);
    widgets::paintFrame(painter, rect(), m_theme, m_theme.color().accent);
}

} // namespace orrery::shell
