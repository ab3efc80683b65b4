// SPDX-License-Identifier: GPL-3.0-or-later
// The messages between engine and runner survive the way, and damaged ones are refused.
#include <QtTest>

#include <limits>

#include "wire/runner.h"

using namespace orrery;

namespace {

types::LaunchOrder fullOrder()
{
    types::LaunchOrder order;
    order.key = {RunId("20261121-104512-7f3a"), 7, 3};
    order.fence = 12;
    order.argv = {"/bin/sh", "-c", std::string("a\xff\x01 b", 5), ""};
    order.environment = {{"NAME", "value"}, {"EMPTY", ""}};
    order.inputs = R"({"x":[1,2,3]})";
    order.script = "echo \"%SCRIPT%\"\n";
    order.taskName = "load[2]";
    order.node = "load";
    order.item = 2;
    order.itemCount = 16;
    order.dagDir = "/data/dag";
    order.runDir = "/data/run";
    order.isolation = Isolation::Sandbox;
    order.network = true;
    order.cpuCores = 0.25;
    order.memoryMB = 512;
    order.gpus = {0, 3};
    order.timeout = 60'000;
    order.priority = -7;
    order.age = 123456;
    order.readOnlyPaths = {"/opt/tool"};
    return order;
}

wire::Progress fullProgress()
{
    wire::Progress progress;
    progress.started.push_back({{RunId("r"), 1, 1}, 4711, 1'700'000'000'000});
    types::Ended ended;
    ended.key = {RunId("r"), 2, 1};
    ended.exit.cause = Cause::Signalled;
    ended.exit.signal = 11;
    ended.exit.outputs = "{}";
    ended.exit.log = {"seg-000-000001.log", 17, 4};
    ended.exit.enforcement = "cgroup v1";
    progress.ended.push_back(ended);
    return progress;
}

} // namespace

class tst_Runner : public QObject {
    Q_OBJECT
private slots:
    void everyMessageSurvivesTheWay_data();
    void everyMessageSurvivesTheWay();
    void anOrderArrivesWhole();
    void aCutMessageIsRefused();
    void anUnknownKindIsRefused();
    void aFalseCountIsRefusedWithoutAllocating();
};

void tst_Runner::everyMessageSurvivesTheWay_data()
{
    QTest::addColumn<int>("which");
    const char *names[] = {"hello",   "launch",    "cancel",  "acknowledge", "follow",
                           "credit",  "unfollow",  "welcome", "refused",     "progress",
                           "samples", "log piece", "ahead"};
    for (int i = 0; i < 13; ++i)
        QTest::newRow(names[i]) << i;
}

void tst_Runner::everyMessageSurvivesTheWay()
{
    QFETCH(int, which);
    const AttemptKey key{RunId("r1"), 5, 2};
    const std::vector<wire::RunnerMessage> all{
        wire::Hello{1, 42, 2000, 4096},
        wire::Launch{{fullOrder(), {}}},
        wire::Cancel{{key}},
        wire::Acknowledge{{key, key}},
        wire::Follow{key, 100, 65536},
        wire::Credit{key, 4096},
        wire::Unfollow{key},
        wire::Welcome{1, 99, "boot", {key}},
        wire::Refused{"a newer engine owns this runner"},
        fullProgress(),
        wire::Samples{{TaskSample{RunId("r1"), 5, 2, 17, 0.5, 1024, 1, 2, 3}}},
        types::LogPiece{key, 8, std::string("\0\xfe", 2), true},
        wire::Ahead{{{key, fullOrder()}}}};
    const std::string bytes = wire::encode(all[std::size_t(which)]);
    const auto back = wire::decode(bytes);
    QVERIFY(back.has_value());
    QCOMPARE(back->index(), std::size_t(which));
    QCOMPARE(wire::encode(*back), bytes);
}

void tst_Runner::anOrderArrivesWhole()
{
    const auto back = wire::decode(wire::encode(wire::Launch{{fullOrder()}}));
    QVERIFY(back.has_value());
    const types::LaunchOrder sent = fullOrder();
    const types::LaunchOrder &got = std::get<wire::Launch>(*back).orders.at(0);
    QVERIFY(got.key == sent.key);
    QCOMPARE(got.fence, sent.fence);
    QCOMPARE(got.argv, sent.argv);
    QVERIFY(got.environment == sent.environment);
    QCOMPARE(got.inputs, sent.inputs);
    QCOMPARE(got.script, sent.script);
    QCOMPARE(got.taskName, sent.taskName);
    QCOMPARE(got.node, sent.node);
    QCOMPARE(got.item, sent.item);
    QCOMPARE(got.itemCount, sent.itemCount);
    QCOMPARE(got.dagDir, sent.dagDir);
    QCOMPARE(got.runDir, sent.runDir);
    QVERIFY(got.isolation == sent.isolation);
    QCOMPARE(got.network, sent.network);
    QCOMPARE(got.cpuCores, sent.cpuCores);
    QCOMPARE(got.memoryMB, sent.memoryMB);
    QCOMPARE(got.gpus, sent.gpus);
    QCOMPARE(got.timeout, sent.timeout);
    QCOMPARE(got.priority, sent.priority);
    QCOMPARE(got.age, sent.age);
    QCOMPARE(got.readOnlyPaths, sent.readOnlyPaths);
}

void tst_Runner::aCutMessageIsRefused()
{
    const std::string bytes = wire::encode(wire::Launch{{fullOrder()}});
    types::LaunchOrder order = fullOrder();
    order.priority = 0;
    order.age = 0;
    const std::size_t ranks = 2; // bytes, at the end: a message without them is of an older engine
    const std::string plain = wire::encode(wire::Launch{{order}});
    for (std::size_t size = 0; size < bytes.size(); ++size)
        if (size != plain.size() - ranks)
            QVERIFY2(!wire::decode(std::string_view(bytes).substr(0, size)),
                     qPrintable(QString::number(size)));
}

void tst_Runner::anUnknownKindIsRefused()
{
    types::Encoder to;
    to.u(77);
    const auto back = wire::decode(to.bytes());
    QVERIFY(!back.has_value());
    QVERIFY(back.error().code == ErrorCode::Corrupt);
}

void tst_Runner::aFalseCountIsRefusedWithoutAllocating()
{
    types::Encoder to;
    to.u(2); // Cancel
    to.u(std::numeric_limits<std::uint64_t>::max());
    QVERIFY(!wire::decode(to.bytes()).has_value());
}

QTEST_APPLESS_MAIN(tst_Runner)
#include "tst_runner.moc"
