// SPDX-License-Identifier: GPL-3.0-or-later
// What a retention policy takes, and what stays and why.
#include <QTest>

#include "engine/upkeep.h"

using namespace orrery;

namespace {

constexpr WallMs now = 1'000'000;

/// Runs r0, r1 ... that ended 1,000 ms apart, the last one 1,000 ms ago; each frees 10 bytes.
struct Ended {
    std::vector<store::Standing> runs;
    std::vector<PrunedRun> sizes;
    std::vector<StayingRun> staying;

    explicit Ended(int count)
    {
        for (int number = 0; number < count; ++number) {
            store::Standing run;
            run.run = RunId("r" + std::to_string(number));
            run.ended = now - 1000LL * (count - number);
            PrunedRun size;
            size.run = run.run;
            size.journalBytes = 10;
            runs.push_back(run);
            sizes.push_back(size);
        }
    }
    /// "-r0 ~r1": deleted and sealed runs in their order.
    std::string taken(const RetentionPolicy &policy)
    {
        std::string text;
        staying.clear();
        for (const PrunedRun &run : engine::choose(runs, sizes, policy, now, staying))
            text += (text.empty() ? "" : " ") + std::string(run.deleted ? "-" : "~") + run.run.text;
        return text;
    }
    [[nodiscard]] std::string stays() const
    {
        std::string text;
        for (const StayingRun &run : staying)
            text += (text.empty() ? "" : "; ") + run.run.text + ": " + run.why;
        return text;
    }
};

RetentionPolicy keeping(std::uint32_t runs, SpanMs sealAfter = RetentionPolicy::never)
{
    RetentionPolicy policy;
    policy.sealAfter = sealAfter;
    policy.keep = runs;
    return policy;
}

} // namespace

class tst_Upkeep : public QObject {
    Q_OBJECT
private slots:
    void theOldestGo()
    {
        Ended ended(4);
        QCOMPARE(ended.taken(keeping(2)), std::string("-r0 -r1"));
        QCOMPARE(ended.taken(keeping(0, 2500)), std::string("~r0 ~r1"));
        RetentionPolicy size = keeping(0);
        size.maxSize = 15;
        QCOMPARE(ended.taken(size), std::string("-r0 -r1 -r2"));
        RetentionPolicy age = keeping(0, 0);
        age.deleteAfter = 3000;
        QCOMPARE(ended.taken(age), std::string("-r0 ~r1 ~r2 ~r3"));
        QVERIFY(ended.staying.empty());
    }
    void whatStaysTellsWhy()
    {
        Ended ended(4);
        ended.runs[0].pinned = ended.runs[1].needed = ended.runs[2].cached = true;
        QCOMPARE(ended.taken(keeping(1)), std::string());
        QCOMPARE(ended.stays(), std::string("r0: it is pinned; r1: another run stands on it; "
                                            "r2: cached results come from it"));
    }
    void aRunThatMayNotBeDeletedIsSealedUnlessItIsPinned()
    {
        Ended ended(3);
        ended.runs[0].pinned = ended.runs[1].cached = true;
        ended.runs[2].sealed = true;
        QCOMPARE(ended.taken(keeping(1, 0)), std::string("~r1"));
        QCOMPARE(ended.staying.size(), 2U);
    }
    void cachedResultsGoWhenThePolicySaysSo()
    {
        Ended ended(2);
        ended.runs[0].cached = true;
        RetentionPolicy policy = keeping(1);
        policy.cached = true;
        QCOMPARE(ended.taken(policy), std::string("-r0"));
    }
    void whatStaysCountsForTheSizeAndNotForTheChoice()
    {
        Ended ended(3);
        ended.runs[0].cached = true;
        RetentionPolicy policy = keeping(0);
        policy.maxSize = 15;
        QCOMPARE(ended.taken(policy), std::string("-r1 -r2"));
    }
};

QTEST_APPLESS_MAIN(tst_Upkeep)
#include "tst_upkeep.moc"
