// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules in a whole engine, on a loop whose time the test moves and with an executor that ends
// what the test says: which runs slots and events make, and what a new engine of the home makes of
// it.
#include <algorithm>
#include <deque>
#include <fstream>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/virtualloop.h"
#include "engine/core.h"

using namespace orrery;

namespace {

/// Keeps what it is told to launch; the test ends it.
struct FakeExecutor final : executors::Executor {
    executors::Observer observer;
    std::deque<executors::LaunchOrder> launched;
    bool up = false;

    void connect(std::uint64_t) override
    {
        up = true;
        observer.ready({});
    }
    bool connected() const override { return up; }
    void launch(std::vector<executors::LaunchOrder> orders) override
    {
        for (auto &order : orders)
            launched.push_back(std::move(order));
    }
    void launchAhead(std::vector<executors::AheadOrder>) override {}
    void cancel(std::span<const AttemptKey>) override {}
    void flush() override {}
    void acknowledge(std::span<const AttemptKey>) override {}
    void follow(const AttemptKey &, std::uint64_t) override {}
    void unfollow(const AttemptKey &) override {}
};

constexpr SpanMs second = 1000;
constexpr WallMs morning = 1'774'746'000'000; // 2026-03-29T01:00:00Z: Berlin's clocks go forward

/// One engine of a home, from a moment on.
struct ClockedEngine {
    core::VirtualLoop loop;
    FakeExecutor *executor = nullptr;
    std::unique_ptr<engine::Core> core;
    bool endTasks = true; ///< each task ends well as soon as it is launched
    std::size_t ended = 0;
    std::vector<executors::LaunchOrder> all;

    ClockedEngine(const QString &home, WallMs now) : loop(now)
    {
        HostInfo info;
        info.id = HostId("local");
        info.sandbox = "not in this test";
        engine::CoreOptions options{home.toStdString(), "test", "/programs", "", true};
        core = std::make_unique<engine::Core>(
            loop, options, info, [this](const HostInfo &, executors::Observer observer) {
                auto made = std::make_unique<FakeExecutor>();
                made->observer = std::move(observer);
                executor = made.get();
                return made;
            });
        if (const auto opened = core->open(); !opened)
            qFatal("%s", opened.error().what.c_str());
    }

    /// Lets time pass, half a second at a time, until `ready`.
    bool until(const std::function<bool()> &ready)
    {
        return QTest::qWaitFor(
            [&] {
                loop.advance(500);
                while (executor != nullptr && endTasks && ended < executor->launched.size())
                    end(executor->launched[ended++]);
                return ready();
            },
            20'000);
    }
    void end(const executors::LaunchOrder &order)
    {
        executors::Ended done{order.key, {}};
        done.exit.start = done.exit.end = loop.wall();
        observe(done);
    }
    void observe(const executors::Ended &done) { executor->observer.progress({}, {&done, 1}); }
    bool passed(SpanMs span)
    {
        const WallMs to = loop.wall() + span;
        return until([&] { return loop.wall() >= to; });
    }

    Result<ScheduleView> change(ScheduleChange wanted)
    {
        std::optional<Result<ScheduleView>> answer;
        core->setSchedule(wanted, [&](Result<ScheduleView> view) { answer = std::move(view); });
        if (!until([&] { return answer.has_value(); }))
            qFatal("no answer");
        return *answer;
    }
    Result<ScheduleView> on(const std::string &file)
    {
        return change({file, ScheduleChange::Action::On, {}});
    }
    Result<BackfillPlan> backfill(BackfillRequest request)
    {
        std::optional<Result<BackfillPlan>> answer;
        core->backfill(request, [&](Result<BackfillPlan> plan) { answer = std::move(plan); });
        if (!until([&] { return answer.has_value(); }))
            qFatal("no answer");
        return *answer;
    }
    ScheduleView view()
    {
        ScheduleView found;
        core->listSchedules([&](Result<std::vector<ScheduleView>> views) {
            if (views && !views->empty())
                found = views->front();
        });
        return found;
    }
    /// Oldest first.
    std::vector<RunSummary> runs()
    {
        std::vector<RunSummary> list;
        core->runs(0, [&](Result<std::vector<RunSummary>> found) { list = *found; });
        std::reverse(list.begin(), list.end());
        return list;
    }
    bool hasRuns(std::size_t count)
    {
        return until([&] { return runs().size() >= count; });
    }
    bool hasEnded(std::size_t count)
    {
        return until([&] {
            const auto list = runs();
            return list.size() >= count && std::all_of(list.begin(), list.end(), [](const auto &r) {
                       return isFinal(r.state);
                   });
        });
    }
    /// The slots of all runs in seconds after `from`, in order of the runs.
    QList<int> slotsAfter(WallMs from)
    {
        QList<int> list;
        for (const RunSummary &run : runs())
            list << int((run.slot - from) / second);
        return list;
    }
};

} // namespace

class tst_Slots : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void aSlotMakesARunThatKnowsItsMoment();
    void aNewEngineFiresEachSlotOnce_data();
    void aNewEngineFiresEachSlotOnce();
    void slotsThatWereFiredStayFiredWhenTheClockIsPutBack();
    void aBrokenFileIsAFailedSlot();
    void aFileThatChangesIsFollowed();
    void overridesWinOverTheFile();
    void whatIsOffFiresNothing();
    void whatCannotBeScheduledIsRefused();
    void atMostSoManyRunsAtOnce();
    void aBackfillRunsWhatIsMissing();
    void aBackfillGoesOnInANewEngine();
    void aFileThatAppearsMakesOneRun();
    void aSuccessOfAnotherDagMakesOneRun();

private:
    std::string file(const QString &name) const { return m_home->filePath(name).toStdString(); }
    std::string write(const QString &name, const std::string &schedule,
                      const std::string &dag = "nightly") const
    {
        std::ofstream out(file(name));
        out << "dagId: " << dag << "\nschedule: {" << schedule
            << "}\nnodes:\n  - nodeId: a\n    taskDefinition: {runtime: EXEC, command: [/bin/echo, "
               "\"${run.slot}\", \"${run.date}\", \"${run.trigger}\"]}\n";
        return file(name);
    }
    QString home() const { return m_home->filePath("home"); }

    std::unique_ptr<QTemporaryDir> m_home;
};

void tst_Slots::aSlotMakesARunThatKnowsItsMoment()
{
    // 02:30 does not exist on this day: the slot comes at 03:00, local time.
    const std::string dag =
        write("d.yaml", "type: CRON, expression: '30 2 * * *', timezone: Europe/Berlin");
    ClockedEngine engine(home(), morning - 20 * second);
    const auto view = engine.on(dag);
    QVERIFY2(view, view ? "" : view.error().what.c_str());
    QCOMPARE(view->next.at, morning);
    QCOMPARE(engine.core->activeSchedules(), 1U);
    QVERIFY(engine.hasEnded(1));
    const RunSummary run = engine.runs().at(0);
    QCOMPARE(run.slot, morning);
    QCOMPARE(run.trigger, std::string("cron"));
    QCOMPARE(
        engine.executor->launched.at(0).argv,
        (std::vector<std::string>{"/bin/echo", "2026-03-29T03:00:00+02:00", "2026-03-29", "cron"}));
    QVERIFY(engine.until([&] { return engine.view().lastState == "succeeded"; }));
    QCOMPARE(engine.view().lastRun, run.id);
    QCOMPARE(engine.view().next.at, morning + 86'400 * second - 1800 * second);
}

void tst_Slots::aNewEngineFiresEachSlotOnce_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QList<int>>("fired"); // after the first two, [s] since the start
    QTest::newRow("all") << "ALL" << QList<int>{30, 40, 50, 60, 70, 80, 90};
    QTest::newRow("latest") << "LATEST" << QList<int>{90};
}

void tst_Slots::aNewEngineFiresEachSlotOnce()
{
    QFETCH(QString, policy);
    QFETCH(QList<int>, fired);
    const std::string dag =
        write("d.yaml", "type: INTERVAL, interval: PT10S, missedRuns: " + policy.toStdString());
    {
        ClockedEngine first(home(), morning + second);
        QVERIFY(first.on(dag));
        QVERIFY(first.hasEnded(2));
        QCOMPARE(first.slotsAfter(morning), (QList<int>{10, 20}));
    }
    ClockedEngine second_(home(), morning + 95 * second);
    const auto expected = QList<int>{10, 20} + fired;
    QVERIFY(second_.until([&] { return second_.slotsAfter(morning).contains(90); }));
    QCOMPARE(second_.slotsAfter(morning).mid(0, expected.size()), expected);
    QVERIFY(second_.until([&] { return second_.slotsAfter(morning).contains(110); }));
    const auto all = second_.slotsAfter(morning);
    QCOMPARE(QSet<int>(all.begin(), all.end()).size(), all.size());
}

void tst_Slots::slotsThatWereFiredStayFiredWhenTheClockIsPutBack()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    ClockedEngine engine(home(), morning + second);
    QVERIFY(engine.on(dag));
    QVERIFY(engine.hasEnded(3));
    engine.loop.setWall(morning + second);
    QVERIFY(engine.passed(25 * second));
    QCOMPARE(engine.slotsAfter(morning), (QList<int>{10, 20, 30}));
    // Switched off and on it counts from now, and still repeats none.
    QVERIFY(engine.change({dag, ScheduleChange::Action::Off, {}}));
    engine.loop.setWall(morning + second);
    QVERIFY(engine.on(dag));
    QVERIFY(engine.until([&] { return engine.slotsAfter(morning).contains(40); }));
    QCOMPARE(engine.slotsAfter(morning), (QList<int>{10, 20, 30, 40}));
}

void tst_Slots::aBrokenFileIsAFailedSlot()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    ClockedEngine engine(home(), morning + second);
    QVERIFY(engine.on(dag));
    std::ofstream(dag) << "dagId: nightly\nnodes: 7\n";
    QVERIFY(engine.until([&] { return engine.view().lastState == "failed"; }));
    QCOMPARE(engine.view().last.at, morning + 10 * second);
    QVERIFY2(engine.view().lastWhy.find("d.yaml:2:8") != std::string::npos,
             engine.view().lastWhy.c_str());
    QVERIFY(engine.until([&] { return engine.view().state == "broken"; }));
    QVERIFY(engine.runs().empty());
    write("d.yaml", "type: INTERVAL, interval: PT10S");
    QVERIFY(engine.hasEnded(1));
    QVERIFY(engine.until([&] { return engine.view().state == "waiting"; }));
}

void tst_Slots::aFileThatChangesIsFollowed()
{
    const std::string dag = write("d.yaml", "type: CRON, expression: '0 12 * * *'");
    ClockedEngine engine(home(), morning + second);
    QVERIFY(engine.on(dag));
    write("d.yaml", "type: INTERVAL, interval: PT20S");
    QVERIFY(engine.hasEnded(1));
    QCOMPARE(engine.runs().at(0).slot % (20 * second), WallMs{0});
    QVERIFY(engine.view().definition.find("INTERVAL") != std::string::npos);
}

void tst_Slots::overridesWinOverTheFile()
{
    const std::string dag = write("d.yaml", "type: CRON, expression: '0 12 * * *'");
    ClockedEngine engine(home(), morning + second);
    const auto set = engine.change(
        {dag, ScheduleChange::Action::Set, R"({"type":"INTERVAL","interval":"PT10S"})"});
    QVERIFY2(set, set ? "" : set.error().what.c_str());
    QCOMPARE(set->state, std::string("off"));
    QVERIFY(engine.on(dag));
    QVERIFY(engine.hasEnded(1));
    const auto cleared = engine.change({dag, ScheduleChange::Action::Set, {}});
    QVERIFY(cleared);
    QVERIFY(cleared->definition.find("0 12 * * *") != std::string::npos);
    QCOMPARE(cleared->next.at, morning + 11 * 3600 * second);
    const auto wrong =
        engine.change({dag, ScheduleChange::Action::Set, R"({"expression":"0 25 * * *"})"});
    QVERIFY(!wrong);
    QVERIFY2(wrong.error().what.find("hour") != std::string::npos, wrong.error().what.c_str());
}

void tst_Slots::whatIsOffFiresNothing()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    ClockedEngine engine(home(), morning + second);
    QVERIFY(engine.on(dag));
    QVERIFY(engine.hasEnded(1));
    QVERIFY(engine.change({dag, ScheduleChange::Action::Off, {}}));
    QCOMPARE(engine.core->activeSchedules(), 0U);
    QVERIFY(engine.passed(30 * second));
    QCOMPARE(engine.runs().size(), std::size_t{1});
}

void tst_Slots::whatCannotBeScheduledIsRefused()
{
    ClockedEngine engine(home(), morning);
    QCOMPARE(engine.on(file("nowhere.yaml")).error().code, ErrorCode::NotFound);
    QCOMPARE(engine.on(write("by-hand.yaml", "")).error().code, ErrorCode::Conflict);
    std::ofstream(file("needs.yaml"))
        << "dagId: n\nschedule: {type: INTERVAL, interval: PT1M}\nparameters: {day: {type: DATE, "
           "required: true}}\nnodes: [{nodeId: a}]\n";
    const auto needs = engine.on(file("needs.yaml"));
    QVERIFY(!needs);
    QVERIFY2(needs.error().what.find("day") != std::string::npos, needs.error().what.c_str());
    const auto itself =
        engine.on(write("self.yaml", "type: EVENT, condition: {dag: {dagId: me}}", "me"));
    QVERIFY(!itself);
    QCOMPARE(engine.change({file("nowhere.yaml"), ScheduleChange::Action::Off, {}}).error().code,
             ErrorCode::NotFound);
}

void tst_Slots::atMostSoManyRunsAtOnce()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    ClockedEngine engine(home(), morning + second);
    engine.endTasks = false;
    QVERIFY(engine.on(dag));
    QVERIFY(engine.until([&] { return engine.view().waiting >= 2; }));
    QCOMPARE(engine.runs().size(), std::size_t{1});
    QCOMPARE(engine.view().state, std::string("behind"));
    engine.endTasks = true;
    QVERIFY(engine.hasRuns(3));
    QCOMPARE(engine.slotsAfter(morning).mid(0, 3), (QList<int>{10, 20, 30}));
}

void tst_Slots::aBackfillRunsWhatIsMissing()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    ClockedEngine engine(home(), morning + second);
    QVERIFY(engine.on(dag));
    QVERIFY(engine.hasEnded(1));
    QVERIFY(engine.change({dag, ScheduleChange::Action::Off, {}}));
    BackfillRequest request;
    request.file = dag;
    request.from = morning - 20 * second;
    request.to = morning + 15 * second;
    request.onlyMissing = true;
    request.newestFirst = true;
    request.dryRun = true;
    const auto dry = engine.backfill(request);
    QVERIFY(dry);
    QVERIFY(dry->id.empty());
    QList<QPair<int, bool>> items;
    for (const auto &item : dry->items)
        items << QPair(int((item.slot.at - morning) / second), item.chosen);
    QCOMPARE(items, (QList<QPair<int, bool>>{{10, false}, {0, true}, {-10, true}, {-20, true}}));
    QCOMPARE(engine.runs().size(), std::size_t{1});
    request.dryRun = false;
    QVERIFY(engine.backfill(request));
    QVERIFY(engine.hasEnded(4));
    QCOMPARE(engine.slotsAfter(morning), (QList<int>{10, 0, -10, -20}));
    QCOMPARE(engine.runs().back().trigger, std::string("backfill"));
    QVERIFY(engine.until([&] { return engine.core->activeSchedules() == 0; }));
    const auto again = engine.backfill(request);
    QVERIFY(again && again->id.empty());
    request.from = engine.loop.wall() + 3600 * second; // ahead: only what has passed counts
    request.to = request.from + 3600 * second;
    const auto ahead = engine.backfill(request);
    QVERIFY(ahead && ahead->items.empty());
}

void tst_Slots::aBackfillGoesOnInANewEngine()
{
    const std::string dag = write("d.yaml", "type: INTERVAL, interval: PT10S");
    BackfillRequest request;
    request.file = dag;
    request.from = morning;
    request.to = morning + 40 * second;
    {
        ClockedEngine first(home(), morning + 45 * second);
        first.endTasks = false;
        QVERIFY(first.backfill(request));
        QVERIFY(first.hasRuns(1));
    }
    ClockedEngine second_(home(), morning + 60 * second);
    QVERIFY(second_.hasEnded(4));
    QCOMPARE(second_.slotsAfter(morning), (QList<int>{0, 10, 20, 30}));
}

void tst_Slots::aFileThatAppearsMakesOneRun()
{
    const std::string dag = write("d.yaml", "type: EVENT, pollInterval: PT1S, debounce: PT2S, "
                                            "condition: {file: {path: 'in-*.csv'}}");
    std::ofstream(file("in-old.csv")) << "old";
    {
        ClockedEngine first(home(), morning);
        QVERIFY(first.on(dag));
        QVERIFY(first.passed(10 * second));
        QVERIFY2(first.runs().empty(), "what is there at first is no news");
        std::ofstream(file("in-new.csv")) << "new";
        QVERIFY(first.hasEnded(1));
        QCOMPARE(first.runs().at(0).trigger, std::string("event"));
        QVERIFY(first.passed(10 * second));
        QCOMPARE(first.runs().size(), std::size_t{1});
    }
    std::ofstream(file("in-meanwhile.csv")) << "nobody looks";
    ClockedEngine second_(home(), morning + 60 * second);
    QVERIFY(second_.hasEnded(2));
    QVERIFY(second_.passed(10 * second));
    QCOMPARE(second_.runs().size(), std::size_t{2});
}

void tst_Slots::aSuccessOfAnotherDagMakesOneRun()
{
    const std::string dag =
        write("d.yaml", "type: EVENT, pollInterval: PT1S, condition: {dag: {dagId: upstream}}");
    ClockedEngine engine(home(), morning);
    QVERIFY(engine.on(dag));
    QVERIFY(engine.passed(5 * second));
    StartRequest request;
    request.text = R"({"dagId":"upstream","nodes":[{"nodeId":"a"}]})";
    engine.core->start(request, [](const Result<RunId> &) {});
    QVERIFY(engine.hasEnded(2));
    QVERIFY(engine.passed(5 * second));
    const auto runs = engine.runs();
    QCOMPARE(runs.size(), std::size_t{2});
    QCOMPARE(runs.at(1).trigger, std::string("event"));
}

QTEST_GUILESS_MAIN(tst_Slots)
#include "tst_slots.moc"
