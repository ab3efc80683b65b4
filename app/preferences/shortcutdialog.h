// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of every action: looked up (the cheat sheet) or given anew (the editor).
#pragma once

#include <QDialog>

#include "theming/theme.h"
#include "widgets/actionregistry.h"
#include "widgets/settings.h"

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace orrery::preferences {

/// Under this key of Settings::kept() the changed keys are remembered.
inline constexpr const char *shortcutsKey = "shortcuts/changed";

/// The kept keys, put into the form that ActionRegistry::useKeys() takes.
[[nodiscard]] QHash<QString, QString> keptKeys(const widgets::Settings &settings);

class ShortcutDialog final : public QDialog {
    Q_OBJECT
public:
    enum class Use { LookUp, Edit };
    ShortcutDialog(theming::Theme &theme, widgets::ActionRegistry &actions,
                   widgets::Settings &settings, Use use, QWidget *parent);

    /// How many lines match the search [count].
    [[nodiscard]] int shownCount() const;
    /// JSON, action id to keys; only what differs from the defaults.
    QString exportTo(const QString &file);
    /// All keys of the file or, when one of them cannot be given, none.
    /// @return what went wrong; "" = nothing
    QString importFrom(const QString &file);

private:
    void makeEditor(QLayout *column);
    QWidget *makeButtons();
    void fill();
    void filter();
    void select();
    [[nodiscard]] QString selectedId() const;
    void give(const QList<QKeySequence> &keys);
    void keep();
    void say(const QString &text, bool problem);

    theming::Theme &m_theme;
    widgets::ActionRegistry &m_actions;
    widgets::Settings &m_settings;
    Use m_use;
    QLineEdit *m_search;
    QTreeWidget *m_tree;
    QKeySequenceEdit *m_keys = nullptr;
    QPushButton *m_none = nullptr;
    QPushButton *m_reset = nullptr;
    QLabel *m_message;
};

} // namespace orrery::preferences
