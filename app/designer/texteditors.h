// SPDX-License-Identifier: GPL-3.0-or-later
// Controls of several lines: paragraphs, words one a line, JSON, programs.
#pragma once

#include "designer/fieldeditor.h"

class QPlainTextEdit;

namespace orrery::widgets {
class CodeView;
}

namespace orrery::designer {

/// As high as its text, within bounds. Ctrl+Return or leaving it puts the value into the file.
class TextEditor final : public FieldEditor {
    Q_OBJECT
public:
    TextEditor(const FormField &field, const EditorContext &context, QWidget *parent);
    void setReadOnly(bool readOnly) override;

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override;
    [[nodiscard]] std::optional<ValueEdits> typed(QString &why) const override;
    [[nodiscard]] const QWidget *typedInto() const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();
    [[nodiscard]] std::optional<ValueEdits> typedJson(QString &why) const;

    QPlainTextEdit *m_text;
    bool m_asJson; ///< words that do not fit one line each are shown as they stand in the file
};

class ProgramEditor final : public FieldEditor {
    Q_OBJECT
public:
    ProgramEditor(const FormField &field, const EditorContext &context, QWidget *parent);
    void setReadOnly(bool readOnly) override;

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override;
    [[nodiscard]] std::optional<ValueEdits> typed(QString &why) const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    EditorContext m_context;
    widgets::CodeView *m_code;
    QString m_language;
    bool m_showing = false;
};

} // namespace orrery::designer
