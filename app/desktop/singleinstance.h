// SPDX-License-Identifier: GPL-3.0-or-later
// One cockpit per home: a second start hands its file to the first and ends.
#pragma once

#include <memory>

#include <QLockFile>
#include <QObject>

class QLocalServer;
class QLocalSocket;

namespace orrery::desktop {

class SingleInstance final : public QObject {
    Q_OBJECT
public:
    /// @param home  directory; made when missing
    explicit SingleInstance(const QString &home, QObject *parent = nullptr);
    ~SingleInstance() override;

    /// True: this process is the cockpit of the home now and listens. False: another one is.
    [[nodiscard]] bool claim();
    /// Hands a file ("" = only come to the front) to the one that is, and waits for its word.
    /// @param token  of the activation (XDG_ACTIVATION_TOKEN); may be empty
    /// @return false when it does not answer in `patience` [ms]
    [[nodiscard]] bool handOver(const QString &file, const QString &token, int patience = 4000);

signals:
    /// Another start was made: open this ("" = nothing) and come to the front.
    void opened(const QString &file, const QString &token);

private:
    void serve();
    void read(QLocalSocket *socket);

    QString m_name;
    QLockFile m_lock;
    QLocalServer *m_server = nullptr;
};

} // namespace orrery::desktop
