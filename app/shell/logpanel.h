// SPDX-License-Identifier: GPL-3.0-or-later
// The log of the selected task as it is printed: follows, searches, never grows without bound.
#pragma once

#include <QWidget>

#include "widgets/surroundings.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace orrery::widgets {
class LogView;
class StateFrame;
} // namespace orrery::widgets

namespace orrery::shell {

class LogPanel final : public QWidget {
    Q_OBJECT
public:
    explicit LogPanel(const widgets::Surroundings &around, QWidget *parent = nullptr);
    /// Puts the cursor into the search field.
    void startSearch();
    /// Search and follow controls, for the title row of the dock.
    [[nodiscard]] QWidget *tools() const { return m_tools; }

private:
    QWidget *makeTools();
    void search(bool backwards);
    void showFile(const QString &file, qint64 offset, qint64 size);
    void refresh();

    widgets::Surroundings m_around;
    widgets::LogView *m_view;
    widgets::StateFrame *m_frame;
    QWidget *m_tools = nullptr;
    QLineEdit *m_search = nullptr;
    QLabel *m_found = nullptr;
    QToolButton *m_follow = nullptr;
    bool m_ended = false;
};

} // namespace orrery::shell
