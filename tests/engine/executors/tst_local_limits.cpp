// SPDX-License-Identifier: GPL-3.0-or-later
// What ends a task from outside, what is left of its processes, and what is seen while it runs.
#include "runnerhost.h"

using namespace orrery;
using test::LaunchOrder;
using test::processesWith;
using test::RunnerHost;

namespace {

/// Children by every way of getting away: background, setsid, double fork, with closed output.
std::string escaping(const std::string &token)
{
    return "sleep " + token + " & setsid sleep " + token + " & (setsid sh -c 'sleep " + token +
           " & sleep " + token +
           " >/dev/null 2>&1 </dev/null &' &) ; until [ $(ls /proc | grep -c '^[0-9]') -gt 3 ]; do "
           ":; done; sleep 0.05; ";
}

Isolation level(const QString &name)
{
    return name == "sandbox" ? Isolation::Sandbox : Isolation::Process;
}

} // namespace

class tst_LocalLimits : public QObject {
    Q_OBJECT
private slots:
    void nothingOutlivesItsTask_data();
    void nothingOutlivesItsTask();
    void aTimeOutEndsTheTree_data();
    void aTimeOutEndsTheTree();
    void aTaskThatIgnoresTheTimeOutIsKilled();
    void aTaskMayTidyUpAtItsTimeOut();
    void aRunningTaskIsCancelled_data();
    void aRunningTaskIsCancelled();
    void aQueuedTaskIsCancelledWithoutStarting();
    void cancellingWhatIsUnknownIsFine();
    void memoryIsHeld_data();
    void memoryIsHeld();
    void aTaskUnderItsMemoryLimitIsLeftAlone();
    void aLogHasALargestSize();
    void samplesShowWhatATaskUses();
    void usageIsMeasuredForShortTasksToo();
    void aLogIsFollowedWhileItGrows();
    void aLogIsFollowedFromAnOffsetAndAfterTheEnd();
    void theKillOfASlotLosesOnlyItsTask();
};

void tst_LocalLimits::nothingOutlivesItsTask_data()
{
    QTest::addColumn<QString>("isolation");
    QTest::addColumn<QString>("end");
    QTest::newRow("process, success") << "process"
                                      << "exit 0";
    QTest::newRow("process, crash") << "process"
                                    << "kill -SEGV $$";
    QTest::newRow("sandbox, success") << "sandbox"
                                      << "exit 0";
    QTest::newRow("sandbox, failure") << "sandbox"
                                      << "exit 1";
}

void tst_LocalLimits::nothingOutlivesItsTask()
{
    QFETCH(QString, isolation);
    QFETCH(QString, end);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string token = "98765.4321";
    LaunchOrder order = host.sh(escaping(token) + end.toStdString());
    order.isolation = level(isolation);
    const Exit exit = host.run(order);
    QVERIFY2(exit.cause == Cause::Exited || exit.cause == Cause::Signalled, exit.detail.c_str());
    QVERIFY(processesWith(token).empty()); // gone before the end is told, so well within a second
}

void tst_LocalLimits::aTimeOutEndsTheTree_data()
{
    QTest::addColumn<QString>("isolation");
    QTest::newRow("process") << "process";
    QTest::newRow("sandbox") << "sandbox";
}

void tst_LocalLimits::aTimeOutEndsTheTree()
{
    QFETCH(QString, isolation);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string token = "98764.4321";
    LaunchOrder order = host.sh(escaping(token) + "sleep " + token);
    order.isolation = level(isolation);
    order.timeout = 500;
    const Exit exit = host.run(order);
    QCOMPARE(int(exit.cause), int(Cause::TimedOut));
    QVERIFY(exit.end - exit.start >= 500);
    QVERIFY(processesWith(token).empty());
}

void tst_LocalLimits::aTaskThatIgnoresTheTimeOutIsKilled()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("trap '' TERM; while :; do sleep 0.1; done");
    order.timeout = 100;
    const Exit exit = host.run(order);
    QCOMPARE(int(exit.cause), int(Cause::TimedOut));
    QCOMPARE(exit.signal, SIGKILL);
    QVERIFY(exit.end - exit.start >= 500); // the time-out and the grace of 400 ms
}

void tst_LocalLimits::aTaskMayTidyUpAtItsTimeOut()
{
    RunnerHost host;
    host.options.grace = 30'000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("trap 'echo tidy; exit 0' TERM; while :; do sleep 0.01; done");
    order.timeout = 200;
    const Exit exit = host.run(order);
    QCOMPARE(int(exit.cause), int(Cause::TimedOut));
    QVERIFY2(host.log(exit).find("tidy\n") != std::string::npos, host.log(exit).c_str());
}

void tst_LocalLimits::aRunningTaskIsCancelled_data()
{
    aTimeOutEndsTheTree_data();
}

void tst_LocalLimits::aRunningTaskIsCancelled()
{
    QFETCH(QString, isolation);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string token = "98763.4321";
    LaunchOrder order = host.sh(escaping(token) + "sleep " + token);
    order.isolation = level(isolation);
    host.launch({order});
    QVERIFY(host.waitStarted(order.key));
    host.cancel(order.key);
    QCOMPARE(int(host.endOf(order.key).cause), int(Cause::Cancelled));
    QVERIFY(processesWith(token).empty());
}

void tst_LocalLimits::aQueuedTaskIsCancelledWithoutStarting()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const LaunchOrder first = host.sh("sleep 60");
    std::vector<LaunchOrder> waiting;
    for (int i = 0; i < 3; ++i) // the first of them stands ready in the slot
        waiting.push_back(host.sh("touch $ORRERY_RUN_DIR/started"));
    host.launch({first, waiting[0], waiting[1], waiting[2]});
    QVERIFY(host.waitStarted(first.key));
    for (const LaunchOrder &order : waiting) {
        host.cancel(order.key);
        QCOMPARE(int(host.endOf(order.key).cause), int(Cause::Cancelled));
    }
    host.cancel(first.key);
    QCOMPARE(int(host.endOf(first.key).cause), int(Cause::Cancelled));
    QVERIFY(host.run(host.sh("test ! -e $ORRERY_RUN_DIR/started")).succeeded());
}

void tst_LocalLimits::cancellingWhatIsUnknownIsFine()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const LaunchOrder order = host.sh("exit 0");
    host.cancel(order.key);
    QVERIFY(host.run(order).succeeded());
    host.cancel(order.key);
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
}

void tst_LocalLimits::memoryIsHeld_data()
{
    QTest::addColumn<QString>("isolation");
    QTest::addColumn<bool>("cgroups");
    QTest::addColumn<QString>("script");
    // Allocated at once, and slowly in small pieces by a child.
    const QString grow = "/usr/bin/python3 -c 'import time\nkept = []\nwhile True:\n"
                         " kept.append(bytearray(4 << 20)); time.sleep(0.01)' & wait $!";
    QTest::newRow("strongest means, process") << "process" << true << grow;
    QTest::newRow("strongest means, sandbox") << "sandbox" << true << grow;
    QTest::newRow("without control groups, process") << "process" << false << grow;
    QTest::newRow("without control groups, sandbox") << "sandbox" << false << grow;
}

void tst_LocalLimits::memoryIsHeld()
{
    QFETCH(QString, isolation);
    QFETCH(bool, cgroups);
    QFETCH(QString, script);
    RunnerHost host;
    host.options.cgroups = cgroups;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh(script.toStdString());
    order.isolation = level(isolation);
    order.memoryMB = 64;
    order.timeout = 30'000;
    const Exit exit = host.run(order);
    QVERIFY2(exit.cause == Cause::OutOfMemory,
             (std::to_string(int(exit.cause)) + exit.detail + host.log(exit)).c_str());
    QVERIFY(exit.detail.find("64 MB") != std::string::npos);
    if (cgroups)
        QCOMPARE(exit.enforcement,
                 executors::probeHolding(host.options.home, host.options.programDir).enforcement);
    else
        QCOMPARE(exit.enforcement, std::string("rlimit"));
    // The next task in the same slot starts afresh.
    LaunchOrder next = host.sh("exit 0");
    next.memoryMB = 32;
    QVERIFY(host.run(next).succeeded());
}

void tst_LocalLimits::aTaskUnderItsMemoryLimitIsLeftAlone()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    for (const std::uint64_t limit : {128, 512, 64, 0}) {
        LaunchOrder order =
            host.order({"/usr/bin/python3", "-c", "x = bytearray(30 << 20); print(len(x))"});
        order.memoryMB = limit;
        const Exit exit = host.run(order);
        QVERIFY2(exit.succeeded(), exit.detail.c_str());
        QVERIFY(exit.usage.maxMemoryKiB > (30U << 10U));
        QCOMPARE(exit.enforcement == "none", limit == 0);
    }
}

void tst_LocalLimits::aLogHasALargestSize()
{
    RunnerHost host;
    host.options.logCap = 1U << 20U;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit exit = host.run(host.sh("while :; do head -c 100000 /dev/zero; sleep 0.005; done"));
    QCOMPARE(int(exit.cause), int(Cause::LogTooLarge));
    QVERIFY(exit.log.size > (1U << 20U));
}

void tst_LocalLimits::samplesShowWhatATaskUses()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const LaunchOrder order = host.sh("(while :; do :; done) & while :; do :; done");
    host.launch({order});
    QVERIFY(host.waitFor([&] { return host.m_samples.size() >= 4; }));
    host.cancel(order.key);
    const Exit exit = host.endOf(order.key);
    double most = 0;
    for (const TaskSample &sample : host.m_samples) {
        QVERIFY(sample.run == order.key.run && sample.task == order.key.task &&
                sample.attempt == 1);
        QVERIFY(sample.at >= exit.start && sample.at <= exit.end);
        QCOMPARE(sample.processes, 2U);
        QVERIFY(sample.memoryKiB > 100);
        most = std::max(most, sample.cpu);
    }
    QVERIFY2(most > 0.05 && most < 64,
             qPrintable(QString::number(most))); // others may want the cores too
    QVERIFY(host.m_samples.front().at - exit.start < 1000);
    QVERIFY(exit.usage.cpuSeconds > 0.02);
}

void tst_LocalLimits::usageIsMeasuredForShortTasksToo()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit exit = host.run(host.order({"/usr/bin/python3", "-c", "sum(range(1000000))"}));
    QVERIFY(exit.usage.cpuSeconds > 0.005 && exit.usage.cpuSeconds < 20);
    QVERIFY(exit.usage.maxMemoryKiB > 3000);
}

void tst_LocalLimits::aLogIsFollowedWhileItGrows()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const LaunchOrder order = host.sh("echo first; until [ -e $ORRERY_RUN_DIR/go ]; do sleep 0.01; "
                                      "done; head -c 1000000 /dev/zero; echo last");
    host.launch({order});
    host.follow(order.key);
    QVERIFY(host.waitFor([&] { return host.m_logs[order.key] == "first\n"; }));
    std::ofstream(host.runDir() + "/go") << "x";
    QVERIFY(host.waitFor([&] { return host.m_logEnds.count(order.key) != 0; }));
    const std::string &log = host.m_logs[order.key];
    QCOMPARE(log.size(), std::size_t{1'000'011});
    QVERIFY(log.substr(log.size() - 5) == "last\n");
}

void tst_LocalLimits::aLogIsFollowedFromAnOffsetAndAfterTheEnd()
{
    RunnerHost host;
    host.acknowledgeResults(false);
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const LaunchOrder order = host.sh("printf 0123456789");
    QVERIFY(host.run(order).succeeded());
    host.follow(order.key, 4);
    QVERIFY(host.waitFor([&] { return host.m_logEnds.count(order.key) != 0; }));
    QCOMPARE(host.m_logs[order.key], std::string("456789"));
    const LaunchOrder never = host.sh("exit 0");
    host.follow(never.key); // unknown: told so at once
    QVERIFY(host.waitFor([&] { return host.m_logEnds.count(never.key) != 0; }));
}

void tst_LocalLimits::theKillOfASlotLosesOnlyItsTask()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string token = "98762.4321";
    const LaunchOrder victim =
        host.sh("echo words; echo x > file; setsid sleep " + token + " & sleep " + token);
    const LaunchOrder other = host.sh("until [ -e $ORRERY_RUN_DIR/go ]; do sleep 0.01; done");
    host.launch({victim, other});
    QVERIFY(host.waitStarted(victim.key) && host.waitStarted(other.key));
    QTRY_VERIFY_WITH_TIMEOUT(processesWith(token).size() >= 3, 20'000);
    const std::string stat =
        platform::readFile("/proc/" + std::to_string(host.m_started[victim.key]) + "/stat", 4096)
            .value_or("");
    const pid_t slot = pid_t(std::atol(stat.substr(stat.rfind(')') + 4).c_str()));
    QVERIFY(slot > 1 && slot != host.runnerPid());
    ::kill(slot, SIGKILL);
    const Exit exit = host.endOf(victim.key);
    QCOMPARE(int(exit.cause), int(Cause::Lost));
    QCOMPARE(host.log(exit), std::string("words\n"));
    QVERIFY(QFile::exists(QString::fromStdString(exit.workDir + "/file")));
    QVERIFY(processesWith(token).empty());
    std::ofstream(host.runDir() + "/go") << "x";
    QVERIFY(host.endOf(other.key).succeeded());
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
}

QTEST_GUILESS_MAIN(tst_LocalLimits)
#include "tst_local_limits.moc"
