// SPDX-License-Identifier: GPL-3.0-or-later
// The order of one tick.
#include <QTest>

#include "run/settle.h"

using namespace orrery;

class tst_Settle : public QObject {
    Q_OBJECT
private slots:
    void commandsComeBeforeGrantsAndInOrder();
    void whatStopsATickStaysForTheNext();
};

void tst_Settle::commandsComeBeforeGrantsAndInOrder()
{
    std::vector<int> commands{1, 2};
    QStringList log;
    int grants = 0;
    run::settle(
        commands, [] { return true; },
        [&](int command) {
            log << QString::number(command);
            if (command == 1)
                commands.push_back(3); // decided meanwhile: after what was decided before
        },
        [&] {
            log << "grant";
            if (++grants == 1)
                commands.push_back(4);
            return grants == 1;
        });
    QCOMPARE(log.join(' '), QString("1 2 3 grant 4 grant"));
    QVERIFY(commands.empty());
}

void tst_Settle::whatStopsATickStaysForTheNext()
{
    std::vector<int> commands{1, 2, 3};
    int left = 2;
    int grants = 0;
    const auto tick = [&] {
        run::settle(
            commands, [&] { return left > 0; }, [&](int) { --left; },
            [&] {
                ++grants;
                return false;
            });
    };
    tick();
    QCOMPARE(commands, std::vector<int>{3});
    QCOMPARE(grants, 0);
    left = 1; // the last command uses it up: what it asked for is granted all the same
    tick();
    QVERIFY(commands.empty());
    QCOMPARE(grants, 1);
}

QTEST_APPLESS_MAIN(tst_Settle)
#include "tst_settle.moc"
