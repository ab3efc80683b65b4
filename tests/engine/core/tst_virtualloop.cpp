// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual time: what is due happens in order, and a day passes in no time.
#include <thread>

#include <QTest>

#include "core/virtualloop.h"

using namespace orrery;
using core::Loop;
using core::VirtualLoop;

class tst_VirtualLoop : public QObject {
    Q_OBJECT

private slots:
    void timersFireInOrderOfTime();
    void timersOfOneMomentFireInOrderOfTheirStart();
    void postedWorkComesBeforeTimePasses();
    void advanceStopsInBetween();
    void stepDoesOneThing();
    void anEndedHandleFiresNoMore();
    void aHandleMayEndInItsOwnWork();
    void runEndsWhenNothingIsLeftAndWhenStopped();
    void theWallMayJumpWithoutTimersNoticing();
    void watchesAreCalledWhenSignalled();
    void workIsPostedFromOtherThreads();
};

void tst_VirtualLoop::stepDoesOneThing()
{
    VirtualLoop loop;
    std::string log;
    const auto timer = loop.after(5, [&] { log += "t"; });
    loop.post([&] {
        log += "p";
        loop.post([&] { log += "q"; });
    });
    QVERIFY(loop.step());
    QCOMPARE(log, std::string("p"));
    QVERIFY(loop.step());
    QCOMPARE(log, std::string("pq"));
    QCOMPARE(loop.mono(), core::MonoNs(0));
    QVERIFY(loop.step());
    QCOMPARE(log, std::string("pqt"));
    QCOMPARE(loop.mono(), core::MonoNs(5'000'000));
    QVERIFY(!loop.step());
}

void tst_VirtualLoop::timersFireInOrderOfTime()
{
    VirtualLoop loop(5000);
    QString log;
    const auto note = [&](const char *name) {
        return [&log, &loop, name] { log += QLatin1String(name) + u"@%1 "_qs.arg(loop.wall()); };
    };
    const auto late = loop.after(86'400'000, note("day"));
    const auto soon = loop.after(10, note("soon"));
    const auto now = loop.after(0, note("now"));
    loop.run();
    QCOMPARE(log, u"now@5000 soon@5010 day@86405000 "_qs);
    QCOMPARE(loop.mono(), core::MonoNs(86'400'000) * 1'000'000);
    QCOMPARE(loop.timers(), std::size_t(0));
}

void tst_VirtualLoop::timersOfOneMomentFireInOrderOfTheirStart()
{
    VirtualLoop loop;
    std::string log;
    std::vector<std::unique_ptr<Loop::Handle>> timers;
    for (const char name : {'a', 'b', 'c'})
        timers.push_back(loop.after(5, [&log, name] { log += name; }));
    loop.run();
    QCOMPARE(log, std::string("abc"));
}

void tst_VirtualLoop::postedWorkComesBeforeTimePasses()
{
    VirtualLoop loop;
    std::string log;
    const auto timer = loop.after(0, [&] { log += "t"; });
    loop.post([&] {
        log += "p";
        loop.post([&] { log += "q"; });
    });
    loop.run();
    QCOMPARE(log, std::string("pqt"));
}

void tst_VirtualLoop::advanceStopsInBetween()
{
    VirtualLoop loop;
    int fired = 0;
    const auto timer = loop.after(100, [&] { ++fired; });
    loop.advance(99);
    QCOMPARE(fired, 0);
    QCOMPARE(loop.wall(), WallMs(99));
    loop.advance(1);
    QCOMPARE(fired, 1);
    loop.advance(500);
    QCOMPARE(fired, 1);
    QCOMPARE(loop.wall(), WallMs(600));
}

void tst_VirtualLoop::anEndedHandleFiresNoMore()
{
    VirtualLoop loop;
    int fired = 0;
    auto timer = loop.after(1, [&] { ++fired; });
    timer.reset();
    std::unique_ptr<Loop::Handle> other = loop.after(2, [&] { ++fired; });
    loop.run();
    QCOMPARE(fired, 1);
    std::unique_ptr<Loop::Handle> outliving;
    {
        VirtualLoop shorter;
        outliving = shorter.after(1, [] {});
    }
    outliving.reset();
}

void tst_VirtualLoop::aHandleMayEndInItsOwnWork()
{
    VirtualLoop loop;
    int fired = 0;
    std::unique_ptr<Loop::Handle> timer;
    timer = loop.after(1, [&] { timer = loop.after(1, [&] { ++fired; }); });
    loop.run();
    QCOMPARE(fired, 1);
    std::unique_ptr<Loop::Handle> watch;
    watch = loop.watch(3, Loop::Ready::Read, [&] {
        ++fired;
        watch.reset();
    });
    loop.signal(3, Loop::Ready::Read);
    loop.signal(3, Loop::Ready::Read);
    QCOMPARE(fired, 2);
}

void tst_VirtualLoop::runEndsWhenNothingIsLeftAndWhenStopped()
{
    VirtualLoop loop;
    const auto watch = loop.watch(3, Loop::Ready::Read, [] {});
    loop.run();
    int count = 0;
    std::unique_ptr<Loop::Handle> timer;
    std::function<void()> again = [&] {
        if (++count == 1000)
            loop.stop();
        timer = loop.after(1000, again);
    };
    loop.post(again);
    loop.run();
    QCOMPARE(count, 1000);
    QCOMPARE(loop.wall(), WallMs(999'000));
}

void tst_VirtualLoop::theWallMayJumpWithoutTimersNoticing()
{
    VirtualLoop loop(1000);
    int fired = 0;
    const auto timer = loop.after(10, [&] { ++fired; });
    loop.setWall(50);
    loop.advance(9);
    QCOMPARE(fired, 0);
    QCOMPARE(loop.wall(), WallMs(59));
    loop.advance(1);
    QCOMPARE(fired, 1);
}

void tst_VirtualLoop::watchesAreCalledWhenSignalled()
{
    VirtualLoop loop;
    std::string log;
    const auto read = loop.watch(3, Loop::Ready::Read, [&] { log += "r"; });
    const auto write = loop.watch(3, Loop::Ready::Write, [&] { log += "w"; });
    const auto other = loop.watch(4, Loop::Ready::Read, [&] { log += "o"; });
    loop.signal(3, Loop::Ready::Read);
    loop.signal(3, Loop::Ready::Write);
    loop.signal(5, Loop::Ready::Read);
    QCOMPARE(log, std::string("rw"));
}

void tst_VirtualLoop::workIsPostedFromOtherThreads()
{
    VirtualLoop loop;
    int count = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                loop.post([&] { ++count; });
        });
    for (std::thread &thread : threads)
        thread.join();
    loop.runPosted();
    QCOMPARE(count, 4000);
}

QTEST_APPLESS_MAIN(tst_VirtualLoop)
#include "tst_virtualloop.moc"
