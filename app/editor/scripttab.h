// SPDX-License-Identifier: GPL-3.0-or-later
// One script in an editor: the text of a node in the DAG's file, or a file of its own.
#pragma once

#include <optional>

#include <QFileSystemWatcher>
#include <QTimer>
#include <QWidget>

#include "editor/codeeditor.h"
#include "engine/result.h"
#include "widgets/surroundings.h"

class QPushButton;

namespace orrery::editor {

class ScriptTab final : public QWidget {
    Q_OBJECT
public:
    /// The inline script of a node: it and the document's text are one.
    ScriptTab(const widgets::Surroundings &around, NodeIndex node, QWidget *parent = nullptr);
    /// A file. @param node  whose script it is; none = nobody's
    ScriptTab(const widgets::Surroundings &around, QString file, NodeIndex node,
              QWidget *parent = nullptr);

    [[nodiscard]] CodeEditor &editor() const { return *m_editor; }
    [[nodiscard]] bool isInline() const { return m_file.isEmpty(); }
    [[nodiscard]] const QString &file() const { return m_file; }
    /// The node that it belongs to; none when that is gone.
    [[nodiscard]] NodeIndex node() const { return m_node; }
    [[nodiscard]] QString title() const; ///< "extract", "load.py"
    /// Not in its file yet. Of an inline script: not in the document's text.
    [[nodiscard]] bool modified() const;
    /// The file says something else, and so does the editor.
    [[nodiscard]] bool conflict() const { return m_outside.has_value(); }

    /// An inline script: the DAG's file. @error Conflict, Io
    Result<> save();
    /// What is typed reaches the document now. @return  false: it could not be taken
    bool settle();

signals:
    void titleChanged();
    void runWanted();
    void closeWanted();

private:
    void setUp();
    void read();
    void lookAtFile();
    void takeOutside();
    void keepMine();
    void followDocument();
    void renumber(const std::vector<NodeIndex> &now);
    [[nodiscard]] std::optional<std::string> scriptOfNode() const;
    [[nodiscard]] QString languageHere() const;
    void replaceWith(const QByteArray &text, bool undoable);

    widgets::Surroundings m_around;
    CodeEditor *m_editor;
    QWidget *m_question;
    QLabel *m_asked;
    NodeIndex m_node = none;
    QString m_nodeId;
    QString m_file;
    QByteArray m_onDisk;
    std::optional<QByteArray> m_outside;
    bool m_pending = false; ///< typed, and not in the document yet
    QFileSystemWatcher m_watcher;
    QTimer m_rest;
};

/// The file of a node's script: its scriptFile, or a file of a known language that its command
/// names; "" = it has none.
/// @param folder  of the DAG's file, where relative names start
[[nodiscard]] QString scriptFileOf(const DagSpec &dag, NodeIndex node, const QString &folder);
/// "python" of PYTHON_3.9.
[[nodiscard]] QString languageOf(Runtime runtime);

} // namespace orrery::editor
