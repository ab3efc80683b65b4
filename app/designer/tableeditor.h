// SPDX-License-Identifier: GPL-3.0-or-later
// Members of an object as rows of a table: names with values, ports, parameters. Each cell is one
// edit of its own; what has no column stands below for the current row.
#pragma once

#include "designer/fieldeditor.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableWidget;
class QTableWidgetItem;
class QToolButton;

namespace orrery::designer {

class TableEditor final : public FieldEditor {
    Q_OBJECT
public:
    TableEditor(const FormField &field, const EditorContext &context, QWidget *parent);
    void setReadOnly(bool readOnly) override;

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override;
    [[nodiscard]] std::optional<ValueEdits> typed(QString &why) const override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum Column { Name, Second, Required };
    void makeDetails(QBoxLayout *column);
    QLineEdit *detail(QBoxLayout *column, const QString &label, const QString &key);
    void addRow();
    void removeRow();
    void changed(QTableWidgetItem *item);
    void rename(int row);
    void showDetails();
    void send(const ValueEdits &edits);
    void fit();
    [[nodiscard]] QString nameAt(int row) const;
    [[nodiscard]] JsonText memberOf(int row, const char *key) const;
    [[nodiscard]] QString freshName() const;

    bool m_typed; ///< ports or parameters
    theming::Theme &m_theme;
    QTableWidget *m_table;
    QToolButton *m_add;
    QToolButton *m_remove;
    QWidget *m_details = nullptr;
    QLabel *m_detailTitle = nullptr;
    std::vector<std::pair<QString, QLineEdit *>> m_fields; ///< key, control
    std::vector<std::pair<QString, JsonText>> m_members;   ///< [row] as in the file
    std::optional<ValueEdits> m_pending;
    bool m_readOnly = false;
    bool m_filling = false;
};

/// The types that a port may have, for completion.
[[nodiscard]] QStringList portTypes();

} // namespace orrery::designer
