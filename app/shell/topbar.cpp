// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/topbar.h"

#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "bridge/text.h"
#include "monitors/resourceoverview.h"
#include "shell/notificationpopup.h"
#include "widgets/actionregistry.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::shell {
namespace {

/// Emblem and name, letter-spaced.
class Wordmark final : public QWidget {
public:
    Wordmark(const theming::Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
    {
        setFixedSize(142, 26);
        setAccessibleName(QStringLiteral("Orrery"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        widgets::paintEmblem(painter, QRectF(0, 1, 24, 24), m_theme);
        QFont font = m_theme.sans(19, QFont::DemiBold);
        font.setLetterSpacing(QFont::AbsoluteSpacing, 4);
        painter.setFont(font);
        painter.setPen(m_theme.color().accent);
        painter.drawText(QRect(32, 0, 40, 26), Qt::AlignVCenter | Qt::AlignLeft,
                         QStringLiteral("OR"));
        const int x = 32 + painter.fontMetrics().horizontalAdvance(QStringLiteral("OR"));
        font.setWeight(QFont::Light);
        painter.setFont(font);
        painter.setPen(m_theme.color().text);
        painter.drawText(QRect(x, 0, 90, 26), Qt::AlignVCenter | Qt::AlignLeft,
                         QStringLiteral("RERY"));
    }

private:
    const theming::Theme &m_theme;
};

/// The search field of the top bar: a button that opens the palette.
class SearchButton final : public QPushButton {
public:
    SearchButton(const theming::Theme &theme, QWidget *parent) : QPushButton(parent), m_theme(theme)
    {
        setObjectName(QStringLiteral("search"));
        setMinimumWidth(150);
        setMaximumWidth(460);
        setFixedHeight(30);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &c = m_theme.color();
        const bool hot = underMouse() || hasFocus();
        painter.fillRect(rect(), widgets::faded(c.surface, 0.9));
        painter.setPen(hot ? widgets::faded(c.accent, 0.8) : c.line);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
        widgets::paintSymbol(painter, QRectF(9, 7, 16, 16), widgets::Symbol::Search,
                             hot ? c.accent : c.muted);
        painter.setFont(m_theme.mono(m_theme.type().caption - 1));
        const QString keys = property("keys").toString();
        const int width = painter.fontMetrics().horizontalAdvance(keys);
        painter.setPen(c.muted);
        painter.drawText(rect().adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter, keys);
        painter.setFont(m_theme.sans(m_theme.type().body - 1));
        painter.setPen(c.muted);
        const QRect field = rect().adjusted(34, 0, -width - 18, 0);
        painter.drawText(field, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, field.width()));
    }

private:
    const theming::Theme &m_theme;
};

} // namespace

TopBar::TopBar(const widgets::Surroundings &around, models::NotificationModel &notifications,
               QWidget *parent)
    : QWidget(parent), m_around(around), m_notifications(notifications),
      m_where(new widgets::ElidedLabel({}, this, Qt::ElideMiddle)),
      m_search(new SearchButton(around.theme, this)), m_bell(new QToolButton),
      m_user(new QToolButton), m_overview(new monitors::ResourceOverview(around.theme))
{
    const auto &theme = around.theme;
    setFixedHeight(64);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 4, 6, 10);
    row->setSpacing(10);
    auto *brand = new QVBoxLayout;
    brand->setSpacing(1);
    auto *mark = new Wordmark(theme, this);
    m_where->setFont(theme.mono(theme.type().caption - 1));
    m_where->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    m_where->setFixedWidth(230);
    brand->addStretch();
    brand->addWidget(mark);
    brand->addWidget(m_where);
    brand->addStretch();
    row->addLayout(brand);
    row->addWidget(actionButton(QStringLiteral("run.start"), QStringLiteral("go")));
    row->addWidget(actionButton(QStringLiteral("run.cancel"), QStringLiteral("stop")));
    row->addSpacing(6);
    m_search->setText(tr("Search DAGs, nodes, runs, actions"));
    m_search->setAccessibleName(tr("Search"));
    const QAction *palette = around.actions.action(QStringLiteral("view.search"));
    const auto showKeys = [this, palette] {
        m_search->setProperty("keys", palette->shortcut().toString(QKeySequence::NativeText));
        m_search->update();
    };
    connect(palette, &QAction::changed, m_search, showKeys);
    showKeys();
    row->addWidget(m_search, 1);
    row->addStretch();
    row->addWidget(m_overview);
    row->addSpacing(4);
    for (QToolButton *button : {m_bell, m_user}) {
        button->setFixedSize(34, 30);
        button->setIconSize(QSize(20, 20));
        button->setStyleSheet(QStringLiteral("padding: 2px;"));
        button->setPopupMode(QToolButton::InstantPopup);
        row->addWidget(button);
    }
    m_bell->setIcon(widgets::symbolIcon(widgets::Symbol::Bell, theme));
    m_bell->setObjectName(QStringLiteral("bell"));
    m_user->setIcon(widgets::symbolIcon(widgets::Symbol::Menu, theme));
    m_user->setObjectName(QStringLiteral("menu"));
    m_user->setToolTip(tr("Menu (F10)"));
    m_user->setAccessibleName(tr("Menu"));
    m_user->setMenu(makeMenu());
    showUnread(0);

    connect(m_search, &QPushButton::clicked, this, &TopBar::searchRequested);
    connect(m_bell, &QToolButton::clicked, this, &TopBar::showNotifications);
    connect(&notifications, &models::NotificationModel::unreadChanged, this, &TopBar::showUnread);
    connect(&around.bridge, &bridge::SessionBridge::hostsChanged, m_overview,
            &monitors::ResourceOverview::apply);
    connect(&around.bridge, &bridge::SessionBridge::linkChanged, this, [this] {
        m_overview->setStale(m_around.bridge.link() == bridge::SessionBridge::Link::Lost);
    });
}

QPushButton *TopBar::actionButton(const QString &id, const QString &tone)
{
    QAction *action = m_around.actions.action(id);
    auto *button = new QPushButton;
    button->setObjectName(id);
    button->setProperty("tone", tone);
    button->setFixedHeight(30);
    button->setMinimumWidth(76);
    const auto update = [action, button] {
        button->setText(action->text().toUpper());
        button->setToolTip(
            QStringLiteral("%1 (%2)").arg(action->toolTip(), action->shortcut().toString()));
        button->setAccessibleName(action->text());
        button->setEnabled(action->isEnabled());
    };
    connect(action, &QAction::changed, button, update);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    update();
    return button;
}

QMenu *TopBar::makeMenu()
{
    auto *menu = new QMenu(this);
    // What the engine is and where it keeps things; filled when it is opened, for it changes.
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const auto &info = m_around.bridge.info();
        const auto line = [menu](const QString &text) { menu->addAction(text)->setEnabled(false); };
        if (!info.home.empty()) {
            line(tr("Signed in as %1").arg(qEnvironmentVariable("USER", tr("this user"))));
            line(tr("Home %1").arg(bridge::qs(info.home)));
            line(tr("Engine %1 in %2, process %3")
                     .arg(bridge::qs(info.version), bridge::qs(info.owner))
                     .arg(info.pid));
            menu->addSeparator();
        }
        m_around.actions.fill(menu);
    });
    return menu;
}

void TopBar::showUnread(int unread)
{
    m_bell->setText(unread > 0 ? QString::number(std::min(unread, 99)) : QString());
    m_bell->setToolButtonStyle(unread > 0 ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    m_bell->setFixedWidth(unread > 0 ? 48 : 34);
    m_bell->setStyleSheet(unread > 0 ? QStringLiteral("color: %1; padding: 2px 4px;")
                                           .arg(m_around.theme.color().accent.name())
                                     : QStringLiteral("padding: 2px;"));
    const QString name = unread > 0 ? bridge::counted(std::uint64_t(unread), "unread notification",
                                                      "unread notifications")
                                    : tr("Notifications");
    m_bell->setToolTip(name);
    m_bell->setAccessibleName(name);
}

void TopBar::setWhere(const QString &text)
{
    m_where->setText(text);
}

void TopBar::showNotifications()
{
    auto *popup = new NotificationPopup(m_around.theme, m_notifications, this);
    connect(popup, &NotificationPopup::runChosen, this, &TopBar::runChosen);
    popup->openAt(m_bell->mapToGlobal(QPoint(m_bell->width(), m_bell->height() + 6)));
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &c = m_around.theme.color();
    QLinearGradient line(0, 0, width(), 0);
    line.setColorAt(0, widgets::faded(c.accent, 0.7));
    line.setColorAt(0.35, widgets::faded(c.accent, 0.12));
    line.setColorAt(1, widgets::faded(c.hologram, 0.35));
    painter.fillRect(QRectF(0, height() - 6, width(), 1), line);
}

} // namespace orrery::shell
