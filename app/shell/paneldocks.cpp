// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/paneldocks.h"

#include <QMainWindow>
#include <QTabBar>

#include "shell/paneldock.h"
#include "widgets/actionregistry.h"
#include "widgets/skin.h"

namespace orrery::shell {

using widgets::Panel;
using widgets::Place;

PanelDocks::PanelDocks(theming::Theme &theme, widgets::ActionRegistry &actions, QMainWindow *window)
    : QObject(window), m_theme(theme), m_actions(actions), m_window(window)
{
}

void PanelDocks::add(const Panel &panel)
{
    Q_ASSERT(!dock(panel.id));
    auto *made = new PanelDock(m_theme, QStringLiteral("dock.") + panel.id, panel.title, panel.hue,
                               panel.content, m_window);
    for (QWidget *tool : panel.tools)
        made->addTool(tool);
    for (const auto changed : {&QDockWidget::visibilityChanged, &QDockWidget::topLevelChanged})
        connect(made, changed, this, &PanelDocks::updateTabs, Qt::QueuedConnection);
    connect(made, &QDockWidget::dockLocationChanged, this, &PanelDocks::updateTabs,
            Qt::QueuedConnection);
    m_entries.push_back({panel, made});
    if (m_actionsMade)
        makeActions(m_entries.back());
}

PanelDock *PanelDocks::dock(const QString &id) const
{
    const auto known = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&id](const Entry &entry) { return entry.panel.id == id; });
    return known == m_entries.end() ? nullptr : known->dock;
}

std::vector<PanelDock *> PanelDocks::at(Place place) const
{
    std::vector<PanelDock *> docks;
    for (const Entry &entry : m_entries)
        if (entry.panel.place == place)
            docks.push_back(entry.dock);
    return docks;
}

void PanelDocks::arrange()
{
    for (const Entry &entry : m_entries)
        m_window->removeDockWidget(entry.dock);
    const auto stack = [this](Place place, Qt::DockWidgetArea area) {
        const auto docks = at(place);
        if (docks.empty())
            return;
        m_window->addDockWidget(area, docks.front());
        if (const auto above = at(Place::Right); place == Place::RightBelow && !above.empty())
            m_window->splitDockWidget(above.front(), docks.front(), Qt::Vertical);
    };
    stack(Place::Left, Qt::LeftDockWidgetArea);
    stack(Place::Right, Qt::RightDockWidgetArea);
    stack(Place::RightBelow, Qt::RightDockWidgetArea);
    stack(Place::Bottom, Qt::BottomDockWidgetArea);
    for (const Place place : {Place::Left, Place::Right, Place::RightBelow, Place::Bottom}) {
        const auto docks = at(place);
        for (std::size_t i = 1; i < docks.size(); ++i)
            m_window->tabifyDockWidget(docks.front(), docks[i]);
    }
    for (const Entry &entry : m_entries) {
        entry.dock->setFloating(false);
        entry.dock->setVisible(entry.panel.shown);
    }
    for (const Place place : {Place::Left, Place::Right, Place::RightBelow, Place::Bottom})
        if (const auto docks = at(place); !docks.empty())
            docks.front()->raise();
    updateTabs();
}

void PanelDocks::resize()
{
    const bool large = m_window->width() >= 1600;
    const int side = large ? 330 : 244, right = large ? 430 : 330, bottom = large ? 270 : 206;
    const int below = large ? 330 : 250;
    const auto left = at(Place::Left), rightOnes = at(Place::Right);
    const auto belowOnes = at(Place::RightBelow), bottomOnes = at(Place::Bottom);
    if (left.empty() || rightOnes.empty() || bottomOnes.empty() || belowOnes.empty())
        return;
    m_window->resizeDocks({left.front(), rightOnes.front()}, {side, right}, Qt::Horizontal);
    m_window->resizeDocks({bottomOnes.front()}, {bottom}, Qt::Vertical);
    m_window->resizeDocks({rightOnes.front(), belowOnes.front()},
                          {m_window->height() - 58 - below, below}, Qt::Vertical);
}

void PanelDocks::show(const QString &id)
{
    PanelDock *shown = dock(id);
    if (!shown)
        return;
    shown->show();
    shown->raise();
    for (QWidget *widget : shown->content()->findChildren<QWidget *>())
        if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && widget->isEnabled()) {
            widget->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    shown->content()->setFocus(Qt::ShortcutFocusReason);
}

void PanelDocks::raise(const QString &id)
{
    if (PanelDock *raised = dock(id)) {
        raised->show();
        raised->raise();
    }
}

bool PanelDocks::seen(const QString &id) const
{
    const PanelDock *looked = dock(id);
    return looked && !looked->content()->visibleRegion().isEmpty();
}

void PanelDocks::setContext(const QString &id, const QString &context, const QString &title)
{
    PanelDock *named = dock(id);
    if (!named)
        return;
    named->setContext(context);
    if (!title.isEmpty())
        named->setWindowTitle(title);
}

void PanelDocks::makeActions()
{
    m_actionsMade = true;
    for (Entry &entry : m_entries)
        makeActions(entry);
}

void PanelDocks::makeActions(Entry &entry)
{
    const auto number = int(&entry - m_entries.data());
    const QKeySequence key =
        number < 8 ? QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + number)) : QKeySequence();
    PanelDock *dock = entry.dock;
    QAction *go = m_actions.add(QStringLiteral("go.") + dock->objectName(), tr("View"),
                                tr("Go to %1").arg(entry.panel.title), key);
    connect(go, &QAction::triggered, this, [this, id = entry.panel.id] { show(id); });
    QAction *toggle = dock->toggleViewAction();
    toggle->setText(tr("Show %1").arg(entry.panel.title));
    m_actions.adopt(QStringLiteral("show.") + dock->objectName(), tr("Panels"), toggle);
}

void PanelDocks::updateTabs()
{
    for (const Entry &entry : m_entries)
        entry.dock->setTabbed(!m_window->tabifiedDockWidgets(entry.dock).isEmpty());
    for (QTabBar *bar : m_window->findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly)) {
        bar->setFont(widgets::capsFont(m_theme, 10));
        bar->setDrawBase(false);
        bar->setExpanding(false);
        bar->setElideMode(Qt::ElideNone); // what does not fit is scrolled to
        bar->setFocusPolicy(Qt::TabFocus);
        bar->setAccessibleName(tr("Panels"));
    }
}

} // namespace orrery::shell
