// SPDX-License-Identifier: GPL-3.0-or-later
// A run on the axis of time: waits, attempts, what decided its length.
#include <QtTest>

#include "advise/timeline.h"
#include "support/dag.h"

using namespace orrery;

namespace {

struct Story {
    RunDetail run;
    RunCourse course;

    explicit Story(const char *graph)
    {
        run.dag = std::make_shared<const DagSpec>(support::dag(graph));
        run.summary.created = 1000;
        for (NodeIndex n = 0; n < run.dag->nodes.size(); ++n) {
            TaskRow row;
            row.task = row.node = n;
            run.tasks.push_back(row);
        }
    }
    void fact(WallMs at, TaskIndex task, Happening what)
    {
        course.points.push_back({course.points.size() + 1, at, task, what, 0});
    }
    /// One attempt, told in full.
    void attempt(TaskIndex task, WallMs placed, WallMs start, WallMs end,
                 Happening outcome = Happening::Success)
    {
        fact(placed, task, Happening::Place);
        fact(start, task, Happening::Start);
        fact(end, task, outcome);
        TaskRow &row = run.tasks[task];
        ++row.attempts;
        row.start = start;
        row.end = end;
        row.state = outcome == Happening::Success ? TaskState::Succeeded : TaskState::Failed;
        run.summary.ended = std::max(run.summary.ended, end);
    }
    [[nodiscard]] RunTimeline told(WallMs now = 100'000) const
    {
        return advise::timelineOf(run, course, now);
    }
};

QString pathOf(const RunTimeline &timeline, const RunDetail &run)
{
    QStringList names;
    for (const TaskIndex task : timeline.criticalPath)
        names << QString::fromStdString(taskName(*run.dag, run.tasks[task]));
    return names.join(QLatin1Char(' '));
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT

private slots:
    void aTaskIsReadyWhenWhatItNeedsHasEnded()
    {
        Story story("a>b");
        story.attempt(0, 1100, 1150, 2000);
        story.attempt(1, 2500, 2600, 3000);
        const RunTimeline told = story.told();
        QCOMPARE(told.spans.size(), std::size_t{2});
        QCOMPARE(told.spans[0].ready, WallMs{1000});
        QCOMPARE(told.spans[1].ready, WallMs{2000});
        QCOMPARE(told.spans[1].placed, WallMs{2500});
        QCOMPARE(told.time.waiting, SpanMs{600});
        QCOMPARE(told.time.queued, SpanMs{150});
        QCOMPARE(told.time.running, SpanMs{1250});
        QCOMPARE(told.time.busy, SpanMs{1250});
        QCOMPARE(told.time.total, SpanMs{2000});
        QCOMPARE(told.time.waitRunRatio, 0.6);
    }

    void theCriticalPathIsWhatEachWaitedFor()
    {
        Story story("a>c b>c c>d a>e");
        story.attempt(0, 1000, 1000, 2000); // a
        story.attempt(2, 1000, 1000, 4000); // b
        story.attempt(1, 4000, 4000, 4500); // c
        story.attempt(3, 4500, 4500, 5000); // d
        story.attempt(4, 2000, 2000, 3000); // e
        const RunTimeline told = story.told();
        QCOMPARE(pathOf(told, story.run), QStringLiteral("b c d"));
        QCOMPARE(told.bottleneck, TaskIndex{2});
        QCOMPARE(told.bottleneckTime, SpanMs{3000});
        QCOMPARE(told.time.critical, SpanMs{4000});
    }

    void aSkippedNodeHandsOnToThoseBeforeIt()
    {
        Story story("a>b>c");
        story.attempt(0, 1000, 1000, 2000);
        story.run.tasks[1].state = TaskState::Skipped;
        story.attempt(2, 2000, 2000, 3000);
        QCOMPARE(pathOf(story.told(), story.run), QStringLiteral("a c"));
    }

    void aRetryWaitsFromTheMomentItIsDue()
    {
        Story story("a");
        story.attempt(0, 1000, 1000, 2000, Happening::Retry);
        story.fact(5000, 0, Happening::Other); // the delay is over
        story.attempt(0, 5200, 5200, 6000);
        const RunTimeline told = story.told();
        QCOMPARE(told.spans.size(), std::size_t{2});
        QCOMPARE(told.spans[1].attempt, 2U);
        QCOMPARE(told.spans[1].ready, WallMs{5000});
        QCOMPARE(told.time.lost, SpanMs{1000});
        QCOMPARE(told.time.waiting, SpanMs{200});
        QCOMPARE(told.time.busy, SpanMs{1800});
        QCOMPARE(told.time.total, SpanMs{5000});
    }

    void aMappedNodeIsItsItems()
    {
        Story story("a>b");
        story.run.tasks[0].start = 1000; // the node itself spans its items
        story.run.tasks[0].end = 9000;
        for (int item = 0; item < 2; ++item) {
            TaskRow row;
            row.task = TaskIndex(story.run.tasks.size());
            row.node = 0;
            row.item = item;
            story.run.tasks.push_back(row);
        }
        story.attempt(2, 1000, 1000, 3000);
        story.attempt(3, 1000, 1500, 2000);
        story.attempt(1, 3000, 3000, 4000);
        const RunTimeline told = story.told();
        QCOMPARE(told.spans.size(), std::size_t{3});
        QCOMPARE(pathOf(told, story.run), QStringLiteral("a[0] b"));
    }

    void whatGoesOnReachesNow()
    {
        Story story("a>b");
        story.attempt(0, 1000, 1000, 2000);
        story.run.summary.ended = 0;
        story.fact(2000, 1, Happening::Place);
        story.fact(2100, 1, Happening::Start);
        story.run.tasks[1].state = TaskState::Running;
        story.run.tasks[1].start = 2100;
        const RunTimeline told = story.told(5000);
        QCOMPARE(told.end, WallMs{5000});
        QCOMPARE(told.spans[1].end, WallMs{0});
        QCOMPARE(told.spans[1].outcome, Happening::Other);
        QCOMPARE(told.time.running, SpanMs{3900});
        QCOMPARE(pathOf(told, story.run), QStringLiteral("a b"));
    }

    void rowsAloneGiveATimelineToo()
    {
        Story story("a>b");
        story.attempt(0, 1000, 1000, 2000);
        story.attempt(1, 2000, 2500, 3000);
        story.course.points.clear();
        const RunTimeline told = story.told();
        QCOMPARE(told.spans.size(), std::size_t{2});
        QCOMPARE(told.time.running, SpanMs{1500});
        QCOMPARE(told.time.queued, SpanMs{0});
    }

    void theQueueIsCountedOverTime()
    {
        Story story("a b");
        story.attempt(0, 1000, 1000, 2000);
        story.attempt(1, 2000, 2000, 3000);
        const RunTimeline told = story.told();
        QCOMPARE(told.queue.front().count, 1U);
        QCOMPARE(told.queue.back().count, 0U);
        QCOMPARE(told.queue.back().at, WallMs{2000});
        QCOMPARE(told.running.front().count, 1U);
        QCOMPARE(told.running.back().at, WallMs{3000});
    }

    void nothingIsTakenForGranted()
    {
        Story story("a");
        story.fact(1100, 7, Happening::Start); // of a task that the rows do not have
        story.fact(1200, none, Happening::Other);
        const RunTimeline told = story.told();
        QVERIFY(told.spans.empty() && told.criticalPath.empty());
        QCOMPARE(told.time.waitRunRatio, -1.0);
    }
};

QTEST_APPLESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
