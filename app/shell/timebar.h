// SPDX-License-Identifier: GPL-3.0-or-later
// The time bar under the universe: the watched run's course, the moment shown, and how to move.
#pragma once

#include <QWidget>

#include "widgets/surroundings.h"

class QLabel;
class QToolButton;

namespace orrery::monitors {
class CourseView;
}

namespace orrery::shell {

class TimeBar final : public QWidget {
    Q_OBJECT
public:
    explicit TimeBar(const widgets::Surroundings &around, QWidget *parent = nullptr);
    [[nodiscard]] monitors::CourseView &course() { return *m_course; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeControls();
    QToolButton *makeButton(const QString &name, const QString &tip);
    void makeSpeeds();
    void refresh();
    void refreshMode();

    widgets::Surroundings m_around;
    QToolButton *m_back = nullptr;
    QToolButton *m_play = nullptr;
    QToolButton *m_on = nullptr;
    QToolButton *m_speed = nullptr;
    QToolButton *m_gaps = nullptr;
    QLabel *m_instant = nullptr;
    QLabel *m_fact = nullptr;
    QToolButton *m_live = nullptr;
    monitors::CourseView *m_course;
};

} // namespace orrery::shell
