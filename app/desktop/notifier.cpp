// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/notifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>

#include "bridge/text.h"

namespace orrery::desktop {

static const QString service = QStringLiteral("org.freedesktop.Notifications");
static const QString path = QStringLiteral("/org/freedesktop/Notifications");

Notifier::Notifier(const QDBusConnection &bus, QObject *parent) : QObject(parent), m_bus(bus)
{
    if (!m_bus.isConnected())
        return;
    m_bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this,
                  SLOT(onAction(uint, QString)));
    m_bus.connect(service, path, service, QStringLiteral("NotificationClosed"), this,
                  SLOT(onClosed(uint, uint)));
}

Notifier::~Notifier() = default;

/// Bodies are markup: what comes from files and programs must stay text.
static QString plain(const QString &text)
{
    constexpr qsizetype most = 400;
    return (text.size() > most ? text.left(most) + QStringLiteral(" …") : text).toHtmlEscaped();
}

void Notifier::tell(const QString &title, const QString &text, bool urgent, const RunId &run)
{
    if (!m_bus.isConnected())
        return;
    QDBusMessage call =
        QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
    const uint replaces = m_ofRun.value(bridge::qs(run.text), 0);
    const QVariantMap hints{{QStringLiteral("desktop-entry"), QGuiApplication::desktopFileName()},
                            {QStringLiteral("urgency"), QVariant::fromValue(uchar(urgent ? 2 : 1))},
                            {QStringLiteral("category"), QStringLiteral("transfer.complete")}};
    call << QStringLiteral("Orrery") << replaces << QGuiApplication::desktopFileName() << title
         << plain(text) << QStringList{QStringLiteral("default"), tr("Show")} << hints
         << (urgent ? 0 : -1);
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this, run](QDBusPendingCallWatcher *done) { take(done, run); });
}

void Notifier::take(QDBusPendingCallWatcher *call, const RunId &run)
{
    call->deleteLater();
    const QDBusPendingReply<uint> id = *call;
    if (id.isError())
        return; // no such service on this desktop: the window's own centre has it
    m_shown.insert(id.value(), run);
    if (!run.empty())
        m_ofRun.insert(bridge::qs(run.text), id.value());
    emit told(id.value());
}

void Notifier::onAction(uint id, const QString &)
{
    if (m_shown.contains(id))
        emit activated(m_shown.value(id));
}

void Notifier::onClosed(uint id, uint)
{
    m_ofRun.remove(bridge::qs(m_shown.take(id).text));
}

} // namespace orrery::desktop
