// SPDX-License-Identifier: GPL-3.0-or-later
// Effects leave when the journal is as safe as the table asks for, not before.
#include "store/gate.h"

#include <QTest>

using namespace orrery;
using store::Gate;
using types::Effect;

class tst_Gate : public QObject {
    Q_OBJECT
private slots:
    void localLaunchesLeaveWhenWritten();
    void answersLeaveWhenSynced();
    void nothingIsLaunchedBeforeTheEpochIsSynced();
    void effectsOfOneKindKeepTheirOrder();
    void anEffectMayHoldAnother();
    void afterAStopNothingLeaves();
    void theTableNamesEveryEffect();
};

namespace {

/// A gate whose epoch is safe and whose log tells what left.
struct Fixture {
    Gate gate;
    std::string log;

    Fixture()
    {
        gate.setEpoch(1);
        gate.synced(1);
    }
    void hold(Effect effect, Seq seq, const std::string &what)
    {
        gate.hold(effect, seq, [this, what] { log += what; });
    }
};

} // namespace

void tst_Gate::localLaunchesLeaveWhenWritten()
{
    Fixture f;
    f.hold(Effect::LaunchHere, 2, "a");
    f.hold(Effect::LaunchHere, 3, "b");
    QCOMPARE(f.log, std::string());
    f.gate.written(2);
    QCOMPARE(f.log, std::string("a"));
    f.gate.written(5);
    QCOMPARE(f.log, std::string("ab"));
    f.hold(Effect::LaunchHere, 4, "c");
    QCOMPARE(f.log, std::string("abc"));
}

void tst_Gate::answersLeaveWhenSynced()
{
    Fixture f;
    f.hold(Effect::AnswerUser, 2, "a");
    f.hold(Effect::FinalState, 3, "f");
    f.hold(Effect::RunnerAcknowledge, 3, "k");
    f.gate.written(3);
    QCOMPARE(f.log, std::string());
    f.gate.synced(2);
    QCOMPARE(f.log, std::string("a"));
    f.gate.synced(3);
    QCOMPARE(f.log, std::string("afk"));
    QCOMPARE(f.gate.held(), std::size_t{0});
}

void tst_Gate::nothingIsLaunchedBeforeTheEpochIsSynced()
{
    Gate gate;
    int launched = 0, shown = 0;
    const auto launch = [&] { ++launched; };
    gate.hold(Effect::LaunchHere, 4, launch);
    gate.hold(Effect::KillHere, 4, launch);
    gate.hold(Effect::LaunchElsewhere, 4, launch);
    gate.hold(Effect::ShowLive, 4, [&] { ++shown; });
    gate.synced(9);
    QCOMPARE(launched, 0); // no epoch was told yet
    QCOMPARE(shown, 1);
    gate.setEpoch(10);
    gate.written(10);
    QCOMPARE(launched, 0);
    gate.synced(10);
    QCOMPARE(launched, 3);
}

void tst_Gate::effectsOfOneKindKeepTheirOrder()
{
    Fixture f;
    f.hold(Effect::AnswerUser, 5, "1");
    f.hold(Effect::FinalState, 3, "2");
    f.gate.synced(3);
    QCOMPARE(f.log, std::string());
    f.gate.synced(5);
    QCOMPARE(f.log, std::string("12"));
}

void tst_Gate::anEffectMayHoldAnother()
{
    Fixture f;
    f.gate.hold(Effect::ShowLive, 2, [&] {
        f.log += "a";
        f.hold(Effect::ShowLive, 2, "b");
        f.hold(Effect::ShowLive, 3, "c");
    });
    f.gate.written(2);
    QCOMPARE(f.log, std::string("ab"));
    f.gate.written(3);
    QCOMPARE(f.log, std::string("abc"));
}

void tst_Gate::afterAStopNothingLeaves()
{
    Fixture f;
    f.hold(Effect::AnswerUser, 2, "a");
    f.gate.stop();
    f.hold(Effect::ShowLive, 2, "s");
    f.gate.synced(9);
    QCOMPARE(f.log, std::string());
    QVERIFY(f.gate.stopped());
    QCOMPARE(f.gate.held(), std::size_t{0});
}

void tst_Gate::theTableNamesEveryEffect()
{
    for (std::size_t n = 0; n < types::effectCount; ++n) {
        const auto effect = static_cast<Effect>(n);
        QVERIFY(!types::text(effect).empty());
        bool caused = false;
        for (std::size_t fact = 1; fact < types::factKindCount; ++fact) {
            const auto wait = types::waitOf(static_cast<types::FactKind>(fact), effect);
            caused = caused || wait != types::Wait::Never;
            // One column, one strength: the gate needs no look at the event.
            if (wait != types::Wait::Never)
                QCOMPARE(wait == types::Wait::Synced,
                         types::strengthOf(effect) == types::Strength::Synced);
        }
        QVERIFY2(caused, std::string(types::text(effect)).c_str());
    }
}

QTEST_APPLESS_MAIN(tst_Gate)
#include "tst_gate.moc"
