// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG of one's own from an example: which, its name, its place.
#pragma once

#include <vector>

#include <QDialog>

#include "theming/theme.h"
#include "welcome/examples.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace orrery::welcome {

class NewDagDialog final : public QDialog {
    Q_OBJECT
public:
    /// @param chosen  id of the example that is offered first; "" = the smallest
    /// @param home    its folder dags is where new ones go unless told otherwise; may be empty
    NewDagDialog(theming::Theme &theme, const std::vector<Example> &examples, const QString &chosen,
                 const QString &home, QWidget *parent);

    /// After it was accepted: the new DAG file.
    [[nodiscard]] const QString &file() const { return m_file; }

private:
    void create();

    QComboBox *m_template;
    QLineEdit *m_name;
    QLineEdit *m_place;
    QLabel *m_problem;
    QString m_file;
};

} // namespace orrery::welcome
