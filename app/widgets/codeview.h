// SPDX-License-Identifier: GPL-3.0-or-later
// A program as it stands in the file, coloured by its language; read only unless it is said.
#pragma once

#include <QWidget>

#include "theming/theme.h"

class QsciScintilla;

namespace orrery::widgets {

class CodeView final : public QWidget {
    Q_OBJECT
public:
    explicit CodeView(theming::Theme &theme, QWidget *parent = nullptr);

    /// @param language  "python", "shell", "sql" or "" for plain text
    void show(const QString &text, const QString &language);
    [[nodiscard]] QString text() const;
    void setEditable(bool editable);
    /// What takes the keys.
    [[nodiscard]] QWidget *editor() const;

signals:
    void edited();

private:
    theming::Theme &m_theme;
    QsciScintilla *m_editor;
};

} // namespace orrery::widgets
