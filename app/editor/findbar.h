// SPDX-License-Identifier: GPL-3.0-or-later
// The bar below a text: find, replace, go to a line.
#pragma once

#include <optional>

#include <QTimer>
#include <QWidget>

#include "editor/search.h"
#include "theming/theme.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace orrery::editor {

class TextArea;

class FindBar final : public QWidget {
    Q_OBJECT
public:
    FindBar(theming::Theme &theme, TextArea &area, QWidget *parent = nullptr);

    /// With what is selected in the field; over several lines it becomes the part that is searched.
    void open(bool replace);
    void openLine();
    void next(bool backwards);
    void replaceOne();
    void replaceAll();
    [[nodiscard]] const Matches &matches() const { return m_matches; }
    [[nodiscard]] QString said() const; ///< "3 of 17", or what is wrong

    void close();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *toggle(const char *name, const QString &text, const QString &hint);
    QToolButton *button(const char *name, const QString &text, const QString &hint);
    [[nodiscard]] Query query() const;
    [[nodiscard]] Span within() const;
    void arrange();
    void search();
    void searchSoon();
    void show(std::size_t index);
    void say();
    void highlight();
    void goToLine();

    theming::Theme &m_theme;
    TextArea &m_area;
    QWidget *m_findRow;
    QWidget *m_replaceRow;
    QWidget *m_lineRow;
    QLineEdit *m_field;
    QLineEdit *m_replacement;
    QLineEdit *m_line;
    QLabel *m_said;
    QToolButton *m_case;
    QToolButton *m_word;
    QToolButton *m_regex;
    QToolButton *m_inSelection;
    Matches m_matches;
    std::optional<Span> m_part; ///< searched only; moves with what is edited before it
    QString m_problem;
    QTimer m_soon;
};

} // namespace orrery::editor
