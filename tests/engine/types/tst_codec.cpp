// SPDX-License-Identifier: GPL-3.0-or-later
// The binary form of facts: what is written comes back, what is damaged is refused.
#include "types/codec.h"

#include <limits>
#include <random>
#include <set>

#include <QFile>
#include <QTest>

using namespace orrery;

namespace {

Exit richExit()
{
    Exit exit;
    exit.cause = Cause::MissingProgram;
    exit.exitCode = -127;
    exit.signal = 11;
    exit.detail = "no such program: caf\xC3\xA9";
    exit.start = 1'790'000'000'123;
    exit.end = 1'790'000'000'100; // a clock that went back
    exit.usage = {1.25, 1'048'576, 7, std::numeric_limits<std::uint64_t>::max()};
    exit.log = {"seg-0001.log", 4'294'967'296, 65536};
    exit.outputs = R"({"rows":3})";
    exit.workDir = "/home/x/work";
    exit.enforcement = "cgroup v2";
    return exit;
}

std::vector<Fact> everyFact()
{
    RunCreated created{DagId("sales"),
                       VersionId("0123456789abcdef"),
                       "/d/sales.yaml",
                       "{}",
                       Isolation::Container,
                       {Resources{0.5, 512, 1, 0, "HIGH"}, Resources{}},
                       {"scaled down", ""},
                       "manual",
                       "ann",
                       "/r",
                       1'790'000'000'000,
                       {{1, RunId("r0"), "{}"}, {2, RunId(), ""}},
                       {RunId("outer"), 3, 1},
                       R"({"orrery":"0.1.0"})",
                       Slot{"/d/sales.yaml", 1'790'000'000'000, -34200, "b-1", R"({"0":1})"},
                       Turn{-3, "nightly", {{"nightly", 1, 0}, {"db", 0, 3}}, {"outer"}}};
    return {
        EngineStarted{7, "boot", 4242, 1},
        created,
        TaskPlaced{3, 1, HostId("local"), {0, 5}, -5},
        TaskStarted{0, 2, 99, 0},
        TaskEnded{none, 4294967295U, richExit()},
        RetryDue{1, std::numeric_limits<WallMs>::min()},
        CancelRequested{"ann", "wrong\ninput", std::numeric_limits<WallMs>::max()},
        RetryRequested{{1, 2, 300000}, "bob", 5},
        RunEnded{RunState::Cancelled, "stopped by ann", 6},
        HoldChanged{{1, 300000}, true, true, false, "ann", 7},
        TaskMarked{3, TaskState::Skipped, "{\"n\":1}", "ann", "by hand", 8},
        ItemsListed{4, "[\"a\"]", "unreadable", 9},
        DagPublished{DagId("sales"), 3, VersionId("0123456789abcdef"), "ann", "why", 1, 7},
        ScheduleChanged{"/d/sales.yaml", DagId("sales"), true, R"({"a":1})", "{}", true, "ann", 7},
        SlotSettled{"/d/sales.yaml", "b-1", SlotSettled::Outcome::Seen, -8, 3, "missed", "{}", 8},
        BackfillRequested{"b-1", "/d/sales.yaml", {9, 5, 70'000'000'000'000}, 4, "ann", 9},
        RunAdmitted{-7},
        PriorityChanged{-1000, "ann", 8},
        QueueChanged{"nightly", true, 300, -5, true, "ann", 9},
        TaskReused{2, RunId("20261101-1"), -4, R"({"script":"a1"})", R"({"n":1})", 9},
        CacheMissed{300000, R"({"script":"a1"})", "script changed", 9},
        CacheBypassed{9},
        GraphGrown{3, 2, "{\"nodes\":[]}", "ann", 9},
        RunSealed{"archive/r.orun", 1'234, 0xFFFFFFFFU, 300'001, 300'009, created, 5, 9,
                  RunState::Failed, "no", R"({"tasks":{}})", 10},
        RunsDropped{{RunId("a"), RunId("b")}, {{"/d/sales.yaml", -8, "{}"}}, "ann", true, 11},
        RunPinned{true, "ann", 12},
        FileRemembered{"/d/sales.yaml", 13}};
}

std::string bytesOf(const Fact &fact)
{
    types::Encoder to;
    types::encode(fact, to);
    return to.take();
}

} // namespace

class tst_Codec : public QObject {
    Q_OBJECT
private slots:
    void numbersComeBack_data();
    void numbersComeBack();
    void everyFactComesBack();
    void bytesOfReleasesStay();
    void runsOfVersionOneWereMadeByHand();
    void everyCutFactIsRefused();
    void nothingRandomIsReadAsMoreThanItIs();
    void unknownKindsAndVersionsAreRefused();
    void falseLengthsAreRefused();
    void threeFactsOfATaskAreSmall();
};

void tst_Codec::numbersComeBack_data()
{
    QTest::addColumn<qint64>("value");
    QTest::newRow("zero") << qint64{0};
    QTest::newRow("one byte") << qint64{-64};
    QTest::newRow("two bytes") << qint64{64};
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min();
    QTest::newRow("largest") << std::numeric_limits<qint64>::max();
}

void tst_Codec::numbersComeBack()
{
    QFETCH(qint64, value);
    types::Encoder to;
    to.i(value);
    to.u(static_cast<std::uint64_t>(value));
    to.d(static_cast<double>(value) / 3);
    types::Decoder from(to.bytes());
    QCOMPARE(from.i(), std::int64_t{value});
    QCOMPARE(from.u(), static_cast<std::uint64_t>(value));
    QCOMPARE(from.d(), static_cast<double>(value) / 3);
    QVERIFY(from.ok() && from.atEnd());
}

void tst_Codec::everyFactComesBack()
{
    for (const Fact &fact : everyFact()) {
        const std::string bytes = bytesOf(fact);
        types::Decoder from(bytes);
        const Result<Fact> back = types::decode(from);
        QVERIFY2(back, back ? "" : back.error().what.c_str());
        QVERIFY(from.atEnd());
        QCOMPARE(back->index(), fact.index());
        QCOMPARE(bytesOf(*back), bytes); // all fields, as the encoder reads every one
    }
    const std::string bytes = bytesOf(TaskEnded{1, 1, richExit()});
    types::Decoder from(bytes);
    const auto back = std::get<TaskEnded>(*types::decode(from));
    QCOMPARE(back.exit.detail, richExit().detail);
    QCOMPARE(back.exit.end, richExit().end);
    QCOMPARE(back.exit.usage.writeBytes, richExit().usage.writeBytes);
    QCOMPARE(back.exit.log.offset, richExit().log.offset);
}

/// tests/data/types/facts.hex: a line for each of everyFact(). A line that differs is a journal
/// that could not be read as it was meant; a new version of a fact gets a line of its own.
void tst_Codec::bytesOfReleasesStay()
{
    QFile file(
        qEnvironmentVariable("ORRERY_SOURCE_DIR", QStringLiteral(QT_TESTCASE_SOURCEDIR "/..")) +
        QStringLiteral("/tests/data/types/facts.hex"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    std::set<std::size_t> kinds;
    for (const Fact &fact : everyFact()) {
        const QByteArray hex = QByteArray::fromStdString(bytesOf(fact)).toHex();
        QCOMPARE(hex, file.readLine().trimmed());
        kinds.insert(fact.index());
    }
    QVERIFY(file.atEnd());
    QCOMPARE(kinds.size(), std::variant_size_v<Fact>);
}

void tst_Codec::runsOfVersionOneWereMadeByHand()
{
    types::Encoder old; // as the first release wrote it
    old.u(2);
    old.u(1);
    for (const char *text : {"sales", "0123456789abcdef", "/d/sales.yaml", "{}"})
        old.s(text);
    for (const std::uint64_t number : {1U, 0U, 0U}) // isolation, fitted, notes
        old.u(number);
    for (const char *text : {"manual", "ann", "/r"})
        old.s(text);
    old.i(5);
    types::Decoder from(old.bytes());
    const Result<Fact> read = types::decode(from);
    QVERIFY2(read, read ? "" : read.error().what.c_str());
    const auto created = std::get<RunCreated>(*read);
    QCOMPARE(created.at, WallMs{5});
    QCOMPARE(created.resultsDir, std::string("/r"));
    QVERIFY(created.slot.schedule.empty() && created.slot.at == 0);
}

void tst_Codec::everyCutFactIsRefused()
{
    for (const Fact &fact : everyFact()) {
        const std::string bytes = bytesOf(fact);
        for (std::size_t length = 0; length < bytes.size(); ++length) {
            types::Decoder from(std::string_view(bytes).substr(0, length));
            const Result<Fact> back = types::decode(from);
            QVERIFY(!back);
            QCOMPARE(back.error().code, ErrorCode::Corrupt);
        }
    }
}

void tst_Codec::nothingRandomIsReadAsMoreThanItIs()
{
    std::mt19937 random(1);
    const std::vector<Fact> facts = everyFact();
    int refused = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string bytes = bytesOf(facts[random() % facts.size()]);
        for (std::size_t flips = 1 + random() % 3; flips > 0; --flips)
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        types::Decoder from(bytes);
        const Result<Fact> back = types::decode(from);
        if (!back) {
            ++refused;
            continue;
        }
        // Whatever was read is a value that can be written again.
        QVERIFY(bytesOf(*back).size() <= bytes.size() + 10);
    }
    QVERIFY(refused > 1000);
}

void tst_Codec::unknownKindsAndVersionsAreRefused()
{
    types::Encoder kind;
    kind.u(11);
    kind.u(1);
    types::Decoder fromKind(kind.bytes());
    QVERIFY(types::decode(fromKind).error().what.find("kind 11") != std::string::npos);

    types::Encoder version;
    version.u(9);
    version.u(2);
    types::Decoder fromVersion(version.bytes());
    QVERIFY(types::decode(fromVersion).error().what.find("version 2") != std::string::npos);
}

void tst_Codec::falseLengthsAreRefused()
{
    types::Encoder to;
    to.u(std::numeric_limits<std::uint64_t>::max());
    types::Decoder text(to.bytes());
    QCOMPARE(text.s(), std::string());
    QVERIFY(!text.ok());
    types::Decoder tooLong(std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10));
    QCOMPARE(tooLong.u(), std::uint64_t{0});
    QVERIFY(!tooLong.ok());
}

void tst_Codec::threeFactsOfATaskAreSmall()
{
    constexpr WallMs now = 1'790'000'000'123;
    Exit exit;
    exit.start = now;
    exit.end = now + 12;
    exit.usage = {0.003, 3200, 4096, 0};
    exit.log = {"0001.seg", 123456, 800};
    exit.outputs = R"({"rows":12345})";
    exit.enforcement = "rlimit";
    const std::size_t size = bytesOf(TaskPlaced{9999, 1, HostId("local"), {}, now}).size() +
                             bytesOf(TaskStarted{9999, 1, 123456, now}).size() +
                             bytesOf(TaskEnded{9999, 1, exit}).size();
    QVERIFY2(size < 120, std::to_string(size).c_str());
}

QTEST_APPLESS_MAIN(tst_Codec)
#include "tst_codec.moc"
