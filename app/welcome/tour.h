// SPDX-License-Identifier: GPL-3.0-or-later
// The first tour: shows real controls one after the other and waits until they are really used.
#pragma once

#include <functional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "widgets/workbench.h"

class QPushButton;

namespace orrery::welcome {

class Spotlight;

class Tour final : public QWidget {
    Q_OBJECT
public:
    struct Step {
        QString title, text;
        std::function<QWidget *()> target; ///< what is lit; nullptr: nothing
        std::function<bool()> done;        ///< the user did it
    };
    /// Deletes itself at the end.
    Tour(widgets::Workbench &bench, QWidget *window);
    ~Tour() override;

    void goTo(int step);
    [[nodiscard]] int step() const { return m_step; }
    [[nodiscard]] int count() const { return int(m_steps.size()); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makeSteps();
    void look();
    void place();

    widgets::Workbench &m_bench;
    QWidget *m_window;
    std::vector<Step> m_steps;
    int m_step = -1;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_where;
    QPushButton *m_next;
    Spotlight *m_light;
    QTimer m_look; ///< only while the tour is on
};

} // namespace orrery::welcome
