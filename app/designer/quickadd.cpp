// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/quickadd.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScreen>

#include "bridge/text.h"
#include "designer/entrydelegate.h"
#include "widgets/skin.h"

namespace orrery::designer {

namespace {

constexpr int wide = 340; // [px]
constexpr int high = 390;
constexpr std::size_t mostOffers = 60; // in the list; typing finds the others

} // namespace

QuickAdd::QuickAdd(widgets::Workbench &bench, ComponentShelf &shelf, QWidget *parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint), m_bench(bench), m_shelf(shelf),
      m_title(new QLabel), m_search(new QLineEdit), m_list(new QListWidget)
{
    const theming::Theme &theme = bench.around().theme;
    setObjectName(QStringLiteral("quickAdd"));
    resize(wide, high);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 8, 10);
    column->setSpacing(6);
    m_title->setFont(widgets::capsFont(theme, 10));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    m_search->setObjectName(QStringLiteral("quickAddSearch"));
    m_search->setPlaceholderText(tr("What comes next?"));
    m_search->setAccessibleName(tr("Search what to add"));
    m_search->installEventFilter(this);
    m_list->setObjectName(QStringLiteral("quickAddList"));
    m_list->setAccessibleName(tr("What can be added, the likeliest first"));
    m_list->setItemDelegate(new EntryDelegate(bench.around().theme, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_title);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &QuickAdd::rank);
    connect(m_list, &QListWidget::itemClicked, this, &QuickAdd::choose);
}

void QuickAdd::openAt(const QPoint &global, NodeIndex from, Done done)
{
    QElapsedTimer timer;
    timer.start();
    m_shelf.refresh();
    m_habits = m_shelf.habits();
    const DagSpec &dag = m_bench.around().document.dag();
    m_from = from < dag.nodes.size() ? from : none;
    m_spec = m_from == none ? std::nullopt : std::optional(dag.nodes[m_from]);
    m_done = std::move(done);
    m_title->setText(m_spec ? tr("Add behind %1").arg(bridge::qs(m_spec->id)) : tr("Add a node"));
    const QSignalBlocker quiet(m_search);
    m_search->clear();
    rank();
    QPoint at = global;
    const QScreen *screen = QApplication::screenAt(global);
    const QRect room =
        (screen != nullptr ? screen : QApplication::primaryScreen())->availableGeometry();
    at.setX(
        std::clamp(at.x(), room.left() + 4, std::max(room.left() + 4, room.right() - wide - 4)));
    at.setY(std::clamp(at.y(), room.top() + 4, std::max(room.top() + 4, room.bottom() - high - 4)));
    move(at);
    show();
    m_search->setFocus(Qt::PopupFocusReason);
    m_time = double(timer.nsecsElapsed()) / 1e6;
}

void QuickAdd::rank()
{
    QElapsedTimer timer;
    timer.start();
    m_offers = ranked(m_shelf.templates(), m_habits, m_spec ? &*m_spec : nullptr, m_shelf.recent(),
                      m_search->text());
    if (m_offers.size() > mostOffers)
        m_offers.resize(mostOffers);
    m_list->clear();
    for (const Offer &offer : m_offers) {
        auto *item = new QListWidgetItem(offer.made->title, m_list);
        item->setData(KeyRole, offer.made->key);
        item->setData(GlyphRole, offer.made->icon);
        item->setData(SummaryRole, offer.made->summary);
        item->setData(LitRole, QVariant::fromValue(offer.positions));
        item->setData(WordRole, offer.why);
        item->setData(
            Qt::AccessibleTextRole,
            QStringLiteral("%1. %2. %3").arg(offer.made->title, offer.made->summary, offer.why));
    }
    m_list->setCurrentRow(0);
    m_time = double(timer.nsecsElapsed()) / 1e6;
}

void QuickAdd::choose()
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= int(m_offers.size()))
        return;
    const Offer &offer = m_offers[std::size_t(row)];
    const Choice choice{offer.made->key, withId(offer.made->node, bridge::text(offer.made->baseId)),
                        offer.mapping, m_from};
    // Somebody who asks for what comes behind a node gets the edge, also where data is missing.
    std::optional<toolkit::Mapping> mapping;
    if (m_from != none)
        mapping = offer.mapping;
    hide();
    if (m_done)
        m_done(choice);
    else
        m_shelf.add(choice.key, m_from, mapping);
}

void QuickAdd::paintEvent(QPaintEvent *)
{
    const theming::Theme &theme = m_bench.around().theme;
    QPainter painter(this);
    painter.fillRect(rect(), theme.color().background);
    widgets::paintFrame(painter, rect(), theme, theme.color().accent);
}

bool QuickAdd::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        QApplication::sendEvent(m_list, event);
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace orrery::designer
