// SPDX-License-Identifier: GPL-3.0-or-later
// Room is never given twice, the order of requests is kept, and every wait has its reason.
#include <map>
#include <random>
#include <set>

#include <QTest>

#include "resources/allocator.h"

using namespace orrery;
using namespace orrery::resources;

namespace {

const HostId local("local");

/// A host with `cores`, MiB and GPUs, and room for `backlog` launches ahead.
Allocator host(std::uint64_t cores, std::uint64_t memoryMiB, std::uint32_t gpus,
               std::uint32_t backlog)
{
    Allocator allocator;
    allocator.addHost(local, {cores * 1000, memoryMiB, gpus, backlog});
    return allocator;
}

/// "1 2[0,3]": granted requests with their GPUs.
QString granted(Allocator &allocator)
{
    std::string text;
    for (const Grant &grant : allocator.schedule()) {
        text.append(text.empty() ? "" : " ").append(std::to_string(grant.request));
        for (std::size_t i = 0; i < grant.gpus.size(); ++i)
            text.append(i == 0 ? "[" : ",").append(std::to_string(grant.gpus[i]));
        text.append(grant.gpus.empty() ? "" : "]");
    }
    return QString::fromStdString(text);
}

QString why(const Allocator &allocator, RequestId id)
{
    return QString::fromStdString(allocator.why(id));
}

} // namespace

class tst_Allocator : public QObject {
    Q_OBJECT

private slots:
    void grantsInOrder();
    void aLargeRequestIsNotOvertaken();
    void givesEveryGpuOnce();
    void keepsLaunchesReadyWithinTheBacklog();
    void gpusWaitForTheBacklog();
    void takesTheFirstHostWithRoom();
    void withdrawsAndReleases();
    void adoptsWhatStoodBefore();
    void ranksByPriorityThenAge();
    void aHigherPriorityStandsReadyFirst();
    void takesTurnsOnAName();
    void nobodyPassesWhoWaitsForAName();
    void givesRunsTheirTurn();
    void adoptedSlotsAreHeld();
    void saysWhy_data();
    void saysWhy();
    void countsWhoIsAhead();
    void refusesWhatNoHostHolds_data();
    void refusesWhatNoHostHolds();
    void scalesDown();
    void keepsItsPromisesUnderRandomUse_data();
    void keepsItsPromisesUnderRandomUse();
};

void tst_Allocator::grantsInOrder()
{
    Allocator a = host(2, 0, 0, 0);
    for (int i = 0; i < 4; ++i)
        (void)a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1 2"_qs);
    QCOMPARE(granted(a), QString());
    a.release(2);
    QCOMPARE(granted(a), u"3"_qs);
    a.release(1);
    a.release(3);
    QCOMPARE(granted(a), u"4"_qs);
}

void tst_Allocator::aLargeRequestIsNotOvertaken()
{
    Allocator a = host(4, 0, 0, 0);
    (void)a.request({1000, 0, 0});
    (void)a.request({4000, 0, 0});
    (void)a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1"_qs);
    a.release(1);
    QCOMPARE(granted(a), u"2"_qs);
    a.release(2);
    QCOMPARE(granted(a), u"3"_qs);
}

void tst_Allocator::givesEveryGpuOnce()
{
    Allocator a = host(8, 0, 4, 32);
    (void)a.request({1000, 0, 2});
    (void)a.request({1000, 0, 1});
    (void)a.request({1000, 0, 2});
    QCOMPARE(granted(a), u"1[0,1] 2[2]"_qs);
    a.release(1);
    QCOMPARE(granted(a), u"3[0,1]"_qs);
    QCOMPARE(a.usage(local).gpus, 3U);
}

void tst_Allocator::keepsLaunchesReadyWithinTheBacklog()
{
    Allocator a = host(2, 0, 0, 3);
    for (int i = 0; i < 8; ++i)
        (void)a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1 2 3 4 5"_qs);
    QCOMPARE(a.usage(local).backlog, 3U);
    QCOMPARE(a.usage(local).milliCpu, std::uint64_t(5000));
    QCOMPARE(a.usage(local).waiting, 3U);
    a.release(1); // 3 starts at the runner, so one more may stand ready
    QCOMPARE(granted(a), u"6"_qs);
    a.release(4); // cancelled while it stood ready
    QCOMPARE(granted(a), u"7"_qs);
}

void tst_Allocator::gpusWaitForTheBacklog()
{
    Allocator a = host(2, 0, 1, 2);
    (void)a.request({2000, 0, 0});
    (void)a.request({2000, 0, 0});
    (void)a.request({1000, 0, 1});
    QCOMPARE(granted(a), u"1 2"_qs);
    a.release(1);
    QCOMPARE(granted(a), QString());
    a.release(2);
    QCOMPARE(granted(a), u"3[0]"_qs);
}

void tst_Allocator::takesTheFirstHostWithRoom()
{
    Allocator a;
    a.addHost(HostId("small"), {1000, 0, 0, 1});
    a.addHost(HostId("large"), {4000, 0, 0, 1});
    for (const std::uint64_t cores : {1U, 4U, 1U, 1U, 1U})
        (void)a.request({cores * 1000, 0, 0});
    std::string text;
    for (const Grant &grant : a.schedule())
        text.append(std::to_string(grant.request)).append(":").append(grant.host.text).append(" ");
    QCOMPARE(text, std::string("1:small 2:large 3:small 4:large "));
}

void tst_Allocator::withdrawsAndReleases()
{
    Allocator a = host(1, 0, 0, 0);
    const RequestId first = a.request({1000, 0, 0});
    const RequestId second = a.request({1000, 0, 0});
    const RequestId third = a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1"_qs);
    QVERIFY(a.release(second));
    QVERIFY(!a.release(second));
    QVERIFY(!a.release(99));
    QCOMPARE(a.usage(local).waiting, 1U);
    QVERIFY(a.release(first));
    QCOMPARE(granted(a), u"3"_qs);
    QVERIFY(a.release(third));
    QCOMPARE(a.usage(local).leases, 0U);
    QCOMPARE(a.usage(local).milliCpu, std::uint64_t(0));
}

void tst_Allocator::adoptsWhatStoodBefore()
{
    Allocator a = host(2, 0, 2, 0);
    const RequestId over = a.adopt({3000, 0, 0}, local, {});
    const RequestId gpu = a.adopt({1000, 0, 1}, local, {1});
    const RequestId gone = a.adopt({1000, 0, 0}, HostId("gone"), {});
    (void)a.request({1000, 0, 1});
    QCOMPARE(granted(a), QString());
    QVERIFY(a.release(over));
    QCOMPARE(granted(a), u"4[0]"_qs);
    QVERIFY(a.release(gpu));
    QVERIFY(a.release(gone));
}

void tst_Allocator::ranksByPriorityThenAge()
{
    Allocator a = host(1, 0, 0, 0);
    (void)a.request({1000, 0, 0}); // 1 runs
    QCOMPARE(granted(a), u"1"_qs);
    (void)a.request({1000, 0, 0});                              // 2
    (void)a.request({1000, 0, 0}, {.priority = 5});             // 3
    (void)a.request({1000, 0, 0}, {.priority = -1});            // 4
    (void)a.request({1000, 0, 0}, {.priority = 5});             // 5
    const RequestId old = a.reserveId();                        // 6
    (void)a.request({1000, 0, 0}, {.priority = 0});             // 7
    (void)a.request({1000, 0, 0}, {.priority = 0, .age = old}); // 8: before 7
    QCOMPARE(why(a, 4), u"needs 1 core, none of 1 is free on local; behind 5 requests"_qs);
    a.setPriority(4, 6);
    QCOMPARE(why(a, 4), u"needs 1 core, none of 1 is free on local"_qs);
    std::string order;
    RequestId running = 1;
    for (int i = 0; i < 6; ++i) {
        a.release(running);
        const std::vector<Grant> grants = a.schedule();
        QCOMPARE(grants.size(), 1U);
        running = grants.front().request;
        order += std::to_string(running) + " ";
    }
    QCOMPARE(order, std::string("4 3 5 2 8 7 "));
}

/// A launch of higher priority stands before those that are ready at the host already.
void tst_Allocator::aHigherPriorityStandsReadyFirst()
{
    Allocator a = host(1, 0, 0, 2);
    for (int i = 0; i < 4; ++i)
        (void)a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1 2 3"_qs);
    (void)a.request({1000, 0, 0}, {.priority = 1});
    QCOMPARE(granted(a), u"5"_qs);
    QCOMPARE(QString::fromStdString(a.whyReady(5)),
             u"needs 1 core, none of 1 is free on local; stands ready there"_qs);
    a.release(1);
    QVERIFY(!a.standsReady(5));
    QVERIFY(a.standsReady(2));
}

void tst_Allocator::takesTurnsOnAName()
{
    const Order load{.uses = {{"db"}}, .who = "run A (load)"};
    Allocator a = host(8, 0, 0, 0);
    const Demand core{1000, 0, 0};
    QCOMPARE(a.request(core, load), RequestId(1));
    QCOMPARE(a.request(core, {.uses = {{"db"}}, .who = "run B (save)"}), RequestId(2));
    QCOMPARE(a.request(core), RequestId(3));
    QCOMPARE(granted(a), u"1 3"_qs); // who needs no slot of it passes
    QCOMPARE(why(a, 2), u"waits for db: its slot is held by run A (load)"_qs);
    QCOMPARE(a.waitingFor("db"), std::vector<RequestId>{2});
    QVERIFY(a.release(1));
    QCOMPARE(granted(a), u"2"_qs);
    QCOMPARE(a.names().holders("db").front().who, std::string("run B (save)"));
}

/// One that needs all slots is not starved by those that need one each.
void tst_Allocator::nobodyPassesWhoWaitsForAName()
{
    Allocator a = host(8, 0, 0, 0);
    a.names().set("db", {.count = 3});
    const Demand core{1000, 0, 0};
    const auto ask = [&](std::uint32_t count) {
        return a.request(core, {.uses = {{"db", count}}, .who = "w"});
    };
    (void)ask(1);
    (void)ask(1);
    QCOMPARE(granted(a), u"1 2"_qs);
    (void)ask(0); // 3: all of them
    (void)ask(1); // 4
    QCOMPARE(granted(a), QString());
    QCOMPARE(why(a, 3), u"waits for db: needs all of 3 slots, 2 are held by w and w"_qs);
    a.release(1);
    QCOMPARE(granted(a), QString());
    a.release(2);
    QCOMPARE(granted(a), u"3"_qs);
    QCOMPARE(why(a, 4), u"waits for db: needs 1 of 3 slots, 3 are held by w"_qs);
    a.release(3);
    QCOMPARE(granted(a), u"4"_qs);
}

/// A turn takes no room, and waits for none.
void tst_Allocator::givesRunsTheirTurn()
{
    Allocator a = host(1, 0, 0, 0);
    (void)a.request({1000, 0, 0});
    (void)a.request({1000, 0, 0}); // waits for room
    QCOMPARE(a.requestTurn({.uses = {{"nightly"}}, .who = "run A"}), RequestId(3));
    QCOMPARE(a.requestTurn({.uses = {{"nightly"}}, .who = "run B"}), RequestId(4));
    QCOMPARE(a.requestTurn({.priority = 2, .uses = {{"nightly"}}, .who = "run C"}), RequestId(5));
    QCOMPARE(granted(a), u"5 1"_qs);
    QCOMPARE(why(a, 3), u"waits for nightly: its slot is held by run C"_qs);
    a.names().set("nightly", {.count = 2, .held = true});
    QCOMPARE(granted(a), QString());
    QCOMPARE(why(a, 3), u"waits for nightly: it is held"_qs);
    a.names().set("nightly", {.count = 2});
    QCOMPARE(granted(a), u"3"_qs);
    a.release(5);
    a.release(3);
    QCOMPARE(granted(a), u"4"_qs);
    QCOMPARE(a.usage(local).waiting, 1U); // request 2 alone
}

void tst_Allocator::adoptedSlotsAreHeld()
{
    Allocator a = host(2, 0, 0, 0);
    const RequestId turn = a.adoptTurn({.uses = {{"nightly"}}, .who = "run A"});
    const RequestId task =
        a.adopt({1000, 0, 0}, local, {}, {.uses = {{"db", 0}}, .who = "run A (load)"});
    (void)a.requestTurn({.uses = {{"nightly"}}});
    (void)a.request({1000, 0, 0}, {.uses = {{"db"}}});
    QCOMPARE(granted(a), QString());
    QVERIFY(a.release(turn));
    QVERIFY(a.release(task));
    QCOMPARE(granted(a), u"3 4"_qs);
}

void tst_Allocator::saysWhy_data()
{
    QTest::addColumn<int>("milliCpu");
    QTest::addColumn<int>("memoryMiB");
    QTest::addColumn<int>("gpus");
    QTest::addColumn<QString>("reason");
    QTest::newRow("one core") << 1000 << 0 << 0 << u"needs 1 core, 0.5 of 4 are free on local"_qs;
    QTest::newRow("memory") << 500 << 4096 << 0
                            << u"needs 4096 MiB of memory, 1024 of 8192 are free on local"_qs;
    QTest::newRow("GPUs") << 500 << 0 << 2 << u"needs 2 GPUs, 1 of 4 is free on local"_qs;
    QTest::newRow("all")
        << 2500 << 2048 << 3
        << u"needs 2.5 cores, 0.5 of 4 are free, 2048 MiB of memory, 1024 of 8192 are free and 3 GPUs, 1 of 4 is free on local"_qs;
    QTest::newRow("room now") << 500 << 0 << 1 << u"next to start on local"_qs;
    QTest::newRow("never") << 1000 << 0 << 5 << u"needs 1 core and 5 GPUs, which no host has"_qs;
}

void tst_Allocator::saysWhy()
{
    QFETCH(int, milliCpu);
    QFETCH(int, memoryMiB);
    QFETCH(int, gpus);
    QFETCH(QString, reason);
    Allocator a = host(4, 8192, 4, 0);
    const RequestId runs = a.request({3500, 7168, 3});
    QCOMPARE(granted(a), u"1[0,1,2]"_qs);
    const RequestId waits =
        a.request({std::uint64_t(milliCpu), std::uint64_t(memoryMiB), std::uint32_t(gpus)});
    QCOMPARE(why(a, waits), reason);
    QCOMPARE(why(a, runs), QString());
    QCOMPARE(why(a, 77), QString());
}

void tst_Allocator::countsWhoIsAhead()
{
    Allocator a = host(1, 0, 1, 1);
    const RequestId runs = a.request({1000, 0, 0});
    (void)a.request({1000, 0, 0});
    QCOMPARE(granted(a), u"1 2"_qs);
    const RequestId third = a.request({1000, 0, 0});
    const RequestId fourth = a.request({1000, 0, 0});
    const RequestId fifth = a.request({0, 0, 1});
    QCOMPARE(why(a, third), u"needs 1 core, none of 1 is free on local"_qs);
    QCOMPARE(why(a, fourth), u"needs 1 core, none of 1 is free on local; behind 1 request"_qs);
    QCOMPARE(why(a, fifth), u"starts after 1 task placed before on local; behind 2 requests"_qs);
    a.release(fourth);
    QCOMPARE(why(a, fifth), u"starts after 1 task placed before on local; behind 1 request"_qs);
    a.release(runs);
    QCOMPARE(granted(a), u"3"_qs);
}

void tst_Allocator::refusesWhatNoHostHolds_data()
{
    QTest::addColumn<int>("milliCpu");
    QTest::addColumn<int>("memoryMiB");
    QTest::addColumn<int>("gpus");
    QTest::addColumn<QString>("error"); // empty = admitted
    const QString has = u"; the largest host, large, has 4 cores, 4096 MiB of memory and 1 GPU"_qs;
    QTest::newRow("fits the small one") << 1000 << 8192 << 0 << QString();
    QTest::newRow("fits the large one") << 4000 << 4096 << 1 << QString();
    QTest::newRow("too many cores") << 4500 << 0 << 0 << u"needs 4.5 cores"_qs + has;
    QTest::newRow("one host has the memory, the other the cores")
        << 4000 << 8192 << 0 << u"needs 4 cores and 8192 MiB of memory"_qs + has;
    QTest::newRow("too many GPUs") << 1000 << 0 << 2 << u"needs 1 core and 2 GPUs"_qs + has;
}

void tst_Allocator::refusesWhatNoHostHolds()
{
    QFETCH(int, milliCpu);
    QFETCH(int, memoryMiB);
    QFETCH(int, gpus);
    QFETCH(QString, error);
    Allocator a;
    a.addHost(HostId("small"), {2000, 8192, 0, 0});
    a.addHost(HostId("large"), {4000, 4096, 1, 0});
    const auto result =
        a.admit({std::uint64_t(milliCpu), std::uint64_t(memoryMiB), std::uint32_t(gpus)});
    QCOMPARE(result ? QString() : QString::fromStdString(result.error().what), error);
    if (!result)
        QCOMPARE(result.error().code, ErrorCode::NoCapacity);
}

void tst_Allocator::scalesDown()
{
    const Allocator a = host(2, 4096, 1, 0);
    QVERIFY((a.fit({8000, 65536, 4}) == Demand{2000, 4096, 1}));
    QVERIFY((a.fit({500, 100, 0}) == Demand{500, 100, 0}));
}

void tst_Allocator::keepsItsPromisesUnderRandomUse_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 4; ++seed)
        QTest::addRow("50,000 operations, seed %u", seed) << seed;
}

/// Against a plain model of what is held: never two holders of a GPU, never above capacity plus the
/// backlog, always first in first out, nothing left at the end.
void tst_Allocator::keepsItsPromisesUnderRandomUse()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    const auto upTo = [&](unsigned n) { return static_cast<unsigned>(random() % (n + 1)); };
    const Capacity capacity{16000, 32768, 4, upTo(1) ? 8U : 0U};
    Allocator a;
    a.addHost(local, capacity);
    std::map<RequestId, Demand> waiting;
    std::map<RequestId, std::pair<Demand, std::vector<std::uint32_t>>> held;
    RequestId lastGranted = 0;

    for (int step = 0; step < 50000; ++step) {
        const unsigned action = upTo(9);
        if (action < 4) {
            const Demand demand{1 + upTo(7999), upTo(1) ? upTo(16000) : 0U,
                                upTo(5) == 0 ? upTo(4) : 0U};
            QVERIFY(a.admit(demand).has_value());
            waiting.emplace(a.request(demand), demand);
        } else if (action < 8 && !held.empty()) {
            const auto victim = std::next(held.begin(), upTo(unsigned(held.size()) - 1));
            QVERIFY(a.release(victim->first));
            held.erase(victim);
        } else if (action == 8 && !waiting.empty()) {
            const auto victim = std::next(
                waiting.begin(), upTo(unsigned(std::min<std::size_t>(waiting.size(), 50)) - 1));
            QVERIFY(!a.why(victim->first).empty());
            QVERIFY(a.release(victim->first));
            waiting.erase(victim);
        }
        for (const Grant &grant : a.schedule()) {
            QVERIFY2(grant.request > lastGranted, "granted out of order");
            lastGranted = grant.request;
            QVERIFY2(waiting.begin()->first == grant.request, "somebody was overtaken");
            const Demand demand = waiting.begin()->second;
            QCOMPARE(grant.gpus.size(), std::size_t(demand.gpus));
            held[grant.request] = {demand, grant.gpus};
            waiting.erase(waiting.begin());
        }
        std::set<std::uint32_t> gpus;
        std::vector<std::uint64_t> cpus;
        std::uint64_t cpu = 0;
        for (const auto &[id, lease] : held) {
            for (const std::uint32_t gpu : lease.second)
                QVERIFY2(gpu < 4 && gpus.insert(gpu).second, "a GPU has two holders");
            cpu += lease.first.milliCpu;
            cpus.push_back(lease.first.milliCpu);
        }
        std::sort(cpus.rbegin(), cpus.rend());
        const Usage usage = a.usage(local);
        QCOMPARE(usage.milliCpu, cpu);
        QCOMPARE(std::size_t(usage.leases), held.size());
        QCOMPARE(std::size_t(usage.waiting), waiting.size());
        QVERIFY(usage.backlog <= capacity.backlog);
        std::uint64_t beyond = cpu; // without its largest `backlog` leases the host is not overfull
        for (std::uint32_t i = 0; i < usage.backlog; ++i)
            beyond -= cpus[i];
        QVERIFY2(beyond <= capacity.milliCpu, "more is running than the host has");
        if (usage.backlog == 0 && !waiting.empty())
            QVERIFY2(!a.why(waiting.begin()->first).starts_with("next"),
                     "there was room and nobody got it");
    }
    for (const auto &[id, lease] : held)
        QVERIFY(a.release(id));
    for (const auto &[id, demand] : waiting)
        QVERIFY(a.release(id));
    const Usage end = a.usage(local);
    QVERIFY(end.leases == 0 && end.waiting == 0 && end.milliCpu == 0 && end.memoryMiB == 0 &&
            end.gpus == 0);
}

QTEST_APPLESS_MAIN(tst_Allocator)
#include "tst_allocator.moc"
