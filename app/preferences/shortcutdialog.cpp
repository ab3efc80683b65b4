// SPDX-License-Identifier: GPL-3.0-or-later
#include "preferences/shortcutdialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QTreeWidget>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::preferences {

QHash<QString, QString> keptKeys(const widgets::Settings &settings)
{
    QHash<QString, QString> keys;
    const QVariantHash kept = settings.kept(QLatin1String(shortcutsKey)).toHash();
    for (auto at = kept.cbegin(); at != kept.cend(); ++at)
        keys.insert(at.key(), at->toString());
    return keys;
}

ShortcutDialog::ShortcutDialog(theming::Theme &theme, widgets::ActionRegistry &actions,
                               widgets::Settings &settings, Use use, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_actions(actions), m_settings(settings), m_use(use),
      m_search(new QLineEdit), m_tree(new QTreeWidget), m_message(new QLabel)
{
    setObjectName(use == Use::Edit ? QStringLiteral("shortcutEditor")
                                   : QStringLiteral("shortcuts"));
    setWindowTitle(use == Use::Edit ? tr("Edit the shortcuts") : tr("Keyboard shortcuts"));
    resize(620, 640);
    m_search->setObjectName(QStringLiteral("shortcutSearch"));
    m_search->setPlaceholderText(tr("Search by name or keys"));
    m_search->setAccessibleName(tr("Search the shortcuts"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(widgets::symbolIcon(widgets::Symbol::Search, theme),
                        QLineEdit::LeadingPosition);
    m_tree->setObjectName(QStringLiteral("shortcutTree"));
    m_tree->setAccessibleName(tr("Keyboard shortcuts"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Action"), tr("Keys")});
    m_tree->setRootIsDecorated(false);
    m_tree->setIndentation(14);
    m_tree->setUniformRowHeights(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_message->setObjectName(QStringLiteral("shortcutMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    if (use == Use::Edit)
        makeEditor(column);
    column->addWidget(m_message);
    column->addWidget(makeButtons());
    fill();
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutDialog::filter);
    m_search->setFocus();
}

void ShortcutDialog::makeEditor(QLayout *column)
{
    auto *editor = new QWidget;
    auto *row = new QHBoxLayout(editor);
    row->setContentsMargins(0, 0, 0, 0);
    m_keys = new QKeySequenceEdit;
    m_keys->setObjectName(QStringLiteral("newKeys"));
    m_keys->setAccessibleName(tr("New keys"));
    auto *give = new QPushButton(tr("Give these keys"));
    give->setObjectName(QStringLiteral("giveKeys"));
    m_none = new QPushButton(tr("No keys"));
    m_none->setObjectName(QStringLiteral("noKeys"));
    m_reset = new QPushButton(tr("Reset"));
    m_reset->setObjectName(QStringLiteral("resetKeys"));
    auto *label = new QLabel(tr("Press the new keys:"));
    label->setBuddy(m_keys);
    row->addWidget(label);
    row->addWidget(m_keys, 1);
    for (QPushButton *button : {give, m_none, m_reset}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    column->addWidget(editor);
    connect(give, &QPushButton::clicked, this, [this] {
        if (!m_keys->keySequence().isEmpty())
            this->give({m_keys->keySequence()});
    });
    connect(m_none, &QPushButton::clicked, this, [this] { this->give({}); });
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const QAction *action = m_actions.action(selectedId()))
            this->give(m_actions.defaultKeys(action));
    });
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &ShortcutDialog::select);
    select();
}

QWidget *ShortcutDialog::makeButtons()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    if (m_use == Use::LookUp)
        return buttons;
    const QString kinds = tr("Shortcuts (*.json)");
    const auto add = [&](const QString &text, auto handler) {
        auto *button = buttons->addButton(text, QDialogButtonBox::ActionRole);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, handler);
    };
    add(tr("Export ..."), [this, kinds] {
        const QString file = QFileDialog::getSaveFileName(
            this, tr("Export the shortcuts"), QStringLiteral("orrery-shortcuts.json"), kinds);
        if (!file.isEmpty())
            exportTo(file);
    });
    add(tr("Import ..."), [this, kinds] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Import shortcuts"), QString(), kinds);
        if (!file.isEmpty())
            importFrom(file);
    });
    return buttons;
}

void ShortcutDialog::fill()
{
    const QString chosen = selectedId();
    m_tree->clear();
    QHash<QString, QTreeWidgetItem *> groups;
    const auto add = [&](const QString &group, const QString &title, const QString &keys,
                         const QString &id, bool changed) {
        QTreeWidgetItem *&heading = groups[group];
        if (heading == nullptr) {
            heading = new QTreeWidgetItem(m_tree, {group});
            heading->setFlags(Qt::ItemIsEnabled);
            heading->setFont(0, widgets::capsFont(m_theme));
            heading->setForeground(0, m_theme.color().accent);
            heading->setExpanded(true);
        }
        auto *line = new QTreeWidgetItem(heading, {title, keys});
        line->setData(0, Qt::UserRole, id);
        line->setFont(
            1, m_theme.mono(m_theme.type().caption + 1, changed ? QFont::Bold : QFont::Normal));
        line->setForeground(1, changed ? m_theme.color().accent : m_theme.color().text);
        if (id == chosen && !id.isEmpty())
            m_tree->setCurrentItem(line);
    };
    for (const QAction *action : m_actions.actions()) {
        if (m_use == Use::LookUp && action->shortcuts().isEmpty())
            continue;
        add(m_actions.menuOf(action), action->text(),
            QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
            action->objectName(), action->shortcuts() != m_actions.defaultKeys(action));
    }
    if (m_use == Use::LookUp)
        for (const auto &note : m_actions.notes())
            add(note.group, note.text, note.keys, {}, false);
    filter();
}

void ShortcutDialog::filter()
{
    const QStringList words =
        m_search->text().toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = m_tree->topLevelItem(i);
        int shown = 0;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem *line = group->child(j);
            const QString text = (line->text(0) + QLatin1Char(' ') + line->text(1) +
                                  QLatin1Char(' ') + group->text(0))
                                     .toLower();
            const bool fits = std::all_of(words.begin(), words.end(), [&text](const QString &word) {
                return text.contains(word);
            });
            line->setHidden(!fits);
            shown += fits ? 1 : 0;
        }
        group->setHidden(shown == 0);
    }
}

int ShortcutDialog::shownCount() const
{
    int shown = 0;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        for (int j = 0; j < m_tree->topLevelItem(i)->childCount(); ++j)
            shown += m_tree->topLevelItem(i)->child(j)->isHidden() ? 0 : 1;
    return shown;
}

QString ShortcutDialog::selectedId() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutDialog::select()
{
    const QAction *action = m_actions.action(selectedId());
    m_keys->clear();
    m_keys->setEnabled(action != nullptr);
    m_none->setEnabled(action && !action->shortcuts().isEmpty());
    m_reset->setEnabled(action && action->shortcuts() != m_actions.defaultKeys(action));
}

void ShortcutDialog::give(const QList<QKeySequence> &keys)
{
    const QString id = selectedId();
    if (const auto done = m_actions.assign(id, keys); !done)
        return say(bridge::qs(done.error().what), true);
    keep();
    fill();
    select();
    say(keys.isEmpty() ? tr("%1 has no keys now").arg(m_actions.action(id)->text())
                       : tr("%1 answers to %2 now")
                             .arg(m_actions.action(id)->text(),
                                  QKeySequence::listToString(keys, QKeySequence::NativeText)),
        false);
}

void ShortcutDialog::keep()
{
    QVariantHash kept;
    const auto changed = m_actions.changedKeys();
    for (auto at = changed.cbegin(); at != changed.cend(); ++at)
        kept.insert(at.key(), *at);
    m_settings.keep(QLatin1String(shortcutsKey), kept);
}

QString ShortcutDialog::exportTo(const QString &file)
{
    QJsonObject json;
    const auto changed = m_actions.changedKeys();
    for (auto at = changed.cbegin(); at != changed.cend(); ++at)
        json.insert(at.key(), *at);
    QSaveFile out(file);
    QString problem;
    if (!out.open(QIODevice::WriteOnly) || out.write(QJsonDocument(json).toJson()) < 0 ||
        !out.commit())
        problem = tr("%1 cannot be written: %2").arg(file, out.errorString());
    say(problem.isEmpty() ? tr("Written to %1").arg(file) : problem, !problem.isEmpty());
    return problem;
}

QString ShortcutDialog::importFrom(const QString &file)
{
    const auto refuse = [this](const QString &why) {
        const QString problem = tr("Nothing was imported. %1").arg(why);
        say(problem, true);
        return problem;
    };
    constexpr qint64 most = 1 << 20;
    const auto content = bridge::contentOf(file, most);
    if (!content)
        return refuse(bridge::qs(content.error().what));
    QJsonParseError wrong;
    const QJsonDocument document = QJsonDocument::fromJson(*content, &wrong);
    if (!document.isObject())
        return refuse(tr("Byte %1: %2").arg(wrong.offset).arg(wrong.errorString()));
    // The keys of all actions as they would be, then held against each other.
    QHash<QString, QString> owners;
    const QJsonObject json = document.object();
    for (const QString &id : json.keys())
        if (!m_actions.action(id))
            return refuse(tr("There is no action \"%1\".").arg(id));
    for (const QAction *action : m_actions.actions()) {
        const QString id = action->objectName();
        const QString given = json.value(id).toString();
        const auto keys =
            json.contains(id) ? m_actions.keysOf(given) : m_actions.defaultKeys(action);
        if (keys.isEmpty() && !given.isEmpty())
            return refuse(tr("%1: \"%2\" is no key.").arg(id, given));
        for (const QKeySequence &key : keys) {
            if (owners.contains(key.toString()))
                return refuse(tr("%1 belongs to %2 and %3.")
                                  .arg(key.toString(), owners.value(key.toString()), id));
            owners.insert(key.toString(), id);
        }
    }
    for (QAction *action : m_actions.actions())
        action->setShortcuts(json.contains(action->objectName())
                                 ? m_actions.keysOf(json.value(action->objectName()).toString())
                                 : m_actions.defaultKeys(action));
    keep();
    fill();
    say(tr("%1 shortcuts taken over").arg(json.size()), false);
    return {};
}

void ShortcutDialog::say(const QString &text, bool problem)
{
    m_message->setText(text);
    m_message->setStyleSheet(
        QStringLiteral("color: %1")
            .arg((problem ? m_theme.color().danger : m_theme.color().success).name()));
    m_message->show();
}

} // namespace orrery::preferences
