// SPDX-License-Identifier: GPL-3.0-or-later
// Marks the lines of an editor that differ from the last commit.
#pragma once

#include <optional>

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "editor/codeeditor.h"

namespace orrery::editor {

class ChangeMarks final : public QObject {
    Q_OBJECT
public:
    /// Belongs to the editor.
    explicit ChangeMarks(CodeEditor &editor);
    ~ChangeMarks() override;

    /// What is compared; "" = nothing. Also when something was committed.
    void follow(const QString &file);

private:
    void compare();

    CodeEditor &m_editor;
    QString m_file;
    std::optional<QByteArray> m_committed; ///< nothing: not under version control
    QTimer m_rest;
    std::uint64_t m_job = 0; ///< cancel = newer job
    QThreadPool m_pool;      // last: its thread ends before what it uses
};

} // namespace orrery::editor
