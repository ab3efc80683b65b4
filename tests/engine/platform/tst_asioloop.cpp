// SPDX-License-Identifier: GPL-3.0-or-later
// The real loop keeps the promises of core::Loop.
#include <chrono>
#include <thread>

#include <QTest>

#include "platform/asioloop.h"

using namespace orrery;

class tst_AsioLoop : public QObject {
    Q_OBJECT

private slots:
    void aTimerWhoseHandleIsGoneDoesNothing();
    void aTimerMayLetGoOfItself();
};

/// Also when it had expired, and waited only for its turn.
void tst_AsioLoop::aTimerWhoseHandleIsGoneDoesNothing()
{
    const auto loop = platform::makeAsioLoop();
    bool ran = false;
    std::unique_ptr<core::Loop::Handle> second;
    const auto first = loop->after(1, [&] { second.reset(); });
    second = loop->after(1, [&] { ran = true; });
    const auto last = loop->after(30, [&] { loop->stop(); });
    const auto both = std::chrono::steady_clock::now() + std::chrono::milliseconds(5);
    std::this_thread::sleep_until(both); // both have expired when the loop first looks
    loop->run();
    QVERIFY(!ran);
}

void tst_AsioLoop::aTimerMayLetGoOfItself()
{
    const auto loop = platform::makeAsioLoop();
    int ran = 0;
    std::unique_ptr<core::Loop::Handle> own;
    const std::string kept(100, 'x');
    own = loop->after(1, [&own, &ran, kept] {
        own.reset();
        ran = static_cast<int>(kept.size()); // what it was given is still there
    });
    const auto last = loop->after(20, [&] { loop->stop(); });
    loop->run();
    QCOMPARE(ran, 100);
}

QTEST_GUILESS_MAIN(tst_AsioLoop)
#include "tst_asioloop.moc"
