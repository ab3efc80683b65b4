// SPDX-License-Identifier: GPL-3.0-or-later
// What a sandboxed task can and cannot reach. Each denied probe is also made at level process,
// where it must succeed: so a probe that could never work proves nothing by failing.
#include "runnerhost.h"

#include <QFileInfo>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace orrery;
using test::LaunchOrder;
using test::processesWith;
using test::RunnerHost;

namespace {

/// A call of libc by python3; the exit code is 0 when it succeeded.
std::string libc(const std::string &call)
{
    return "python3 -c 'import ctypes,sys\nl=ctypes.CDLL(None,use_errno=True)\nsys.exit(0 if " +
           call + " >= 0 else 1)'";
}

} // namespace

class tst_LocalSandbox : public QObject {
    Q_OBJECT
private slots:
    void theHostCanSandbox();
    void theSandboxDenies_data();
    void theSandboxDenies();
    void theSandboxAllows_data();
    void theSandboxAllows();
    void endsKeepTheirCauses_data();
    void endsKeepTheirCauses();
    void theNetworkIsReachedOnlyWhenAsked();
    void theHomeIsCoveredInsideTheDagsDirectory();
    void aDagAboveAllHomesShowsNothing();
    void secretsAreNotOnAnyCommandLine();
    void anEnvironmentCannotChangeBubblewrapItself();
    void onlyLeasedDevicesAreThere();
    void anUnprivilegedUserCanSandboxToo();
};

void tst_LocalSandbox::theHostCanSandbox()
{
    RunnerHost host;
    QCOMPARE(executors::probeHolding(host.options.home, host.options.programDir).sandbox,
             std::string());
}

void tst_LocalSandbox::theSandboxDenies_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("rootOnly"); // level process succeeds as root only
    const auto row = [](const char *name, const std::string &script, bool rootOnly = false) {
        QTest::newRow(name) << QString::fromStdString(script) << rootOnly;
    };
    row("reading a file of the user", "cat $SECRET");
    row("listing the home of the product", "ls $PRODUCT_HOME/runner/journal");
    row("writing beside the work directory", "touch $PRODUCT_HOME/x && rm $PRODUCT_HOME/x");
    row("writing into the DAG's directory", "touch $ORRERY_DAG_DIR/x && rm $ORRERY_DAG_DIR/x");
    row("writing to /usr", "touch /usr/orrery-probe && rm /usr/orrery-probe", true);
    row("writing to /etc", "touch /etc/orrery-probe && rm /etc/orrery-probe", true);
    row("writing to the root", "touch /orrery-probe && rm /orrery-probe", true);
    row("reading /etc/shadow", "cat /etc/shadow > /dev/null", true);
    row("reading /root", "ls -A /root > /dev/null", true);
    row("seeing processes of the host", "test -d /proc/$HOST_PID");
    row("ending processes of the host", "kill -0 $HOST_PID");
    row("a new user namespace", "unshare -U true");
    row("a new mount namespace", "unshare -m true", true);
    row("mounting", "unshare -rm mount -t tmpfs x /mnt", true);
    row("tracing a child",
        "python3 -c 'import ctypes,os,time,sys\nl=ctypes.CDLL(None)\np=os.fork()\nif p==0: "
        "time.sleep(9)\n"
        "r=l.ptrace(16,p,0,0)\nos.kill(p,9)\nsys.exit(0 if r==0 else 1)'");
    row("io_uring", libc("l.syscall(425,1,ctypes.create_string_buffer(120))"));
    row("bpf", libc("l.syscall(321,0,(ctypes.c_int*18)(1,4,4,1),72)"), true);
    row("packet sockets", "python3 -c 'import socket\nsocket.socket(17,3)'", true);
    row("vsock sockets", "python3 -c 'import socket\nsocket.socket(40,1)'");
    row("the host's name", "test \"$(cat /proc/sys/kernel/hostname)\" = x || hostname $(hostname)",
        true);
}

void tst_LocalSandbox::theSandboxDenies()
{
    QFETCH(QString, script);
    QFETCH(bool, rootOnly);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string dag = host.path("dag");
    QDir().mkpath(QString::fromStdString(dag));
    const std::string secret = host.path("secret");
    std::ofstream(secret) << "secret";
    const auto probe = [&](Isolation isolation) {
        LaunchOrder order = host.sh(script.toStdString());
        order.environment = {{"SECRET", secret},
                             {"PRODUCT_HOME", host.options.home},
                             {"HOST_PID", std::to_string(::getpid())}};
        order.dagDir = dag;
        order.isolation = isolation;
        return host.run(order);
    };
    const Exit inside = probe(Isolation::Sandbox);
    QVERIFY2(inside.cause == Cause::Exited && inside.exitCode != 0,
             (inside.detail + host.log(inside)).c_str());
    if (!rootOnly || ::geteuid() == 0) {
        const Exit outside = probe(Isolation::Process);
        QVERIFY2(outside.succeeded(), (outside.detail + host.log(outside)).c_str());
    }
}

void tst_LocalSandbox::theSandboxAllows_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("writing in the work directory") << "echo x > file && mkdir d && mv file d/";
    QTest::newRow("writing in the run's directory") << "echo x > $ORRERY_RUN_DIR/file";
    QTest::newRow("reading the DAG's directory")
        << "test \"$(cat data.txt)\" = content && test -r $ORRERY_DAG_DIR/data.txt";
    QTest::newRow("reading a path shown on purpose")
        << "test \"$(cat $EXTRA/data.txt)\" = extra && ! touch $EXTRA/x";
    QTest::newRow("temporary files") << "f=$(mktemp) && echo x > $f && rm $f";
    QTest::newRow("inputs and outputs") << "cat $ORRERY_INPUTS > $ORRERY_OUTPUTS";
    QTest::newRow("python")
        << "python3 -c 'import json,subprocess,threading,multiprocessing,sqlite3,ssl; "
           "t=threading.Thread(target=print); t.start(); t.join(); "
           "subprocess.run([\"true\"],check=True)'";
    QTest::newRow("local sockets of its own") << "python3 -c 'import socket; socket.socketpair()'";
    QTest::newRow("names of users") << "test \"$(id -un)\" = \"$USER\"";
    QTest::newRow("pipes and jobs of the shell")
        << "seq 100 | grep -c 1 | grep 20 && (sleep 0.01 & wait)";
    QTest::newRow("standard descriptors only")
        << "test \"$(ls /proc/self/fd | tr '\\n' ' ')\" = '0 1 2 3 '";
}

void tst_LocalSandbox::theSandboxAllows()
{
    QFETCH(QString, script);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    for (const char *name : {"dag", "extra"})
        QDir().mkpath(QString::fromStdString(host.path(name)));
    std::ofstream(host.path("dag/data.txt")) << "content";
    std::ofstream(host.path("extra/data.txt")) << "extra";
    LaunchOrder order = host.sh(script.toStdString());
    order.isolation = Isolation::Sandbox;
    order.dagDir = host.path("dag");
    order.readOnlyPaths = {host.path("extra")};
    order.environment = {{"EXTRA", host.path("extra")}};
    order.inputs = "{\"a\":1}";
    const Exit exit = host.run(order);
    QVERIFY2(exit.succeeded(), (exit.detail + host.log(exit)).c_str());
    QCOMPARE(exit.outputs.empty(), !script.contains("ORRERY_OUTPUTS"));
}

void tst_LocalSandbox::endsKeepTheirCauses_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<int>("cause");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    const auto sh = [](const char *script) { return QStringList{"/bin/sh", "-c", script}; };
    QTest::newRow("success") << sh("exit 0") << int(Cause::Exited) << 0 << 0;
    QTest::newRow("exit code 1") << sh("echo words; exit 1") << int(Cause::Exited) << 1 << 0;
    QTest::newRow("exit code") << sh("exit 42") << int(Cause::Exited) << 42 << 0;
    QTest::newRow("crash") << sh("kill -SEGV $$") << int(Cause::Signalled) << 0 << 11;
    QTest::newRow("missing program")
        << QStringList{"/no/such"} << int(Cause::MissingProgram) << 0 << 0;
    QTest::newRow("missing in PATH")
        << QStringList{"no-such"} << int(Cause::MissingProgram) << 0 << 0;
    QTest::newRow("not a program") << QStringList{"/usr"} << int(Cause::SpawnFailed) << 1 << 0;
}

void tst_LocalSandbox::endsKeepTheirCauses()
{
    QFETCH(QStringList, argv);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<std::string> command;
    for (const QString &text : argv)
        command.push_back(text.toStdString());
    LaunchOrder order = host.order(command);
    order.isolation = Isolation::Sandbox;
    const Exit exit = host.run(order);
    QTEST(int(exit.cause), "cause");
    QTEST(exit.exitCode, "code");
    QTEST(exit.signal, "signal");
}

void tst_LocalSandbox::theNetworkIsReachedOnlyWhenAsked()
{
    // A listener of the host; the kernel accepts for it.
    platform::Fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    QVERIFY(::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), size) == 0);
    QVERIFY(::listen(listener.get(), 8) == 0);
    QVERIFY(::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &size) == 0);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order =
        host.sh("python3 -c 'import socket; socket.create_connection((\"127.0.0.1\"," +
                std::to_string(ntohs(address.sin_port)) + "),2)'");
    order.isolation = Isolation::Sandbox;
    QCOMPARE(host.run(order).exitCode, 1);
    order.key.attempt = 2;
    order.network = true;
    const Exit exit = host.run(order);
    QVERIFY2(exit.succeeded(), host.log(exit).c_str());
}

void tst_LocalSandbox::theHomeIsCoveredInsideTheDagsDirectory()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh(
        "test -r $ORRERY_DAG_DIR/data.txt && test ! -e $PRODUCT_HOME/runner/journal && echo x > f");
    order.dagDir = host.path("."); // the home lies inside it
    order.dagDir.resize(order.dagDir.size() - 2);
    std::ofstream(order.dagDir + "/data.txt") << "content";
    order.environment = {{"PRODUCT_HOME", host.options.home}};
    order.isolation = Isolation::Sandbox;
    const Exit exit = host.run(order);
    QVERIFY2(exit.succeeded(), (exit.detail + host.log(exit)).c_str());
    QVERIFY(!exit.workDir.empty());
}

void tst_LocalSandbox::aDagAboveAllHomesShowsNothing()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::ofstream(host.path("secret")) << "secret";
    LaunchOrder order = host.sh("test ! -e " + host.path("secret") + " && test ! -e /etc/shadow");
    order.dagDir = "/";
    order.isolation = Isolation::Sandbox;
    const Exit exit = host.run(order);
    QVERIFY2(exit.succeeded(), (exit.detail + host.log(exit)).c_str());
}

void tst_LocalSandbox::secretsAreNotOnAnyCommandLine()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order =
        host.sh("until [ -e $ORRERY_RUN_DIR/go ]; do sleep 0.01; done; test $KEY = canary-4711");
    order.environment = {{"KEY", "canary-4711"}};
    order.argv.back() = "until [ -e $ORRERY_RUN_DIR/go ]; do sleep 0.01; done; echo $KEY";
    order.isolation = Isolation::Sandbox;
    host.launch({order});
    QVERIFY(host.waitStarted(order.key));
    QVERIFY(!processesWith("ORRERY_RUN_DIR/go").empty());
    QVERIFY(processesWith("canary-4711").empty());
    std::ofstream(host.runDir() + "/go") << "x";
    QCOMPARE(host.log(host.endOf(order.key)), std::string("canary-4711\n"));
}

void tst_LocalSandbox::anEnvironmentCannotChangeBubblewrapItself()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("echo ran");
    // The loader names each library that it cannot preload, on standard error: once for the task's
    // own program, never for bubblewrap, which runs outside.
    order.environment = {{"LD_PRELOAD", "/no/such/library.so"}};
    order.isolation = Isolation::Sandbox;
    const std::string log = host.log(host.run(order));
    std::size_t mentions = 0;
    for (std::size_t at = log.find("library.so"); at != std::string::npos;
         at = log.find("library.so", at + 1))
        ++mentions;
    QCOMPARE(mentions, std::size_t{1});
    QVERIFY(log.find("ran\n") != std::string::npos);
}

void tst_LocalSandbox::onlyLeasedDevicesAreThere()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh(
        "ls /dev | grep -E -v "
        "'^(console|core|fd|full|null|ptmx|pts|random|shm|stderr|stdin|stdout|tty|urandom|zero)$'; "
        "test ! -e /dev/kmsg && echo none");
    order.isolation = Isolation::Sandbox;
    QCOMPARE(host.log(host.run(order)), std::string("none\n"));
}

void tst_LocalSandbox::anUnprivilegedUserCanSandboxToo()
{
    QTemporaryDir directory;
    const QString program = directory.path() + "/orrery-runner";
    QVERIFY(QFile::copy(qEnvironmentVariable("ORRERY_BIN_DIR") + "/orrery-runner", program));
    QVERIFY(QFile::setPermissions(directory.path(), QFile::Permissions(0x7777)));
    QVERIFY(QFile::setPermissions(program, QFile::Permissions(0x7755)));
    const QString home = directory.path() + "/home";
    QVERIFY(QDir().mkpath(home));
    QProcess probe;
    if (::geteuid() == 0) {
        QCOMPARE(::chown(qPrintable(home), 65534, 65534), 0);
        probe.start("setpriv", {"--reuid=65534", "--regid=65534", "--clear-groups", program,
                                "--home", home, "--probe"});
    } else {
        probe.start(program, {"--home", home, "--probe"});
    }
    QVERIFY(probe.waitForFinished());
    QCOMPARE(probe.readAllStandardOutput().split('\n').first(), QByteArray());
    QCOMPARE(probe.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_LocalSandbox)
#include "tst_local_sandbox.moc"
