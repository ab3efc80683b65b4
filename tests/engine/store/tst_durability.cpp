// SPDX-License-Identifier: GPL-3.0-or-later
// On a disk that loses what was not synced: nothing that was published is lost, and every effect of
// types/durability.h leaves at the strength its table says.
#include <algorithm>
#include <array>
#include <atomic>
#include <random>
#include <semaphore>

#include <QTemporaryDir>
#include <QTest>

#include "store/gate.h"
#include "store/settings.h"
#include "support/journalevents.h"
#include "support/lossyvfs.h"
#include "types/durability.h"

using namespace orrery;
using store::Gate;
using store::openStore;
using store::Settings;
using store::Store;
using support::LossyDisk;
using support::SyncWatch;
using types::Effect;
using types::FactKind;
using types::Wait;

namespace {

Settings on(LossyDisk &disk)
{
    Settings settings;
    settings.vfs = disk.name();
    settings.sync = [&disk](const std::string &path) { return disk.sync(path); };
    settings.syncDelay = 0;
    return settings;
}

std::unique_ptr<Store> mustOpenWatched(const QTemporaryDir &dir, SyncWatch &watch,
                                       Settings settings)
{
    auto opened = openStore(
        dir.path().toStdString(), [&watch](Seq seq) { watch.publish(seq); },
        [&watch](Error error) { watch.broke(error); }, std::move(settings));
    if (!opened)
        qFatal("%s: %s", opened.error().where.c_str(), opened.error().what.c_str());
    return std::move(*opened);
}

/// The event that a test's journal holds at `seq`: its content follows from its number.
Event eventNumber(Seq seq)
{
    const auto task = static_cast<TaskIndex>(seq);
    if (seq == 1)
        return {0, RunId("r"),
                RunCreated{DagId("d"), VersionId("v"), "", "", {}, {}, {}, "", "", "", 1}};
    if (seq % 3 == 0)
        return {0, RunId("r"), TaskPlaced{task, 1, HostId("local"), {}, WallMs(seq)}};
    Exit exit;
    exit.outputs = std::string(seq % 977, 'x');
    return {0, RunId("r"), TaskEnded{task, 1, exit}};
}

/// The last seq of a journal that holds exactly the first events, each as it was appended.
Seq checkedEndOf(Store &store)
{
    Seq expected = 1;
    const auto done = store.replay(RunId("r"), [&](const Event &event) {
        if (event.seq != expected ||
            support::bytesOf(event.fact) != support::bytesOf(eventNumber(expected).fact))
            qFatal("event %llu is not what was appended",
                   static_cast<unsigned long long>(event.seq));
        ++expected;
    });
    if (!done && done.error().code != ErrorCode::NotFound)
        qFatal("%s", done.error().what.c_str());
    if (expected - 1 != store.writtenSeq())
        qFatal("the journal has events that the run has not");
    return expected - 1;
}

/// A fact of each kind, in the order of FactKind.
Fact factOf(FactKind kind)
{
    switch (kind) {
    case FactKind::EngineStarted:
        return EngineStarted{1, "boot", 1, 1};
    case FactKind::RunCreated:
        return RunCreated{DagId("d"), VersionId("v"), "", "", {}, {}, {}, "", "", "", 1};
    case FactKind::TaskPlaced:
        return TaskPlaced{0, 1, HostId("local"), {}, 1};
    case FactKind::TaskStarted:
        return TaskStarted{0, 1, 5, 1};
    case FactKind::TaskEnded:
        return TaskEnded{0, 1, {}};
    case FactKind::RetryDue:
        return RetryDue{0, 1};
    case FactKind::CancelRequested:
        return CancelRequested{"ann", "", 1};
    case FactKind::RetryRequested:
        return RetryRequested{{}, "ann", 1};
    case FactKind::HoldChanged:
        return HoldChanged{{}, true, false, false, "ann", 1};
    case FactKind::TaskMarked:
        return TaskMarked{0, TaskState::Skipped, "", "ann", "", 1};
    case FactKind::ItemsListed:
        return ItemsListed{0, "[]", "", 1};
    case FactKind::DagPublished:
        return DagPublished{DagId("d"), 1, VersionId("v"), "ann", "", 0, 1};
    case FactKind::ScheduleChanged:
        return ScheduleChanged{"/d.yaml", DagId("d"), true, "", "{}", true, "ann", 1};
    case FactKind::SlotSettled:
        return SlotSettled{"/d.yaml", "", SlotSettled::Outcome::Skipped, 1, 1, "", "", 1};
    case FactKind::BackfillRequested:
        return BackfillRequested{"b", "/d.yaml", {1, 2}, 1, "ann", 1};
    case FactKind::RunAdmitted:
        return RunAdmitted{1};
    case FactKind::PriorityChanged:
        return PriorityChanged{5, "ann", 1};
    case FactKind::QueueChanged:
        return QueueChanged{"nightly", true, 2, -5, true, "ann", 1};
    case FactKind::TaskReused:
        return TaskReused{0, RunId("q"), 1, "{}", "{}", 1};
    case FactKind::CacheMissed:
        return CacheMissed{0, "{}", "", 1};
    case FactKind::CacheBypassed:
        return CacheBypassed{1};
    case FactKind::GraphGrown:
        return GraphGrown{0, 1, "{}", "", 1};
    case FactKind::RunSealed:
        return RunSealed{"archive/r.orun", 1, 1, 1, 0, {}, 0, 1, RunState::Failed, "", "", 1};
    case FactKind::RunsDropped:
        return RunsDropped{{RunId("other")}, {}, "ann", false, 1};
    case FactKind::RunPinned:
        return RunPinned{true, "ann", 1};
    case FactKind::FileRemembered:
        return FileRemembered{"/d.yaml", 1};
    case FactKind::RunEnded:
        break;
    }
    return RunEnded{};
}

} // namespace

class tst_Durability : public QObject {
    Q_OBJECT
private slots:
    void whatWasPublishedOutlivesPowerCuts_data();
    void whatWasPublishedOutlivesPowerCuts();
    void everyCellOfTheTableHolds_data();
    void everyCellOfTheTableHolds();
    void theEpochIsSyncedBeforeTheFirstLaunch();
    void afterAFailedSyncNothingIsPublished();
    void aFailedSyncOfACheckpointStopsAllToo();
    void aFullDiskLosesNothingAndIsLeftBehind();
    void aPowerCutInTheFirstStartIsStartedOver();
    void whatAKilledEngineLeftIsOnTheDiskOnceItCountsAsSynced();
};

void tst_Durability::whatWasPublishedOutlivesPowerCuts_data()
{
    QTest::addColumn<double>("survival");
    QTest::addColumn<int>("walPages");
    QTest::newRow("no cached write survives, no checkpoint") << 0.0 << 1000000;
    QTest::newRow("some cached writes survive, no checkpoint") << 0.5 << 1000000;
    QTest::newRow("some cached writes survive, many checkpoints") << 0.5 << 8;
    QTest::newRow("no cached write survives, many checkpoints") << 0.0 << 8;
    QTest::newRow("nearly all survive, a checkpoint at each commit") << 0.9 << 1;
}

void tst_Durability::whatWasPublishedOutlivesPowerCuts()
{
    QFETCH(double, survival);
    QFETCH(int, walPages);
    const QTemporaryDir dir;
    LossyDisk disk("lossy", unsigned(walPages) + unsigned(survival * 10));
    disk.setSurvival(survival);
    std::mt19937 random(7);
    Seq lost = 0, kept = 0, checkpoints = 0;
    for (int round = 0; round < 30; ++round) {
        SyncWatch watch;
        Settings settings = on(disk);
        settings.walPages = std::uint32_t(walPages);
        auto store = mustOpenWatched(dir, watch, settings);
        Seq written = checkedEndOf(*store);
        QVERIFY2(written >= kept, "published events are gone");
        disk.cutAfter(1 + random() % 400);
        // Appends until the power goes, in the middle of whatever is being done then.
        while (!disk.isCut()) {
            for (std::size_t n = 1 + random() % 5; n > 0; --n) {
                Event event = eventNumber(++written);
                store->append(event);
                QCOMPARE(event.seq, written);
            }
            if (!store->commit())
                break;
            if (random() % 4 == 0)
                store->project();
            // Now and then as a user waits for an answer, else a slow sync would publish nothing.
            if (random() % 8 == 0)
                QVERIFY(watch.waitForWord(written));
        }
        checkpoints += store->counters().checkpoints;
        const Seq before = store->writtenSeq();
        store.reset(); // its last words go to a disk without power
        kept = std::max(kept, watch.seq());
        disk.powerCut();
        SyncWatch after;
        lost += before - checkedEndOf(*mustOpenWatched(dir, after, on(disk)));
    }
    QVERIFY(kept > 0);
    QVERIFY2(lost > 0 || survival > 0.8, "the disk lost nothing: the test proves nothing");
    QVERIFY(walPages > 100 || checkpoints > 0);
}

void tst_Durability::everyCellOfTheTableHolds_data()
{
    QTest::addColumn<int>("fact");
    QTest::addColumn<int>("effect");
    constexpr std::array<const char *, types::factKindCount> names{
        "engine started", "run created",      "task placed",      "task started",
        "task ended",     "retry due",        "cancel requested", "retry requested",
        "run ended",      "hold changed",     "task marked",      "items listed",
        "dag published",  "schedule changed", "slot settled",     "backfill requested",
        "run admitted",   "priority changed", "queue changed",    "task reused",
        "cache missed",   "cache bypassed",   "graph grown",      "run sealed",
        "runs dropped",   "run pinned",       "file remembered"};
    for (std::size_t fact = 0; fact < types::factKindCount; ++fact) {
        for (std::size_t effect = 0; effect < types::effectCount; ++effect) {
            const auto wait =
                types::waitOf(static_cast<FactKind>(fact), static_cast<Effect>(effect));
            if (wait == Wait::Never)
                continue;
            const std::string row = std::string(names[fact]) + ": " +
                                    std::string(types::text(static_cast<Effect>(effect))) +
                                    (wait == Wait::Synced ? " when synced" : " when written");
            QTest::newRow(row.c_str()) << int(fact) << int(effect);
        }
    }
}

void tst_Durability::everyCellOfTheTableHolds()
{
    QFETCH(int, fact);
    QFETCH(int, effect);
    const auto kind = static_cast<FactKind>(fact);
    const auto what = static_cast<Effect>(effect);
    const QTemporaryDir dir;
    LossyDisk disk("lossy");
    disk.setSurvival(0);
    SyncWatch watch;
    std::counting_semaphore<> maySync(0);
    Settings settings = on(disk);
    settings.sync = [&](const std::string &path) {
        maySync.acquire();
        return disk.sync(path);
    };
    auto store = mustOpenWatched(dir, watch, settings);
    Gate gate;
    Seq epoch = 0;
    if (kind != FactKind::EngineStarted) { // an engine that stands: its epoch is safe
        Event started{0, {}, factOf(FactKind::EngineStarted)};
        store->append(started);
        QVERIFY(store->commit());
        maySync.release(2);
        QVERIFY(watch.waitFor(started.seq));
        while (maySync.try_acquire()) {
        }
        gate.setEpoch(started.seq);
        gate.synced(started.seq);
        epoch = started.seq;
    }

    const bool ofRun = kind != FactKind::EngineStarted && kind != FactKind::DagPublished;
    Event event{0, ofRun ? RunId("r") : RunId(), factOf(kind)};
    store->append(event);
    QCOMPARE(types::kindOf(event.fact), kind);
    if (kind == FactKind::EngineStarted)
        gate.setEpoch(event.seq);
    bool left = false;
    gate.hold(what, event.seq, [&] { left = true; });
    QVERIFY2(!left, "left before it was written");
    const auto written = store->commit();
    QVERIFY(written);
    gate.written(*written);
    const bool needsSync = types::waitOf(kind, what) == Wait::Synced;
    QCOMPARE(left, !needsSync);
    if (needsSync) {
        maySync.release(4);
        QVERIFY(watch.waitFor(event.seq));
        gate.synced(watch.seq());
        QVERIFY2(left, "held for ever");
    }

    disk.powerCut();
    maySync.release(64);
    store.reset();
    SyncWatch after;
    const Seq end = mustOpenWatched(dir, after, on(disk))->writtenSeq();
    // What left only when synced survived the cut; what needed only "written" did not have to.
    QCOMPARE(end, needsSync ? event.seq : epoch);
}

void tst_Durability::theEpochIsSyncedBeforeTheFirstLaunch()
{
    const QTemporaryDir dir;
    LossyDisk disk("lossy");
    SyncWatch watch;
    std::counting_semaphore<> maySync(0);
    Settings settings = on(disk);
    settings.sync = [&](const std::string &path) {
        maySync.acquire();
        return disk.sync(path);
    };
    const auto store = mustOpenWatched(dir, watch, settings);
    Gate gate;
    Event started{0, {}, factOf(FactKind::EngineStarted)};
    Event placed{0, RunId("r"), factOf(FactKind::TaskPlaced)};
    store->append(started);
    store->append(placed);
    gate.setEpoch(started.seq);
    bool launched = false;
    gate.hold(Effect::LaunchHere, placed.seq, [&] { launched = true; });
    gate.written(*store->commit());
    QVERIFY(!launched); // written is enough for a launch, not for the epoch before it
    maySync.release(64);
    QVERIFY(watch.waitFor(started.seq));
    gate.synced(watch.seq());
    QVERIFY(launched);
}

void tst_Durability::afterAFailedSyncNothingIsPublished()
{
    const QTemporaryDir dir;
    LossyDisk disk("lossy");
    SyncWatch watch;
    std::atomic<bool> broken = false;
    Settings settings = on(disk);
    settings.sync = [&](const std::string &path) -> Result<> {
        // Once only: the next call says "good", as Linux does after it threw the pages away.
        if (broken.exchange(false))
            return fail(ErrorCode::Io, path, "input/output error");
        return disk.sync(path);
    };
    auto store = mustOpenWatched(dir, watch, settings);
    Event first = eventNumber(1);
    store->append(first);
    QVERIFY(store->commit());
    QVERIFY(watch.waitFor(1));
    broken = true;
    Event second = eventNumber(2);
    store->append(second);
    QVERIFY(store->commit());
    QVERIFY(watch.waitForFailure());
    Event third = eventNumber(3);
    store->append(third);
    QCOMPARE(store->commit().error().code, ErrorCode::Io);
    store.reset();
    QCOMPARE(watch.seq(), Seq{1});
    QCOMPARE(watch.failures(), std::size_t{1});
}

void tst_Durability::aFailedSyncOfACheckpointStopsAllToo()
{
    const QTemporaryDir dir;
    LossyDisk disk("lossy");
    SyncWatch watch;
    std::counting_semaphore<> maySync(0);
    Settings settings = on(disk);
    settings.walPages = 4;
    settings.sync = [&](const std::string &) -> Result<> { // only SQLite's own syncs fail
        maySync.acquire();
        return {};
    };
    auto store = mustOpenWatched(dir, watch, settings);
    disk.setSyncFails(true);
    Seq seq = 0;
    for (int tick = 0; tick < 20 && watch.failures() == 0; ++tick) {
        Event event = eventNumber(++seq);
        store->append(event);
        (void)store->commit();
    }
    QCOMPARE(watch.failures(), std::size_t{1});
    maySync.release(64);
    store.reset();
    QCOMPARE(watch.seq(), Seq{0});
}

void tst_Durability::aFullDiskLosesNothingAndIsLeftBehind()
{
    const QTemporaryDir dir;
    LossyDisk disk("lossy");
    SyncWatch watch;
    auto store = mustOpenWatched(dir, watch, on(disk));
    disk.setCapacity(600'000);
    Seq seq = 0;
    Result<Seq> committed = 0;
    while (committed && seq < 100'000) {
        for (int n = 0; n < 20; ++n) {
            Event event = eventNumber(++seq);
            store->append(event);
        }
        committed = store->commit();
    }
    QVERIFY(!committed);
    QCOMPARE(committed.error().code, ErrorCode::Io);
    QVERIFY2(committed.error().what.find("disk full") == 0, committed.error().what.c_str());
    const Seq kept = store->writtenSeq();
    QCOMPARE(kept, seq - 20);
    QCOMPARE(checkedEndOf(*store), kept);
    QVERIFY(!store->commit()); // still full
    Event more = eventNumber(++seq);
    store->append(more);
    disk.setCapacity(0);
    QCOMPARE(*store->commit(), seq); // the tick that failed, and what came to it
    QVERIFY(watch.waitFor(seq));
    store.reset();
    QCOMPARE(checkedEndOf(*mustOpenWatched(dir, watch, on(disk))), seq);
}

void tst_Durability::aPowerCutInTheFirstStartIsStartedOver()
{
    int cuts = 0;
    for (unsigned operation = 1; operation < 400; ++operation) {
        const QTemporaryDir dir;
        LossyDisk disk("lossy", operation);
        SyncWatch watch;
        disk.cutAfter(operation);
        auto first = openStore(dir.path().toStdString(), {}, {}, on(disk));
        if (first)
            first->reset();
        cuts += disk.isCut() ? 1 : 0;
        const bool whole = !disk.isCut();
        disk.powerCut();
        auto store = mustOpenWatched(dir, watch, on(disk));
        QCOMPARE(store->writtenSeq(), Seq{0});
        Event event = eventNumber(1);
        store->append(event);
        QVERIFY(store->commit());
        QCOMPARE(checkedEndOf(*store), Seq{1});
        if (whole)
            break;
    }
    QVERIFY(cuts > 20);
}

void tst_Durability::whatAKilledEngineLeftIsOnTheDiskOnceItCountsAsSynced()
{
    const QTemporaryDir dir;
    LossyDisk disk("lossy", 3);
    disk.setSurvival(0);
    SyncWatch watch;
    Settings never = on(disk);
    never.sync = [](const std::string &) { return Result<>(); };
    auto killed = mustOpenWatched(dir, watch, never);
    Event event = eventNumber(1);
    killed->append(event);
    QVERIFY(killed->commit());
    disk.killUsers();
    killed.reset();

    auto next = mustOpenWatched(dir, watch, on(disk));
    QCOMPARE(next->syncedSeq(), event.seq);
    disk.powerCut();
    next.reset();
    QCOMPARE(mustOpenWatched(dir, watch, on(disk))->writtenSeq(), event.seq);
}

QTEST_APPLESS_MAIN(tst_Durability)
#include "tst_durability.moc"
