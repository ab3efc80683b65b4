// SPDX-License-Identifier: GPL-3.0-or-later
// Kills, full disks, damaged files and journals of old releases.
#include <algorithm>
#include <random>

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "store/database.h"
#include "store/settings.h"
#include "support/journalevents.h"

using namespace orrery;
using store::Store;
using support::runEvents;

namespace {

std::unique_ptr<Store> mustOpenAgain(const QString &dir)
{
    auto opened = Store::open(dir.toStdString(), {}, {});
    if (!opened)
        qFatal("%s: %s", opened.error().where.c_str(), opened.error().what.c_str());
    return std::move(*opened);
}

/// The event at `seq` of the journal that a killed writer leaves.
Event eventAt(Seq seq)
{
    if (seq == 1)
        return {0, RunId("r"),
                RunCreated{DagId("d"), VersionId("v"), "", "", {}, {}, {}, "", "", "", 1}};
    Exit exit;
    exit.outputs = std::string(seq % 613, 'x');
    return {0, RunId("r"), TaskEnded{static_cast<TaskIndex>(seq), 1, exit}};
}

/// Appends for ever, and writes each synced seq to `to`. Runs in a forked child.
[[noreturn]] void writeUntilKilled(const QString &dir, int to)
{
    store::Settings settings;
    settings.syncDelay = 0;
    settings.walPages = 32;
    auto opened = store::openStore(
        dir.toStdString(),
        [to](Seq seq) {
            if (::write(to, &seq, sizeof seq) != ssize_t(sizeof seq))
                ::_exit(3);
        },
        {}, settings);
    if (!opened)
        ::_exit(4);
    Seq seq = (*opened)->writtenSeq();
    for (;;) {
        for (int n = 0; n < 3; ++n) {
            Event event = eventAt(++seq);
            (*opened)->append(event);
        }
        if (!(*opened)->commit())
            ::_exit(5);
        if (seq % 7 == 0)
            (*opened)->project();
    }
}

/// Reads published seqs until `atLeast` more have come; the last one.
Seq readSynced(int from, Seq last, int atLeast)
{
    Seq seq = 0;
    while (atLeast > 0 && ::read(from, &seq, sizeof seq) == ssize_t(sizeof seq)) {
        last = seq;
        --atLeast;
    }
    return last;
}

Seq checkedEnd(Store &store)
{
    Seq expected = 1;
    const auto done = store.replay(RunId("r"), [&](const Event &event) {
        if (event.seq != expected ||
            support::bytesOf(event.fact) != support::bytesOf(eventAt(expected).fact))
            qFatal("event %llu is not what was appended",
                   static_cast<unsigned long long>(event.seq));
        ++expected;
    });
    if (!done && done.error().code != ErrorCode::NotFound)
        qFatal("%s", done.error().what.c_str());
    return expected - 1;
}

QString dataFile(const char *name)
{
    return qEnvironmentVariable("ORRERY_SOURCE_DIR", QStringLiteral(QT_TESTCASE_SOURCEDIR "/..")) +
           QStringLiteral("/tests/data/store/") + QLatin1String(name);
}

/// Everything a caller may ask of a store, answers thrown away: it must come back.
void askEverything(Store &store)
{
    for (const RunSummary &run : store.runs(0)) {
        (void)store.replay(run.id, [](const Event &) {});
        for (TaskIndex task = 0; task < 10; ++task)
            (void)store.attempts(run.id, task);
        (void)store.version(run.version);
    }
    (void)store.unfinishedRuns();
    (void)store.lastEpoch();
    (void)store.rememberedFiles();
    Event event{0, RunId("more"), RunCreated{}};
    store.append(event);
    (void)store.commit();
    (void)store.rebuild();
}

} // namespace

class tst_Crash : public QObject {
    Q_OBJECT
private slots:
    void nothingAcknowledgedIsLostToKills();
    void aFullDiskIsSurvived_data();
    void aFullDiskIsSurvived();
    void damagedFilesNeverCrash();
    void aDamagedJournalRowIsNamed();
    void aMissingRowIsAGap();
    void anUncleanEndIsChecked();
    void damagedProjectionsAreMadeAgain_data();
    void damagedProjectionsAreMadeAgain();
    void theJournalOfTheFirstReleaseIsReplayed();
};

void tst_Crash::nothingAcknowledgedIsLostToKills()
{
    const QTemporaryDir dir;
    std::mt19937 random(3);
    Seq acknowledged = 0;
    for (int kill = 0; kill < 20; ++kill) {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            ::close(ends[0]);
            writeUntilKilled(dir.path(), ends[1]);
        }
        ::close(ends[1]);
        Seq synced = readSynced(ends[0], acknowledged, 1 + int(random() % 12));
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        synced = readSynced(ends[0], synced, 1 << 20); // what it said before it died
        ::close(ends[0]);
        QVERIFY(synced > acknowledged);
        acknowledged = synced;
        const auto store = mustOpenAgain(dir.path());
        const Seq end = checkedEnd(*store);
        QVERIFY2(end >= acknowledged, "an acknowledged event is lost");
        QCOMPARE(end, store->writtenSeq());
    }
}

void tst_Crash::aFullDiskIsSurvived_data()
{
    QTest::addColumn<bool>("mounts");
    QTest::newRow("a database that may not grow") << false;
    const QTemporaryDir dir; // a file system of its own where the test has the right to mount one
    const QByteArray path = dir.path().toUtf8();
    if (::mount("tmpfs", path.constData(), "tmpfs", 0, "size=400k") == 0) {
        QTest::newRow("a file system of 400 kB") << true;
        QCOMPARE(::umount(path.constData()), 0);
    }
}

void tst_Crash::aFullDiskIsSurvived()
{
    QFETCH(bool, mounts);
    const QTemporaryDir dir;
    const QByteArray path = dir.path().toUtf8();
    const bool mounted =
        mounts && ::mount("tmpfs", path.constData(), "tmpfs", 0, "size=400k,mode=0700") == 0;
    QCOMPARE(mounted, mounts);
    store::Settings settings;
    settings.maxPages = mounted ? 0 : 100;
    Seq kept = 0, seq = 0;
    {
        auto opened = store::openStore(dir.path().toStdString(), {}, {}, settings);
        QVERIFY2(opened, opened ? "" : opened.error().what.c_str());
        Result<Seq> committed = 0;
        while (committed && seq < 100'000) {
            for (int n = 0; n < 10; ++n) {
                Event event = eventAt(++seq);
                (*opened)->append(event);
            }
            committed = (*opened)->commit();
        }
        QVERIFY(!committed);
        QCOMPARE(committed.error().code, ErrorCode::Io);
        QVERIFY2(committed.error().what.find("disk full") == 0, committed.error().what.c_str());
        kept = (*opened)->writtenSeq();
        QCOMPARE(kept, seq - 10);
        QCOMPARE(checkedEnd(**opened), kept);
        (*opened)->project();
        (void)(*opened)->runs(0);
        if (mounted) {
            QCOMPARE(::mount("tmpfs", path.constData(), "tmpfs", MS_REMOUNT, "size=8m"), 0);
            QCOMPARE(*(*opened)->commit(), seq);
            kept = seq;
        }
    }
    QCOMPARE(checkedEnd(*mustOpenAgain(dir.path())), kept);
    if (mounted)
        QCOMPARE(::umount(path.constData()), 0);
}

void tst_Crash::damagedFilesNeverCrash()
{
    QByteArray good;
    {
        const QTemporaryDir dir;
        {
            const auto store = mustOpenAgain(dir.path());
            for (int run = 0; run < 4; ++run) {
                for (Event event : runEvents("run" + std::to_string(run), 60, run != 2))
                    store->append(event);
                QVERIFY(store->commit());
            }
        }
        QFile file(dir.filePath("orrery.db"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        good = file.readAll();
    }
    std::mt19937 random(11);
    int refused = 0, opened = 0;
    for (int round = 0; round < 200; ++round) {
        const QTemporaryDir dir;
        QByteArray bad = good;
        for (std::size_t flips = 1 + random() % 4; flips > 0; --flips) {
            const auto at = qsizetype(random() % std::size_t(bad.size()));
            bad[at] = char(bad[at] ^ char(1U << (random() % 8)));
        }
        if (round % 10 == 0)
            bad.truncate(qsizetype(random() % std::size_t(bad.size())));
        QFile file(dir.filePath("orrery.db"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bad);
        file.close();
        auto store = Store::open(dir.path().toStdString(), {}, {});
        if (store) {
            ++opened;
            askEverything(**store);
            continue;
        }
        ++refused;
        QVERIFY(store.error().where.find("orrery.db") != std::string::npos);
        QVERIFY(!store.error().what.empty());
    }
    QVERIFY2(refused > 5 && opened > 5,
             qPrintable(QStringLiteral("%1 %2").arg(refused).arg(opened)));
}

void tst_Crash::aDamagedJournalRowIsNamed()
{
    const QTemporaryDir dir;
    {
        const auto store = mustOpenAgain(dir.path());
        for (Event event : runEvents("r", 50))
            store->append(event);
        QVERIFY(store->commit());
    }
    QFile file(dir.filePath("orrery.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    // The outputs stand twice: in the journal's blob and in the projection. Damage both.
    qsizetype at = 0;
    int damaged = 0;
    while ((at = bytes.indexOf("{\"rows\":27}", at)) >= 0) {
        bytes[at + 8] = '9';
        ++at;
        ++damaged;
    }
    QVERIFY(damaged >= 2);
    QVERIFY(file.seek(0));
    file.write(bytes);
    file.close();
    const auto store = mustOpenAgain(dir.path());
    const auto done = store->replay(RunId("r"), [](const Event &) {});
    QCOMPARE(done.error().code, ErrorCode::Corrupt);
    QVERIFY(done.error().what.find("checksum") != std::string::npos);
    QVERIFY(done.error().where.find("orrery.db") != std::string::npos);
}

void tst_Crash::aMissingRowIsAGap()
{
    const QTemporaryDir dir;
    store::Settings settings;
    {
        const auto store = mustOpenAgain(dir.path());
        for (Seq seq = 1; seq <= 9; ++seq) {
            Event event = eventAt(seq);
            store->append(event);
            if (seq % 3 == 0)
                QVERIFY(store->commit());
        }
    }
    auto database = store::Database::open(dir.filePath("orrery.db").toStdString(), "");
    QVERIFY(database && (*database)->execute("DELETE FROM journal WHERE seq = 6"));
    database->reset();
    const auto store = mustOpenAgain(dir.path());
    Seq last = 0;
    const auto done = store->replay(RunId("r"), [&](const Event &event) { last = event.seq; });
    QCOMPARE(done.error().code, ErrorCode::Corrupt);
    QCOMPARE(last, Seq{3});
}

void tst_Crash::anUncleanEndIsChecked()
{
    const QTemporaryDir dir;
    {
        const auto store = mustOpenAgain(dir.path());
        for (int run = 0; run < 20; ++run) {
            for (Event event : runEvents("r" + std::to_string(run), 50))
                store->append(event);
            QVERIFY(store->commit());
        }
    }
    QFile file(dir.filePath("orrery.db"));
    qint64 page = 0;
    {
        auto database = store::Database::open(file.fileName().toStdString(), "");
        QVERIFY((*database)->execute("UPDATE meta SET value = 0 WHERE key IN ('clean', 'boot')"));
        auto query =
            (*database)->query("SELECT rootpage FROM sqlite_master WHERE name = 'dag_edge'");
        QVERIFY(query.row());
        page = query.intAt(0);
    }
    QVERIFY(file.open(QIODevice::ReadWrite));
    // A page that nobody reads at the start: only a check of the whole file finds it.
    QVERIFY(file.seek((page - 1) * 4096));
    file.write(QByteArray(64, '\x55'));
    file.close();
    const auto opened = Store::open(dir.path().toStdString(), {}, {});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    QVERIFY(opened.error().what.find("backup") != std::string::npos);
}

void tst_Crash::damagedProjectionsAreMadeAgain_data()
{
    QTest::addColumn<QString>("table");
    for (const char *table : {"node_execution", "node_allocation", "execution_log"})
        QTest::newRow(table) << table;
}

void tst_Crash::damagedProjectionsAreMadeAgain()
{
    QFETCH(QString, table);
    const QTemporaryDir dir;
    const auto told = [](Store &store) {
        std::string text;
        for (const RunSummary &run : store.runs(0)) {
            text += run.id.text + " " + std::string(orrery::text(run.state)) + "\n";
            for (TaskIndex task = 0; task < 50; ++task)
                for (const store::AttemptRecord &attempt : store.attempts(run.id, task))
                    text += std::to_string(attempt.attempt) + attempt.host + attempt.exit.outputs +
                            std::to_string(attempt.exit.log.offset) + "\n";
        }
        return text;
    };
    std::string before;
    {
        const auto store = mustOpenAgain(dir.path());
        for (int run = 0; run < 20; ++run) {
            for (Event event : runEvents("r" + std::to_string(run), 50))
                store->append(event);
            QVERIFY(store->commit());
        }
        before = told(*store);
    }
    QFile file(dir.filePath("orrery.db"));
    qint64 page = 0;
    {
        auto database = store::Database::open(file.fileName().toStdString(), "");
        QVERIFY((*database)->execute("UPDATE meta SET value = 0 WHERE key IN ('clean', 'boot')"));
        auto query = (*database)->query("SELECT rootpage FROM sqlite_master WHERE name = ?1");
        const std::string name = table.toStdString();
        query.s(name);
        QVERIFY(query.row());
        page = query.intAt(0);
    }
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek((page - 1) * 4096));
    file.write(QByteArray(4096, '\x55'));
    file.close();
    const auto store = mustOpenAgain(dir.path());
    QVERIFY(told(*store) == before);
    QVERIFY(QFile::exists(dir.filePath("orrery.db.damaged")));
    QVERIFY(!QFile::exists(dir.filePath("orrery.db.repaired")));
    QCOMPARE(store->unfinishedRuns().size(), std::size_t{0});
}

void tst_Crash::theJournalOfTheFirstReleaseIsReplayed()
{
    const QTemporaryDir dir;
    QVERIFY(QFile::copy(dataFile("journal-v1.db"), dir.filePath("orrery.db")));
    QVERIFY(QFile::setPermissions(dir.filePath("orrery.db"), QFile::ReadOwner | QFile::WriteOwner));
    const auto store = mustOpenAgain(dir.path());
    QCOMPARE(store->lastEpoch(), std::uint64_t{3});
    QCOMPARE(store->unfinishedRuns(), std::vector<RunId>{RunId("open")});
    for (const auto &expected : {runEvents("done", 12), runEvents("open", 5, false)}) {
        std::size_t n = 0;
        const auto done = store->replay(expected.front().run, [&](const Event &event) {
            QVERIFY(n < expected.size());
            QCOMPARE(support::bytesOf(event.fact), support::bytesOf(expected[n++].fact));
        });
        QVERIFY2(done, done ? "" : done.error().what.c_str());
        QCOMPARE(n, expected.size());
    }
    QVERIFY(store->rebuild());
    QCOMPARE(store->attempts(RunId("done"), 6).size(), std::size_t{2});
}

/// `tst_crash --write-journal DIR` makes tests/data/store/journal-v1.db for the release at hand.
int main(int argc, char **argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "--write-journal") {
        const auto store = mustOpenAgain(QString::fromLocal8Bit(argv[2]));
        Event epoch{0, {}, EngineStarted{3, "boot", 1, 1}};
        store->append(epoch);
        for (const auto &events : {runEvents("done", 12), runEvents("open", 5, false)}) {
            for (Event event : events)
                store->append(event);
            (void)store->commit();
        }
        return 0;
    }
    tst_Crash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
