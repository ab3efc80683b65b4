// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QStandardPaths>
#include <QThread>

namespace orrery::desktop {

static constexpr qint64 longestMessage = 64 << 10;

/// A socket's path may have about 100 bytes, a home's any number: its hash stands for it.
static QString nameOf(const QString &home)
{
    QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (runtime.isEmpty())
        runtime = QDir::tempPath();
    const QByteArray hash =
        QCryptographicHash::hash(home.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return runtime + QStringLiteral("/orrery-cockpit-") + QString::fromLatin1(hash);
}

static QString made(const QString &home)
{
    QDir().mkpath(home);
    const QString path = QFileInfo(home).canonicalFilePath();
    return path.isEmpty() ? home : path;
}

SingleInstance::SingleInstance(const QString &home, QObject *parent)
    : QObject(parent), m_name(nameOf(made(home))),
      m_lock(made(home) + QStringLiteral("/cockpit.lock"))
{
    m_lock.setStaleLockTime(0); // only a dead process leaves one behind
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::claim()
{
    // A home that cannot be written has no second cockpit to care about.
    if (!m_lock.tryLock(0))
        return m_lock.error() != QLockFile::LockFailedError;
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    QLocalServer::removeServer(m_name); // of a process that was killed: we have the lock
    m_server->listen(m_name);
    connect(m_server, &QLocalServer::newConnection, this, &SingleInstance::serve);
    return true;
}

void SingleInstance::serve()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void SingleInstance::read(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > longestMessage)
            socket->abort();
        return;
    }
    const QJsonObject message = QJsonDocument::fromJson(socket->readLine(longestMessage)).object();
    socket->write("ok\n");
    socket->flush();
    socket->disconnectFromServer();
    if (message.contains(QStringLiteral("open")))
        emit opened(message.value(QStringLiteral("open")).toString(),
                    message.value(QStringLiteral("token")).toString());
}

bool SingleInstance::handOver(const QString &file, const QString &token, int patience)
{
    const QJsonObject message{
        {QStringLiteral("open"), file.isEmpty() ? file : QFileInfo(file).absoluteFilePath()},
        {QStringLiteral("token"), token}};
    QElapsedTimer clock;
    clock.start();
    // The other one may have begun a moment ago.
    while (clock.elapsed() < patience) {
        QLocalSocket socket;
        socket.connectToServer(m_name);
        if (socket.waitForConnected(500)) {
            socket.write(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
            if (socket.waitForReadyRead(int(patience - clock.elapsed())))
                return socket.readLine().startsWith("ok");
        }
        QThread::msleep(50);
    }
    return false;
}

} // namespace orrery::desktop
