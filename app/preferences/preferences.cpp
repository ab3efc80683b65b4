// SPDX-License-Identifier: GPL-3.0-or-later
#include "preferences/preferences.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>

#include "preferences/settingsdialog.h"
#include "preferences/shortcutdialog.h"
#include "widgets/actionregistry.h"

namespace orrery::preferences {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Preferences)
};

/// One of a kind: asked for again it comes to the front.
template <typename Dialog, typename Make>
Dialog *raise(QWidget *parent, const QString &name, Make make)
{
    auto *dialog = parent->findChild<Dialog *>(name);
    if (dialog == nullptr)
        dialog = make();
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    return dialog;
}

void noteKeys(widgets::ActionRegistry &actions)
{
    const QString universe = Words::tr("In the universe");
    actions.note(universe, Words::tr("drag"), Words::tr("Turn the view"));
    actions.note(universe, Words::tr("Shift+drag"), Words::tr("Move the view"));
    actions.note(universe, Words::tr("wheel"), Words::tr("Nearer or further"));
    actions.note(universe, Words::tr("F"), Words::tr("Show the whole DAG"));
    actions.note(universe, Words::tr("arrow keys"), Words::tr("To the nearest node that way"));
    actions.note(universe, Words::tr("Enter"), Words::tr("Fly to the selected node"));
    const QString everywhere = Words::tr("Everywhere");
    actions.note(everywhere, Words::tr("Tab, Shift+Tab"),
                 Words::tr("To the next or previous control"));
    actions.note(everywhere, Words::tr("Esc"), Words::tr("Close what was opened last"));
}

} // namespace

void addPreferences(widgets::Workbench &bench)
{
    auto &actions = bench.around().actions;
    auto &theme = bench.around().theme;
    widgets::Settings &settings = *bench.settings();
    QWidget *parent = bench.dialogParent();
    const auto open = [&theme, &settings, parent] {
        return raise<SettingsDialog>(parent, QStringLiteral("settings"),
                                     [&] { return new SettingsDialog(theme, settings, parent); });
    };
    QAction *edit = actions.add(QStringLiteral("edit.settings"), Words::tr("Edit"),
                                Words::tr("Settings"), QKeySequence(Qt::CTRL | Qt::Key_Comma));
    QObject::connect(edit, &QAction::triggered, parent, open);
    const auto keys = [&theme, &settings, &actions, parent](ShortcutDialog::Use use) {
        raise<ShortcutDialog>(
            parent,
            use == ShortcutDialog::Use::Edit ? QStringLiteral("shortcutEditor")
                                             : QStringLiteral("shortcuts"),
            [&] { return new ShortcutDialog(theme, actions, settings, use, parent); });
    };
    QAction *give = actions.add(QStringLiteral("edit.shortcuts"), Words::tr("Edit"),
                                Words::tr("Edit the shortcuts"));
    QObject::connect(give, &QAction::triggered, parent,
                     [keys] { keys(ShortcutDialog::Use::Edit); });
    QAction *sheet = actions.add(QStringLiteral("help.shortcuts"), Words::tr("Help"),
                                 Words::tr("Keyboard shortcuts"));
    sheet->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::CTRL | Qt::Key_Slash)});
    QObject::connect(sheet, &QAction::triggered, parent,
                     [keys] { keys(ShortcutDialog::Use::LookUp); });
    noteKeys(actions);
    // A theme that is chosen here builds the window anew: the dialog comes back with it.
    bench.keepState(
        QStringLiteral("settings"),
        {[parent] {
             const auto *shown = parent->findChild<SettingsDialog *>(QStringLiteral("settings"));
             return shown ? QVariant(QVariantList{shown->search()->text(), shown->geometry()})
                          : QVariant();
         },
         [open](const QVariant &kept) {
             SettingsDialog *dialog = open();
             dialog->search()->setText(kept.toList().value(0).toString());
             dialog->setGeometry(kept.toList().value(1).toRect());
         }});
}

} // namespace orrery::preferences
