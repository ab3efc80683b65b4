// SPDX-License-Identifier: GPL-3.0-or-later
// A timeline agrees with a machine that was fed the same events, at every one of them.

#include <QTest>

#include "run/timeline.h"
#include "support/dag.h"

using namespace orrery;

namespace {

const RunId runId("r");

std::shared_ptr<const DagSpec> shared(DagSpec dag)
{
    return std::make_shared<const DagSpec>(std::move(dag));
}

TaskEnded ended(TaskIndex task, std::uint32_t attempt, WallMs start, WallMs end, int exitCode = 0)
{
    TaskEnded fact{task, attempt, {}};
    fact.exit.exitCode = exitCode;
    fact.exit.start = start;
    fact.exit.end = end;
    fact.exit.usage.cpuSeconds = 0.5;
    return fact;
}

RunCreated created(WallMs at)
{
    RunCreated fact;
    fact.parameters = "{}";
    fact.at = at;
    return fact;
}

/// A run of the DAG with a retry, a mapped node and a run that starts over after failing.
std::pair<std::shared_ptr<const DagSpec>, std::vector<Event>> journal()
{
    DagSpec dag = support::dag("a:exec>b:exec b>c:exec d:exec");
    dag.nodes[0].execution.retry = RetryPolicy{1, 100, 1.0};
    dag.nodes[1].execution.mapOver = "range(3)";
    dag.nodes[1].execution.parallelism = 2;
    const HostId host("local");
    std::vector<Fact> facts{created(1000),
                            TaskPlaced{0, 1, host, {}, 1001},
                            TaskPlaced{3, 1, host, {}, 1001},
                            TaskStarted{0, 1, 7, 1002},
                            TaskStarted{3, 1, 8, 1003},
                            ended(0, 1, 1002, 1050, 3),
                            RetryDue{0, 1150},
                            TaskPlaced{0, 2, host, {}, 1151},
                            TaskStarted{0, 2, 9, 1152},
                            ended(0, 2, 1152, 1200),
                            ended(3, 1, 1003, 1190, 1), // told late: it lies before the last
                            TaskPlaced{4, 1, host, {}, 1201},
                            TaskPlaced{5, 1, host, {}, 1201},
                            ended(4, 1, 1202, 1210),
                            TaskPlaced{6, 1, host, {}, 1211},
                            ended(5, 1, 1202, 1220),
                            ended(6, 1, 1212, 1230),
                            TaskPlaced{2, 1, host, {}, 1231},
                            ended(2, 1, 1232, 1240),
                            RunEnded{RunState::Failed, "d failed", 1241},
                            RetryRequested{{}, "me", 2000},
                            TaskPlaced{3, 2, host, {}, 2001},
                            ended(3, 2, 2002, 2010),
                            RunEnded{RunState::Succeeded, "", 2011}};
    std::vector<Event> events;
    Seq seq = 40; // events of other runs lie between
    for (Fact &fact : facts)
        events.push_back({seq += 3, runId, std::move(fact)});
    return {shared(std::move(dag)), std::move(events)};
}

QString told(const TaskRow &row)
{
    return QString("%1/%2/%3 %4 attempts %5 exit %6 from %7 to %8 on %9")
               .arg(row.task)
               .arg(row.node)
               .arg(row.item)
               .arg(QString::fromUtf8(text(row.state).data()))
               .arg(row.attempts)
               .arg(row.exitCode)
               .arg(row.start)
               .arg(row.end)
               .arg(QString::fromStdString(row.host)) +
           QString(": %1, %2 s").arg(QString::fromStdString(row.reason)).arg(row.usage.cpuSeconds);
}

} // namespace

class tst_Timeline : public QObject {
    Q_OBJECT
private slots:
    void everyMomentIsWhatAMachineSaid();
    void momentsAreToldInFourWays();
    void beforeTheFirstEventEverythingIsPending();
    void aRunMayGrowMeanwhile();
    void theCourseTellsWhatEveryFactMeant();
};

void tst_Timeline::theCourseTellsWhatEveryFactMeant()
{
    const auto [dag, events] = journal();
    run::Timeline timeline(runId, dag);
    for (const Event &event : events)
        timeline.add(event);
    const RunCourse whole = timeline.course(0);
    QString told;
    for (const CoursePoint &point : whole.points)
        told += u"-psSFRchme"[std::size_t(point.what)];
    QCOMPARE(told, QString("-ppssR-psSFppSpSSpSeRpSe"));
    QCOMPARE(whole.points.front().seq, events.front().seq);
    QCOMPARE(whole.points[4].task, 3U);
    QCOMPARE(whole.points[4].running, 2U);
    QCOMPARE(whole.points.back().running, 0U);
    for (std::size_t i = 1; i < whole.points.size(); ++i)
        QVERIFY(whole.points[i].at >= whole.points[i - 1].at);
    const RunCourse rest = timeline.course(whole.points[20].seq);
    QCOMPARE(rest.points.size(), events.size() - 21);
    QCOMPARE(rest.points.front().seq, whole.points[21].seq);
    QVERIFY(timeline.course(events.back().seq).points.empty());
}

void tst_Timeline::everyMomentIsWhatAMachineSaid()
{
    const auto [dag, events] = journal();
    run::Timeline timeline(runId, dag);
    for (const Event &event : events)
        timeline.add(event);
    run::Machine machine(runId, dag);
    std::vector<run::Command> commands;
    for (std::size_t n = 1; n <= events.size(); ++n) {
        machine.apply(events[n - 1], commands);
        const RunMoment then = timeline.at({.kind = Moment::Kind::Event, .seq = events[n - 1].seq});
        QCOMPARE(then.events, n);
        QCOMPARE(then.tasks.size(), machine.taskCount());
        QCOMPARE(then.summary.state, machine.summary().state);
        QCOMPARE(then.summary.counts, machine.summary().counts);
        QCOMPARE(then.summary.ended, machine.summary().ended);
        QCOMPARE(then.summary.cause, machine.summary().cause);
        for (TaskIndex task = 0; task < machine.taskCount(); ++task)
            QCOMPARE(told(then.tasks[task]), told(machine.task(task)));
    }
    QCOMPARE(machine.summary().state, RunState::Succeeded);
}

void tst_Timeline::momentsAreToldInFourWays()
{
    const auto [dag, events] = journal();
    run::Timeline timeline(runId, dag);
    for (const Event &event : events)
        timeline.add(event);
    using Kind = Moment::Kind;
    QCOMPARE(timeline.eventsAt({.kind = Kind::Time, .ms = 1000}), 1U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Since, .ms = 2}), 4U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Time, .ms = 1199}), 9U);
    // The end at 1190 was not known before the one at 1200.
    QCOMPARE(timeline.eventsAt({.kind = Kind::Time, .ms = 1200}), 11U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Event, .seq = 42}), 0U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Event, .seq = 48}), 2U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Share, .share = 0}), 1U);
    QCOMPARE(timeline.eventsAt({.kind = Kind::Share, .share = 1}), events.size());
    const RunMoment half = timeline.at({.kind = Kind::Share, .share = 0.5});
    QCOMPARE(half.at, 1506);
    QCOMPARE(half.begin, 1000);
    QCOMPARE(half.end, 2011);
    QCOMPARE(half.summary.state, RunState::Failed);
    QCOMPARE(half.totalEvents, events.size());
    QCOMPARE(timeline.at({.kind = Kind::Since, .ms = 99999}).at, 2011);
    QCOMPARE(timeline.at({.kind = Kind::Event, .seq = 48}).at, 1001);
}

void tst_Timeline::beforeTheFirstEventEverythingIsPending()
{
    const auto [dag, events] = journal();
    run::Timeline timeline(runId, dag);
    QCOMPARE(timeline.at({}).tasks.size(), 4U);
    QCOMPARE(timeline.at({}).summary.state, RunState::Pending);
    for (const Event &event : events)
        timeline.add(event);
    const RunMoment before = timeline.at({.kind = Moment::Kind::Time, .ms = 1});
    QCOMPARE(before.events, 0U);
    QCOMPARE(before.seq, 0U);
    QCOMPARE(before.tasks.size(), 4U);
    QCOMPARE(before.summary.counts[std::size_t(TaskState::Pending)], 4U);
}

void tst_Timeline::aRunMayGrowMeanwhile()
{
    const auto [dag, events] = journal();
    run::Timeline timeline(runId, dag);
    for (const Event &event : events) {
        timeline.add(event);
        QCOMPARE(timeline.lastSeq(), event.seq);
        QCOMPARE(timeline.at({}).seq, event.seq);
    }
}

QTEST_APPLESS_MAIN(tst_Timeline)
#include "tst_timeline.moc"
