// SPDX-License-Identifier: GPL-3.0-or-later
// All settings in one searchable list; a change takes effect at once.
#pragma once

#include <QDialog>

#include "theming/theme.h"
#include "widgets/settings.h"

class QLabel;
class QLineEdit;
class QScrollArea;

namespace orrery::preferences {

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(theming::Theme &theme, widgets::Settings &settings, QWidget *parent);

    [[nodiscard]] QLineEdit *search() const { return m_search; }
    /// How many settings are shown [count].
    [[nodiscard]] int shownCount() const;
    /// @return what went wrong; "" = nothing
    QString exportTo(const QString &file) const;
    QString importFrom(const QString &file);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Row {
        QString key;
        QString words; ///< what the search looks at, lower case
        QWidget *widget;
        QWidget *heading;
    };
    QWidget *makeRow(const widgets::Setting &setting);
    QWidget *makeControl(const widgets::Setting &setting);
    QWidget *makeButtons();
    void fill();
    void filter();
    void take(const QString &key, const QVariant &value);
    void refresh(const QString &key);
    void say(const QString &text, bool problem);

    theming::Theme &m_theme;
    widgets::Settings &m_settings;
    QLineEdit *m_search;
    QScrollArea *m_area;
    QLabel *m_none;
    QLabel *m_message;
    std::vector<Row> m_rows;
};

} // namespace orrery::preferences
