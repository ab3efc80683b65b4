// SPDX-License-Identifier: GPL-3.0-or-later
// What nodes ask for against what hosts have.
#include <QTest>

#include "resources/demand.h"
#include "support/dag.h"

using namespace orrery;

class tst_Demand : public QObject {
    Q_OBJECT
private slots:
    void everyTaskTakesAPlace();
    void eachNodeThatNoHostHoldsIsNamed();
    void fittingScalesOnlyWhatIsTooLarge();
    void aLeaseBeyondTheRoomStandsReadyUntilThereIsSome();
};

void tst_Demand::everyTaskTakesAPlace()
{
    QCOMPARE(resources::demandOf({.cpuCores = 0}).milliCpu, 10U);
    QCOMPARE(resources::demandOf({.cpuCores = 1.25}).milliCpu, 1250U);
    HostInfo host;
    host.cores = 4;
    host.memoryMiB = 100;
    host.gpus.resize(2);
    QCOMPARE(resources::capacityOf(host).milliCpu, 4000U);
    QCOMPARE(resources::capacityOf(host).memoryMiB, 100U);
    QCOMPARE(resources::capacityOf(host).gpus, 2U);
}

void tst_Demand::eachNodeThatNoHostHoldsIsNamed()
{
    resources::Allocator allocator;
    allocator.addHost(HostId("local"), {.milliCpu = 2000, .memoryMiB = 100});
    DagSpec dag = support::dag("a b c");
    dag.nodes[0].resources.cpuCores = 3;
    dag.nodes[2].resources.memoryMB = 101;
    const auto admission = resources::admit(allocator, dag, false);
    QCOMPARE(admission.refused.size(), 2U);
    QVERIFY(admission.refused[0].find("a: needs 3 cores") == 0);
    QVERIFY(admission.refused[1].find("c: needs 1 core and 101 MiB") == 0);
    QVERIFY(admission.fitted.empty());
}

void tst_Demand::fittingScalesOnlyWhatIsTooLarge()
{
    resources::Allocator allocator;
    allocator.addHost(HostId("local"), {.milliCpu = 2000, .memoryMiB = 100});
    DagSpec dag = support::dag("a b");
    dag.nodes[0].resources.cpuCores = 3;
    const auto admission = resources::admit(allocator, dag, true);
    QVERIFY(admission.refused.empty());
    QCOMPARE(admission.fitted.at(0).cpuCores, 2.0);
    QVERIFY(admission.fitted.at(1) == dag.nodes[1].resources);
    QCOMPARE(QString::fromStdString(admission.notes.at(0)),
             QString("a: scaled from 3 cores to 2 cores to fit this host"));
}

void tst_Demand::aLeaseBeyondTheRoomStandsReadyUntilThereIsSome()
{
    resources::Allocator allocator;
    allocator.addHost(HostId("local"), {.milliCpu = 1000, .memoryMiB = 100});
    const auto first = allocator.request({});
    const auto second = allocator.request({});
    QVERIFY(!allocator.standsReady(second));
    QCOMPARE(allocator.schedule().size(), 2U);
    QVERIFY(!allocator.standsReady(first));
    QVERIFY(allocator.standsReady(second));
    QCOMPARE(QString::fromStdString(allocator.whyReady(second)),
             QString("needs 1 core, none of 1 is free on local; stands ready there"));
    QVERIFY(allocator.whyReady(first).empty());
    QVERIFY(allocator.release(first));
    QVERIFY(!allocator.standsReady(second));
}

QTEST_APPLESS_MAIN(tst_Demand)
#include "tst_demand.moc"
