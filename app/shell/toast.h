// SPDX-License-Identifier: GPL-3.0-or-later
// A short message that goes by itself; the notification centre keeps it.
#pragma once

#include <QTimer>
#include <QWidget>

#include "engine/run.h"
#include "theming/theme.h"

class QLabel;

namespace orrery::shell {

class Toast final : public QWidget {
    Q_OBJECT
public:
    Toast(theming::Theme &theme, QWidget *window);
    /// Above the lower right corner of the window, for some seconds.
    void tell(TaskState sign, const QString &title, const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    theming::Theme &m_theme;
    TaskState m_sign = TaskState::Succeeded;
    QLabel *m_title;
    QLabel *m_text;
    QTimer m_end;
};

} // namespace orrery::shell
