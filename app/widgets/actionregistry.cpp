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

QString ActionRegistry::keyText(const QList<QKeySequence> &keys)
{
    return QKeySequence::listToString(keys, QKeySequence::PortableText);
}

QList<QKeySequence> ActionRegistry::keysOf(const QString &text)
{
    QList<QKeySequence> keys;
    for (const QKeySequence &key : QKeySequence::listFromString(text, QKeySequence::PortableText))
        if (!key.isEmpty() && key[0].key() != Qt::Key_unknown)
            keys << key;
    return keys;
}

void ActionRegistry::useKeys(const QHash<QString, QString> &changed)
{
    for (const QAction *action : m_actions)
        m_defaults.insert(action->objectName(), action->shortcuts());
    for (auto at = changed.cbegin(); at != changed.cend(); ++at)
        if (QAction *known = action(at.key()))
            known->setShortcuts(keysOf(*at));
    emit keysChanged();
}

QList<QKeySequence> ActionRegistry::defaultKeys(const QAction *action) const
{
    return m_defaults.value(action->objectName(), action->shortcuts());
}

QHash<QString, QString> ActionRegistry::changedKeys() const
{
    QHash<QString, QString> changed;
    for (const QAction *action : m_actions)
        if (action->shortcuts() != defaultKeys(action))
            changed.insert(action->objectName(), keyText(action->shortcuts()));
    return changed;
}

QAction *ActionRegistry::owner(const QKeySequence &keys, const QAction *except) const
{
    for (QAction *action : m_actions) {
        if (action == except)
            continue;
        for (const QKeySequence &own : action->shortcuts())
            if (own.matches(keys) != QKeySequence::NoMatch ||
                keys.matches(own) != QKeySequence::NoMatch)
                return action;
    }
    return nullptr;
}

Result<> ActionRegistry::assign(const QString &id, const QList<QKeySequence> &keys)
{
    QAction *given = action(id);
    if (given == nullptr)
        return fail(ErrorCode::NotFound, id.toStdString(), tr("no such action").toStdString());
    for (const QKeySequence &key : keys)
        if (const QAction *other = owner(key, given))
            return fail(ErrorCode::Conflict, id.toStdString(),
                        tr("%1 belongs to \"%2\"; give that other keys first")
                            .arg(key.toString(QKeySequence::NativeText), other->text())
                            .toStdString());
    given->setShortcuts(keys);
    emit keysChanged();
    return {};
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
