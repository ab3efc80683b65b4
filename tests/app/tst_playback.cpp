// SPDX-License-Identifier: GPL-3.0-or-later
// The way through a run's past: the axis with its idle gaps, moments that never pile up, playing.
#include <QSignalSpy>
#include <QTest>

#include "bridge/playback.h"
#include "bridge/runfacade.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"
#include "bridge/taskfacade.h"
#include "support/fakesession.h"

using namespace orrery;
using namespace orrery::bridge;
using support::FakeSession;
using support::runSummary;
using support::taskRow;

namespace {

constexpr WallMs start = 1'700'000'000'000;

CoursePoint point(Seq seq, SpanMs after, std::uint32_t running, Happening what = Happening::Other)
{
    return {seq, start + after, 0, what, running};
}

/// Two seconds of work, an hour of waiting, two seconds of work.
std::vector<CoursePoint> withANight()
{
    return {point(3, 0, 0), point(5, 100, 1, Happening::Start), point(6, 2000, 0, Happening::Retry),
            point(8, 3'602'000, 1, Happening::Start), point(9, 3'604'000, 0, Happening::Success)};
}

/// A bridge, a run and its playback over a session that answers what a test says.
struct Stage {
    explicit Stage(std::vector<CoursePoint> points = withANight(),
                   RunState state = RunState::Succeeded)
    {
        session.courses[RunId("r")].points = std::move(points);
        session.details[RunId("r")].summary = runSummary("r", state, start);
        session.momentOf = [this](const Moment &at) {
            RunMoment then;
            then.seq = at.seq;
            then.summary = runSummary("r", RunState::Running, start);
            // As many tasks as the number of the fact, all running but the last.
            for (TaskIndex task = 0; task < std::min<Seq>(at.seq, taskLimit); ++task)
                then.tasks.push_back(taskRow(task, TaskState::Running, std::uint32_t(at.seq)));
            return Result<RunMoment>(then);
        };
        bridge.attach(&session);
        run.watch(RunId("r"));
        Delta delta;
        delta.snapshot = true;
        delta.tasks.push_back(
            {RunId("r"), {taskRow(0, TaskState::Succeeded), taskRow(1, TaskState::Failed)}});
        delta.runs.push_back(session.details[RunId("r")].summary);
        session.push(RunId("r"), delta);
    }
    FakeSession session;
    Seq taskLimit = 2;
    SessionBridge bridge;
    RunFacade run{bridge};
    Playback playback{bridge, run};
};

} // namespace

class tst_Playback final : public QObject {
    Q_OBJECT
private slots:
    void anIdleGapIsDrawnShort()
    {
        const auto points = withANight();
        const TimeAxis axis(points, 0);
        QCOMPARE(axis.breaks().size(), std::size_t{1});
        QCOMPARE(axis.breaks()[0].from, start + 2000);
        QCOMPARE(axis.breaks()[0].to, start + 3'602'000);
        const double gap = axis.shareOf(start + 3'602'000) - axis.shareOf(start + 2000);
        QVERIFY2(gap > 0.01 && gap < 0.05, qPrintable(QString::number(gap)));
        QCOMPARE(axis.shareOf(start - 1), 0.0);
        QCOMPARE(axis.shareOf(start + 9'999'999), 1.0);
        QVERIFY(axis.breakAt(start + 3000));
        QVERIFY(!axis.breakAt(start + 1000));
        QVERIFY(!axis.breakAt(start + 3'602'000));
    }

    void theAxisIsItsOwnInverse_data()
    {
        QTest::addColumn<QList<qint64>>("gaps"); // [ms] of idling between seconds of work
        QTest::newRow("no gap") << QList<qint64>{};
        QTest::newRow("one night") << QList<qint64>{40'000'000};
        QTest::newRow("many retries") << QList<qint64>(200, 5000);
        QTest::newRow("short and long") << QList<qint64>{20, 900, 1100, 60'000, 86'400'000};
    }
    void theAxisIsItsOwnInverse()
    {
        QFETCH(QList<qint64>, gaps);
        std::vector<CoursePoint> points;
        SpanMs at = 0;
        Seq seq = 1;
        for (qsizetype i = 0; i <= gaps.size(); ++i) {
            points.push_back(point(seq++, at, 1));
            points.push_back(point(seq++, at + 1000, 0));
            at += 1000 + gaps.value(i, 0);
        }
        const TimeAxis axis(points, 0);
        double last = -1;
        for (const CoursePoint &each : points) {
            const double share = axis.shareOf(each.at);
            QVERIFY(share >= last && share >= 0 && share <= 1);
            last = share;
            const WallMs back = axis.timeAt(share);
            QVERIFY2(std::abs(back - each.at) <= 1, qPrintable(QString::number(back - each.at)));
        }
        double cut = 0;
        for (const auto &gap : axis.breaks())
            cut += axis.shareOf(gap.to) - axis.shareOf(gap.from);
        QVERIFY2(cut < 0.31, qPrintable(QString::number(cut)));
    }

    void aRunOfNoLengthHasAnAxis()
    {
        const std::vector<CoursePoint> points{point(1, 0, 0), point(2, 0, 0)};
        const TimeAxis axis(points, 0);
        QCOMPARE(axis.shareOf(start), 1.0);
        QCOMPARE(axis.timeAt(0.5), start);
        QCOMPARE(TimeAxis().shareOf(5), 1.0);
    }

    void aRunOpensAtItsNewestState()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        QVERIFY(stage.playback.live());
        QCOMPARE(stage.playback.points().size(), std::size_t{5});
        QCOMPARE(stage.playback.known(), std::size_t{5});
        QVERIFY(stage.session.replayed.empty());
        QVERIFY(!stage.run.inPast());
    }

    void theMomentIsShownInPlaceOfTheNewestState()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        QSignalSpy changed(&stage.run, &RunFacade::tasksChanged);
        stage.playback.seek(start + 500);
        QCOMPARE(stage.session.replayed.back().second.seq, Seq{5});
        QVERIFY(stage.run.inPast());
        QVERIFY(stage.run.still());
        QCOMPARE(stage.run.now(), start + 500);
        QCOMPARE(stage.run.tasks()[1].state, TaskState::Running);
        QCOMPARE(stage.run.summary().state, RunState::Running);
        QCOMPARE(stage.run.newest().state, RunState::Succeeded);
        QCOMPARE(stage.run.newestTasks()[1].state, TaskState::Failed);
        QCOMPARE(changed.count(), 1);
        stage.playback.toEnd();
        QVERIFY(!stage.run.inPast());
        QCOMPARE(stage.run.tasks()[1].state, TaskState::Failed);
        QCOMPARE(changed.count(), 2);
    }

    void wishesNeverPileUpAndTheLastOneWins()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        stage.session.heldReplies.emplace();
        for (SpanMs at = 0; at < 3'604'000; at += 1000)
            stage.playback.seek(start + at);
        stage.playback.seek(start + 150);
        QCOMPARE(stage.session.replayed.size(), std::size_t{1});
        QVERIFY(!stage.playback.settled());
        QCOMPARE(stage.playback.at(), start + 150);
        while (!stage.session.heldReplies->empty()) {
            const auto answer = stage.session.heldReplies->front();
            stage.session.heldReplies->pop_front();
            answer();
        }
        QCOMPARE(stage.session.replayed.size(), std::size_t{2});
        QVERIFY(stage.playback.settled());
        QCOMPARE(stage.run.tasks()[0].attempts, 5U);
    }

    void anAnswerThatComesTooLateIsDropped()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        stage.session.heldReplies.emplace();
        stage.playback.seek(start + 500);
        const auto late = stage.session.heldReplies->front();
        stage.playback.toEnd();
        late();
        QVERIFY(!stage.run.inPast());
        stage.playback.seek(start + 500);
        const auto later = stage.session.heldReplies->back();
        stage.run.watch({});
        later();
        QVERIFY(!stage.run.inPast());
        QVERIFY(stage.playback.points().empty());
    }

    void arrowsStepFromFactToFact()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        stage.playback.step(-1);
        QCOMPARE(stage.playback.known(), std::size_t{4});
        QCOMPARE(stage.playback.at(), start + 3'602'000);
        stage.playback.step(1);
        QVERIFY2(stage.playback.live(), "the last fact of an ended run is its end");
        stage.playback.toBegin();
        QCOMPARE(stage.playback.known(), std::size_t{1});
        stage.playback.step(-1);
        QCOMPARE(stage.playback.known(), std::size_t{1});
        stage.playback.stepToTrouble(true);
        QCOMPARE(stage.playback.known(), std::size_t{3});
        stage.playback.stepToTrouble(true);
        QCOMPARE(stage.playback.known(), std::size_t{3});
    }

    void playingCrossesAnIdleHourInASecond()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        stage.playback.setSpeed(5);
        QElapsedTimer clock;
        clock.start();
        stage.playback.play(true);
        QVERIFY(stage.playback.playing());
        QVERIFY(!stage.playback.live());
        QTRY_VERIFY_WITH_TIMEOUT(stage.run.inPast() && !stage.run.still(), 1000);
        QTRY_VERIFY_WITH_TIMEOUT(stage.playback.live(), 10'000);
        QVERIFY(!stage.playback.playing());
        // Four seconds of work at 5x and one gap.
        QVERIFY2(clock.elapsed() >= 700, qPrintable(QString::number(clock.elapsed())));
        QVERIFY2(stage.session.replayed.size() <= 5,
                 qPrintable(QString::number(stage.session.replayed.size())));
    }

    void aPausedMomentIsStill()
    {
        Stage stage;
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        stage.playback.setSpeed(1);
        stage.playback.play(true);
        QTRY_VERIFY(stage.run.inPast() && !stage.run.still());
        stage.playback.play(false);
        QVERIFY(stage.run.still());
        QVERIFY(!stage.playback.live());
    }

    void tasksThatDidNotExistYetAreGone()
    {
        auto points = withANight();
        points.front().seq = 1;
        Stage stage(std::move(points));
        Selection selection(stage.run);
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        selection.selectTask(1);
        QSignalSpy shrank(&stage.run, &RunFacade::tasksShrank);
        stage.playback.toBegin();
        QCOMPARE(shrank.count(), 1);
        QCOMPARE(stage.run.tasks().size(), std::size_t{1});
        QCOMPARE(selection.task(), none);
        stage.playback.toEnd();
        QCOMPARE(selection.task(), TaskIndex{1});
    }

    void aRunThatGoesOnIsLookedAtAgain()
    {
        Stage stage(withANight(), RunState::Running);
        QTRY_COMPARE(stage.run.tasks().size(), std::size_t{2});
        QVERIFY(stage.playback.goesOn());
        QVERIFY(stage.playback.axis().end() > start + 3'604'000);
        stage.playback.seek(start + 500);
        stage.session.courses[RunId("r")].points.push_back(point(12, 3'700'000, 0, Happening::End));
        Delta delta;
        delta.tasks.push_back({RunId("r"), {taskRow(1, TaskState::Succeeded)}});
        stage.session.push(RunId("r"), delta);
        QTRY_COMPARE_WITH_TIMEOUT(stage.playback.points().size(), std::size_t{6}, 5000);
        QCOMPARE(stage.playback.points().back().seq, Seq{12});
        QVERIFY2(stage.run.inPast(), "a moment that is looked at stays while the run goes on");
        QCOMPARE(stage.run.tasks()[1].state, TaskState::Running);
        stage.playback.toEnd();
        QCOMPARE(stage.run.tasks()[1].state, TaskState::Succeeded);
    }

    void whatWasNotKnownThenIsLeftOut()
    {
        TaskDetail detail;
        detail.lastLines = "the end";
        for (std::uint32_t n = 1; n <= 2; ++n) {
            AttemptView attempt;
            attempt.attempt = n;
            attempt.state = n == 1 ? TaskState::Failed : TaskState::Succeeded;
            attempt.start = start + n * 1000;
            attempt.end = attempt.start + 500;
            attempt.exitCode = n == 1 ? 3 : 0;
            attempt.cause = n == 1 ? "it exited with code 3" : "";
            attempt.outputs = "{}";
            detail.attempts.push_back(attempt);
        }
        TaskRow row = taskRow(0, TaskState::Running, 1);
        const TaskDetail first = asOf(detail, row, start + 1200);
        QCOMPARE(first.attempts.size(), std::size_t{1});
        QCOMPARE(first.attempts[0].state, TaskState::Running);
        QCOMPARE(first.attempts[0].exitCode, -1);
        QCOMPARE(first.attempts[0].end, WallMs{0});
        QVERIFY(first.attempts[0].cause.empty() && first.attempts[0].outputs.empty());
        QVERIFY(first.lastLines.empty());
        row.state = TaskState::Waiting;
        const TaskDetail waits = asOf(detail, row, start + 1800);
        QCOMPARE(waits.attempts.size(), std::size_t{1});
        QCOMPARE(waits.attempts[0].exitCode, 3);
        row = taskRow(0, TaskState::Succeeded, 2);
        const TaskDetail all = asOf(detail, row, start + 9000);
        QCOMPARE(all.attempts.size(), std::size_t{2});
        QCOMPARE(all.lastLines, std::string("the end"));
    }

    void manyFactsAreAnAxisAtOnce()
    {
        std::vector<CoursePoint> points;
        for (Seq seq = 1; seq <= 100'000; ++seq)
            points.push_back(point(seq, SpanMs(seq) * 7, std::uint32_t(seq % 40)));
        QElapsedTimer clock;
        const TimeAxis axis(points, 0);
        clock.start();
        double sum = 0;
        for (const CoursePoint &each : points)
            sum += axis.shareOf(each.at);
        qInfo("100,000 places in %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(std::abs(sum / 100'000 - 0.5) < 0.01);
    }
};

QTEST_GUILESS_MAIN(tst_Playback)
#include "tst_playback.moc"
