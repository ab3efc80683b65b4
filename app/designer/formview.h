// SPDX-License-Identifier: GPL-3.0-or-later
// A form: sections that fold, one row per key with its control, its default in grey, help, what is
// wrong with it, and the way back to the default.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <QScrollArea>

#include "designer/fieldeditor.h"
#include "designer/formsubject.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace orrery::designer {

/// A key with its label, its control and what is told about it.
class FieldRow final : public QWidget {
    Q_OBJECT
public:
    FieldRow(const FormField &field, const EditorContext &context, QWidget *parent);

    void show(const FormSubject &subject, bool readOnly);
    /// What the file's findings say; "" = nothing.
    void setFinding(const QString &text, bool isError);
    /// What is wrong with what is being typed; "" = nothing.
    void setProblem(const QString &text);
    void setHelpShown(bool shown);
    [[nodiscard]] FieldEditor &editor() { return *m_editor; }
    [[nodiscard]] const FormField &field() const { return m_editor->field(); }
    [[nodiscard]] bool written() const { return m_written; }
    [[nodiscard]] bool hasFinding() const { return !m_finding.isEmpty(); }
    [[nodiscard]] QString told() const; ///< as shown below the control

signals:
    void resetRequested();

private:
    void tell();

    theming::Theme &m_theme;
    FieldEditor *m_editor;
    QLabel *m_label;
    QToolButton *m_reset;
    QLabel *m_told;
    QString m_finding;
    QString m_problem;
    bool m_findingIsError = false;
    bool m_help = false;
    bool m_written = false;
};

class FormView final : public QScrollArea {
    Q_OBJECT
public:
    /// Answers "" when it was good or done, else what is wrong.
    using Ask = std::function<QString(const FormField &, const ValueEdits &)>;

    FormView(const EditorContext &context, FormSpec spec, QString settingsFile,
             QWidget *parent = nullptr);

    ~FormView() override;

    void setAsk(Ask ask) { m_ask = std::move(ask); }
    void setPerform(Ask perform) { m_perform = std::move(perform); }
    /// A widget below the rows of a section; the section is made if there is none.
    void setExtra(const QString &section, QWidget *widget);

    /// @param arguments  fields of the section "arguments", made anew when they differ
    void show(const FormSubject &subject, const std::vector<FormField> &arguments, bool readOnly,
              const std::vector<FormSubject::Told> &findings);
    /// Opens the section of a path, or of the nearest field, and puts the focus there.
    bool reveal(const QString &path);
    [[nodiscard]] FieldRow *row(const QString &path);
    /// Findings that are about no key that the form has.
    [[nodiscard]] QStringList unplaced() const;
    void flush(); ///< typed text that only rests goes into the file

private:
    struct Section {
        FormSection spec;
        QToolButton *head = nullptr;
        QWidget *body = nullptr;
        QVBoxLayout *column = nullptr;
        QWidget *extra = nullptr;
        bool made = false;
        std::vector<FieldRow *> rows;
    };
    Section &section(const QString &id);
    void addSection(const FormSection &spec);
    void setOpen(Section &section, bool open, bool byUser);
    void makeRows(Section &section);
    void fill(Section &section);
    [[nodiscard]] bool visible(const FieldRow &row) const;
    void join(FieldRow *row);
    void setArguments(const std::vector<FormField> &arguments);
    void followFocus(QWidget *now);
    void titleOf(Section &section);
    Section *sectionOf(const QString &path);

    EditorContext m_context;
    QString m_settingsFile;
    Ask m_ask;
    Ask m_perform;
    FormSubject m_subject;
    std::vector<FormSubject::Told> m_findings;
    bool m_readOnly = false;
    QVBoxLayout *m_column;
    std::vector<std::unique_ptr<Section>> m_sections;
    std::map<QString, bool> m_folded; ///< as the user left it
    FieldRow *m_helped = nullptr;
};

} // namespace orrery::designer
