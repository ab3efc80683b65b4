// SPDX-License-Identifier: GPL-3.0-or-later
// Lets a burst through as one change: the first at once, then at most one every 16 ms.
#pragma once

#include <functional>

#include <QTimer>

namespace orrery::bridge {

class FrameGate {
public:
    explicit FrameGate(std::function<void()> open) : m_open(std::move(open))
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(16);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            if (m_waiting)
                pass();
        });
    }
    /// Something is waiting behind the gate.
    void knock()
    {
        m_waiting = true;
        if (!m_timer.isActive())
            pass();
    }
    /// What waited is void.
    void close()
    {
        m_waiting = false;
        m_timer.stop();
    }

private:
    void pass()
    {
        m_waiting = false;
        m_timer.start();
        m_open();
    }

    std::function<void()> m_open;
    QTimer m_timer;
    bool m_waiting = false;
};

} // namespace orrery::bridge
