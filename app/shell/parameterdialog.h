// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for the parameters of a run: one typed field each, defaults filled in, choices as lists;
// what is wrong with a value stands below its field.
#pragma once

#include <QDialog>

#include "engine/toolkit.h"
#include "theming/theme.h"

class QLabel;
class QPushButton;

namespace orrery::shell {

using ParameterValues = std::vector<std::pair<std::string, std::string>>;

/// True when a run cannot start without asking.
[[nodiscard]] bool needsParameters(const toolkit::Parsed &parsed);

class ParameterDialog final : public QDialog {
    Q_OBJECT
public:
    ParameterDialog(theming::Theme &theme, const toolkit::Parsed &parsed, QWidget *parent);
    /// What the form is for, in place of the parameters of a run.
    void setWords(const QString &title, const QString &accept);
    /// Only what differs from the default, as the engine reads it.
    [[nodiscard]] ParameterValues values() const;

private:
    struct Field {
        Parameter parameter;
        QWidget *editor = nullptr;
        QLabel *problem = nullptr; ///< below it: what is wrong with its value
    };
    QWidget *makeEditor(const Parameter &parameter);
    QWidget *makeChoice(const Parameter &parameter);
    bool checkField(const Field &field) const;
    [[nodiscard]] QString valueOf(const Field &field) const;
    void check();

    const toolkit::Parsed &m_parsed;
    std::vector<Field> m_fields;
    QLabel *m_problem;
    QLabel *m_title;
    QPushButton *m_run;
};

} // namespace orrery::shell
