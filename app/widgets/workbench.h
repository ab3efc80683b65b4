// SPDX-License-Identifier: GPL-3.0-or-later
// What a feature is given to stand in the window: panels, actions, and a few words to the others.
// Each feature folder has one function add<Feature>(Workbench &) that the window calls.
#pragma once

#include <functional>

#include <QColor>
#include <QList>
#include <QString>
#include <QVariant>

#include "widgets/reveal.h"
#include "widgets/surroundings.h"

class QWidget;

namespace orrery::widgets {

/// Where a panel stands until the user puts it elsewhere. Panels of one place share tabs.
enum class Place { Left, Right, RightBelow, Bottom };

struct Panel {
    QString id;    ///< stable; the key under which the window's state keeps it: "runs"
    QString title; ///< translated
    QColor hue;
    Place place = Place::Bottom;
    QWidget *content = nullptr; ///< the window takes it
    QList<QWidget *> tools{};   ///< controls in the title row
    bool shown = true;          ///< false: until it is asked for
};

/// What a panel holds that no file has: asked for before the window is built anew (another theme or
/// language) and when it is closed, given back to the new one.
struct Keeper {
    std::function<QVariant()> save;
    std::function<void(const QVariant &)> restore;
    bool forNextStart = false; ///< also written down: `save` gives what QSettings can hold
};

class Settings;

class Workbench {
public:
    virtual ~Workbench() = default;

    [[nodiscard]] virtual const Surroundings &around() const = 0;
    /// For dialogs and popups.
    [[nodiscard]] virtual QWidget *dialogParent() = 0;
    /// The panel, and actions that show it: "go.<id>" and "show.<id>".
    virtual void addPanel(const Panel &panel) = 0;
    /// Raises it and puts the focus into it.
    virtual void showPanel(const QString &id) = 0;
    /// Raises it only.
    virtual void raisePanel(const QString &id) = 0;
    /// Behind the title, "Problems 3"; `context` is the word at the right of the title row.
    virtual void setPanelContext(const QString &id, const QString &context,
                                 const QString &title = {}) = 0;
    /// A notification. @param sign  its colour and shape
    virtual void tell(TaskState sign, const QString &title, const QString &text,
                      const RunId &run = {}) = 0;
    virtual void openFile(const QString &file) = 0;
    /// Shows a run on the graph and in the panels.
    virtual void watchRun(const RunId &run) = 0;
    /// Where the feature's settings are kept; "" = nowhere (tests).
    [[nodiscard]] virtual QString settingsFile() const = 0;
    /// All settings, where a feature defines its own; nullptr: this window has none.
    [[nodiscard]] virtual Settings *settings() { return nullptr; }
    /// @param id  stable and unique
    virtual void keepState(const QString &id, Keeper keeper)
    {
        Q_UNUSED(id)
        Q_UNUSED(keeper)
    }
    /// Who shows the text or a form of the open file listens here.
    [[nodiscard]] virtual Reveal &reveal() = 0;
};

} // namespace orrery::widgets
