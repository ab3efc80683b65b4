// SPDX-License-Identifier: GPL-3.0-or-later
// What a host has and how busy it is, from real answers of nvidia-smi and from files like /proc's.
#include "platform/hostprobe.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace orrery;
using platform::HostProbe;
using platform::parseGpus;

namespace {

QByteArray capture(const char *name)
{
    QFile file(
        qEnvironmentVariable("ORRERY_SOURCE_DIR", QStringLiteral(QT_TESTCASE_SOURCEDIR "/..")) +
        "/tests/data/nvidia-smi/" + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no %s", name);
    return file.readAll();
}

/// A directory that looks like the root of a host.
struct FakeRoot {
    QTemporaryDir dir;

    void write(const char *path, const QByteArray &text)
    {
        QDir(dir.path()).mkpath(QStringLiteral(".") + QFileInfo(path).path());
        QFile file(dir.path() + path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write %s", path);
    }
    QString program(const QByteArray &script)
    {
        write("/nvidia-smi", "#!/bin/sh\n" + script);
        QFile::setPermissions(dir.path() + "/nvidia-smi",
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return dir.path() + "/nvidia-smi";
    }
    std::string path() const { return dir.path().toStdString(); }
};

} // namespace

class tst_HostProbe : public QObject {
    Q_OBJECT
private slots:
    void realAnswersAreRead_data();
    void realAnswersAreRead();
    void theAnswerWithoutUnitsIsRead();
    void anAllocatedButIdleGpuIsSeen();
    void errorLinesAreNoGpus();
    void brokenAnswersAreLeftOut_data();
    void brokenAnswersAreLeftOut();
    void limitsOfTheCgroupCount_data();
    void limitsOfTheCgroupCount();
    void cpuShareIsTheDifference();
    void memoryInUseIsWhatIsNotAvailable();
    void thisHostHasCoresAndMemory();
    void gpusComeFromTheProgram();
    void aHostWithoutTheProgramHasNoGpus();
    void aHungProgramBlocksNobody();
    void aFailingProgramMeansNoGpus();
};

void tst_HostProbe::realAnswersAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("fields");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("name");
    QTest::addColumn<quint64>("memory");
    QTest::addColumn<quint64>("used");
    QTest::addColumn<double>("utilisation");
    QTest::addColumn<double>("temperature");
    const auto row = [](const char *title, const char *file, int count, const char *name,
                        quint64 memory, quint64 used, double utilisation, double temperature,
                        const char *fields = "") {
        QTest::newRow(title) << capture(file) << QString(fields) << count << QString(name) << memory
                             << used << utilisation << temperature;
    };
    row("idle H100", "h100-80gb-hbm3_590.48.01_idle_query-gpu-full-csv.txt", 1,
        "NVIDIA H100 80GB HBM3", 81559, 0, 0.0, 41.0);
    row("busy H100", "h100-80gb-hbm3_590.48.01_load_query-gpu-full-csv.txt", 1,
        "NVIDIA H100 80GB HBM3", 81559, 19818, 1.0, 59.0);
    row("busy H200", "h200_590.48.01_load_query-gpu-full-csv.txt", 1, "NVIDIA H200", 143771, 32362,
        1.0, 52.0);
    row("busy L40S", "l40s_595.80_load_query-gpu-full-csv.txt", 1, "NVIDIA L40S", 46068, 1235, 0.09,
        54.0);
    row("MIG does not tell its load", "h100-mig_590.48.01_load_query-gpu-full-csv.txt", 1,
        "NVIDIA H100 80GB HBM3", 81559, 11125, -1.0, 53.0);
    row("eight H100", "h100x8_query-gpu_util-mem.csv.txt", 8, "NVIDIA H100 80GB HBM3", 81559, 78942,
        1.0, 0.0);
    row("eight A100 without a header", "a100x8_noheader_query-gpu.csv.txt", 8,
        "NVIDIA A100-SXM4-80GB", 0, 17227, 1.0, 0.0,
        "index,name,compute_mode,memory.used,utilization.gpu");
    row("eight H200 without an index", "h200x8_query-gpu_pcie.csv.txt", 8, "NVIDIA H200", 143771, 0,
        0.0, 0.0);
}

void tst_HostProbe::realAnswersAreRead()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, fields);
    QFETCH(int, count);
    const std::string names = fields.toStdString();
    const auto gpus =
        names.empty() ? parseGpus(text.toStdString()) : parseGpus(text.toStdString(), names);
    QCOMPARE(int(gpus.size()), count);
    for (std::uint32_t n = 0; n < gpus.size(); ++n)
        QCOMPARE(gpus[n].index, n);
    QTEST(QString::fromStdString(gpus[0].name), "name");
    QTEST(quint64{gpus[0].memoryMiB}, "memory");
    QTEST(quint64{gpus[0].usedMiB}, "used");
    QTEST(gpus[0].utilisation, "utilisation");
    QTEST(gpus[0].temperature, "temperature");
}

void tst_HostProbe::theAnswerWithoutUnitsIsRead()
{
    const auto gpus = parseGpus("0, GPU-6d1a, NVIDIA H200, 143771, 32362, 100, 52\n"
                                "1, GPU-77f2, NVIDIA H200, 143771, 4, [N/A], [N/A]\n");
    QCOMPARE(gpus.size(), std::size_t{2});
    QCOMPARE(gpus[0].uuid, std::string("GPU-6d1a"));
    QCOMPARE(gpus[0].utilisation, 1.0);
    QCOMPARE(gpus[1].utilisation, -1.0);
    QCOMPARE(gpus[1].temperature, 0.0);
}

void tst_HostProbe::anAllocatedButIdleGpuIsSeen()
{
    const auto gpus = parseGpus(capture("a100x8_query-gpu_mem-util.csv.txt").toStdString());
    QCOMPARE(gpus.size(), std::size_t{8});
    QCOMPARE(gpus[1].usedMiB, std::uint64_t{77105});
    QCOMPARE(gpus[1].memoryMiB, std::uint64_t{81920});
    QCOMPARE(gpus[1].utilisation, 0.0);
}

void tst_HostProbe::errorLinesAreNoGpus()
{
    QVERIFY(parseGpus(capture("nvidia-smi_error_lines.txt").toStdString()).empty());
    QVERIFY(parseGpus("").empty());
}

void tst_HostProbe::brokenAnswersAreLeftOut_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("cut short") << QStringLiteral("0, GPU-1, NVIDIA H2");
    QTest::newRow("too long") << QStringLiteral("0, a, b, 1, 1, 1, 1, 1");
    QTest::newRow("index is no number") << QStringLiteral("x, GPU-1, NVIDIA, 1, 1, 1, 1");
    QTest::newRow("a sentence") << QStringLiteral("Failed to initialize NVML: Unknown Error");
}

void tst_HostProbe::brokenAnswersAreLeftOut()
{
    QFETCH(QString, line);
    const auto gpus = parseGpus(line.toStdString() + "\n5, GPU-5, T4, 15360, 0, 3, 40\n");
    QCOMPARE(gpus.size(), std::size_t{1});
    QCOMPARE(gpus[0].index, 5U);
}

void tst_HostProbe::limitsOfTheCgroupCount_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("value");
    QTest::addColumn<quint64>("cores");  // 0 = all that this process has
    QTest::addColumn<quint64>("memory"); // [MiB]
    const QString v2 = QStringLiteral("0::/user/job\n");
    const QString v1 = QStringLiteral("7:memory:/job\n4:cpu,cpuacct:/job\n0::/\n");
    const QString group = QStringLiteral("/sys/fs/cgroup/user/job/");
    QTest::newRow("nothing limited") << v2 << ""
                                     << "" << quint64{0} << quint64{8192};
    QTest::newRow("version 2 quota") << v2 << group + "cpu.max"
                                     << "150000 100000" << quint64{1} << quint64{8192};
    QTest::newRow("version 2 no quota") << v2 << group + "cpu.max"
                                        << "max 100000" << quint64{0} << quint64{8192};
    QTest::newRow("half a core is one") << v2 << group + "cpu.max"
                                        << "50000 100000" << quint64{1} << quint64{8192};
    QTest::newRow("the parent's quota") << v2 << "/sys/fs/cgroup/user/cpu.max"
                                        << "100000 100000" << quint64{1} << quint64{8192};
    QTest::newRow("version 2 memory") << v2 << group + "memory.max"
                                      << "1073741824" << quint64{0} << quint64{1024};
    QTest::newRow("version 2 no limit") << v2 << group + "memory.max"
                                        << "max" << quint64{0} << quint64{8192};
    QTest::newRow("version 1 quota") << v1 << "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us"
                                     << "100000" << quint64{1} << quint64{8192};
    QTest::newRow("version 1 no quota") << v1 << "/sys/fs/cgroup/cpu/job/cpu.cfs_quota_us"
                                        << "-1" << quint64{0} << quint64{8192};
    QTest::newRow("version 1 memory") << v1 << "/sys/fs/cgroup/memory/job/memory.limit_in_bytes"
                                      << "536870912" << quint64{0} << quint64{512};
    QTest::newRow("version 1 unlimited") << v1 << "/sys/fs/cgroup/memory/job/memory.limit_in_bytes"
                                         << "9223372036854771712" << quint64{0} << quint64{8192};
}

void tst_HostProbe::limitsOfTheCgroupCount()
{
    QFETCH(QString, table);
    QFETCH(QString, file);
    QFETCH(QString, value);
    QFETCH(quint64, cores);
    FakeRoot root;
    root.write("/proc/self/cgroup", table.toUtf8());
    root.write("/proc/meminfo", "MemTotal:        8388608 kB\nMemAvailable:    4194304 kB\n");
    root.write("/sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
    if (!file.isEmpty())
        root.write(file.toUtf8().constData(), value.toUtf8() + "\n");
    HostProbe probe(root.path(), "/nonexistent/nvidia-smi");
    const HostInfo info = probe.info(5);
    const auto all = static_cast<quint64>(sysconf(_SC_NPROCESSORS_ONLN));
    if (cores == 0)
        QVERIFY(info.cores >= 1 && info.cores <= all);
    else
        QCOMPARE(quint64{info.cores}, cores);
    QTEST(quint64{info.memoryMiB}, "memory");
    QCOMPARE(info.now.at, WallMs{5});
}

void tst_HostProbe::cpuShareIsTheDifference()
{
    FakeRoot root;
    root.write("/proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 2 3\n");
    HostProbe probe(root.path(), "/nonexistent/nvidia-smi");
    root.write("/proc/stat", "cpu  130 10 110 840 10 0 0 0 0 0\n");
    QCOMPARE(probe.sample(1).cpu, 0.5); // 50 busy of 100; waiting for a disk is idle
    QCOMPARE(probe.sample(2).cpu, 0.0);
    root.write("/proc/stat", "cpu  1 1 1 1 0 0 0 0\n"); // a counter that went back
    QCOMPARE(probe.sample(3).cpu, 0.0);
}

void tst_HostProbe::memoryInUseIsWhatIsNotAvailable()
{
    FakeRoot root;
    root.write("/proc/meminfo", "MemTotal: 8388608 kB\nMemFree: 1 kB\nMemAvailable: 6291456 kB\n");
    root.write("/proc/self/cgroup", "0::/job\n");
    HostProbe probe(root.path(), "/nonexistent/nvidia-smi");
    QCOMPARE(probe.sample(1).memoryUsedMiB, std::uint64_t{2048});
    root.write("/sys/fs/cgroup/job/memory.max", "1073741824\n");
    root.write("/sys/fs/cgroup/job/memory.current", "536870912\n");
    root.write("/sys/fs/cgroup/job/memory.stat", "anon 1\ninactive_file 268435456\n");
    QCOMPARE(probe.sample(2).memoryUsedMiB, std::uint64_t{256});
}

void tst_HostProbe::thisHostHasCoresAndMemory()
{
    HostProbe probe;
    const HostInfo info = probe.info(1);
    QCOMPARE(info.id, HostId("local"));
    QVERIFY(!info.name.empty());
    QVERIFY(info.cores >= 1);
    QVERIFY(info.memoryMiB >= 64);
    QVERIFY(info.now.memoryUsedMiB > 0);
    QVERIFY(info.now.memoryUsedMiB <= info.memoryMiB);
    QVERIFY(info.now.cpu >= 0 && info.now.cpu <= 1);
}

void tst_HostProbe::gpusComeFromTheProgram()
{
    FakeRoot root;
    const QString program = root.program("[ \"$1\" = --query-gpu=index,uuid,name,memory.total,"
                                         "memory.used,utilization.gpu,temperature.gpu ] || exit 1\n"
                                         "[ \"$2\" = --format=csv,noheader,nounits ] || exit 1\n"
                                         "n=$(cat $0.count 2>/dev/null || echo 0)\n"
                                         "echo $((n + 1)) > $0.count\n"
                                         "echo \"0, GPU-1, Tesla T4, 15360, $n, 7, 40\"\n");
    HostProbe probe("", program.toStdString());
    probe.settle(20000);
    const HostInfo info = probe.info(1); // takes the first answer, asks again
    QCOMPARE(info.gpus.size(), std::size_t{1});
    QCOMPARE(info.gpus[0].name, std::string("Tesla T4"));
    QCOMPARE(info.gpus[0].usedMiB, std::uint64_t{0});
    probe.settle(20000);
    QCOMPARE(probe.sample(2).gpus[0].usedMiB, std::uint64_t{1});
}

void tst_HostProbe::aHostWithoutTheProgramHasNoGpus()
{
    HostProbe probe("", "orrery-no-such-nvidia-smi");
    probe.settle(20000); // returns at once: there is nothing to wait for
    QVERIFY(probe.info(1).gpus.empty());
    QVERIFY(probe.sample(2).gpus.empty());
}

void tst_HostProbe::aHungProgramBlocksNobody()
{
    FakeRoot root;
    const QString program =
        root.program("echo 0, GPU-1, Tesla T4, 15360, 0, 7, 40\nexec sleep 600\n");
    QElapsedTimer timer;
    timer.start();
    {
        HostProbe probe("", program.toStdString(), 200);
        QVERIFY(probe.sample(1).gpus.empty());
        QVERIFY(timer.elapsed() < 5000);
        probe.settle(20000); // ends with the limit of 200 ms
        QVERIFY(probe.sample(2).gpus.empty());
    }
    QVERIFY(timer.elapsed() < 15000);
}

void tst_HostProbe::aFailingProgramMeansNoGpus()
{
    FakeRoot root;
    const QString program = root.program("echo Failed to initialize NVML: Unknown Error\nexit 9\n");
    HostProbe probe("", program.toStdString());
    probe.settle(20000);
    QVERIFY(probe.sample(1).gpus.empty());
}

QTEST_APPLESS_MAIN(tst_HostProbe)
#include "tst_hostprobe.moc"
