// SPDX-License-Identifier: GPL-3.0-or-later
// Text in the cockpit: the DAG's own file, the scripts of its nodes, their versions.
#pragma once

#include <QObject>

namespace orrery::widgets {
class Workbench;
}

namespace orrery::editor {

class ChangeMarks;
class GitPanel;
class ScriptsPanel;
class SourcePanel;

/// What the others may ask of the editor.
class Editor final : public QObject {
    Q_OBJECT
public:
    explicit Editor(widgets::Workbench &bench, QObject *parent = nullptr);

    [[nodiscard]] SourcePanel &source() const { return *m_source; }

    [[nodiscard]] ScriptsPanel &scripts() const { return *m_scripts; }

    /// Shows a place of the DAG's file: a finding's line and column, from 1.
    void goTo(int line, int column);

    /// The script of the selected node, ready to be typed in.
    void editScript();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void save();
    void addGit();
    void followFile();

    widgets::Workbench &m_bench;
    SourcePanel *m_source;
    ScriptsPanel *m_scripts;
    GitPanel *m_git;
    ChangeMarks *m_marks;
};

/// Adds the panels and actions of the editor to the window.
void addEditor(widgets::Workbench &bench);

} // namespace orrery::editor
