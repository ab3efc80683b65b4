// SPDX-License-Identifier: GPL-3.0-or-later
// The window's panels by their ids: where they stand, how they are shown, what their titles say.
#pragma once

#include <vector>

#include <QObject>

#include "widgets/workbench.h"

class QMainWindow;

namespace orrery::shell {

class PanelDock;

class PanelDocks final : public QObject {
    Q_OBJECT
public:
    PanelDocks(theming::Theme &theme, widgets::ActionRegistry &actions, QMainWindow *window);

    void add(const widgets::Panel &panel);
    /// All panels to their places, each at its size; the first of each place is on top.
    void arrange();
    /// Sizes for the window as it is; what a user made of them is kept elsewhere.
    void resize();
    void show(const QString &id);  ///< with the focus in it
    void raise(const QString &id); ///< without
    /// Somebody can see its content now.
    [[nodiscard]] bool seen(const QString &id) const;
    void setContext(const QString &id, const QString &context, const QString &title);
    [[nodiscard]] PanelDock *dock(const QString &id) const;

    /// Adds the actions of all panels: go to it, show or hide it.
    void makeActions();
    void updateTabs();

private:
    struct Entry {
        widgets::Panel panel;
        PanelDock *dock;
    };
    void makeActions(Entry &entry);
    [[nodiscard]] std::vector<PanelDock *> at(widgets::Place place) const;

    theming::Theme &m_theme;
    widgets::ActionRegistry &m_actions;
    QMainWindow *m_window;
    std::vector<Entry> m_entries;
    bool m_actionsMade = false;
};

} // namespace orrery::shell
