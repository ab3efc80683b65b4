// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the open home: opens it off the Qt thread, opens it again when its engine goes away.
#pragma once

#include <memory>
#include <thread>

#include <QObject>
#include <QTimer>

#include "bridge/sessionbridge.h"
#include "engine/engine.h"

namespace orrery::cockpit {

class AppContext final : public QObject {
    Q_OBJECT
public:
    /// @param options  `post` is set here
    AppContext(OpenOptions options, bridge::SessionBridge &bridge, QObject *parent = nullptr);
    ~AppContext() override;

    void open();
    /// Lets go of the home; an owner hands live work to a background engine first.
    void close();
    [[nodiscard]] Home *home() const { return m_home.get(); }

private:
    void take(std::shared_ptr<Result<std::unique_ptr<Home>>> opened);
    void retryLater();

    OpenOptions m_options;
    bridge::SessionBridge &m_bridge;
    std::unique_ptr<Home> m_home;
    std::thread m_opener;
    QTimer m_again;
    int m_wait = 1000; ///< [ms] before the next attempt; doubles up to 30 s
};

} // namespace orrery::cockpit
