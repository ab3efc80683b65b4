// SPDX-License-Identifier: GPL-3.0-or-later
// A home on a file system of 6 MB that tasks fill: each gets a clear end, and the runner goes on.
#include "engine/executors/runnerhost.h"

#include <cstdio>

#include <sys/mount.h>
#include <unistd.h>

using namespace orrery;
using test::LaunchOrder;
using test::RunnerHost;

class tst_FullDisk : public QObject {
    Q_OBJECT
private slots:
    void aTaskThatFillsTheDiskFailsAlone();
    void aLogThatFillsTheDiskFailsAlone();
};

namespace {

/// Mounts a small tmpfs on the host's home; unmounts it at the end. Needs root.
struct SmallHome {
    explicit SmallHome(const std::string &path) : m_path(path)
    {
        (void)platform::makeDirectories(path);
        mounted = ::mount("small", path.c_str(), "tmpfs", 0, "size=6m,mode=700") == 0;
    }
    ~SmallHome() { ::umount2(m_path.c_str(), MNT_DETACH); }
    bool mounted = false;

private:
    std::string m_path;
};

} // namespace

void tst_FullDisk::aTaskThatFillsTheDiskFailsAlone()
{
    RunnerHost host;
    const SmallHome home(host.options.home);
    QVERIFY2(home.mounted, "needs root");
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit exit = host.run(host.order({"/bin/dd", "if=/dev/zero", "of=big", "bs=64k"}));
    QCOMPARE(int(exit.cause), int(Cause::Exited));
    QCOMPARE(exit.exitCode, 1);
    QVERIFY(!exit.workDir.empty());
    // Still full: the journal has no room for another order, which is refused with that reason.
    const Exit refused = host.run(host.order({"/bin/true"}));
    QVERIFY2(refused.succeeded() || refused.detail.find("No space left") != std::string::npos,
             refused.detail.c_str());
    QVERIFY(QDir(QString::fromStdString(exit.workDir)).removeRecursively());
    const Exit after = host.run(host.sh("echo works; echo '{\"v\":1}' > $ORRERY_OUTPUTS"));
    QVERIFY2(after.succeeded(), after.detail.c_str());
    QCOMPARE(host.log(after), std::string("works\n"));
    QCOMPARE(after.outputs, std::string("{\"v\":1}\n"));
}

void tst_FullDisk::aLogThatFillsTheDiskFailsAlone()
{
    RunnerHost host;
    const SmallHome home(host.options.home);
    QVERIFY2(home.mounted, "needs root");
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const Exit exit = host.run(host.sh("head -c 20000000 /dev/zero"));
    QCOMPARE(int(exit.cause), int(Cause::Exited));
    QVERIFY(exit.exitCode != 0);
    QVERIFY(exit.log.size > (1U << 20U));
    QVERIFY(QFile::remove(QString::fromStdString(host.options.home + "/logs/" + exit.log.file)));
    const Exit after = host.run(host.sh("echo works"));
    QVERIFY2(after.succeeded(), after.detail.c_str());
    QCOMPARE(host.log(after), std::string("works\n"));
}

int main(int argc, char **argv)
{
    if (::geteuid() != 0) {
        std::puts("not run: mounting a small file system needs root");
        return 77;
    }
    QCoreApplication app(argc, argv);
    tst_FullDisk test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_full_disk.moc"
