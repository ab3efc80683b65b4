// SPDX-License-Identifier: GPL-3.0-or-later
// Runs sealed into files and deleted: everything that could be asked before can be asked after, and
// a crash between any two steps loses nothing.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "store/sealedrun.h"
#include "store/settings.h"
#include "store/survey.h"
#include "support/journalevents.h"

using namespace orrery;
using store::Store;
using store::Survey;
using support::runEvents;

namespace {

constexpr WallMs now = 1'800'000'000'000;

std::unique_ptr<Store> mustOpenKeeping(const QTemporaryDir &dir, store::Settings settings = {})
{
    auto opened = store::openStore(dir.path().toStdString(), {}, {}, std::move(settings));
    if (!opened)
        qFatal("%s: %s", opened.error().where.c_str(), opened.error().what.c_str());
    return std::move(*opened);
}

void recordFact(Store &store, const RunId &run, Fact fact)
{
    Event event{0, run, std::move(fact)};
    store.append(event);
    if (const auto done = store.commit(); !done)
        qFatal("%s", done.error().what.c_str());
}

/// Runs whose events share rows: one of each run after the other.
void recordTogether(Store &store, const std::vector<std::string> &runs, std::uint32_t tasks)
{
    std::vector<std::vector<Event>> all;
    for (const std::string &run : runs)
        all.push_back(runEvents(run, tasks));
    for (std::size_t at = 0; at < all.front().size(); ++at) {
        for (const auto &events : all) {
            Event event = events[at];
            store.append(event);
        }
        if (at % 5 == 0 && !store.commit())
            qFatal("the commit failed");
    }
    if (!store.commit())
        qFatal("the commit failed");
}

std::vector<std::string> factsOf(Store &store, const std::string &run)
{
    std::vector<std::string> facts;
    const auto done = store.replay(RunId(run), [&](const Event &event) {
        facts.push_back(std::to_string(event.seq) + support::bytesOf(event.fact));
    });
    if (!done)
        qFatal("%s: %s", done.error().where.c_str(), done.error().what.c_str());
    return facts;
}

Result<RunSealed> sealedFact(const QTemporaryDir &dir, const std::string &run)
{
    auto survey = Survey::open(dir.filePath("orrery.db").toStdString());
    return survey ? survey->seal(RunId(run), now) : tl::unexpected(survey.error());
}

void seal(Store &store, const QTemporaryDir &dir, const std::string &run)
{
    store.project();
    auto fact = sealedFact(dir, run);
    if (!fact)
        qFatal("%s: %s", fact.error().where.c_str(), fact.error().what.c_str());
    recordFact(store, RunId(run), std::move(*fact));
}

void tidyAll(Store &store)
{
    for (;;) {
        const auto more = store.tidy(5);
        if (!more)
            qFatal("%s: %s", more.error().where.c_str(), more.error().what.c_str());
        if (!*more)
            return;
    }
}

QString summaryText(Store &store)
{
    QString text;
    for (const RunSummary &run : store.runs(0)) {
        text +=
            QString::fromStdString(run.id.text + " " + std::string(orrery::text(run.state)) + " " +
                                   run.file + " " + run.parameters + " " + run.resultsDir) +
            QStringLiteral(" %1 %2").arg(run.created).arg(run.ended);
        for (const auto count : run.counts)
            text += QStringLiteral(" %1").arg(count);
        text += QLatin1Char('\n');
    }
    return text;
}

QString attemptsText(Store &store, const std::string &run)
{
    QString text;
    for (TaskIndex task = 0; task < 14; ++task) {
        for (const store::AttemptRecord &record : store.attempts(RunId(run), task))
            text += QStringLiteral("%1.%2 %3 %4 %5 %6 %7 %8 %9\n")
                        .arg(record.task)
                        .arg(record.attempt)
                        .arg(QString::fromStdString(record.host))
                        .arg(record.gpus.size())
                        .arg(record.placed)
                        .arg(record.started)
                        .arg(record.exit.exitCode)
                        .arg(QString::fromStdString(record.exit.outputs))
                        .arg(record.exit.log.offset);
    }
    return text;
}

} // namespace

class tst_Retention : public QObject {
    Q_OBJECT
private slots:
    void aSealedRunIsAsBefore();
    void whatIsSealedLeavesTheDatabase();
    void aSealedRunMayBeginAgain();
    void projectionsAreRebuiltWithSealedRuns();
    void aDeletedRunLeavesNothing();
    void aSlotIsNotForgottenWithItsRun();
    void aDamagedFileIsNamed_data();
    void aDamagedFileIsNamed();
    void aCrashBetweenAnyTwoStepsLosesNothing();
    void pinnedAndNeededRunsAreTold();
};

void tst_Retention::aSealedRunIsAsBefore()
{
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    recordTogether(*store, {"a", "b", "c"}, 40);
    const auto facts = factsOf(*store, "b"), others = factsOf(*store, "c");
    const QString summaries = summaryText(*store), attempts = attemptsText(*store, "b");
    QVERIFY(!attempts.isEmpty());
    seal(*store, dir, "b");
    QVERIFY(factsOf(*store, "b") == facts);
    tidyAll(*store);
    QVERIFY(factsOf(*store, "b") == facts);
    QVERIFY(factsOf(*store, "c") == others);
    QCOMPARE(summaryText(*store), summaries);
    QCOMPARE(attemptsText(*store, "b"), attempts);
    QVERIFY(store->unfinishedRuns().empty());
    QVERIFY(store->rebuild());
    QCOMPARE(summaryText(*store), summaries);
}

void tst_Retention::whatIsSealedLeavesTheDatabase()
{
    const QTemporaryDir dir;
    const auto size = [&dir] {
        return std::filesystem::file_size(dir.filePath("orrery.db").toStdString());
    };
    const auto store = mustOpenKeeping(dir);
    for (int run = 0; run < 20; ++run)
        recordTogether(*store, {"r" + std::to_string(run)}, 1000);
    store->project();
    seal(*store, dir, "r0"); // its tidying makes the first checkpoint
    tidyAll(*store);
    const auto before = size();
    for (int run = 1; run < 20; ++run)
        seal(*store, dir, "r" + std::to_string(run));
    tidyAll(*store);
    QVERIFY2(size() < before / 10, qPrintable(QStringLiteral("%1 -> %2").arg(before).arg(size())));
    auto survey = Survey::open(dir.filePath("orrery.db").toStdString());
    const auto runs = survey->endedRuns(true);
    QVERIFY(runs);
    QCOMPARE(runs->size(), std::size_t{20});
    for (const store::Standing &run : *runs) {
        QVERIFY(run.sealed);
        QVERIFY2(run.journalBytes < 1000, "its events stand in the journal");
        QVERIFY(run.archiveBytes > 0);
    }
    QCOMPARE(factsOf(*store, "r7").size(), runEvents("r7", 1000).size());
}

void tst_Retention::aSealedRunMayBeginAgain()
{
    const QTemporaryDir dir;
    std::vector<std::string> facts;
    {
        const auto store = mustOpenKeeping(dir);
        recordTogether(*store, {"a", "b"}, 30);
        seal(*store, dir, "a");
        recordFact(*store, RunId("a"), RetryRequested{{}, "ann", now});
        QCOMPARE(store->unfinishedRuns(), std::vector<RunId>{RunId("a")});
        tidyAll(*store);
        recordFact(*store, RunId("a"), TaskPlaced{3, 2, HostId("local"), {}, now + 1});
        QCOMPARE(store->attempts(RunId("a"), 3).size(), std::size_t{2});
        recordFact(*store, RunId("a"), RunEnded{RunState::Failed, "no", now + 2});
        facts = factsOf(*store, "a");
        QCOMPARE(facts.size(), runEvents("a", 30).size() + 3);
    }
    const auto store = mustOpenKeeping(dir);
    QVERIFY(factsOf(*store, "a") == facts);
    seal(*store, dir, "a"); // once more, with all of it
    tidyAll(*store);
    QVERIFY(factsOf(*store, "a") == facts);
    QCOMPARE(store->runs(0).back().state, RunState::Failed);
    QVERIFY(store->unfinishedRuns().empty());
}

void tst_Retention::projectionsAreRebuiltWithSealedRuns()
{
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    recordTogether(*store, {"a", "b"}, 20);
    const QString summaries = summaryText(*store);
    seal(*store, dir, "a");
    QVERIFY(store->rebuild()); // before anything has left the journal
    QCOMPARE(summaryText(*store), summaries);
    tidyAll(*store);
    QVERIFY(store->rebuild());
    QCOMPARE(summaryText(*store), summaries);
}

void tst_Retention::aDeletedRunLeavesNothing()
{
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    recordTogether(*store, {"a", "b", "c"}, 20);
    const auto kept = factsOf(*store, "c");
    seal(*store, dir, "a");
    recordFact(*store, {}, RunsDropped{{RunId("a"), RunId("b")}, {}, "ann", true, now});
    QCOMPARE(store->replay(RunId("a"), [](const Event &) {}).error().code, ErrorCode::NotFound);
    QCOMPARE(store->replay(RunId("b"), [](const Event &) {}).error().code, ErrorCode::NotFound);
    QCOMPARE(store->runs(0).size(), std::size_t{1});
    auto doomed = store->doomedPaths();
    QCOMPARE(doomed.size(), std::size_t{7});
    QCOMPARE(doomed.front(), std::string("archive/a.orun"));
    store->pathsGone(doomed);
    QVERIFY(store->doomedPaths().empty());
    tidyAll(*store);
    QVERIFY(factsOf(*store, "c") == kept);
    QVERIFY(store->rebuild());
    QCOMPARE(store->runs(0).size(), std::size_t{1});
    QVERIFY(store->attempts(RunId("b"), 0).empty());
    recordTogether(*store, {"b"}, 5); // the name is free again
    QCOMPARE(store->runs(0).size(), std::size_t{2});
}

void tst_Retention::aSlotIsNotForgottenWithItsRun()
{
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    const std::string file = "/d/nightly.yaml";
    recordFact(*store, {}, ScheduleChanged{file, DagId("d"), true, "", "{}", true, "ann", 1000});
    recordFact(*store, {}, BackfillRequested{"b-1", file, {500, 600}, 1, "ann", 1000});
    const auto slotRun = [&](const char *run, WallMs slot, const std::string &backfill) {
        RunCreated created;
        created.dag = DagId("d");
        created.slot = {file, slot, 0, backfill, ""};
        created.at = slot;
        recordFact(*store, RunId(run), created);
        recordFact(*store, RunId(run), RunEnded{RunState::Succeeded, "", slot + 1});
    };
    slotRun("r1", 2000, "");
    slotRun("r2", 3000, "");
    slotRun("r3", 500, "b-1");
    const auto check = [&](const char *when) {
        QVERIFY2(store->schedules().front().settled == 3000, when);
        QVERIFY2(store->backfills().front().moments == std::vector<WallMs>{600}, when);
    };
    check("before");
    for (const char *run : {"r1", "r2", "r3"})
        seal(*store, dir, run);
    tidyAll(*store);
    check("sealed");
    QVERIFY(store->rebuild());
    check("sealed and rebuilt");
    QCOMPARE(store->schedules().front().lastRun, RunId("r2"));
    recordFact(*store, {},
               SlotSettled{file, "b-1", SlotSettled::Outcome::Skipped, 500, 1,
                           "its run was deleted", "", now});
    recordFact(*store, {},
               RunsDropped{
                   {RunId("r1"), RunId("r2"), RunId("r3")}, {{file, 3000, ""}}, "ann", false, now});
    tidyAll(*store);
    QVERIFY(store->rebuild());
    check("deleted and rebuilt");
}

void tst_Retention::aDamagedFileIsNamed_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("a flipped byte") << "flip";
    QTest::newRow("cut short") << "cut";
    QTest::newRow("removed") << "gone";
    QTest::newRow("another run's file") << "other";
}

void tst_Retention::aDamagedFileIsNamed()
{
    QFETCH(QString, how);
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    recordTogether(*store, {"a", "b"}, 40);
    seal(*store, dir, "a");
    seal(*store, dir, "b");
    tidyAll(*store);
    namespace fs = std::filesystem;
    const std::string file = dir.filePath("archive/a.orun").toStdString();
    if (how == "flip") {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(100);
        stream.put('\x55');
        stream.put('\xaa');
    } else if (how == "cut") {
        fs::resize_file(file, fs::file_size(file) - 7);
    } else if (how == "gone") {
        fs::remove(file);
    } else {
        fs::copy_file(dir.filePath("archive/b.orun").toStdString(), file,
                      fs::copy_options::overwrite_existing);
    }
    const auto done = store->replay(RunId("a"), [](const Event &) {});
    QCOMPARE(done.error().code, ErrorCode::Corrupt);
    QCOMPARE(done.error().where, file);
    QVERIFY(done.error().what.find("backup") != std::string::npos);
    QVERIFY(!factsOf(*store, "b").empty()); // the rest of the home still works
    QCOMPARE(store->runs(0).size(), std::size_t{2});
}

/// The home is copied after every step, as a kill would leave it, and each copy must tell
/// everything and come to the same end.
void tst_Retention::aCrashBetweenAnyTwoStepsLosesNothing()
{
    namespace fs = std::filesystem;
    const QTemporaryDir dir;
    std::vector<std::unique_ptr<QTemporaryDir>> copies;
    const auto copy = [&] {
        copies.push_back(std::make_unique<QTemporaryDir>());
        fs::copy(dir.path().toStdString(), copies.back()->path().toStdString(),
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    };
    QString summaries;
    std::vector<std::string> facts, others;
    {
        const auto store = mustOpenKeeping(dir);
        recordTogether(*store, {"a", "b"}, 100);
        summaries = summaryText(*store);
        facts = factsOf(*store, "a");
        others = factsOf(*store, "b");
        auto fact = sealedFact(dir, "a");
        QVERIFY(fact);
        copy(); // the file is there, the fact is not
        recordFact(*store, RunId("a"), std::move(*fact));
        copy();
        bool more = true;
        for (int step = 0; more && step < 200; ++step, copy())
            more = *store->tidy(0); // the smallest steps there are
        QVERIFY(!more);
    }
    QVERIFY(copies.size() > 20);
    for (const auto &left : copies) {
        const auto store = mustOpenKeeping(*left);
        QVERIFY(factsOf(*store, "a") == facts);
        QVERIFY(factsOf(*store, "b") == others);
        QCOMPARE(summaryText(*store), summaries);
        if (left == copies.front())
            seal(*store, *left, "a");
        tidyAll(*store);
        QVERIFY(factsOf(*store, "a") == facts);
        QVERIFY(factsOf(*store, "b") == others);
        QCOMPARE(summaryText(*store), summaries);
    }
}

void tst_Retention::pinnedAndNeededRunsAreTold()
{
    const QTemporaryDir dir;
    const auto store = mustOpenKeeping(dir);
    recordTogether(*store, {"basis"}, 3);
    recordTogether(*store, {"pinned"}, 3);
    recordFact(*store, RunId("pinned"), RunPinned{true, "ann", now});
    RunCreated created;
    created.dag = DagId("d");
    created.kept = {{0, RunId("basis"), "{}"}};
    recordFact(*store, RunId("later"), created);
    recordFact(*store, RunId("later"), RunEnded{RunState::Succeeded, "", now});
    store->project();
    auto survey = Survey::open(dir.filePath("orrery.db").toStdString());
    const auto told = [&] {
        QString text;
        const auto ended = survey->endedRuns(false);
        for (const store::Standing &run : *ended)
            text += QString::fromStdString(run.run.text) + (run.pinned ? " pinned" : "") +
                    (run.needed ? " needed" : "") + QLatin1Char('\n');
        return text;
    };
    QCOMPARE(told(), QStringLiteral("basis needed\npinned pinned\nlater\n"));
    QCOMPARE(factsOf(*store, "pinned").size(), runEvents("pinned", 3).size());
    recordFact(*store, RunId("pinned"), RunPinned{false, "ann", now});
    recordFact(*store, {}, RunsDropped{{RunId("later")}, {}, "ann", false, now});
    QCOMPARE(told(), QStringLiteral("basis\npinned\n"));
}

QTEST_APPLESS_MAIN(tst_Retention)
#include "tst_retention.moc"
