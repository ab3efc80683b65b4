// SPDX-License-Identifier: GPL-3.0-or-later
// Notifications of the desktop (org.freedesktop.Notifications, specification 1.2).
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>

#include "engine/run.h"

class QDBusPendingCallWatcher;

namespace orrery::desktop {

class Notifier final : public QObject {
    Q_OBJECT
public:
    /// @param bus  the session's; without one nothing is ever told
    explicit Notifier(const QDBusConnection &bus, QObject *parent = nullptr);
    ~Notifier() override;

    /// Asynchronous; a later one of the same run takes the place of the earlier.
    /// @param urgent  stays until it is seen
    void tell(const QString &title, const QString &text, bool urgent, const RunId &run = {});

signals:
    /// It was clicked. The run may be empty.
    void activated(const orrery::RunId &run);
    void told(uint id);

private:
    void take(QDBusPendingCallWatcher *call, const RunId &run);
    Q_SLOT void onAction(uint id, const QString &action);
    Q_SLOT void onClosed(uint id, uint reason);

    QDBusConnection m_bus;
    QHash<uint, RunId> m_shown; ///< by the server's id
    QHash<QString, uint> m_ofRun;
};

} // namespace orrery::desktop
