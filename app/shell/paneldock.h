// SPDX-License-Identifier: GPL-3.0-or-later
// A dock drawn as a holographic panel: frame, letter-spaced title, a word of context at the right.
#pragma once

#include <QDockWidget>

#include "theming/theme.h"

class QLabel;
class QHBoxLayout;

namespace orrery::shell {

class PanelDock final : public QDockWidget {
    Q_OBJECT
public:
    /// @param name  object name: the key under which the window's state keeps it
    PanelDock(theming::Theme &theme, const QString &name, const QString &title, const QColor &hue,
              QWidget *content, QWidget *parent);

    /// Shown at the right of the title; may hold a user's text.
    void setContext(const QString &text);
    /// A control in the title row, before the context.
    void addTool(QWidget *tool);
    /// The tab bar of a group of docks already says the title.
    void setTabbed(bool tabbed);
    [[nodiscard]] QWidget *content() const { return m_content; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theming::Theme &m_theme;
    QColor m_hue;
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_context;
    QHBoxLayout *m_row;
};

} // namespace orrery::shell
