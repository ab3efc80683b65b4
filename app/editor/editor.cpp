// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/editor.h"

#include <QEvent>

#include "bridge/text.h"
#include "editor/changemarks.h"
#include "editor/gitpanel.h"
#include "editor/scriptspanel.h"
#include "editor/sourcepanel.h"
#include "widgets/actionregistry.h"
#include "widgets/reveal.h"
#include "widgets/workbench.h"

namespace orrery::editor {

Editor::Editor(widgets::Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench),
      m_source(new SourcePanel(bench.around(), QCoreApplication::applicationDirPath())),
      m_scripts(new ScriptsPanel(bench.around(), bench.settingsFile())),
      m_git(new GitPanel(bench.around().theme)), m_marks(new ChangeMarks(m_source->editor()))
{
    const auto &c = bench.around().theme.color();
    bench.addPanel(
        {QStringLiteral("source"), tr("Source"), c.accent, widgets::Place::Left, m_source});
    connect(m_source, &SourcePanel::titleChanged, this, [this](const QString &title) {
        m_bench.setPanelContext(QStringLiteral("source"), title);
    });
    connect(m_source, &SourcePanel::saveWanted, this, &Editor::save);

    bench.addPanel(
        {QStringLiteral("scripts"), tr("Scripts"), c.hologram, widgets::Place::Bottom, m_scripts});
    connect(m_scripts, &ScriptsPanel::contextChanged, this, [this](const QString &context) {
        m_bench.setPanelContext(QStringLiteral("scripts"), context);
    });
    connect(m_scripts, &ScriptsPanel::refused, this,
            [this](const QString &title, const Error &error) {
                m_bench.tell(TaskState::Failed, title, bridge::errorText(error));
            });
    QAction *edit = bench.around().actions.add(
        QStringLiteral("editor.script"), tr("Edit"), tr("Edit the node's script"),
        QKeySequence(Qt::CTRL | Qt::Key_E), tr("Open the script of the selected node in a tab"));
    connect(edit, &QAction::triggered, this, &Editor::editScript);
    bench.dialogParent()->installEventFilter(this);
    connect(&bench.reveal(), &widgets::Reveal::textWanted, this, &Editor::goTo);
    bench.keepState(QStringLiteral("scripts"),
                    {[this] { return m_scripts->kept(); },
                     [this](const QVariant &kept) { m_scripts->restore(kept); }});
    addGit();
}

void Editor::addGit()
{
    const auto &around = m_bench.around();
    m_bench.addPanel({QStringLiteral("git"), tr("Git"), around.theme.color().success,
                      widgets::Place::Bottom, m_git});
    m_git->setTextOf([this](const QString &file) -> std::optional<QByteArray> {
        const auto &document = m_bench.around().document;
        if (document.file() != file || !document.editable())
            return std::nullopt;
        return QByteArray::fromStdString(document.text());
    });
    connect(m_git, &GitPanel::statusChanged, this, [this] {
        const git::Status &status = m_git->status();
        const QString branch = status.detached ? tr("at %1").arg(status.branch) : status.branch;
        const QString changed =
            status.files.empty() ? QString() : tr("  %1 changed").arg(status.files.size());
        m_bench.setPanelContext(QStringLiteral("git"), branch + changed);
    });
    connect(m_git, &GitPanel::refused, this, [this](const QString &title, const Error &error) {
        m_bench.tell(TaskState::Failed, title, bridge::errorText(error));
    });
    connect(m_git, &GitPanel::committed, this, [this](const QString &id, const QString &subject) {
        m_bench.tell(TaskState::Succeeded, tr("Committed %1").arg(id.left(7)), subject);
        followFile();
    });
    connect(&around.document, &bridge::DagDocument::changed, this, [this](bool sameFile) {
        if (!sameFile)
            followFile();
    });
    connect(&around.document, &bridge::DagDocument::historyChanged, this, [this] {
        if (!m_bench.around().document.modified())
            m_git->refresh(); // it was saved
    });
}

void Editor::followFile()
{
    const auto &document = m_bench.around().document;
    const QString file = document.isOpen() && !document.recorded() ? document.file() : QString();
    m_git->follow(file);
    m_marks->follow(file);
}

void Editor::editScript()
{
    const auto opened = m_scripts->openNode(m_bench.around().selection.node());
    if (!opened)
        return m_bench.tell(TaskState::Failed, tr("There is no script to edit"),
                            bridge::errorText(opened.error()));
    m_bench.raisePanel(QStringLiteral("scripts"));
    m_scripts->current()->setFocus(Qt::ShortcutFocusReason);
}

/// The window closes when nothing that was typed would be lost.
bool Editor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Close && watched == m_bench.dialogParent() &&
        !m_scripts->mayClose()) {
        event->ignore();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void Editor::goTo(int line, int column)
{
    if (line <= 0)
        return;
    m_bench.showPanel(QStringLiteral("source"));
    m_source->goTo(line, column);
}

void Editor::save()
{
    if (const auto saved = m_bench.around().document.save(); !saved)
        m_bench.tell(TaskState::Failed, tr("The file is not saved"),
                     bridge::errorText(saved.error()));
}

void addEditor(widgets::Workbench &bench)
{
    new Editor(bench, bench.dialogParent());
}

} // namespace orrery::editor
