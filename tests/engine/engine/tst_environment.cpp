// SPDX-License-Identifier: GPL-3.0-or-later
// What a run keeps of where it was made.
#include <QtTest>

#include <QJsonDocument>
#include <QJsonObject>

#include "engine/core.h"
#include "engine/environment.h"
#include "support/dag.h"

using namespace orrery;

class TestEnvironment : public QObject {
    Q_OBJECT

private slots:
    void namesThisSystem();
    void asksOnlyForTheRuntimesOfTheDag();
    void aProgramTellsItsVersion();
    void isAnObjectWithFixedKeys();
};

void TestEnvironment::namesThisSystem()
{
    HostInfo host;
    host.name = "box";
    host.cores = 3;
    host.gpus.resize(1);
    host.gpus[0].name = "NVIDIA H100";
    qputenv("OMP_NUM_THREADS", "7");
    const auto found = engine::EnvironmentProbe().snapshot(support::dag("a"), host);
    QCOMPARE(found.orrery, versionText());
    QCOMPARE(found.host, std::string("box"));
    QCOMPARE(found.gpus, std::vector<std::string>{"NVIDIA H100"});
    QVERIFY(found.kernel.starts_with("Linux "));
    QCOMPARE(found.variables.at("OMP_NUM_THREADS"), std::string("7"));
    QVERIFY(!found.variables.contains("HOME")); // nothing that names the user
}

void TestEnvironment::asksOnlyForTheRuntimesOfTheDag()
{
    engine::EnvironmentProbe probe;
    QVERIFY(probe.snapshot(support::dag("a b:exec"), {}).runtimes.empty());
    const auto shell = probe.snapshot(support::dag("a:shell"), {}).runtimes;
    QCOMPARE(shell.size(), std::size_t{1});
    QVERIFY(shell.at("sh").path.starts_with('/'));
    QVERIFY(shell.at("sh").version.empty()); // a shell has no --version
}

void TestEnvironment::aProgramTellsItsVersion()
{
    engine::EnvironmentProbe probe;
    for (int round = 0; round < 2; ++round) { // asked, then known
        const auto found = probe.snapshot(support::dag("a:python"), {}).runtimes.at("python3");
        if (engine::findProgram("python3").empty()) {
            QVERIFY(found.path.empty() && found.version.empty());
            continue;
        }
        QVERIFY(found.path.starts_with('/'));
        QVERIFY2(found.version.starts_with("Python 3."), found.version.c_str());
    }
}

void TestEnvironment::isAnObjectWithFixedKeys()
{
    engine::EnvironmentSnapshot snapshot;
    snapshot.system = "caf\xC3"; // cut in the middle of a character
    snapshot.runtimes["python3"] = {"/usr/bin/python3.11", "Python 3.11.2"};
    const QJsonObject json =
        QJsonDocument::fromJson(QByteArray::fromStdString(engine::toJson(snapshot))).object();
    QCOMPARE(json.keys(), QStringList({"cores", "gpus", "host", "kernel", "memoryMiB", "orrery",
                                       "runtimes", "system", "variables"}));
    QCOMPARE(json["runtimes"]["python3"]["version"].toString(), QString("Python 3.11.2"));
}

QTEST_APPLESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
