// SPDX-License-Identifier: GPL-3.0-or-later
// One task on this host: how it starts, what it is given, what comes back.
#include "runnerhost.h"

#include <QFileInfo>

#include <fstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace orrery;
using test::LaunchOrder;
using test::RunnerHost;

Q_DECLARE_METATYPE(orrery::Cause)

class tst_LocalTasks : public QObject {
    Q_OBJECT
private slots:
    void everyEndHasItsCause_data();
    void everyEndHasItsCause();
    void inputsAndOutputsTravel();
    void badOutputsFailTheTask_data();
    void badOutputsFailTheTask();
    void outputsMayBeReplacedByRename();
    void aScriptStandsInItsFile();
    void aContainerIsGivenThePlacesOfItsTask();
    void theEnvironmentIsCleanAndComplete();
    void gpusAreShownOnlyWhenLeased();
    void theDagsDirectoryIsStaged();
    void workIsKeptOnlyWhenSomethingIsLeft();
    void logsKeepEveryByte_data();
    void logsKeepEveryByte();
    void silentTasksMakeNoFiles();
    void ordersStartInOrderAndNeverTooMany();
    void fractionsOfACoreRunTogether();
    void aLongTaskHoldsNobodyUp();
    void gpusAreNeverSharedByTwo();
    void aGpuHeldByAnotherEngineIsWaitedFor();
    void aHugeOrderIsRefusedWithAReason();
};

void tst_LocalTasks::everyEndHasItsCause_data()
{
    QTest::addColumn<QStringList>("argv");
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("detail");
    const auto sh = [](const char *script) { return QStringList{"/bin/sh", "-c", script}; };
    QTest::newRow("success") << sh("exit 0") << Cause::Exited << 0 << 0 << "";
    QTest::newRow("exit code") << sh("exit 3") << Cause::Exited << 3 << 0 << "";
    QTest::newRow("highest exit code") << sh("exit 255") << Cause::Exited << 255 << 0 << "";
    QTest::newRow("crash") << sh("kill -SEGV $$") << Cause::Signalled << 0 << 11 << "";
    QTest::newRow("program by PATH") << QStringList{"true"} << Cause::Exited << 0 << 0 << "";
    QTest::newRow("missing program")
        << QStringList{"/no/such/program"} << Cause::MissingProgram << 0 << 0 << "/no/such/program";
    QTest::newRow("missing program in PATH")
        << QStringList{"no-such-program-here"} << Cause::MissingProgram << 0 << 0
        << "no-such-program-here";
    QTest::newRow("directory as program")
        << QStringList{"/usr"} << Cause::SpawnFailed << 0 << 0 << "Permission denied";
    QTest::newRow("empty command")
        << QStringList{} << Cause::SpawnFailed << 0 << 0 << "command is empty";
}

void tst_LocalTasks::everyEndHasItsCause()
{
    QFETCH(QStringList, argv);
    QFETCH(Cause, cause);
    QFETCH(int, code);
    QFETCH(int, signal);
    QFETCH(QString, detail);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<std::string> command;
    for (const QString &text : argv)
        command.push_back(text.toStdString());
    const Exit exit = host.run(host.order(command));
    QCOMPARE(int(exit.cause), int(cause));
    QCOMPARE(exit.exitCode, code);
    QCOMPARE(exit.signal, signal);
    QVERIFY2(QString::fromStdString(exit.detail).contains(detail), exit.detail.c_str());
    QVERIFY(exit.start > 0 && exit.end >= exit.start);
    QCOMPARE(exit.enforcement, std::string("none"));
}

void tst_LocalTasks::inputsAndOutputsTravel()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("cat \"$ORRERY_INPUTS\" > \"$ORRERY_OUTPUTS\"");
    order.inputs = R"({"text":"ä b","list":[1,2]})";
    QCOMPARE(host.run(order).outputs, order.inputs);
    QCOMPARE(host.run(host.sh("cat \"$ORRERY_INPUTS\" > \"$ORRERY_OUTPUTS\"")).outputs,
             std::string("{}"));
    QCOMPARE(host.run(host.sh("true")).outputs, std::string());
}

void tst_LocalTasks::badOutputsFailTheTask_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("not JSON") << "echo '{\"a\": ' > $ORRERY_OUTPUTS";
    QTest::newRow("not an object") << "echo '[1]' > $ORRERY_OUTPUTS";
    QTest::newRow("white space only") << "echo '  ' > $ORRERY_OUTPUTS";
    QTest::newRow("larger than 256 KiB") << "(printf '{\"a\":\"'; head -c 300000 /dev/zero | tr "
                                            "'\\0' x; printf '\"}') > $ORRERY_OUTPUTS";
}

void tst_LocalTasks::badOutputsFailTheTask()
{
    QFETCH(QString, script);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit exit = host.run(host.sh(script.toStdString()));
    QCOMPARE(int(exit.cause), int(Cause::BadOutput));
    QVERIFY(exit.detail.find("outputs are") == 0);
    QVERIFY(
        host.run(host.sh("test ! -s $ORRERY_OUTPUTS")).succeeded()); // nothing is left for the next
}

void tst_LocalTasks::outputsMayBeReplacedByRename()
{
    RunnerHost host;
    host.options.milliCpu = 1000; // one slot, so that the same one is used again
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string replace =
        "echo '{\"v\":1}' > $ORRERY_OUTPUTS.new && mv $ORRERY_OUTPUTS.new $ORRERY_OUTPUTS";
    QCOMPARE(host.run(host.sh(replace)).outputs, std::string("{\"v\":1}\n"));
    QCOMPARE(host.run(host.sh("echo '{\"v\":2}' > $ORRERY_OUTPUTS")).outputs,
             std::string("{\"v\":2}\n"));
    QVERIFY(host.run(host.sh("rm $ORRERY_OUTPUTS $ORRERY_INPUTS")).succeeded());
    QCOMPARE(host.run(host.sh("cat $ORRERY_INPUTS > $ORRERY_OUTPUTS")).outputs, std::string("{}"));
}

void tst_LocalTasks::aScriptStandsInItsFile()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.order({"/bin/sh", "%SCRIPT%", "x y", "$HOME"});
    order.script = "printf '%s|' \"$@\"";
    QCOMPARE(host.log(host.run(order)), std::string("x y|$HOME|"));
}

/// The program only tells what podman would be given: no container engine is needed for that.
void tst_LocalTasks::aContainerIsGivenThePlacesOfItsTask()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const std::string podman = host.path("podman");
    std::ofstream(podman) << "#!/bin/sh\nprintf '%s\\n' \"$@\" \"in $PWD\"\n";
    QVERIFY(::chmod(podman.c_str(), 0755) == 0);
    LaunchOrder order = host.order({podman, "run", "--rm", "debian:12", "true"});
    order.isolation = Isolation::Container;
    order.memoryMB = 64;
    order.dagDir = host.path("dag");
    QVERIFY(QDir().mkpath(QString::fromStdString(order.dagDir)));
    const Exit exit = host.run(order);
    QVERIFY2(exit.succeeded(), exit.detail.c_str());
    const QStringList told = QString::fromStdString(host.log(exit)).trimmed().split('\n');
    const QString work = told.last().mid(3);
    const auto mounted = [](const QString &path) {
        return "--mount=type=bind,source=" + path + ",target=" + path;
    };
    QCOMPARE(told.first(), QString("run"));
    QVERIFY(told.contains(mounted(work)));
    QVERIFY(told.contains("--workdir=" + work));
    QVERIFY(told.contains(mounted(QString::fromStdString(order.runDir))));
    QVERIFY(told.contains(mounted(QString::fromStdString(order.dagDir)) + ",readonly"));
    QVERIFY(told.contains("--memory=64m"));
    QVERIFY(told.contains("--env=ORRERY_INPUTS") && told.contains("--env=ORRERY_OUTPUTS"));
    QCOMPARE(told.mid(told.size() - 4, 3), QStringList({"--rm", "debian:12", "true"}));

    LaunchOrder hostile = order;
    hostile.key.task += 100;
    hostile.dagDir = host.path("dag,target=/etc");
    const Exit refused = host.run(hostile);
    QCOMPARE(int(refused.cause), int(Cause::SpawnFailed));
    QVERIFY2(refused.detail.find("dag,target=/etc: a comma") != std::string::npos,
             refused.detail.c_str());

    LaunchOrder bare = host.order({"/bin/true"});
    bare.isolation = Isolation::Container;
    QCOMPARE(int(host.run(bare).cause), int(Cause::SpawnFailed));
}

void tst_LocalTasks::theEnvironmentIsCleanAndComplete()
{
    qputenv("ORRERY_TEST_LEAK", "1");
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.order({"/usr/bin/env"});
    order.environment = {{"MINE", "a=b\nc"}, {"LANG", "C"}};
    order.item = 2;
    order.itemCount = 5;
    order.taskName = "n[2]";
    const std::string text = "\n" + host.log(host.run(order));
    for (const char *line :
         {"\nMINE=a=b\nc\n", "\nLANG=C\n", "\nORRERY_RUN=run-1\n", "\nORRERY_NODE=n0\n",
          "\nORRERY_TASK=n[2]\n", "\nORRERY_ATTEMPT=1\n", "\nORRERY_MAP_INDEX=2\n",
          "\nORRERY_MAP_COUNT=5\n", "\nORRERY_GPUS=\n", "\nCUDA_VISIBLE_DEVICES=\n",
          "\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"})
        QVERIFY2(text.find(line) != std::string::npos, line);
    QVERIFY(text.find("ORRERY_TEST_LEAK") == std::string::npos);
    // Descriptors: standard ones, and the one that ls itself opens.
    QCOMPARE(host.log(host.run(host.sh("ls /proc/self/fd | tr '\\n' ' '"))),
             std::string("0 1 2 3 "));
}

void tst_LocalTasks::gpusAreShownOnlyWhenLeased()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("echo $ORRERY_GPUS $CUDA_VISIBLE_DEVICES $CUDA_DEVICE_ORDER");
    order.gpus = {1, 3};
    QCOMPARE(host.log(host.run(order)), std::string("1,3 1,3 PCI_BUS_ID\n"));
}

void tst_LocalTasks::theDagsDirectoryIsStaged()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    const std::string dag = host.path("dag");
    QDir().mkpath(QString::fromStdString(dag));
    std::ofstream(dag + "/data.txt") << "content";
    std::ofstream(dag + "/.hidden") << "secret";
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("ls -A; cat data.txt; pwd -P");
    order.dagDir = dag;
    const std::string first = host.log(host.run(order));
    QVERIFY2(first.find("data.txt\ncontent" + host.options.home) == 0, first.c_str());
    std::ofstream(dag + "/more.txt") << "later";
    order = host.sh("cat more.txt");
    order.dagDir = dag;
    QCOMPARE(host.log(host.run(order)), std::string("later"));
    QCOMPARE(host.log(host.run(host.sh("ls -A"))),
             std::string()); // another DAG without a directory
}

void tst_LocalTasks::workIsKeptOnlyWhenSomethingIsLeft()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("mkdir sub && echo kept > sub/file && chmod 000 .");
    order.taskName = "load/x[3]";
    const Exit exit = host.run(order);
    QVERIFY(exit.succeeded());
    QCOMPARE(exit.workDir, host.options.home + "/work/run-1/load_x[3].1");
    QCOMPARE(platform::readFile(exit.workDir + "/sub/file", 100).value_or(""),
             std::string("kept\n"));
    const Exit next = host.run(
        host.sh("test -z \"$(ls -A)\" && touch temporary && rm temporary && echo x > $TMPDIR/t"));
    QVERIFY(next.succeeded());
    QCOMPARE(next.workDir, std::string());
    QVERIFY(host.run(host.sh("test -z \"$(ls -A . $TMPDIR | grep -v :)\"")).succeeded());
}

void tst_LocalTasks::logsKeepEveryByte_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<qulonglong>("size");
    QTest::addColumn<bool>("ownFile");
    QTest::newRow("both streams in order") << "echo a; echo b >&2; echo c" << 6ULL << false;
    QTest::newRow("not UTF-8") << "printf '\\377\\376\\000\\200x'" << 5ULL << false;
    QTest::newRow("64 KiB exactly") << "head -c 65536 /dev/zero" << 65536ULL << false;
    QTest::newRow("one byte more") << "head -c 65537 /dev/zero" << 65537ULL << true;
    QTest::newRow("10 MB on one line")
        << "head -c 10000000 /dev/zero | tr '\\0' x" << 10000000ULL << true;
}

void tst_LocalTasks::logsKeepEveryByte()
{
    QFETCH(QString, script);
    QFETCH(qulonglong, size);
    QFETCH(bool, ownFile);
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    for (int round = 0; round < 2; ++round) {
        const Exit exit = host.run(host.sh(script.toStdString()));
        QVERIFY(exit.succeeded());
        QCOMPARE(qulonglong(exit.log.size), size);
        QCOMPARE(exit.log.file.find("run-1/") == 0, ownFile);
        QProcess expected;
        expected.setProcessChannelMode(QProcess::MergedChannels);
        expected.start("/bin/sh", {"-c", script});
        QVERIFY(expected.waitForFinished());
        QVERIFY(host.log(exit) == expected.readAll().toStdString());
    }
}

namespace {
std::set<QString> filesUnder(const std::string &directory)
{
    std::set<QString> files;
    QDirIterator it(QString::fromStdString(directory),
                    QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot | QDir::System,
                    QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        struct stat info {};
        ::lstat(it.filePath().toLocal8Bit().constData(), &info);
        files.insert(it.filePath() + " " + QString::number(info.st_ino));
    }
    return files;
}
} // namespace

void tst_LocalTasks::silentTasksMakeNoFiles()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit first = host.run(host.sh("echo $ORRERY_OUTPUTS"));
    const std::string memory =
        QFileInfo(QString::fromStdString(host.log(first))).path().toStdString();
    const auto before = filesUnder(host.options.home);
    const auto memoryBefore = filesUnder(memory);
    std::vector<LaunchOrder> orders;
    for (int i = 0; i < 100; ++i) {
        orders.push_back(host.order({"/bin/true"}));
        orders.back().inputs = "{\"i\":1}";
    }
    const auto all = orders;
    host.launch(std::move(orders));
    for (const LaunchOrder &order : all)
        QVERIFY(host.endOf(order.key).succeeded());
    QVERIFY(filesUnder(host.options.home) == before);
    QVERIFY(filesUnder(memory) == memoryBefore);
    QVERIFY(!memoryBefore.empty());
}

void tst_LocalTasks::ordersStartInOrderAndNeverTooMany()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<LaunchOrder> orders;
    for (int i = 0; i < 100; ++i)
        orders.push_back(host.sh("mkdir $ORRERY_RUN_DIR/busy && echo $ORRERY_TASK >> "
                                 "$ORRERY_RUN_DIR/order && rmdir $ORRERY_RUN_DIR/busy"));
    std::string expected;
    for (const LaunchOrder &order : orders)
        expected += order.taskName + "\n";
    const auto all = orders;
    host.launch(std::move(orders));
    for (const LaunchOrder &order : all)
        QVERIFY(host.endOf(order.key).succeeded());
    QCOMPARE(platform::readFile(host.runDir() + "/order", 10000).value_or(""), expected);
}

void tst_LocalTasks::fractionsOfACoreRunTogether()
{
    RunnerHost host;
    host.options.milliCpu = 1000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<LaunchOrder> orders;
    for (int i = 0; i < 8; ++i) {
        orders.push_back(
            host.sh("mkdir -p $ORRERY_RUN_DIR/in; touch $ORRERY_RUN_DIR/in/$ORRERY_TASK; "
                    "until [ $(ls $ORRERY_RUN_DIR/in | wc -l) = 8 ]; do sleep 0.01; done"));
        orders.back().cpuCores = 0.125;
    }
    const auto all = orders;
    host.launch(std::move(orders));
    for (const LaunchOrder &order : all)
        QVERIFY(host.endOf(order.key).succeeded());
}

void tst_LocalTasks::aLongTaskHoldsNobodyUp()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<LaunchOrder> orders;
    orders.push_back(host.sh(
        "until [ $(cat $ORRERY_RUN_DIR/done | wc -l) = 30 ]; do sleep 0.01; done 2>/dev/null"));
    for (int i = 0; i < 30;
         ++i) // one of them stands ready behind the long one, which waits for all of them
        orders.push_back(host.sh("echo x >> $ORRERY_RUN_DIR/done"));
    const auto all = orders;
    host.launch(std::move(orders));
    for (const LaunchOrder &order : all)
        QVERIFY(host.endOf(order.key).succeeded());
}

void tst_LocalTasks::gpusAreNeverSharedByTwo()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    std::vector<LaunchOrder> orders;
    for (int i = 0; i < 20; ++i) {
        orders.push_back(host.sh("mkdir $ORRERY_RUN_DIR/gpu && rmdir $ORRERY_RUN_DIR/gpu"));
        orders.back().gpus = {0};
    }
    const auto all = orders;
    host.launch(std::move(orders));
    for (const LaunchOrder &order : all)
        QVERIFY(host.endOf(order.key).succeeded());
}

void tst_LocalTasks::aGpuHeldByAnotherEngineIsWaitedFor()
{
    const platform::Fd other(
        ::open("/tmp/orrery-gpu-77.lock", O_RDONLY | O_CREAT | O_CLOEXEC, 0444));
    QVERIFY(other && ::flock(other.get(), LOCK_EX) == 0);
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.sh("test -e $ORRERY_RUN_DIR/free");
    order.gpus = {77};
    const LaunchOrder before = host.sh("exit 0");
    host.launch({before, order});
    QVERIFY(host.endOf(before.key).succeeded());
    std::ofstream(host.runDir() + "/free") << "x";
    QVERIFY(::flock(other.get(), LOCK_UN) == 0);
    QVERIFY(host.endOf(order.key).succeeded());
    QVERIFY(QFile::remove("/tmp/orrery-gpu-77.lock"));
}

void tst_LocalTasks::aHugeOrderIsRefusedWithAReason()
{
    RunnerHost host;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    LaunchOrder order = host.order({"/bin/true"});
    order.inputs = "\"" + std::string(130U << 20U, 'x') + "\"";
    const Exit exit = host.run(order);
    QCOMPARE(int(exit.cause), int(Cause::SpawnFailed));
    QVERIFY(exit.detail.find("at most 128 MiB") != std::string::npos);
    LaunchOrder arguments = host.order({"/bin/echo", std::string(300'000, 'x')});
    const Exit tooLong = host.run(arguments);
    QCOMPARE(int(tooLong.cause), int(Cause::SpawnFailed));
    QVERIFY2(tooLong.detail.find("Argument list too long") != std::string::npos,
             tooLong.detail.c_str());
}

QTEST_GUILESS_MAIN(tst_LocalTasks)
#include "tst_local_tasks.moc"
