// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/actionregistry.h"

#include <QHash>
#include <QMenu>

namespace orrery::widgets {

static constexpr const char *menuProperty = "menu";

ActionRegistry::ActionRegistry(QWidget *window) : QObject(window), m_window(window) {}

QAction *ActionRegistry::add(const QString &id, const QString &menu, const QString &title,
                             const QKeySequence &shortcut, const QString &hint)
{
    auto *action = new QAction(title, this);
    action->setShortcut(shortcut);
    action->setToolTip(hint.isEmpty() ? title : hint);
    action->setStatusTip(hint);
    adopt(id, menu, action);
    return action;
}

void ActionRegistry::adopt(const QString &id, const QString &menu, QAction *action)
{
    Q_ASSERT(!this->action(id));
    action->setObjectName(id);
    action->setProperty(menuProperty, menu);
    action->setShortcutContext(Qt::WindowShortcut);
    m_actions.push_back(action);
    m_window->addAction(action);
}

void ActionRegistry::confine(QAction *action, QWidget *widget)
{
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_window->removeAction(action);
    widget->addAction(action);
}

QAction *ActionRegistry::action(const QString &id) const
{
    const auto known =
        std::find_if(m_actions.begin(), m_actions.end(),
                     [&id](const QAction *action) { return action->objectName() == id; });
    return known == m_actions.end() ? nullptr : *known;
}

QString ActionRegistry::menuOf(const QAction *action) const
{
    return action->property(menuProperty).toString();
}

QStringList ActionRegistry::conflicts() const
{
    QHash<QString, QString> owners;
    QStringList found;
    for (const QAction *action : m_actions)
        for (const QKeySequence &keys : action->shortcuts()) {
            const QString text = keys.toString();
            if (owners.contains(text))
                found << QStringLiteral("%1: %2 and %3")
                             .arg(text, owners.value(text), action->objectName());
            owners.insert(text, action->objectName());
        }
    return found;
}

void ActionRegistry::fill(QMenu *menu) const
{
    QHash<QString, QMenu *> menus;
    for (QAction *action : m_actions) {
        const QString name = menuOf(action);
        if (!menus.contains(name))
            menus.insert(name, menu->addMenu(name));
        menus.value(name)->addAction(action);
    }
    for (const auto &[name, add] : m_supplements)
        if (QMenu *below = menus.value(name))
            add(below);
}

} // namespace orrery::widgets
