// SPDX-License-Identifier: GPL-3.0-or-later
// Which slots run, which are given up: under a clock that the test moves, over the days on which
// clocks change in three zones, through sleep, restarts and jumps.
#include "schedule/planner.h"

#include <deque>
#include <set>

#include <QTest>

#include "core/virtualloop.h"

using namespace orrery;
using schedule::Plan;
using schedule::Timetable;
using schedule::Watched;

namespace {

WallMs at(const char *text, const char *zone = "UTC")
{
    const auto moment = parseMoment(text, zone);
    if (!moment)
        qFatal("%s", moment.error().what.c_str());
    return *moment;
}

Result<std::string> calendars(const std::string &name)
{
    if (name == "holidays")
        return std::string("# what is closed\n12-25  # every year\n\n2026-12-30..2027-01-02\n");
    if (name == "wrong")
        return std::string("12-25\nChristmas\n");
    return fail(ErrorCode::NotFound, "@" + name, "no such calendar");
}

Schedule cron(const char *expression, const char *zone = "UTC")
{
    Schedule schedule;
    schedule.type = "CRON";
    schedule.expression = expression;
    schedule.timezone = zone;
    return schedule;
}
Schedule every(SpanMs interval)
{
    Schedule schedule;
    schedule.type = "INTERVAL";
    schedule.every = interval;
    return schedule;
}

Timetable table(const Schedule &schedule)
{
    auto made = Timetable::make(schedule, calendars);
    if (!made)
        qFatal("%s: %s", made.error().where.c_str(), made.error().what.c_str());
    return std::move(*made);
}

QString shownSlot(const SlotTime &slot)
{
    return QString::fromStdString(zonedText(slot.at, slot.offset));
}
QStringList slotsOf(const Schedule &schedule, WallMs after, int count)
{
    const Timetable times = table(schedule);
    QStringList list;
    for (auto slot = times.next(after); slot && list.size() < count; slot = times.next(slot->at))
        list << shownSlot(*slot);
    return list;
}

/// An engine of one schedule on a virtual loop: runs end when the test says.
struct Player {
    core::VirtualLoop loop;
    Timetable times;
    Watched watched;
    std::unique_ptr<core::Loop::Handle> timer;
    QStringList fired;
    std::uint32_t skipped = 0;
    bool endAtOnce = true;

    Player(const Schedule &schedule, WallMs start) : loop(start), times(table(schedule))
    {
        watched.missed = schedule.missed;
        watched.missedLimit = schedule.missedLimit;
        watched.maxParallel = schedule.maxParallelRuns;
        watched.whenBusy = schedule.whenBusy;
        watched.settled = start;
        wake();
    }
    void wake()
    {
        watched.table = &times;
        const Plan plan = schedule::plan(watched, loop.wall());
        take(plan.missed);
        for (const SlotTime &slot : plan.fire) {
            fired << shownSlot(slot);
            watched.settled = slot.at;
            watched.running += endAtOnce ? 0 : 1;
        }
        take(plan.busy);
        watched.noticed = plan.noticed;
        SpanMs sleep = 10'000; // as the engine glances at the clock
        if (plan.next.at > 0)
            sleep = std::min(sleep, std::max<SpanMs>(1, plan.next.at - loop.wall()));
        if (endAtOnce && plan.waiting > 0)
            sleep = 1;
        timer = loop.after(sleep, [this] {
            const auto keep = std::move(timer);
            wake();
        });
    }
    void take(const schedule::GivenUp &given)
    {
        skipped += given.count;
        if (given.count > 0)
            watched.settled = std::max(watched.settled, given.last.at);
    }
    void runEnds()
    {
        --watched.running;
        wake();
    }
    /// No engine for a while: only what is journaled is left.
    void down(SpanMs span)
    {
        timer.reset();
        loop.advance(span);
        watched.noticed = 0;
        wake();
    }
};

constexpr SpanMs second = 1000, minute = 60'000, hour = 3'600'000, day = 86'400'000;

} // namespace

class tst_Planner : public QObject {
    Q_OBJECT
private slots:
    void firesOverTheDaysOnWhichClocksChange_data();
    void firesOverTheDaysOnWhichClocksChange();
    void intervalsCountFromTheStart();
    void keepsToItsDays_data();
    void keepsToItsDays();
    void readsMoments_data();
    void readsMoments();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void missedSlotsFollowThePolicy_data();
    void missedSlotsFollowThePolicy();
    void aLateSlotIsOnTimeForAMinute();
    void aClockThatIsPutBackFiresNothingTwice();
    void aClockThatIsPutForwardMakesMissedSlots();
    void slotsWaitForRunsToEnd();
    void slotsAreSkippedWhileBusy();
    void aLongSleepCostsNoLongSearch();
};

void tst_Planner::firesOverTheDaysOnWhichClocksChange_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QStringList>("fires");
    // Fixed times in the skipped hour run right after it, those in the repeated hour once.
    QTest::newRow("Berlin, spring, fixed")
        << "Europe/Berlin"
        << "30 2 * * *"
        << "2026-03-28T12:00"
        << QStringList{"2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"};
    QTest::newRow("Berlin, autumn, fixed")
        << "Europe/Berlin"
        << "30 2 * * *"
        << "2026-10-24T12:00"
        << QStringList{"2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"};
    QTest::newRow("New York, spring, fixed")
        << "America/New_York"
        << "30 2 * * *"
        << "2026-03-07T12:00"
        << QStringList{"2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"};
    QTest::newRow("New York, autumn, fixed")
        << "America/New_York"
        << "30 1 * * *"
        << "2026-10-31T12:00"
        << QStringList{"2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"};
    QTest::newRow("Lord Howe, spring, fixed") // by half an hour
        << "Australia/Lord_Howe"
        << "15 2 * * *"
        << "2026-10-03T12:00"
        << QStringList{"2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"};
    QTest::newRow("Lord Howe, autumn, fixed")
        << "Australia/Lord_Howe"
        << "45 1 * * *"
        << "2026-04-04T12:00"
        << QStringList{"2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"};
    // Times that come again and again keep their interval.
    QTest::newRow("Berlin, spring, hourly")
        << "Europe/Berlin"
        << "0 * * * *"
        << "2026-03-29T00:30"
        << QStringList{"2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00",
                       "2026-03-29T04:00:00+02:00"};
    QTest::newRow("New York, autumn, hourly")
        << "America/New_York"
        << "0 * * * *"
        << "2026-11-01T00:30"
        << QStringList{"2026-11-01T01:00:00-04:00", "2026-11-01T01:00:00-05:00",
                       "2026-11-01T02:00:00-05:00"};
    QTest::newRow("Lord Howe, autumn, each half hour")
        << "Australia/Lord_Howe"
        << "*/30 * * * *"
        << "2026-04-05T01:10"
        << QStringList{"2026-04-05T01:30:00+11:00", "2026-04-05T01:30:00+10:30",
                       "2026-04-05T02:00:00+10:30"};
}

void tst_Planner::firesOverTheDaysOnWhichClocksChange()
{
    QFETCH(QString, zone);
    QFETCH(QString, expression);
    QFETCH(QString, from);
    QFETCH(QStringList, fires);
    const Schedule schedule = cron(qPrintable(expression), qPrintable(zone));
    Player player(schedule, at(qPrintable(from), qPrintable(zone)));
    while (player.fired.size() < fires.size() && player.loop.mono() / 1'000'000 < 3 * day)
        player.loop.advance(minute);
    QCOMPARE(player.fired, fires);
    QCOMPARE(player.skipped, 0U);
}

void tst_Planner::intervalsCountFromTheStart()
{
    Schedule schedule = every(45 * minute);
    schedule.startDate = "2026-03-29T00:10";
    schedule.endDate = "2026-03-29T01:40";
    QCOMPARE(slotsOf(schedule, at("2026-03-28"), 9),
             (QStringList{"2026-03-29T00:10:00+00:00", "2026-03-29T00:55:00+00:00",
                          "2026-03-29T01:40:00+00:00"}));
    QCOMPARE(slotsOf(every(hour), at("2026-03-28T10:20"), 1),
             QStringList{"2026-03-28T11:00:00+00:00"});
}

void tst_Planner::keepsToItsDays_data()
{
    QTest::addColumn<QStringList>("exclude");
    QTest::addColumn<QStringList>("include");
    QTest::addColumn<QStringList>("days"); // of the slots after 2026-12-23
    QTest::newRow("all") << QStringList() << QStringList()
                         << QStringList{"2026-12-24", "2026-12-25", "2026-12-26"};
    QTest::newRow("without one") << QStringList{"2026-12-25"} << QStringList()
                                 << QStringList{"2026-12-24", "2026-12-26", "2026-12-27"};
    QTest::newRow("without weekends") << QStringList{"SAT", "SUN"} << QStringList()
                                      << QStringList{"2026-12-24", "2026-12-25", "2026-12-28"};
    QTest::newRow("without a range") << QStringList{"2026-12-24..2026-12-26"} << QStringList()
                                     << QStringList{"2026-12-27", "2026-12-28", "2026-12-29"};
    QTest::newRow("without a calendar")
        << QStringList{"@holidays", "2026-12-26..2026-12-28"} << QStringList()
        << QStringList{"2026-12-24", "2026-12-29", "2027-01-03"};
    QTest::newRow("only Mondays that are no holidays")
        << QStringList{"@holidays"} << QStringList{"MON"}
        << QStringList{"2026-12-28", "2027-01-04", "2027-01-11"};
    QTest::newRow("each year") << QStringList() << QStringList{"02-29"}
                               << QStringList{"2028-02-29", "2032-02-29", "2036-02-29"};
}

void tst_Planner::keepsToItsDays()
{
    QFETCH(QStringList, exclude);
    QFETCH(QStringList, include);
    QFETCH(QStringList, days);
    Schedule schedule = cron("30 23 * * *", "America/New_York"); // already the next day in UTC
    for (const QString &entry : exclude)
        schedule.excludeDates.push_back(entry.toStdString());
    for (const QString &entry : include)
        schedule.includeDates.push_back(entry.toStdString());
    QStringList found;
    for (const QString &slot : slotsOf(schedule, at("2026-12-24", "America/New_York"), 3))
        found << slot.left(10);
    QCOMPARE(found, days);
}

void tst_Planner::readsMoments_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("moment"); // "" = refused
    QTest::newRow("date") << "2026-03-29"
                          << "2026-03-29T00:00:00+01:00";
    QTest::newRow("time") << "2026-03-29T04:05"
                          << "2026-03-29T04:05:00+02:00";
    QTest::newRow("seconds") << "2026-03-29 04:05:06"
                             << "2026-03-29T04:05:06+02:00";
    QTest::newRow("skipped") << "2026-03-29T02:30"
                             << "2026-03-29T03:00:00+02:00";
    QTest::newRow("repeated") << "2026-10-25T02:30"
                              << "2026-10-25T02:30:00+02:00";
    QTest::newRow("UTC") << "2026-03-29T04:05Z"
                         << "2026-03-29T06:05:00+02:00";
    QTest::newRow("offset") << "2026-03-29T04:05-02:30"
                            << "2026-03-29T08:35:00+02:00";
    QTest::newRow("no such day") << "2026-02-29"
                                 << "";
    QTest::newRow("no such hour") << "2026-02-28T24:00"
                                  << "";
    QTest::newRow("more behind it") << "2026-02-28x"
                                    << "";
    QTest::newRow("a word") << "yesterday"
                            << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void tst_Planner::readsMoments()
{
    QFETCH(QString, text);
    QFETCH(QString, moment);
    const auto read = parseMoment(text.toStdString(), "Europe/Berlin");
    QCOMPARE(read.has_value(), !moment.isEmpty());
    if (read)
        QCOMPARE(shownSlot(table(cron("* * * * *", "Europe/Berlin")).local(*read)), moment);
}

void tst_Planner::tellsWhatIsWrong_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("expression") << "expression"
                                << "0 25 * * *";
    QTest::newRow("zone") << "timezone"
                          << "Mars/Olympus";
    QTest::newRow("start") << "startDate"
                           << "soon";
    QTest::newRow("end") << "endDate"
                         << "2026-13-01";
    QTest::newRow("days") << "excludeDates"
                          << "Christmas";
    QTest::newRow("days turned round") << "includeDates"
                                       << "2026-12-26..2026-12-24";
    QTest::newRow("no such calendar") << "excludeDates"
                                      << "@nowhere";
    QTest::newRow("a wrong calendar") << "excludeDates"
                                      << "@wrong";
}

void tst_Planner::tellsWhatIsWrong()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    Schedule schedule = cron("0 2 * * *");
    const std::string text = value.toStdString();
    if (key == "expression")
        schedule.expression = text;
    if (key == "timezone")
        schedule.timezone = text;
    if (key == "startDate")
        schedule.startDate = text;
    if (key == "endDate")
        schedule.endDate = text;
    if (key == "excludeDates")
        schedule.excludeDates = {text};
    if (key == "includeDates")
        schedule.includeDates = {text};
    const auto made = Timetable::make(schedule, calendars);
    QVERIFY(!made);
    QCOMPARE(QString::fromStdString(made.error().where), key);
    QVERIFY(!made.error().what.empty());
}

void tst_Planner::missedSlotsFollowThePolicy_data()
{
    QTest::addColumn<int>("policy");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QStringList>("fired");
    QTest::addColumn<int>("skipped");
    const QString first = "2026-03-02T01:00:00+00:00", second = "2026-03-02T02:00:00+00:00",
                  third = "2026-03-02T03:00:00+00:00";
    QTest::newRow("skip") << int(MissedRuns::Skip) << 100 << QStringList() << 3;
    QTest::newRow("latest") << int(MissedRuns::Latest) << 100 << QStringList{third} << 2;
    QTest::newRow("all") << int(MissedRuns::All) << 100 << QStringList{first, second, third} << 0;
    QTest::newRow("the newest two") << int(MissedRuns::All) << 2 << QStringList{second, third} << 1;
}

void tst_Planner::missedSlotsFollowThePolicy()
{
    QFETCH(int, policy);
    QFETCH(int, limit);
    QFETCH(QStringList, fired);
    QFETCH(int, skipped);
    Schedule schedule = cron("0 * * * *");
    schedule.missed = static_cast<MissedRuns>(policy);
    schedule.missedLimit = static_cast<std::uint32_t>(limit);
    Player player(schedule, at("2026-03-02T00:30"));
    player.down(3 * hour); // until 03:30
    player.loop.advance(minute);
    QCOMPARE(player.fired, fired);
    QCOMPARE(player.skipped, std::uint32_t(skipped));
    player.loop.advance(hour);
    QCOMPARE(player.fired.back(), QString("2026-03-02T04:00:00+00:00"));
}

void tst_Planner::aLateSlotIsOnTimeForAMinute()
{
    Schedule schedule = cron("0 * * * *");
    schedule.missed = MissedRuns::Skip;
    Player late(schedule, at("2026-03-02T00:59:30"));
    late.down(80 * second);
    QCOMPARE(late.fired.size(), 1);
    Player tooLate(schedule, at("2026-03-02T00:59:30"));
    tooLate.down(91 * second);
    QCOMPARE(tooLate.fired.size(), 0);
    QCOMPARE(tooLate.skipped, 1U);
}

void tst_Planner::aClockThatIsPutBackFiresNothingTwice()
{
    Player player(cron("0 * * * *"), at("2026-03-02T00:30"));
    player.loop.advance(2 * hour); // 01:00 and 02:00 fired
    player.loop.setWall(at("2026-03-02T00:40"));
    player.loop.advance(2 * hour); // and 02:40 again
    QCOMPARE(player.fired.size(), 2);
    player.loop.advance(hour);
    QCOMPARE(player.fired, (QStringList{"2026-03-02T01:00:00+00:00", "2026-03-02T02:00:00+00:00",
                                        "2026-03-02T03:00:00+00:00"}));
    QCOMPARE(player.skipped, 0U);
}

void tst_Planner::aClockThatIsPutForwardMakesMissedSlots()
{
    Player player(cron("0 * * * *"), at("2026-03-02T00:30"));
    player.loop.setWall(at("2026-03-02T05:30"));
    player.loop.advance(minute);
    QCOMPARE(player.fired, QStringList{"2026-03-02T05:00:00+00:00"}); // the latest of five
    QCOMPARE(player.skipped, 4U);
}

void tst_Planner::slotsWaitForRunsToEnd()
{
    Schedule schedule = every(minute);
    schedule.maxParallelRuns = 2;
    Player player(schedule, at("2026-03-02T00:00"));
    player.endAtOnce = false;
    player.loop.advance(4 * minute + second);
    QCOMPARE(player.fired.size(), 2);
    player.runEnds();
    player.runEnds();
    QCOMPARE(player.fired, (QStringList{"2026-03-02T00:01:00+00:00", "2026-03-02T00:02:00+00:00",
                                        "2026-03-02T00:03:00+00:00", "2026-03-02T00:04:00+00:00"}));
    QCOMPARE(player.skipped, 0U);
}

void tst_Planner::slotsAreSkippedWhileBusy()
{
    Schedule schedule = every(minute);
    schedule.whenBusy = WhenBusy::Skip;
    Player player(schedule, at("2026-03-02T00:00"));
    player.endAtOnce = false;
    player.loop.advance(3 * minute + second);
    QCOMPARE(player.fired.size(), 1);
    QCOMPARE(player.skipped, 2U);
    player.runEnds();
    player.loop.advance(minute);
    QCOMPARE(player.fired.back(), QString("2026-03-02T00:04:00+00:00"));
}

void tst_Planner::aLongSleepCostsNoLongSearch()
{
    const Timetable times = table(every(second));
    const schedule::DueSlots due =
        schedule::dueSlots(times, at("2006-01-01"), at("2026-01-01"), 100);
    QCOMPARE(due.newest.size(), std::size_t{100});
    QVERIFY(due.more);
    QVERIFY2(due.older < 10'000, "it looked through twenty years of seconds");
    QCOMPARE(due.newest.back().at, at("2026-01-01"));
}

QTEST_GUILESS_MAIN(tst_Planner)
#include "tst_planner.moc"
