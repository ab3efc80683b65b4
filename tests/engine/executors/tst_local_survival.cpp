// SPDX-License-Identifier: GPL-3.0-or-later
// Engines come and go, runners are killed: tasks go on, or are known to be lost; none starts twice.
#include "runnerhost.h"

using namespace orrery;
using test::LaunchOrder;
using test::processesWith;
using test::RunnerHost;

namespace {

std::string text(const std::string &file)
{
    return platform::readFile(file, 1U << 20U).value_or("");
}

bool holds(const std::vector<AttemptKey> &keys, const AttemptKey &key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

} // namespace

class tst_LocalSurvival : public QObject {
    Q_OBJECT
private slots:
    void aNewEngineAdoptsWhatRuns();
    void resultsWaitUntilTheyAreAcknowledged();
    void anOlderEngineIsRefused();
    void aKilledRunnerIsReplacedAndItsTasksAreLost_data();
    void aKilledRunnerIsReplacedAndItsTasksAreLost();
    void endedResultsSurviveTheRunner();
    void aHalfWrittenJournalIsTakenUp();
    void anIdleRunnerLeaves();
    void aRunnerWithoutItsHomeLeaves();
    void aRunnerWithWorkStays();
    void ordersGivenWithoutALinkAreNotLost();
    void aHomeWithALongPathWorks();
    void aMissingProgramIsReported();
    void theAnswerOfTheProbeIsKept();
};

void tst_LocalSurvival::aNewEngineAdoptsWhatRuns()
{
    RunnerHost host(60'000);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    LaunchOrder order = host.sh("echo started >> $ORRERY_RUN_DIR/starts; until [ -e "
                                "$ORRERY_RUN_DIR/go ]; do sleep 0.01; done");
    LaunchOrder queued = host.sh("echo $ORRERY_TASK >> $ORRERY_RUN_DIR/queued");
    queued.cpuCores = 2;
    host.launch({order, queued});
    QVERIFY(host.waitStarted(order.key));
    const pid_t runner = host.runnerPid();
    host.drop();
    host.forget();
    QVERIFY2(host.connect(2), host.m_lost.c_str());
    QCOMPARE(host.runnerPid(), runner);
    QVERIFY(holds(host.m_alive, order.key) && holds(host.m_alive, queued.key));
    QVERIFY(host.waitStarted(order.key)); // told again
    order.fence = queued.fence = 2;
    host.launch({order, queued}); // the journal was not sure: asked again, not started again
    std::ofstream(host.runDir() + "/go") << "x";
    QVERIFY(host.endOf(order.key).succeeded());
    QVERIFY(host.endOf(queued.key).succeeded());
    QCOMPARE(text(host.runDir() + "/starts"), std::string("started\n"));
    QCOMPARE(text(host.runDir() + "/queued"), queued.taskName + "\n");
}

void tst_LocalSurvival::resultsWaitUntilTheyAreAcknowledged()
{
    RunnerHost host(60'000);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    const LaunchOrder order = host.sh("touch $ORRERY_RUN_DIR/running; until [ -e "
                                      "$ORRERY_RUN_DIR/go ]; do sleep 0.01; done; exit 7");
    host.launch({order});
    QVERIFY(host.waitStarted(order.key));
    host.drop();
    std::ofstream(host.runDir() + "/go") << "x"; // ends with no engine there
    host.acknowledgeResults(false);
    QVERIFY2(host.connect(2), host.m_lost.c_str());
    QVERIFY(holds(host.m_alive, order.key));
    QCOMPARE(host.endOf(order.key).exitCode, 7);
    host.forget();
    host.acknowledgeResults(true);
    QVERIFY2(host.connect(3), host.m_lost.c_str());
    QCOMPARE(host.endOf(order.key).exitCode, 7);
    QVERIFY(host.run(host.sh("exit 0"))
                .succeeded()); // its answer comes after the acknowledgement went out
    QVERIFY2(host.connect(4), host.m_lost.c_str());
    QVERIFY(!holds(host.m_alive, order.key));
}

void tst_LocalSurvival::anOlderEngineIsRefused()
{
    RunnerHost host(60'000);
    QVERIFY2(host.connect(5), host.m_lost.c_str());
    const pid_t runner = host.runnerPid();
    QVERIFY(!host.connect(4));
    QVERIFY2(host.m_lost.find("newer engine") != std::string::npos, host.m_lost.c_str());
    ::kill(runner, SIGKILL);
    QVERIFY(host.waitUntilGone());
    QVERIFY(!host.connect(4)); // the next runner knows it from the journal
    QVERIFY2(host.connect(5), host.m_lost.c_str());
}

void tst_LocalSurvival::aKilledRunnerIsReplacedAndItsTasksAreLost_data()
{
    QTest::addColumn<bool>("slotsToo");
    QTest::addColumn<bool>("sandbox");
    QTest::newRow("the runner alone, process") << false << false;
    QTest::newRow("the runner alone, sandbox") << false << true;
    QTest::newRow("with its slots, process") << true << false;
    QTest::newRow("with its slots, sandbox") << true << true;
}

void tst_LocalSurvival::aKilledRunnerIsReplacedAndItsTasksAreLost()
{
    QFETCH(bool, slotsToo);
    QFETCH(bool, sandbox);
    RunnerHost host(60'000);
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    const std::string token = "98761.4321";
    LaunchOrder order = host.sh("echo some words; (setsid sleep " + token + " &); setsid sleep " +
                                token + " & touch $ORRERY_RUN_DIR/printed; sleep " + token);
    order.isolation = sandbox ? Isolation::Sandbox : Isolation::Process;
    const LaunchOrder queued = host.sh("touch $ORRERY_RUN_DIR/queued");
    host.launch({order, queued});
    QVERIFY(host.waitStarted(order.key));
    // The token stands in the shell's own arguments, too: that alone does not say that it prints.
    QTRY_VERIFY_WITH_TIMEOUT(platform::exists(host.runDir() + "/printed"), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(
        processesWith("sleep\0" + token).size() + processesWith(token).size() >= 3, 20'000);
    const pid_t runner = host.runnerPid();
    std::vector<pid_t> all = processesWith(host.options.home); // the runner and its slots
    for (const pid_t pid : all)
        if (pid != runner && slotsToo)
            ::kill(pid, SIGSTOP); // so that none of them can tidy up before its own kill
    ::kill(runner, SIGKILL);
    if (slotsToo)
        for (const pid_t pid : all)
            ::kill(pid, SIGKILL);
    // The executor repairs the link by itself: a second ready, with the lost attempt among the
    // ended.
    QVERIFY(host.waitFor([&] { return host.m_readies == 2 || !host.m_lost.empty(); }));
    QVERIFY2(host.m_lost.empty(), host.m_lost.c_str());
    QVERIFY(host.runnerPid() != runner);
    QVERIFY(processesWith(token).empty());
    const Exit exit = host.endOf(order.key);
    QCOMPARE(int(exit.cause), int(Cause::Lost));
    QCOMPARE(host.log(exit), std::string("some words\n"));
    QCOMPARE(int(host.endOf(queued.key).cause), int(Cause::Lost));
    QVERIFY(host.run(host.sh("test ! -e $ORRERY_RUN_DIR/queued")).succeeded());
}

void tst_LocalSurvival::endedResultsSurviveTheRunner()
{
    RunnerHost host(60'000);
    host.acknowledgeResults(false);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    const LaunchOrder order = host.sh("echo '{\"v\":1}' > $ORRERY_OUTPUTS; echo printed; exit 0");
    QVERIFY(host.run(order).succeeded());
    const pid_t runner = host.runnerPid();
    host.drop();
    host.forget();
    ::kill(runner, SIGKILL);
    QVERIFY(host.waitUntilGone());
    QVERIFY2(host.connect(2), host.m_lost.c_str());
    QVERIFY(holds(host.m_alive, order.key));
    const Exit exit = host.endOf(order.key);
    QVERIFY(exit.succeeded());
    QCOMPARE(exit.outputs, std::string("{\"v\":1}\n"));
    QCOMPARE(host.log(exit), std::string("printed\n"));
}

/// Where the whole records end, each behind its length, and the room for further ones begins.
static std::size_t endOfFrames(const std::string &text)
{
    std::size_t at = 0;
    while (at + 4 <= text.size()) {
        std::size_t size = 0;
        for (unsigned byte = 0; byte < 4; ++byte)
            size |= std::size_t{static_cast<unsigned char>(text[at + byte])} << (8U * byte);
        if (size == 0)
            break;
        at += 4 + size;
    }
    return at;
}

void tst_LocalSurvival::aHalfWrittenJournalIsTakenUp()
{
    RunnerHost host(60'000);
    host.acknowledgeResults(false);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    const LaunchOrder order = host.sh("exit 3");
    QCOMPARE(host.run(order).exitCode, 3);
    const pid_t runner = host.runnerPid();
    host.drop();
    host.forget();
    ::kill(runner, SIGKILL);
    QVERIFY(host.waitUntilGone());
    const std::string path = host.options.home + "/runner/journal";
    const auto written = platform::readFile(path, 1U << 20U);
    QVERIFY(written.has_value());
    std::fstream journal(path, std::ios::in | std::ios::out | std::ios::binary);
    journal.seekp(static_cast<std::streamoff>(endOfFrames(*written)));
    journal << std::string("\x50\0\0\0\x03half", 9);
    journal.close();
    QVERIFY2(host.connect(2), host.m_lost.c_str());
    QCOMPARE(host.endOf(order.key).exitCode, 3);
}

void tst_LocalSurvival::aRunnerWithoutItsHomeLeaves()
{
    RunnerHost host(600'000);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
    const pid_t runner = host.runnerPid();
    QVERIFY(runner > 0);
    host.drop();
    QVERIFY(QDir(QString::fromStdString(host.options.home)).removeRecursively());
    const QString program = QString("/proc/%1/exe").arg(runner); // a zombie has none
    QVERIFY(QFile::exists(program));
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(program), 20'000);
}

void tst_LocalSurvival::anIdleRunnerLeaves()
{
    RunnerHost host(0);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
    host.drop();
    QVERIFY(host.waitUntilGone());
    QVERIFY(!QFile::exists(QString::fromStdString(host.options.home + "/runner/sock")));
    QVERIFY2(host.connect(2), host.m_lost.c_str()); // a new one comes when it is wanted
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
}

void tst_LocalSurvival::aRunnerWithWorkStays()
{
    RunnerHost host(0);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    const LaunchOrder order =
        host.sh("until [ -e $ORRERY_RUN_DIR/go ]; do sleep 0.01; done; touch $ORRERY_RUN_DIR/done");
    host.launch({order});
    QVERIFY(host.waitStarted(order.key));
    host.drop();
    std::ofstream(host.runDir() + "/go") << "x";
    QVERIFY(host.waitUntilGone()); // its idle time is 0: it left because it had ended the task
    QVERIFY(QFile::exists(QString::fromStdString(host.runDir() + "/done")));
    host.forget();
    QVERIFY2(host.connect(2), host.m_lost.c_str());
    QVERIFY(host.endOf(order.key).succeeded());
}

void tst_LocalSurvival::ordersGivenWithoutALinkAreNotLost()
{
    RunnerHost host(60'000);
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
    const LaunchOrder order = host.sh("exit 5");
    host.call([&] { ::kill(host.runnerPid(), SIGKILL); });
    host.launch({order}); // on the dead link, or while it is repaired
    QVERIFY(host.waitFor([&] { return host.m_readies == 2; }));
    if (holds(host.m_alive, order.key))
        QCOMPARE(host.endOf(order.key).exitCode, 5);
    else // it went down with the runner: the engine places it again, as another attempt
        QVERIFY(host.m_ended.count(order.key) == 0);
}

void tst_LocalSurvival::aHomeWithALongPathWorks()
{
    RunnerHost host;
    host.options.home += "/" + std::string(120, 'x') + "/" + std::string(120, 'y');
    QVERIFY2(host.connect(1), host.m_lost.c_str());
    QVERIFY(host.run(host.sh("exit 0")).succeeded());
}

void tst_LocalSurvival::aMissingProgramIsReported()
{
    RunnerHost host;
    host.options.programDir = "/no/such/place";
    QVERIFY(!host.connect(1));
    QVERIFY2(host.m_lost.find("/no/such/place/orrery-runner") == 0, host.m_lost.c_str());
}

void tst_LocalSurvival::theAnswerOfTheProbeIsKept()
{
    RunnerHost host;
    const executors::Holding first =
        executors::probeHolding(host.options.home, host.options.programDir);
    QVERIFY(first.enforcement == "cgroup v1" || first.enforcement == "cgroup v2" ||
            first.enforcement == "rlimit");
    const std::string file = host.options.home + "/runner/holding";
    std::string kept = text(file);
    QVERIFY(!kept.empty());
    std::ofstream(file) << kept.substr(0, kept.find('\n')) << "\nkept answer\nrlimit\n";
    QCOMPARE(executors::probeHolding(host.options.home, host.options.programDir).sandbox,
             std::string("kept answer"));
    std::ofstream(file) << "another boot\nkept answer\nrlimit\n";
    QCOMPARE(executors::probeHolding(host.options.home, host.options.programDir).sandbox,
             first.sandbox);
}

QTEST_GUILESS_MAIN(tst_LocalSurvival)
#include "tst_local_survival.moc"
