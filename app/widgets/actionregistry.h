// SPDX-License-Identifier: GPL-3.0-or-later
// Every action of the window, once: the menu, the palette and the shortcuts all read this list.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include "engine/result.h"

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
    // --- keys: each action has those it was added with until a person gives it others
    /// Takes the present keys of all actions as their defaults; then those of `changed`, id to keys
    /// in portable text, separated by "; " ("" = none). Unknown ids and keys are left out.
    void useKeys(const QHash<QString, QString> &changed);
    [[nodiscard]] QList<QKeySequence> defaultKeys(const QAction *action) const;
    /// Those that differ from their defaults, as useKeys() takes them.
    [[nodiscard]] QHash<QString, QString> changedKeys() const;
    /// The action that answers to these keys, or to a beginning of them; nullptr: none but
    /// `except`.
    [[nodiscard]] QAction *owner(const QKeySequence &keys, const QAction *except = nullptr) const;
    /// @error NotFound no such action; Conflict another action has one of them (named), nothing
    /// changed
    Result<> assign(const QString &id, const QList<QKeySequence> &keys);
    [[nodiscard]] static QString keyText(const QList<QKeySequence> &keys);
    [[nodiscard]] static QList<QKeySequence> keysOf(const QString &text);

    /// Keys that no action has: those of the universe, of lists ... for the cheat sheet.
    struct Note {
        QString group, keys, text; ///< translated
    };
    void note(const QString &group, const QString &keys, const QString &text)
    {
        m_notes.push_back({group, keys, text});
    }
    [[nodiscard]] const std::vector<Note> &notes() const { return m_notes; }

    /// Menus in the order their first action was added.
    void fill(QMenu *menu) const;
    /// Adds what changes from time to time below the actions of one menu.
    void setSupplement(const QString &menu, std::function<void(QMenu *)> add)
    {
        m_supplements[menu] = std::move(add);
    }

signals:
    void keysChanged();

private:
    QWidget *m_window;
    std::vector<QAction *> m_actions;
    std::map<QString, std::function<void(QMenu *)>> m_supplements;
    QHash<QString, QList<QKeySequence>> m_defaults; ///< by id
    std::vector<Note> m_notes;
};

} // namespace orrery::widgets
