// SPDX-License-Identifier: GPL-3.0-or-later
// What the cockpit says to the desktop: notifications over a bus of our own, one instance per home.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "desktop/notifier.h"
#include "desktop/singleinstance.h"

using namespace orrery;
using namespace orrery::desktop;

/// The other side of the port: keeps what was told, can click and close.
class NotificationServer final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Told {
        uint id, replaces;
        QString title, text;
        QStringList actions;
        QVariantMap hints;
    };
    QList<Told> told;

public slots:
    uint Notify(const QString &, uint replaces, const QString &, const QString &title,
                const QString &text, const QStringList &actions, const QVariantMap &hints, int)
    {
        const uint id = replaces != 0 ? replaces : uint(told.size()) + 1;
        told.append({id, replaces, title, text, actions, hints});
        return id;
    }
signals:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
};

class tst_Desktop final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"),
                        QStringLiteral("--print-address")});
        QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon is missing (apt-get install dbus-daemon)");
        QVERIFY(m_daemon.waitForReadyRead());
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
        auto server = QDBusConnection::connectToBus(m_address, QStringLiteral("server"));
        QVERIFY(server.isConnected());
        QVERIFY(server.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_server,
                                      QDBusConnection::ExportAllContents));
        QVERIFY(server.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }
    void cleanupTestCase()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("server"));
        m_daemon.kill();
        m_daemon.waitForFinished();
    }
    void init() { m_server.told.clear(); }

    void aRunThatEndedIsTold()
    {
        Notifier notifier(client());
        QSignalSpy told(&notifier, &Notifier::told);
        notifier.tell(QStringLiteral("Sales failed"), QStringLiteral("<b>7 & 8</b>"), true,
                      RunId("r1"));
        QTRY_COMPARE(told.size(), 1);
        const auto first = m_server.told.front();
        QCOMPARE(first.title, QStringLiteral("Sales failed"));
        // What came from a file is text, not markup.
        QCOMPARE(first.text, QStringLiteral("&lt;b&gt;7 &amp; 8&lt;/b&gt;"));
        QCOMPARE(first.hints.value(QStringLiteral("urgency")).toInt(), 2);
        QVERIFY(first.actions.contains(QStringLiteral("default")));

        // The next word about the same run takes its place.
        notifier.tell(QStringLiteral("Sales succeeded"), {}, false, RunId("r1"));
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(m_server.told.back().replaces, first.id);

        QSignalSpy clicked(&notifier, &Notifier::activated);
        emit m_server.ActionInvoked(first.id, QStringLiteral("default"));
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(clicked.front().front().value<RunId>(), RunId("r1"));
        // Those of others are not ours.
        emit m_server.ActionInvoked(4711, QStringLiteral("default"));
        emit m_server.NotificationClosed(first.id, 2);
        // Words of the bus keep their order: with this answer the ones before have been heard.
        notifier.tell(QStringLiteral("of another"), {}, false, RunId("r2"));
        QTRY_COMPARE(told.size(), 3);
        notifier.tell(QStringLiteral("again"), {}, false, RunId("r1"));
        QTRY_COMPARE(told.size(), 4);
        QCOMPARE(m_server.told.back().replaces, 0U);
        QCOMPARE(clicked.size(), 1);
    }

    void withoutABusNothingIsSaid()
    {
        Notifier notifier(QDBusConnection(QStringLiteral("none")));
        QSignalSpy told(&notifier, &Notifier::told);
        notifier.tell(QStringLiteral("t"), QStringLiteral("x"), false);
        QCoreApplication::processEvents();
        QVERIFY(told.isEmpty() && m_server.told.isEmpty());
    }

    void aSecondStartHandsItsFileToTheFirst()
    {
        QTemporaryDir home;
        SingleInstance first(home.path());
        QVERIFY(first.claim());
        QSignalSpy opened(&first, &SingleInstance::opened);
        QProcess second;
        second.start(qEnvironmentVariable("ORRERY_BIN_DIR") + QStringLiteral("/orrery-cockpit"),
                     {QStringLiteral("--home"), home.path(), QStringLiteral("relative.yaml")});
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, 20'000);
        // By then the second one has its answer, or gets it now.
        QTRY_COMPARE_WITH_TIMEOUT(second.state(), QProcess::NotRunning, 10'000);
        QCOMPARE(second.exitCode(), 0);
        QCOMPARE(opened.front().front().toString(),
                 QDir::currentPath() + QStringLiteral("/relative.yaml"));
    }

    void anotherHomeIsAnotherInstance()
    {
        QTemporaryDir here, there;
        SingleInstance one(here.path()), other(there.path());
        QVERIFY(one.claim());
        QVERIFY(other.claim());
        SingleInstance again(here.path());
        QVERIFY(!again.claim());
    }

    void aHomeWhoseCockpitWasKilledIsFree()
    {
        QTemporaryDir home;
        {
            SingleInstance first(home.path());
            QVERIFY(first.claim());
        }
        SingleInstance next(home.path());
        QVERIFY(next.claim());
    }

    void nobodyThereIsToldSoon()
    {
        QTemporaryDir home;
        SingleInstance lonely(home.path());
        QVERIFY(!lonely.handOver({}, {}, 200));
    }

private:
    QDBusConnection client()
    {
        const QString name = QStringLiteral("client%1").arg(++m_clients);
        return QDBusConnection::connectToBus(m_address, name);
    }

    QProcess m_daemon;
    QString m_address;
    NotificationServer m_server;
    int m_clients = 0;
};

QTEST_MAIN(tst_Desktop)
#include "tst_desktop.moc"
