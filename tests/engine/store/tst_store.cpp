// SPDX-License-Identifier: GPL-3.0-or-later
// The home's database: what is appended comes back, what is asked is right, what is foreign is
// refused.
#include "store/store.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QTest>

#include "store/journal.h"
#include "store/settings.h"
#include "support/journalevents.h"

using namespace orrery;
using store::Store;
using support::runEvents;
using support::SyncWatch;

namespace {

std::unique_ptr<Store> mustOpen(const QTemporaryDir &dir, SyncWatch *watch = nullptr)
{
    auto opened = Store::open(
        dir.path().toStdString(),
        [watch](Seq seq) {
            if (watch != nullptr)
                watch->publish(seq);
        },
        [](const Error &error) { qWarning("sync failed: %s", error.what.c_str()); });
    if (!opened)
        qFatal("%s: %s", opened.error().where.c_str(), opened.error().what.c_str());
    return std::move(*opened);
}

/// Appends in ticks of `tick` events.
Seq record(Store &store, std::vector<Event> events, std::size_t tick = 64)
{
    Seq last = 0;
    for (std::size_t n = 0; n < events.size(); ++n) {
        store.append(events[n]);
        if ((n + 1) % tick == 0 || n + 1 == events.size())
            last = store.commit().value();
    }
    return last;
}

/// Every row of a query, columns joined by "|": read by a connection of its own.
QString rowsOf(const QTemporaryDir &dir, const char *sql)
{
    sqlite3 *handle = nullptr;
    sqlite3_open_v2(dir.filePath("orrery.db").toUtf8().constData(), &handle, SQLITE_OPEN_READWRITE,
                    nullptr);
    QString text;
    const auto row = [](void *to, int columns, char **values, char **) {
        for (int n = 0; n < columns; ++n)
            *static_cast<QString *>(to) +=
                QString::fromUtf8(values[n] ? values[n] : "NULL") + (n + 1 < columns ? "|" : "\n");
        return 0;
    };
    char *error = nullptr;
    if (sqlite3_exec(handle, sql, row, &text, &error) != SQLITE_OK)
        text += QStringLiteral("error: ") + error;
    sqlite3_free(error);
    sqlite3_close(handle);
    return text;
}

DagSpec smallDag()
{
    DagSpec dag;
    dag.id = "sales";
    dag.name = "Sales analytics";
    dag.owner = "ann";
    dag.tags = {"demo", "sales"};
    for (const char *id : {"extract", "clean", "report"}) {
        NodeSpec node;
        node.id = id;
        node.task.runtimeName = "EXEC";
        node.resources.memoryMB = 256;
        dag.nodes.push_back(node);
    }
    dag.edges.push_back({0, 1, "SUCCESS", {{"rows", "rows"}}});
    dag.edges.push_back({1, 2, "ALWAYS", {}});
    return dag;
}

} // namespace

class tst_Store : public QObject {
    Q_OBJECT
private slots:
    void everyEventComesBackInOrder();
    void whatIsWrittenBecomesSynced();
    void runsAreFoundByTheirState();
    void anEpochIsRemembered();
    void versionsAreKeptOnceWithTheirNodes();
    void aLargeDagIsKeptAsJsonOnly();
    void filesAreRemembered();
    void projectionsTellRunsAndAttempts();
    void countsAreThoseToldOrCounted();
    void projectionsAreRebuiltTheSame();
    void theSeedsTablesAreThere();
    void onlyTheOwnerMayRead();
    void aDiscardedTickLeavesNoTrace();
    void aForeignDatabaseIsRefused();
    void aNewerDatabaseIsRefused();
    void anEmptyHomeIsNew();
    void aTaskTakesFewBytes();
    void aLargeTickIsSeveralRows();
    void whatTurnsOutToBeWrittenLeavesTheTick();
};

void tst_Store::everyEventComesBackInOrder()
{
    const QTemporaryDir dir;
    const auto a = runEvents("a", 40), b = runEvents("b", 25, false);
    {
        const auto store = mustOpen(dir);
        for (std::size_t n = 0; n < std::max(a.size(), b.size()); ++n) {
            for (const auto *from : {&a, &b}) {
                if (n >= from->size())
                    continue;
                Event event = (*from)[n];
                store->append(event);
            }
            if (n % 3 == 0)
                QVERIFY(store->commit());
        }
        QVERIFY(store->commit());
    }
    const auto store = mustOpen(dir);
    QCOMPARE(store->writtenSeq(), Seq{a.size() + b.size()});
    QCOMPARE(store->syncedSeq(), store->writtenSeq());
    for (const auto *from : {&a, &b}) {
        std::size_t n = 0;
        Seq before = 0;
        const auto done = store->replay(from->front().run, [&](const Event &event) {
            QVERIFY(n < from->size());
            QCOMPARE(event.run, (*from)[n].run);
            QVERIFY(event.seq > before);
            QCOMPARE(support::bytesOf(event.fact), support::bytesOf((*from)[n].fact));
            before = event.seq;
            ++n;
        });
        QVERIFY2(done, done ? "" : done.error().what.c_str());
        QCOMPARE(n, from->size());
    }
    QCOMPARE(store->replay(RunId("none"), [](const Event &) {}).error().code, ErrorCode::NotFound);
}

void tst_Store::whatIsWrittenBecomesSynced()
{
    const QTemporaryDir dir;
    SyncWatch watch;
    {
        const auto store = mustOpen(dir, &watch);
        const Seq first = record(*store, runEvents("a", 3));
        QVERIFY(watch.waitFor(first));
        QVERIFY(store->syncedSeq() >= first);
        record(*store, runEvents("b", 2));
    }
    QCOMPARE(watch.seq(), Seq{11 + 8}); // the end of a store syncs what is left
    QVERIFY(watch.inOrder());
}

void tst_Store::runsAreFoundByTheirState()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    record(*store, runEvents("a", 1));
    record(*store, runEvents("b", 1, false));
    record(*store, runEvents("c", 1, false));
    QCOMPARE(store->unfinishedRuns(), (std::vector<RunId>{RunId("b"), RunId("c")}));
    record(*store, {{0, RunId("b"), RunEnded{RunState::Failed, "no", 5}},
                    {0, RunId("a"), RetryRequested{{}, "ann", 6}}});
    QCOMPARE(store->unfinishedRuns(), (std::vector<RunId>{RunId("a"), RunId("c")}));
    const auto runs = store->runs(2);
    QCOMPARE(runs.size(), std::size_t{2});
    QCOMPARE(runs[0].id, RunId("c"));
    QCOMPARE(runs[1].id, RunId("b"));
    QCOMPARE(runs[1].state, RunState::Failed);
    QCOMPARE(store->runs(0).back().state, RunState::Running);
}

void tst_Store::anEpochIsRemembered()
{
    const QTemporaryDir dir;
    {
        const auto store = mustOpen(dir);
        QCOMPARE(store->lastEpoch(), std::uint64_t{0});
        record(*store, {{0, {}, EngineStarted{1, "boot", 12, 1}}});
        record(*store, {{0, {}, EngineStarted{2, "boot", 13, 2}}});
    }
    QCOMPARE(mustOpen(dir)->lastEpoch(), std::uint64_t{2});
}

void tst_Store::versionsAreKeptOnceWithTheirNodes()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    for (const char *version : {"v1", "v1", "v2"}) {
        store->putVersion(VersionId(version), smallDag(), R"({"dagId":"sales"})");
        QCOMPARE(*store->version(VersionId(version)), std::string(R"({"dagId":"sales"})"));
        QVERIFY(store->commit());
    }
    QCOMPARE(store->version(VersionId("v9")).error().code, ErrorCode::NotFound);
    QCOMPARE(rowsOf(dir, "SELECT dag_id, name, tags FROM dag"),
             QStringLiteral("sales|Sales analytics|[\"demo\",\"sales\"]\n"));
    QCOMPARE(rowsOf(dir, "SELECT version_id, version_number FROM dag_version"),
             QStringLiteral("v1|1\nv2|2\n"));
    QCOMPARE(rowsOf(dir, "SELECT node_id, resource_requirements->>'memoryMB' FROM dag_node "
                         "WHERE version_id = 'v1'"),
             QStringLiteral("extract|256\nclean|256\nreport|256\n"));
    QCOMPARE(rowsOf(dir, "SELECT from_node_id, to_node_id, condition, data_mapping FROM dag_edge "
                         "WHERE version_id = 'v2'"),
             QStringLiteral("0|1|SUCCESS|{\"rows\":\"rows\"}\n1|2|ALWAYS|NULL\n"));
}

void tst_Store::aLargeDagIsKeptAsJsonOnly()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    DagSpec dag;
    dag.id = "large";
    dag.nodes.resize(20001);
    store->putVersion(VersionId("v"), dag, "{}");
    QVERIFY(store->commit());
    QCOMPARE(rowsOf(dir, "SELECT node_count, dag_definition, (SELECT count(*) FROM dag_node) "
                         "FROM dag_version"),
             QStringLiteral("20001|{}|0\n"));
}

void tst_Store::filesAreRemembered()
{
    const QTemporaryDir dir;
    {
        const auto store = mustOpen(dir);
        store->remember("/d/old.yaml", 1);
        store->remember("/d/new.yaml", 3);
        store->remember("/d/old.yaml", 2);
        QCOMPARE(store->rememberedFiles(),
                 (std::vector<std::string>{"/d/new.yaml", "/d/old.yaml"}));
        QVERIFY(store->commit());
        store->remember("/d/old.yaml", 4);
        QVERIFY(store->commit());
    }
    QCOMPARE(mustOpen(dir)->rememberedFiles(),
             (std::vector<std::string>{"/d/old.yaml", "/d/new.yaml"}));
}

void tst_Store::projectionsTellRunsAndAttempts()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    store->putVersion(VersionId("00000000000000aa"), smallDag(), "{}");
    const auto events = runEvents("r", 12);
    for (Event event : events) {
        store->append(event);
        QVERIFY(store->commit());
        store->project(); // each event alone, so that rows grow in steps
    }
    const RunSummary run = store->runs(1).front();
    QCOMPARE(run.dagName, std::string("Sales analytics"));
    QCOMPARE(run.file, std::string("/d/sales.yaml"));
    QCOMPARE(run.parameters, std::string(R"({"n":1})"));
    QCOMPARE(run.owner, std::string("ann"));
    QCOMPARE(run.resultsDir, std::string("/r/r"));
    QCOMPARE(run.state, RunState::Succeeded);
    QVERIFY(run.ended > run.created);

    const auto attempts = store->attempts(RunId("r"), 6);
    QCOMPARE(attempts.size(), std::size_t{2});
    QCOMPARE(attempts[0].exit.exitCode, 3);
    QCOMPARE(attempts[1].exit.exitCode, 0);
    QCOMPARE(attempts[1].pid, std::int64_t{1006});
    QCOMPARE(attempts[1].host, std::string("local"));
    QVERIFY(attempts[1].ended && attempts[1].placed < attempts[1].started);

    const auto printing = store->attempts(RunId("r"), 0).front();
    QCOMPARE(printing.gpus, std::vector<std::uint32_t>{0});
    QCOMPARE(printing.exit.log.file, std::string("0001.seg"));
    QCOMPARE(printing.exit.log.size, std::uint64_t{100});
    QCOMPARE(printing.exit.outputs, std::string(R"({"rows":0})"));
    QCOMPARE(printing.exit.usage.cpuSeconds, 0.25);
    QCOMPARE(printing.exit.usage.maxMemoryKiB, std::uint64_t{2048});
    QCOMPARE(printing.exit.enforcement, std::string("rlimit"));
    QVERIFY(store->attempts(RunId("r"), 99).empty());
    QCOMPARE(rowsOf(dir, "SELECT count(*), sum(status = 'released') FROM node_allocation"),
             QStringLiteral("13|13\n"));
    QCOMPARE(rowsOf(dir, "SELECT node_execution_id, retry_count, resource_used->>'readBytes' "
                         "FROM node_execution WHERE task_index = 6 AND attempt = 2"),
             QStringLiteral("1/6/2|1|4096\n"));
}

void tst_Store::countsAreThoseToldOrCounted()
{
    const QTemporaryDir dir;
    const auto at = [](const RunSummary &run, TaskState state) {
        return run.counts[static_cast<std::size_t>(state)];
    };
    {
        const auto store = mustOpen(dir);
        store->putVersion(VersionId("00000000000000aa"), smallDag(), "{}");
        record(*store, runEvents("told", 2, false));
        RunSummary told = store->runs(1).front();
        QCOMPARE(at(told, TaskState::Succeeded), 2U); // counted: two attempts, one node without
        QCOMPARE(at(told, TaskState::Pending), 1U);
        told.counts = {};
        told.counts[static_cast<std::size_t>(TaskState::Held)] = 3;
        store->noteSummary(told);
        QCOMPARE(at(store->runs(1).front(), TaskState::Held), 3U);
    }
    const auto store = mustOpen(dir);
    QCOMPARE(at(store->runs(1).front(), TaskState::Held), 3U); // kept over a restart
    record(*store, {{0, RunId("told"), RunEnded{RunState::Failed, "x", 9}}});
    const RunSummary ended = store->runs(1).front(); // the run went on since they were told
    QCOMPARE(at(ended, TaskState::Held), 0U);
    QCOMPARE(at(ended, TaskState::Skipped), 1U);
}

void tst_Store::projectionsAreRebuiltTheSame()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    store->putVersion(VersionId("00000000000000aa"), smallDag(), "{}");
    for (int run = 0; run < 5; ++run) {
        record(*store, runEvents("run" + std::to_string(run), 30, run != 3), 7);
        store->project();
    }
    RunSummary live = store->runs(0)[1];
    live.counts[0] = 17;
    store->noteSummary(live);
    store->project();
    const char *everything =
        "SELECT * FROM dag_execution; SELECT * FROM node_execution; SELECT * FROM execution_log;"
        "SELECT * FROM node_allocation; SELECT * FROM execution_allocation; SELECT * FROM meta;";
    const QString before = rowsOf(dir, everything);
    QVERIFY(before.count('\n') > 300);
    QVERIFY(store->rebuild());
    QCOMPARE(rowsOf(dir, everything), before);
}

void tst_Store::theSeedsTablesAreThere()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    const QString tables = rowsOf(dir, "SELECT name FROM sqlite_master WHERE type = 'table'");
    for (const char *name :
         {"dag", "dag_version", "dag_node", "dag_edge", "dag_execution", "node_execution",
          "execution_log", "task_artifact", "resource_pool", "resource_node", "node_allocation",
          "resource_quota", "execution_allocation", "resource_reservation", "journal", "run_number",
          "home_file", "meta"})
        QVERIFY2(tables.contains(QLatin1String(name) + QLatin1String("\n")), name);
    QCOMPARE(rowsOf(dir, "PRAGMA journal_mode"), QStringLiteral("wal\n"));
}

void tst_Store::onlyTheOwnerMayRead()
{
    const QTemporaryDir dir;
    auto opened = Store::open(dir.filePath("deep/home").toStdString(), {}, {});
    QVERIFY(opened);
    record(**opened, runEvents("a", 1));
    for (const char *name : {"", "/orrery.db", "/orrery.db-wal", "/orrery.db-shm"}) {
        struct stat info {};
        const std::string path = dir.filePath("deep/home").toStdString() + name;
        QVERIFY2(::stat(path.c_str(), &info) == 0, name);
        QCOMPARE(info.st_mode & 0777U, *name == '\0' ? 0700U : 0600U);
    }
}

void tst_Store::aDiscardedTickLeavesNoTrace()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    record(*store, runEvents("a", 1));
    Event lost{0, RunId("lost"), RunCreated{}};
    store->append(lost);
    store->remember("/lost.yaml", 1);
    store->discard();
    QCOMPARE(*store->commit(), Seq{5});
    QVERIFY(store->rememberedFiles().empty());
    Event next{0, RunId("b"), RunCreated{}};
    store->append(next);
    QCOMPARE(next.seq, lost.seq);
    QVERIFY(store->commit());
    QCOMPARE(store->runs(0).size(), std::size_t{2});
    QVERIFY(!store->replay(RunId("lost"), [](const Event &) {}));
}

void tst_Store::aForeignDatabaseIsRefused()
{
    const QTemporaryDir dir;
    QFile file(dir.filePath("orrery.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    rowsOf(dir, "CREATE TABLE photo (a)");
    const auto foreign = Store::open(dir.path().toStdString(), {}, {});
    QCOMPARE(foreign.error().code, ErrorCode::Conflict);

    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is a letter to my bank, not a database");
    file.close();
    const auto letter = Store::open(dir.path().toStdString(), {}, {});
    QCOMPARE(letter.error().code, ErrorCode::Corrupt);
    QVERIFY(letter.error().where.find("orrery.db") != std::string::npos);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("this is a letter")); // and was not written over
}

void tst_Store::aNewerDatabaseIsRefused()
{
    const QTemporaryDir dir;
    mustOpen(dir).reset();
    rowsOf(dir, "PRAGMA user_version = 99");
    const auto newer = Store::open(dir.path().toStdString(), {}, {});
    QCOMPARE(newer.error().code, ErrorCode::Conflict);
    QVERIFY(newer.error().what.find("newer version") != std::string::npos);
}

void tst_Store::anEmptyHomeIsNew()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    QCOMPARE(store->writtenSeq(), Seq{0});
    QVERIFY(store->runs(0).empty());
    QVERIFY(store->unfinishedRuns().empty());
    QCOMPARE(*store->commit(), Seq{0});
    QVERIFY(store->rebuild());
}

void tst_Store::aTaskTakesFewBytes()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    record(*store, runEvents("a", 1000), 1); // the worst case: a row for every event
    const auto alone = store->counters();
    QCOMPARE(alone.events, alone.commits);
    QVERIFY2(alone.journalBytes < 1000 * 200, std::to_string(alone.journalBytes).c_str());
    record(*store, runEvents("b", 1000), 30);
    const std::uint64_t together = store->counters().journalBytes - alone.journalBytes;
    QVERIFY2(together < 1000 * 120, std::to_string(together).c_str());
}

void tst_Store::aLargeTickIsSeveralRows()
{
    const QTemporaryDir dir;
    const auto store = mustOpen(dir);
    Exit exit;
    for (std::uint32_t task = 0; task < 50; ++task) {
        exit.outputs = std::string(256U << 10U, char('a' + task % 26));
        Event event{0, RunId("r"), task == 0 ? Fact(RunCreated{}) : Fact(TaskEnded{task, 1, exit})};
        store->append(event);
    }
    QCOMPARE(*store->commit(), Seq{50});
    QCOMPARE(store->counters().commits, std::uint64_t{1});
    QCOMPARE(rowsOf(dir, "SELECT count(*) BETWEEN 3 AND 4, sum(count) FROM journal"),
             QStringLiteral("1|50\n"));
    Seq seen = 0;
    QVERIFY(store->replay(RunId("r"), [&](const Event &event) { QCOMPARE(event.seq, ++seen); }));
    QCOMPARE(seen, Seq{50});
    QCOMPARE(store->attempts(RunId("r"), 49).front().exit.outputs, exit.outputs);
}

void tst_Store::whatTurnsOutToBeWrittenLeavesTheTick()
{
    // A commit of two events failed, a third one came, then the two were found in the journal.
    store::Tick tick;
    Exit large;
    large.outputs = std::string(5U << 20U, 'x'); // closes its row
    tick.add(1, TaskEnded{1, 1, large});
    tick.add(1, TaskEnded{2, 1, {}});
    tick.mark();
    tick.add(1, TaskEnded{3, 1, {}});
    tick.dropMarked();
    QCOMPARE(tick.count(), std::uint64_t{1});
    std::vector<store::Tick::Row> rows;
    QVERIFY(tick.eachRow(3, [&](const store::Tick::Row &row) {
        rows.push_back(row);
        return true;
    }));
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows[0].last, Seq{3});
    QCOMPARE(rows[0].count, std::uint64_t{1});
    store::Tick alone;
    alone.add(1, TaskEnded{3, 1, {}});
    QVERIFY(
        alone.eachRow(3, [&](const store::Tick::Row &row) { return row.blob == rows[0].blob; }));
}

QTEST_APPLESS_MAIN(tst_Store)
#include "tst_store.moc"
