// SPDX-License-Identifier: GPL-3.0-or-later
// Is the simulation worth anything? Bugs that break the contract, one at a time, in an engine built
// for this test alone: each has to be found within 200 seeds.
#include <QTest>

#include "core/log.h"
#include "plants.h"
#include "world.h"

using namespace orrery;
using plant::Bug;

Q_DECLARE_METATYPE(orrery::plant::Bug)

class tst_Planted : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { core::setLogLevel(core::LogLevel::Off); }
    void cleanup() { plant::plant(Bug::None); }

    void thisEngineIsSoundWithoutOne();
    void isFound_data();
    void isFound();
};

namespace {
constexpr std::uint64_t seeds = 200;
}

void tst_Planted::thisEngineIsSoundWithoutOne()
{
    for (std::uint64_t seed = 1; seed <= seeds; ++seed)
        QCOMPARE(simulation::simulate({seed, false, {}}).broken, std::string());
}

void tst_Planted::isFound_data()
{
    QTest::addColumn<Bug>("bug");
    QTest::newRow("skip a sync") << Bug::SkipSync;
    QTest::newRow("drop the fence check") << Bug::DropFence;
    QTest::newRow("forget a lease") << Bug::ForgetLease;
    QTest::newRow("adopt twice") << Bug::DoubleAdopt;
    QTest::newRow("ignore a clock jump") << Bug::IgnoreClockJump;
    QTest::newRow("lose an acknowledgement") << Bug::LoseAcknowledgement;
    QTest::newRow("lose a kill") << Bug::LoseKill;
    QTest::newRow("lose an order that waits for its sync") << Bug::LoseUnsent;
    QTest::newRow("lose a growth") << Bug::LoseGrowth;
}

void tst_Planted::isFound()
{
    QFETCH(const Bug, bug);
    plant::plant(bug);
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const simulation::Outcome outcome = simulation::simulate({seed, false, {}});
        if (outcome.broken.empty())
            continue;
        qInfo("found by seed %llu: %s", static_cast<unsigned long long>(seed),
              outcome.broken.c_str());
        return;
    }
    QFAIL("no seed finds it");
}

QTEST_GUILESS_MAIN(tst_Planted)
#include "tst_planted.moc"
