// SPDX-License-Identifier: GPL-3.0-or-later
// --screenshot: waits until the picture is complete, saves it, prints the figures, ends the
// program.
#pragma once

#include <QObject>
#include <QTimer>

#include "shell/mainwindow.h"

namespace orrery::cockpit {

class Screenshot final : public QObject {
    Q_OBJECT
public:
    Screenshot(shell::MainWindow &window, bridge::SessionBridge &bridge, QString target);

private:
    void check();
    void take();
    void fail(const QString &why);

    shell::MainWindow &m_window;
    QString m_target;
    QTimer m_patience;
    double m_firstFrame = -1; ///< [s] since the process was started
    bool m_settled = false;
    bool m_hostKnown = false;
    bool m_taking = false;
};

} // namespace orrery::cockpit
