// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas's commands in menus and on keys.
#include <QAction>
#include <QMenu>

#include "designer/canvas.h"
#include "widgets/actionregistry.h"

namespace orrery::designer {

namespace {

enum class Needs { Nothing, File, Nodes };

} // namespace

void Canvas::makeActions()
{
    const QString edit = tr("Edit");
    auto &actions = m_around.actions;
    auto &document = m_around.document;
    const auto add = [&](const char *id, const QString &title, const QKeySequence &keys,
                         Needs needs, auto handler, const QString &hint = {}) {
        QAction *action = actions.add(QString::fromLatin1(id), edit, title, keys, hint);
        connect(action, &QAction::triggered, this, handler);
        if (needs != Needs::Nothing)
            m_needFile.push_back(action);
        if (needs == Needs::Nodes)
            m_needNodes.push_back(action);
        return action;
    };
    // Text fields have keys of their own for these.
    const auto here = [&](QAction *action) { actions.confine(action, m_container); };

    add("edit.undo", tr("Undo"), QKeySequence::Undo, Needs::Nothing,
        [&document] { document.undo(); });
    add("edit.redo", tr("Redo"), QKeySequence::Redo, Needs::Nothing,
        [&document] { document.redo(); });
    here(add("edit.cut", tr("Cut"), QKeySequence::Cut, Needs::Nodes, [this] { cut(); }));
    here(add("edit.copy", tr("Copy"), QKeySequence::Copy, Needs::Nodes, [this] { copy(); }));
    here(
        add("edit.paste", tr("Paste"), QKeySequence::Paste, Needs::File, [this] { paste(false); }));
    here(add(
        "edit.pasteJoined", tr("Paste with incoming edges"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V), Needs::File, [this] { paste(true); },
        tr("The copies are fed by what feeds their originals")));
    here(add(
        "edit.duplicate", tr("Duplicate"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_D),
        Needs::Nodes, [this] { duplicate(true); },
        tr("With edges among the copies and from what feeds the originals")));
    here(add("edit.delete", tr("Delete"), QKeySequence::Delete, Needs::Nodes,
             [this] { remove(false); }));
    here(add(
        "edit.deleteJoin", tr("Delete and re-join"), QKeySequence(Qt::CTRL | Qt::Key_Delete),
        Needs::Nodes, [this] { remove(true); },
        tr("What stood before is joined with what stood behind")));
    here(add("edit.rename", tr("Rename node"), Qt::Key_F2, Needs::Nodes, [this] { rename(); }));
    QAction *quick = add(
        "edit.quickAdd", tr("Add a node"), {}, Needs::File, [this] { quickAdd(); },
        tr("Behind the selected node, with what is likely to come next"));
    quick->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Period), QKeySequence(Qt::Key_Insert)});
    here(add(
        "edit.connect", tr("Connect what is selected"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), Needs::Nodes, [this] { connectChosen(); },
        tr("From one to the next, in the order of selection")));
    here(add("edit.disconnect", tr("Disconnect what is selected"),
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_U), Needs::Nodes,
             [this] { disconnectChosen(); }));
    makeSelectActions();
    makeLayoutActions();
}

void Canvas::makeSelectActions()
{
    const QString select = tr("Select");
    auto &actions = m_around.actions;
    const auto add = [&](const char *id, const QString &title, const QKeySequence &keys,
                         auto handler) {
        QAction *action = actions.add(QString::fromLatin1(id), select, title, keys);
        connect(action, &QAction::triggered, this, handler);
        actions.confine(action, m_container);
    };
    add("select.all", tr("Select all nodes"), QKeySequence::SelectAll, [this] { selectAll(); });
    add("select.upstream", tr("Add all before"), QKeySequence(Qt::SHIFT | Qt::Key_U),
        [this] { selectReach(true, false); });
    add("select.downstream", tr("Add all behind"), QKeySequence(Qt::SHIFT | Qt::Key_D),
        [this] { selectReach(false, true); });
    add("select.connected", tr("Add all connected"), QKeySequence(Qt::SHIFT | Qt::Key_C),
        [this] { selectReach(true, true); });
}

void Canvas::makeLayoutActions()
{
    const QString layout = tr("Layout");
    auto &actions = m_around.actions;
    const auto add = [&](const char *id, const QString &title, const QKeySequence &keys,
                         auto handler, const QString &hint = {}) {
        QAction *action = actions.add(QString::fromLatin1(id), layout, title, keys, hint);
        connect(action, &QAction::triggered, this, handler);
        actions.confine(action, m_container);
        m_needFile.push_back(action);
        return action;
    };
    const auto nodes = [this](QAction *action) { m_needNodes.push_back(action); };
    add(
        "layout.arrange", tr("Arrange all"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_L),
        [this] { arrange(true); }, tr("Takes the places out of the file: the layout decides"));
    nodes(add("layout.arrangeChosen", tr("Arrange what is selected"), {},
              [this] { arrange(false); }));
    nodes(add(
        "layout.column", tr("Align in a column"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C),
        [this] { align(Line::Column); }, tr("With the node selected last")));
    nodes(add(
        "layout.row", tr("Align in a row"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_R),
        [this] { align(Line::Row); }, tr("With the node selected last")));
    nodes(add("layout.depth", tr("Align in depth"), {}, [this] { align(Line::Depth); }));
    nodes(add("layout.spread", tr("Spread evenly"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S),
              [this] { spread(); }));
    QAction *flat = actions.add(QStringLiteral("view.flat"), layout, tr("Flat drawing"),
                                QKeySequence(Qt::CTRL | Qt::Key_2),
                                tr("In the plane and from the front; a drag pans"));
    flat->setCheckable(true);
    connect(flat, &QAction::triggered, this, [this](bool checked) { m_view.setFlat(checked); });
}

void Canvas::refreshActions()
{
    const auto &document = m_around.document;
    const bool file = document.editable() && !document.stale();
    const bool some = !m_around.selection.nodes().empty() || m_around.selection.edge() != none;
    for (QAction *action : m_needFile)
        action->setEnabled(file);
    for (QAction *action : m_needNodes)
        action->setEnabled(file && some);
    m_around.actions.action(QStringLiteral("edit.copy"))
        ->setEnabled(!m_around.selection.nodes().empty());
    QAction *undo = m_around.actions.action(QStringLiteral("edit.undo"));
    undo->setEnabled(document.canUndo());
    undo->setText(document.canUndo() ? tr("Undo: %1").arg(document.undoLabel()) : tr("Undo"));
    QAction *redo = m_around.actions.action(QStringLiteral("edit.redo"));
    redo->setEnabled(document.canRedo());
    redo->setText(document.canRedo() ? tr("Redo: %1").arg(document.redoLabel()) : tr("Redo"));
}

void Canvas::showMenu(QPoint global)
{
    auto &actions = m_around.actions;
    const bool some = !m_around.selection.nodes().empty();
    const bool edge = m_around.selection.edge() != none;
    QMenu menu(m_bench.dialogParent());
    const auto add = [&](std::initializer_list<const char *> ids) {
        for (const char *id : ids)
            if (QAction *action = actions.action(QString::fromLatin1(id)))
                menu.addAction(action);
        menu.addSeparator();
    };
    add({"edit.quickAdd"});
    if (edge)
        add({"edit.delete"});
    if (some) {
        add({"run.until", "run.from", "run.only"});
        add({"edit.cut", "edit.copy", "edit.duplicate", "edit.delete", "edit.deleteJoin",
             "edit.rename"});
        add({"edit.connect", "edit.disconnect"});
        add({"select.upstream", "select.downstream", "select.connected"});
        if (m_around.selection.nodes().size() > 1)
            add({"layout.column", "layout.row", "layout.spread"});
        add({"layout.arrangeChosen", "view.focusNode"});
    }
    add({"edit.paste", "edit.pasteJoined", "edit.undo", "edit.redo"});
    if (!some)
        add({"select.all", "layout.arrange", "view.fit", "view.flat"});
    menu.exec(global);
}

} // namespace orrery::designer
