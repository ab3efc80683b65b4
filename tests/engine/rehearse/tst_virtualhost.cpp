// SPDX-License-Identifier: GPL-3.0-or-later
// In which order a host in virtual time starts what it was sent.
#include <QTest>

#include "rehearse/virtualhost.h"

using namespace orrery;

namespace {

resources::Demand cores(std::uint64_t milli)
{
    return {.milliCpu = milli};
}

struct Host {
    rehearse::VirtualHost host{{.milliCpu = 2000, .memoryMiB = 100}};
    SpanMs now = 0;

    QString started()
    {
        QStringList words;
        for (const TaskIndex task : host.start(now))
            words << QString::number(task);
        return words.join(' ');
    }
    QString ends(TaskIndex task)
    {
        host.leave(task);
        return started();
    }
};

} // namespace

class tst_VirtualHost : public QObject {
    Q_OBJECT
private slots:
    void ordersStartAsRoomComes();
    void noSmallOrderPassesOneThatStandsReady();
    void anOrderThatStandsReadyStartsBeforeWhenThereIsRoom();
    void whatIsNotWantedLeaves();
    void anOrderLargerThanTheHostRunsAlone();
};

void tst_VirtualHost::ordersStartAsRoomComes()
{
    Host host;
    for (TaskIndex task = 0; task < 5; ++task)
        host.host.send(task, cores(1000));
    QCOMPARE(host.started(), "0 1");
    QCOMPARE(host.ends(0), "2"); // 2 stands behind 0, 3 behind 1
    QCOMPARE(host.ends(1), "3");
    QCOMPARE(host.ends(3), "4");
    QCOMPARE(host.ends(2), "");
}

void tst_VirtualHost::noSmallOrderPassesOneThatStandsReady()
{
    Host host;
    host.host.send(0, cores(1500));
    host.host.send(1, cores(1000)); // stands ready behind 0
    QCOMPARE(host.started(), "0");
    host.host.send(2, cores(500));
    QCOMPARE(host.started(), "");
    QCOMPARE(host.ends(0), "1 2");
}

void tst_VirtualHost::anOrderThatStandsReadyStartsBeforeWhenThereIsRoom()
{
    Host host;
    host.host.send(0, cores(1000));
    host.host.send(1, cores(1000));
    host.host.send(2, cores(1000)); // behind 0
    QCOMPARE(host.started(), "0 1");
    QCOMPARE(host.ends(1), "2");
}

void tst_VirtualHost::whatIsNotWantedLeaves()
{
    Host host;
    for (TaskIndex task = 0; task < 4; ++task)
        host.host.send(task, cores(2000));
    QCOMPARE(host.started(), "0");
    host.host.leave(2); // it is in the queue
    host.host.leave(1); // it stands ready
    QCOMPARE(host.ends(0), "3");
}

void tst_VirtualHost::anOrderLargerThanTheHostRunsAlone()
{
    Host host;
    host.host.send(0, cores(3000));
    host.host.send(1, cores(100));
    QCOMPARE(host.started(), "0");
    QCOMPARE(host.ends(0), "1");
}

QTEST_APPLESS_MAIN(tst_VirtualHost)
#include "tst_virtualhost.moc"
