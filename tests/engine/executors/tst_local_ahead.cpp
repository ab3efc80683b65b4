// SPDX-License-Identifier: GPL-3.0-or-later
// An order sent before its turn: it begins behind a good end, and only then.
#include "runnerhost.h"

#include <fstream>

using namespace orrery;
using test::LaunchOrder;
using test::RunnerHost;

namespace {

/// A host with one task that waits at a gate; what comes behind it leaves a trace.
struct GatedHost : RunnerHost {
    explicit GatedHost(SpanMs idle = 0, std::uint64_t milliCpu = 2000) : RunnerHost(idle)
    {
        options.milliCpu = milliCpu;
        acknowledgeResults(false); // an engine does so only for what it has launched
        ready = connect(1);
    }
    /// Launches the task at the gate. @param end  what it does behind it
    LaunchOrder atGate(const std::string &end = "true")
    {
        const LaunchOrder made =
            sh("while [ ! -e '" + path("gate") + "' ]; do sleep 0.01; done; " + end);
        launch({made});
        return made;
    }
    LaunchOrder tracer(const std::string &word, const std::string &more = "")
    {
        return sh("echo " + word + " >> '" + path("trace") + "'" + more);
    }
    void openGate() const { std::ofstream(path("gate")) << "x"; }
    /// Waits until the runner has what was sent: a later order has run beside the gate.
    bool reached() { return run(sh("true")).succeeded(); }
    [[nodiscard]] std::string trace() const
    {
        return platform::readFile(path("trace"), 1000).value_or("");
    }

    bool ready = false;
};

} // namespace

class tst_LocalAhead : public QObject {
    Q_OBJECT
private slots:
    void followsAGoodEnd_data();
    void followsAGoodEnd();
    void aChainFollowsLinkByLink();
    void isForgottenBehindAnotherEnd_data();
    void isForgottenBehindAnotherEnd();
    void givesWayToAnother();
    void canBeWithdrawnBeforeItBegins();
    void canBeWithdrawnWhileItRuns();
    void runsWithoutAnEngine();
    void aLargeOrderWaitsForItsTurn();
};

void tst_LocalAhead::followsAGoodEnd_data()
{
    QTest::addColumn<int>("bytes"); // of its environment
    QTest::newRow("laid where the slot looks") << 10;
    QTest::newRow("too large for that, sent") << 40'000;
}

void tst_LocalAhead::followsAGoodEnd()
{
    QFETCH(int, bytes);
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    LaunchOrder second =
        host.tracer("ran", "; test ${#PADDING} = " + std::to_string(bytes) + " && exit 4");
    second.environment.emplace_back("PADDING", std::string(std::size_t(bytes), 'x'));
    host.launchAhead(first.key, second);
    QVERIFY(host.reached());
    host.openGate();
    QVERIFY(host.endOf(first.key).succeeded());
    QTRY_COMPARE(host.trace(), std::string("ran\n"));
    QCOMPARE(host.run(second).exitCode, 4); // the launch finds it begun
    QCOMPARE(host.trace(), std::string("ran\n"));
}

void tst_LocalAhead::aChainFollowsLinkByLink()
{
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    LaunchOrder last = host.atGate();
    std::string wanted;
    for (const char *word : {"one", "two", "three", "four"}) {
        const LaunchOrder next = host.tracer(word);
        host.launchAhead(last.key, next);
        wanted += std::string(word) + "\n";
        last = next;
    }
    QVERIFY(host.reached());
    host.openGate();
    QVERIFY(host.endOf(last.key).succeeded());
    QCOMPARE(host.trace(), wanted);
}

void tst_LocalAhead::isForgottenBehindAnotherEnd_data()
{
    QTest::addColumn<QString>("end");
    QTest::newRow("a failure") << "exit 1";
    QTest::newRow("outputs, which may break its schema") << "echo '{}' > $ORRERY_OUTPUTS";
}

void tst_LocalAhead::isForgottenBehindAnotherEnd()
{
    QFETCH(QString, end);
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate(end.toStdString());
    const LaunchOrder second = host.tracer("ran");
    host.launchAhead(first.key, second);
    QVERIFY(host.reached());
    host.openGate();
    (void)host.endOf(first.key);
    QVERIFY(host.reached()); // the slot has gone on
    QCOMPARE(host.trace(), std::string());
    QVERIFY(host.run(second).succeeded()); // launched in its turn it runs as if new
    QCOMPARE(host.trace(), std::string("ran\n"));
}

void tst_LocalAhead::givesWayToAnother()
{
    GatedHost host(0, 1000);
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    const LaunchOrder early = host.tracer("early");
    const LaunchOrder ordered = host.tracer("ordered");
    host.launchAhead(first.key, early);
    host.launch({ordered});
    host.openGate();
    QVERIFY(host.endOf(ordered.key).succeeded());
    QVERIFY(host.run(early).succeeded());
    QCOMPARE(host.trace(), std::string("ordered\nearly\n"));
}

void tst_LocalAhead::canBeWithdrawnBeforeItBegins()
{
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    const LaunchOrder second = host.tracer("second");
    const LaunchOrder third = host.tracer("third");
    host.launchAhead(first.key, second);
    host.launchAhead(second.key, third);
    host.cancel(third.key);
    QVERIFY(host.reached());
    host.openGate();
    QVERIFY(host.endOf(second.key).succeeded());
    QVERIFY(host.reached());
    QCOMPARE(host.trace(), std::string("second\n"));
    QCOMPARE(host.m_ended.count(third.key), std::size_t(0));
}

void tst_LocalAhead::canBeWithdrawnWhileItRuns()
{
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    const LaunchOrder second = host.tracer("$$", "; exec sleep 1000");
    host.launchAhead(first.key, second);
    QVERIFY(host.reached());
    host.openGate();
    QTRY_VERIFY(!host.trace().empty());
    const pid_t pid = pid_t(std::stol(host.trace()));
    host.cancel(second.key);
    QTRY_VERIFY(::kill(pid, 0) != 0);
    QVERIFY(host.reached());
    QCOMPARE(host.m_ended.count(second.key), std::size_t(0)); // told to nobody
}

void tst_LocalAhead::runsWithoutAnEngine()
{
    GatedHost host(60'000);
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    LaunchOrder second = host.tracer("ran");
    host.launchAhead(first.key, second);
    QVERIFY(host.reached());
    host.drop();
    host.openGate();
    QTRY_COMPARE(host.trace(), std::string("ran\n"));
    QVERIFY(host.connect(2));
    QVERIFY(host.endOf(first.key).succeeded());
    second.fence = 2;
    QVERIFY(host.run(second).succeeded());
    QCOMPARE(host.trace(), std::string("ran\n"));
}

void tst_LocalAhead::aLargeOrderWaitsForItsTurn()
{
    GatedHost host;
    QVERIFY2(host.ready, host.m_lost.c_str());
    const LaunchOrder first = host.atGate();
    LaunchOrder second = host.tracer("ran");
    second.inputs = "{\"text\":\"" + std::string(1U << 20U, 'x') + "\"}";
    host.launchAhead(first.key, second);
    QVERIFY(host.reached());
    host.openGate();
    QVERIFY(host.endOf(first.key).succeeded());
    QVERIFY(host.reached());
    QCOMPARE(host.trace(), std::string());
    QVERIFY(host.run(second).succeeded());
    QCOMPARE(host.trace(), std::string("ran\n"));
}

QTEST_GUILESS_MAIN(tst_LocalAhead)
#include "tst_local_ahead.moc"
