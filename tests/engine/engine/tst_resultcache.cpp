// SPDX-License-Identifier: GPL-3.0-or-later
// Results that are kept and found again, and files that are hashed once.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "engine/resultcache.h"

using namespace orrery;
namespace fs = std::filesystem;

class tst_ResultCache : public QObject {
    Q_OBJECT

private slots:
    void init();
    void aKeptResultIsFoundAndBrought();
    void anotherKeyTellsWhatChanged();
    void anOutputThatWasChangedIsNamed();
    void aResultIsNoOlderThanAllowed();
    void resultsOfDeletedRunsAreGone();
    void runsThatResultsComeFromAreKnown();
    void theOldestTasksMakeRoom();
    void onlyTheNewestFewOfATaskStay();
    void whatIsNoCacheFileHoldsNothing();
    void filesAreReadOnce();
    void aFileThatChangedIsReadAgain();

private:
    void write(const std::string &path, const std::string &text) const
    {
        fs::create_directories(fs::path(path).parent_path());
        std::ofstream(path) << text;
    }
    void age(const std::string &path, int seconds) const
    {
        fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::seconds(seconds));
    }
    [[nodiscard]] engine::KeptResult result(const std::string &run,
                                            const std::string &script = "11") const
    {
        engine::KeptResult made;
        made.dag = "d";
        made.node = made.task = "t";
        made.run = RunId(run);
        made.directory = m_home + "/runs/" + run;
        made.made = 1000;
        made.key = {{"command", "aa"}, {"script", script}};
        made.outputs = "{\"file\":\"" + made.directory + "/out.txt\"}";
        return made;
    }
    /// Run `run` made out.txt, and that is kept.
    void keep(const std::string &run, const std::string &script = "11")
    {
        write(m_home + "/runs/" + run + "/out.txt", "made by " + run);
        QVERIFY(m_cache->keep(result(run, script), {}));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_home;
    std::unique_ptr<engine::ResultCache> m_cache;
};

void tst_ResultCache::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = m_folder->path().toStdString();
    m_cache = std::make_unique<engine::ResultCache>(m_home);
}

void tst_ResultCache::aKeptResultIsFoundAndBrought()
{
    QCOMPARE(m_cache->find(result("r2"), 0, 2000).why, std::string("no earlier result"));
    keep("r1");
    engine::ResultCache later(m_home); // another engine of the home
    engine::Found found = later.find(result("r2"), 0, 2000);
    QVERIFY2(found.hit, found.why.c_str());
    QCOMPARE(found.result.run.text, std::string("r1"));
    QCOMPARE(found.result.files.size(), 1U);
    const std::string to = m_home + "/runs/r2";
    QVERIFY(later.bring(found.result, to));
    QCOMPARE(found.result.outputs, "{\"file\":\"" + to + "/out.txt\"}");
    QVERIFY(fs::exists(to + "/out.txt"));
    const auto listed = later.list({});
    QCOMPARE(listed.size(), 1U);
    QCOMPARE(listed[0].bytes, 10U);
    QVERIFY(later.list({"other", ""}).empty());
    QCOMPARE(later.clear({"d", "other"}), 0U);
    QCOMPARE(later.clear({"d", "t"}), 1U);
    QVERIFY(!later.find(result("r2"), 0, 2000).hit);
}

void tst_ResultCache::anotherKeyTellsWhatChanged()
{
    keep("r1");
    const engine::Found found = m_cache->find(result("r2", "22"), 0, 2000);
    QVERIFY(!found.hit);
    QCOMPARE(found.why, std::string("script changed (11 -> 22)"));
}

void tst_ResultCache::anOutputThatWasChangedIsNamed()
{
    keep("r1");
    engine::Found found = m_cache->find(result("r2"), 0, 2000);
    QVERIFY(found.hit);
    write(m_home + "/runs/r1/out.txt", "another");
    QCOMPARE(m_cache->find(result("r2"), 0, 2000).why,
             std::string("output file out.txt of run r1 was changed"));
    const auto brought = m_cache->bring(found.result, m_home + "/runs/r2"); // changed in between
    QVERIFY(!brought);
    QVERIFY(!fs::exists(m_home + "/runs/r2/out.txt"));
    fs::remove(m_home + "/runs/r1/out.txt");
    QCOMPARE(m_cache->find(result("r2"), 0, 2000).why,
             std::string("output file out.txt of run r1 is missing"));
    write(m_home + "/runs/r3/out.txt", "x");
    const auto kept = m_cache->keep(result("r3"), {"no-such-*.csv"});
    QVERIFY(!kept);
    QCOMPARE(kept.error().where, std::string("no-such-*.csv"));
}

void tst_ResultCache::aResultIsNoOlderThanAllowed()
{
    keep("r1");
    QVERIFY(m_cache->find(result("r2"), 5000, 6000).hit);
    const engine::Found found = m_cache->find(result("r2"), 5000, 6001);
    QVERIFY(!found.hit);
    QCOMPARE(found.why, std::string("the result of run r1 is older than maxAge"));
}

void tst_ResultCache::resultsOfDeletedRunsAreGone()
{
    keep("r1");
    fs::remove_all(m_home + "/runs/r1");
    QCOMPARE(m_cache->find(result("r2"), 0, 2000).why, std::string("no earlier result"));
    QVERIFY(m_cache->list({}).empty());
    QVERIFY(!fs::is_empty(m_home + "/cache/results"));
    m_cache->prune(10);
    QVERIFY(fs::is_empty(m_home + "/cache/results"));
}

void tst_ResultCache::runsThatResultsComeFromAreKnown()
{
    keep("r1", "11");
    keep("r2", "22");
    engine::KeptResult briefly = result("r3", "33");
    briefly.maxAge = 5000; // made at 1000
    write(m_home + "/runs/r3/out.txt", "made by r3");
    QVERIFY(m_cache->keep(briefly, {}));
    const RunId r1("r1"), r2("r2"), r3("r3");
    QCOMPARE(m_cache->sources(6000), (std::set<RunId>{r1, r2, r3}));
    QCOMPARE(m_cache->sources(6001), (std::set<RunId>{r1, r2}));
    m_cache->forget({r1, r3});
    QCOMPARE(m_cache->sources(2000), std::set<RunId>{r2});
    QVERIFY(m_cache->find(result("r4", "22"), 0, 2000).hit);
    QVERIFY(!m_cache->find(result("r4", "11"), 0, 2000).hit);
    m_cache->forget({r2});
    QVERIFY(fs::is_empty(m_home + "/cache/results"));
}

void tst_ResultCache::theOldestTasksMakeRoom()
{
    for (const char *node : {"a", "b", "c"}) {
        engine::KeptResult made = result("r1");
        made.node = made.task = node;
        write(made.directory + "/out.txt", "x");
        QVERIFY(m_cache->keep(made, {}));
    }
    for (const auto &file : fs::directory_iterator(m_home + "/cache/results"))
        age(file.path().string(), 10);
    keep("r2");
    m_cache->prune(1);
    const auto left = m_cache->list({});
    QCOMPARE(left.size(), 1U);
    QCOMPARE(left[0].task, std::string("t"));
}

void tst_ResultCache::onlyTheNewestFewOfATaskStay()
{
    for (int i = 0; i < 12; ++i)
        keep("r" + std::to_string(i), std::to_string(i));
    QCOMPARE(m_cache->list({}).size(), 8U);
    QVERIFY(m_cache->find(result("x", "11"), 0, 2000).hit);
    QVERIFY(!m_cache->find(result("x", "0"), 0, 2000).hit);
    keep("again", "11"); // the same key takes its place
    QCOMPARE(m_cache->list({}).size(), 8U);
    QCOMPARE(m_cache->find(result("x", "11"), 0, 2000).result.run.text, std::string("again"));
}

void tst_ResultCache::whatIsNoCacheFileHoldsNothing()
{
    keep("r1");
    for (const auto &file : fs::directory_iterator(m_home + "/cache/results"))
        write(file.path().string(), "[{\"run\": 7}, 3, {");
    QVERIFY(!m_cache->find(result("r2"), 0, 2000).hit);
    for (const auto &file : fs::directory_iterator(m_home + "/cache/results"))
        write(file.path().string(), "[{\"run\": 7}, 3]");
    QVERIFY(!m_cache->find(result("r2"), 0, 2000).hit);
    keep("r3");
    QVERIFY(m_cache->find(result("r2"), 0, 2000).hit);
}

void tst_ResultCache::filesAreReadOnce()
{
    const std::string file = m_home + "/data.csv";
    write(file, "a,b\n");
    age(file, 60);
    const std::string hash = m_cache->hashes().of(file);
    QCOMPARE(m_cache->hashes().of(file), hash);
    QCOMPARE(m_cache->hashes().reads(), 1U);
    fs::create_directories(m_home + "/cache");
    m_cache->hashes().save();
    engine::FileHashes later(m_home + "/cache/hashes"); // another engine of the home
    QCOMPARE(later.of(file), hash);
    QCOMPARE(later.reads(), 0U);
    QCOMPARE(later.of(m_home + "/nothing"), std::string());
}

void tst_ResultCache::aFileThatChangedIsReadAgain()
{
    const std::string file = m_home + "/data.csv";
    write(file, "one");
    const std::string fresh = m_cache->hashes().of(file);
    const auto when = fs::last_write_time(file);
    write(file, "two"); // as large, and within what a clock tells apart
    fs::last_write_time(file, when);
    QVERIFY(m_cache->hashes().of(file) != fresh);
    age(file, 60);
    const std::string hash = m_cache->hashes().of(file);
    write(file, "three");
    QVERIFY(m_cache->hashes().of(file) != hash);
}

QTEST_APPLESS_MAIN(tst_ResultCache)
#include "tst_resultcache.moc"
