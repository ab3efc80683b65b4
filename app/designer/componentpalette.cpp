// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/componentpalette.h"

#include <algorithm>

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QTextBrowser>
#include <QTreeWidget>

#include "designer/componenttext.h"
#include "designer/entrydelegate.h"
#include "models/fuzzy.h"

namespace orrery::designer {

namespace {

/// Hands out what is dragged.
class Tree final : public QTreeWidget {
public:
    explicit Tree(const ComponentShelf &shelf) : m_shelf(shelf) {}

protected:
    [[nodiscard]] QStringList mimeTypes() const override
    {
        return {QString::fromLatin1(componentMime)};
    }
    [[nodiscard]] QMimeData *mimeData(const QList<QTreeWidgetItem *> &items) const override
    {
        const NodeTemplate *made =
            items.isEmpty() ? nullptr : m_shelf.find(items[0]->data(0, KeyRole).toString());
        if (made == nullptr)
            return nullptr;
        auto *dragged = new QMimeData;
        dragged->setData(QString::fromLatin1(componentMime), designer::mimeData(*made));
        dragged->setText(made->title);
        return dragged;
    }

private:
    const ComponentShelf &m_shelf;
};

} // namespace

ComponentPalette::ComponentPalette(widgets::Workbench &bench, ComponentShelf &shelf,
                                   QWidget *parent)
    : QWidget(parent), m_bench(bench), m_shelf(shelf), m_search(new QLineEdit),
      m_tree(new Tree(shelf)), m_help(new QTextBrowser)
{
    const theming::Theme &theme = bench.around().theme;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 4, 4);
    column->setSpacing(4);
    m_search->setPlaceholderText(tr("Search components"));
    m_search->setObjectName(QStringLiteral("paletteSearch"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Search components"));
    m_search->installEventFilter(this);
    m_tree->setObjectName(QStringLiteral("paletteTree"));
    m_tree->setAccessibleName(tr("Components"));
    m_tree->setHeaderHidden(true);
    m_tree->setColumnCount(1);
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(0);
    m_tree->setUniformRowHeights(false);
    m_tree->setMouseTracking(true);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_tree->setItemDelegate(new EntryDelegate(bench.around().theme, m_tree));
    m_help->setObjectName(QStringLiteral("paletteHelp"));
    m_help->setAccessibleName(tr("Help of the chosen component"));
    m_help->setOpenLinks(false);
    m_help->setFrameShape(QFrame::NoFrame);
    m_help->setFont(theme.sans(theme.type().caption + 1));
    m_help->setStyleSheet(
        QStringLiteral("QTextBrowser { background: %1; color: %2; padding: 4px 6px; }")
            .arg(theme.color().surface.name(), theme.color().muted.name()));
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(true);
    split->setHandleWidth(5);
    split->addWidget(m_tree);
    split->addWidget(m_help);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    column->addWidget(m_search);
    column->addWidget(split, 1);
    connect(m_search, &QLineEdit::textChanged, this, &ComponentPalette::rebuild);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ComponentPalette::showHelp);
    connect(m_tree, &QTreeWidget::itemDoubleClicked, this, &ComponentPalette::add);
    connect(m_tree, &QTreeWidget::customContextMenuRequested, this, &ComponentPalette::showMenu);
    m_tree->installEventFilter(this);
    // Queued: an entry that was just added from is not taken away under the pointer.
    connect(&shelf, &ComponentShelf::changed, this, &ComponentPalette::rebuild,
            Qt::QueuedConnection);
    rebuild();
}

void ComponentPalette::startSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ComponentPalette::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_shelf.refresh();
}

void ComponentPalette::rebuild()
{
    const QString query = m_search->text().trimmed();
    const QTreeWidgetItem *current = m_tree->currentItem();
    const QString key = current == nullptr ? QString() : current->data(0, KeyRole).toString();
    m_tree->clear();
    if (query.isEmpty())
        fillGroups();
    else
        fillMatches(query);
    m_tree->expandAll();
    QTreeWidgetItem *chosen = nullptr;
    for (QTreeWidgetItemIterator it(m_tree); *it != nullptr; ++it) {
        if (!(*it)->data(0, KeyRole).isValid())
            continue;
        if (chosen == nullptr && !query.isEmpty())
            chosen = *it;
        if (query.isEmpty() && (*it)->data(0, KeyRole).toString() == key)
            chosen = *it;
    }
    m_tree->setCurrentItem(chosen);
    showHelp();
}

QTreeWidgetItem *ComponentPalette::group(const QString &title)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        if (m_tree->topLevelItem(i)->text(0) == title)
            return m_tree->topLevelItem(i);
    auto *item = new QTreeWidgetItem(m_tree, {title});
    item->setFlags(Qt::ItemIsEnabled);
    return item;
}

void ComponentPalette::fillGroups()
{
    for (const auto &[title, keys] : {std::pair{tr("Favourites"), m_shelf.favourites()},
                                      std::pair{tr("Used lately"), m_shelf.recent()}})
        for (const QString &key : keys)
            if (const NodeTemplate *made = m_shelf.find(key))
                addEntry(group(title), *made);
    for (const NodeTemplate &made : m_shelf.templates())
        addEntry(group(made.category.isEmpty() ? tr("Other") : made.category), made);
}

void ComponentPalette::fillMatches(const QString &query)
{
    struct Hit {
        const NodeTemplate *made;
        int score;
        QList<int> lit;
    };
    std::vector<Hit> hits;
    for (const NodeTemplate &made : m_shelf.templates()) {
        const auto title = models::fuzzyMatch(query, made.title);
        const auto other =
            models::fuzzyMatch(query, made.baseId + QLatin1Char(' ') + made.category +
                                          QLatin1Char(' ') + made.summary);
        if (title || other)
            hits.push_back(
                {&made,
                 std::max(title ? title->score : -100000, other ? other->score / 4 : -100000),
                 title ? title->positions : QList<int>()});
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const Hit &a, const Hit &b) { return a.score > b.score; });
    for (const Hit &hit : hits)
        addEntry(m_tree->invisibleRootItem(), *hit.made, hit.lit);
}

void ComponentPalette::addEntry(QTreeWidgetItem *parent, const NodeTemplate &made,
                                const QList<int> &lit)
{
    auto *item = new QTreeWidgetItem(parent, {made.title});
    const bool broken = !made.broken.isEmpty();
    item->setData(0, KeyRole, made.key);
    item->setData(0, GlyphRole, made.icon);
    item->setData(0, SummaryRole, broken ? made.broken : made.summary);
    item->setData(0, BrokenRole, broken);
    item->setData(0, LitRole, QVariant::fromValue(lit));
    if (m_shelf.favourites().contains(made.key))
        item->setData(0, WordRole, QStringLiteral("★"));
    item->setToolTip(0, broken ? made.broken : made.summary);
    item->setData(0, Qt::AccessibleTextRole,
                  QStringLiteral("%1. %2").arg(made.title, made.summary));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable |
                   (broken ? Qt::NoItemFlags : Qt::ItemIsDragEnabled));
}

void ComponentPalette::showHelp()
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    const NodeTemplate *made =
        item == nullptr ? nullptr : m_shelf.find(item->data(0, KeyRole).toString());
    if (made == nullptr) {
        m_help->setMarkdown(m_tree->topLevelItemCount() > 0
                                ? tr("Choose a component to read what it does. Double click or "
                                     "Return adds it behind the selected node; or drag it to the "
                                     "graph.")
                                : tr("Nothing of this name. Components of your own stand in the "
                                     "folder components of the home."));
        return;
    }
    QString text = QStringLiteral("**%1**\n\n").arg(literally(made->title));
    if (!made->broken.isEmpty())
        text += tr("It cannot be used: %1").arg(literally(made->broken)) + QStringLiteral("\n\n");
    m_help->setMarkdown(text + made->docs);
}

void ComponentPalette::add(QTreeWidgetItem *item)
{
    const QString key = item == nullptr ? QString() : item->data(0, KeyRole).toString();
    if (const NodeTemplate *made = m_shelf.find(key); made != nullptr && made->broken.isEmpty())
        m_shelf.add(key, m_bench.around().selection.node());
}

void ComponentPalette::showMenu(const QPoint &at)
{
    const QTreeWidgetItem *item = m_tree->itemAt(at);
    const QString key = item == nullptr ? QString() : item->data(0, KeyRole).toString();
    const NodeTemplate *made = m_shelf.find(key);
    if (made == nullptr)
        return;
    const bool favourite = m_shelf.favourites().contains(key);
    QMenu menu(this);
    menu.addAction(tr("Add to the DAG"), this,
                   [this, key] { m_shelf.add(key, m_bench.around().selection.node()); })
        ->setEnabled(made->broken.isEmpty() && m_bench.around().document.editable());
    menu.addAction(favourite ? tr("Remove from favourites") : tr("Add to favourites"), this,
                   [this, key, favourite] { m_shelf.setFavourite(key, !favourite); });
    menu.exec(m_tree->viewport()->mapToGlobal(at));
}

bool ComponentPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (enter) {
        add(m_tree->currentItem());
        return true;
    }
    if (watched == m_tree && key->key() == Qt::Key_Asterisk && m_tree->currentItem() != nullptr) {
        const QString chosen = m_tree->currentItem()->data(0, KeyRole).toString();
        if (!chosen.isEmpty())
            m_shelf.setFavourite(chosen, !m_shelf.favourites().contains(chosen));
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up ||
                                key->key() == Qt::Key_PageDown || key->key() == Qt::Key_PageUp)) {
        QApplication::sendEvent(m_tree, event);
        return true;
    }
    if (watched == m_search && key->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace orrery::designer
