// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the window, once: the menu, the palette and the shortcuts all read this list.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <QKeySequence>
#include <QObject>
#include <QString>

class QAction;
class QMenu;
class QWidget;

namespace orrery::widgets {

class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    /// @param window  the widget whose focus makes the shortcuts work
    explicit ActionRegistry(QWidget *window);

    /// @param id    stable name, "run.start"; unique
    /// @param menu  heading it stands under: "File", "Run", "View", "Help"
    QAction *add(const QString &id, const QString &menu, const QString &title,
                 const QKeySequence &shortcut = {}, const QString &hint = {});
    /// An action made elsewhere (a dock's toggle).
    void adopt(const QString &id, const QString &menu, QAction *action);

    /// Its keys work only while the focus is in this widget: they mean something else elsewhere.
    void confine(QAction *action, QWidget *widget);

    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const std::vector<QAction *> &actions() const { return m_actions; }
    [[nodiscard]] QString menuOf(const QAction *action) const;
    /// Pairs of ids that answer to the same keys; empty in a correct window.
    [[nodiscard]] QStringList conflicts() const;
    /// Menus in the order their first action was added.
    void fill(QMenu *menu) const;
    /// Adds what changes from time to time below the actions of one menu.
    void setSupplement(const QString &menu, std::function<void(QMenu *)> add)
    {
        m_supplements[menu] = std::move(add);
    }

private:
    QWidget *m_window;
    std::vector<QAction *> m_actions;
    std::map<QString, std::function<void(QMenu *)>> m_supplements;
};

} // namespace orrery::widgets
