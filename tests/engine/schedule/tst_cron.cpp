// SPDX-License-Identifier: GPL-3.0-or-later
// When cron expressions fire: the fields, and both daylight-saving days in three zones.
#include <cstring>
#include <ctime>

#include <QTest>

#include "engine/toolkit.h"
#include "schedule/cron.h"

using namespace orrery;

class tst_Cron : public QObject {
    Q_OBJECT

private slots:
    void firesNext_data();
    void firesNext();
    void firesOverClockChanges_data();
    void firesOverClockChanges();
    void refuses_data();
    void refuses();
    void firesOnlyAfterTheGivenMoment();
    void neverGoesBackAndNeverRepeats_data();
    void neverGoesBackAndNeverRepeats();
    void servesTheToolkit();
};

namespace {

/// "2026-03-29 01:30" or "2026-03-29 01:30:15" in UTC
WallMs utc(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::tm tm{};
    if (!strptime(bytes.constData(), text.size() > 16 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M",
                  &tm))
        return -1;
    return std::int64_t(timegm(&tm)) * 1000;
}

QString shown(WallMs at)
{
    const std::time_t seconds = at / 1000;
    std::tm tm{};
    gmtime_r(&seconds, &tm);
    char text[32];
    std::strftime(text, sizeof text, at / 1000 % 60 == 0 ? "%Y-%m-%d %H:%M" : "%Y-%m-%d %H:%M:%S",
                  &tm);
    return QString::fromUtf8(text);
}

/// The next fires after `from`, in UTC, as "A, B, C".
QString fires(const QString &expression, const QString &zone, const QString &from, int count)
{
    QStringList all;
    WallMs at = utc(from);
    for (int i = 0; i < count; ++i) {
        const Result<WallMs> next =
            schedule::nextFire(expression.toStdString(), zone.toStdString(), at);
        if (!next)
            return QString::fromStdString(next.error().where + ": " + next.error().what);
        all.append(shown(*next));
        at = *next;
    }
    return all.join(u", "_qs);
}

} // namespace

void tst_Cron::firesNext_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("times");
    const auto row = [](const char *name, const char *expression, const char *from,
                        const char *times) {
        QTest::newRow(name) << QString::fromUtf8(expression) << QString::fromUtf8(from)
                            << QString::fromUtf8(times);
    };
    row("every minute", "* * * * *", "2026-11-21 10:00:30", "2026-11-21 10:01, 2026-11-21 10:02");
    row("every night", "0 2 * * *", "2026-11-21 02:00", "2026-11-22 02:00, 2026-11-23 02:00");
    row("steps", "*/20 * * * *", "2026-11-21 10:41",
        "2026-11-21 11:00, 2026-11-21 11:20, 2026-11-21 11:40");
    row("steps in a range", "10-30/10 6 * * *", "2026-11-21 00:00",
        "2026-11-21 06:10, 2026-11-21 06:20, 2026-11-21 06:30");
    row("list of values and ranges", "0 1,3-4 * * *", "2026-11-21 00:00",
        "2026-11-21 01:00, 2026-11-21 03:00, 2026-11-21 04:00");
    row("names", "0 0 1 JAN,jul *", "2026-11-21 00:00", "2027-01-01 00:00, 2027-07-01 00:00");
    row("weekdays", "30 8 * * mon-fri", "2026-11-20 09:00", "2026-11-23 08:30, 2026-11-24 08:30");
    row("Sunday is 0 and 7", "0 0 * * 7", "2026-11-21 00:00", "2026-11-22 00:00, 2026-11-29 00:00");
    row("weekend over the end of the week", "0 0 * * 6-7", "2026-11-20 00:00",
        "2026-11-21 00:00, 2026-11-22 00:00, 2026-11-28 00:00");
    row("day of month or day of week", "0 0 13 * fri", "2026-11-01 00:00",
        "2026-11-06 00:00, 2026-11-13 00:00, 2026-11-20 00:00");
    row("day of month and every other day of week", "0 0 1-7 * */7", "2026-11-02 00:00",
        "2026-12-06 00:00, 2027-01-03 00:00");
    row("31st only where there is one", "0 0 31 * *", "2026-03-31 00:00",
        "2026-05-31 00:00, 2026-07-31 00:00");
    row("leap day", "0 12 29 2 *", "2096-02-29 12:00", "2104-02-29 12:00");
    row("a leap day that is a Sunday", "0 0 29 2 */7", "2026-01-01 00:00", "2032-02-29 00:00");
    row("end of the year", "59 23 31 12 *", "2026-12-31 23:59", "2027-12-31 23:59");
    row("blanks and tabs between fields", " 5\t4  * * * ", "2026-11-21 00:00", "2026-11-21 04:05");
    row("hourly", "@hourly", "2026-11-21 10:30", "2026-11-21 11:00");
    row("weekly", "@weekly", "2026-11-21 10:30", "2026-11-22 00:00");
    row("yearly", "@annually", "2026-11-21 10:30", "2027-01-01 00:00");
}

void tst_Cron::firesNext()
{
    QFETCH(QString, expression);
    QFETCH(QString, from);
    QFETCH(QString, times);
    QCOMPARE(fires(expression, u"UTC"_qs, from, int(times.count(u',')) + 1), times);
}

void tst_Cron::firesOverClockChanges_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("times"); // all in UTC
    const auto row = [](const char *name, const char *zone, const char *expression,
                        const char *from, const char *times) {
        QTest::newRow(name) << QString::fromUtf8(zone) << QString::fromUtf8(expression)
                            << QString::fromUtf8(from) << QString::fromUtf8(times);
    };
    // Berlin: 2026-03-29 02:00 -> 03:00 (01:00 UTC), 2026-10-25 03:00 -> 02:00 (01:00 UTC)
    row("Berlin, spring: a fixed time in the gap comes right after it", "Europe/Berlin",
        "30 2 * * *", "2026-03-28 00:00", "2026-03-28 01:30, 2026-03-29 01:00, 2026-03-30 00:30");
    row("Berlin, spring: two fixed times in the gap fire once", "Europe/Berlin", "10,40 2 * * *",
        "2026-03-29 00:00", "2026-03-29 01:00, 2026-03-30 00:10");
    row("Berlin, spring: a fixed time after the gap", "Europe/Berlin", "0 3 * * *",
        "2026-03-28 12:00", "2026-03-29 01:00, 2026-03-30 01:00");
    row("Berlin, spring: a wildcard job keeps its interval", "Europe/Berlin", "*/30 * * * *",
        "2026-03-29 00:01", "2026-03-29 00:30, 2026-03-29 01:00, 2026-03-29 01:30");
    row("Berlin, spring: a wildcard job of the skipped hour", "Europe/Berlin", "*/30 2 * * *",
        "2026-03-28 12:00", "2026-03-30 00:00, 2026-03-30 00:30");
    row("Berlin, autumn: a fixed time in the repeated hour fires once", "Europe/Berlin",
        "30 2 * * *", "2026-10-24 12:00", "2026-10-25 00:30, 2026-10-26 01:30");
    row("Berlin, autumn: asked between the two", "Europe/Berlin", "30 2 * * *", "2026-10-25 00:45",
        "2026-10-26 01:30");
    row("Berlin, autumn: a wildcard job fires in both hours", "Europe/Berlin", "30 * * * *",
        "2026-10-24 23:45", "2026-10-25 00:30, 2026-10-25 01:30, 2026-10-25 02:30");
    // New York: 2026-03-08 02:00 -> 03:00 (07:00 UTC), 2026-11-01 02:00 -> 01:00 (06:00 UTC)
    row("New York, spring: fixed", "America/New_York", "15 2 * * *", "2026-03-07 12:00",
        "2026-03-08 07:00, 2026-03-09 06:15");
    row("New York, spring: wildcard", "America/New_York", "15 * * * *", "2026-03-08 06:00",
        "2026-03-08 06:15, 2026-03-08 07:15");
    row("New York, autumn: fixed", "America/New_York", "15 1 * * *", "2026-10-31 12:00",
        "2026-11-01 05:15, 2026-11-02 06:15");
    row("New York, autumn: wildcard", "America/New_York", "15 * * * *", "2026-11-01 05:00",
        "2026-11-01 05:15, 2026-11-01 06:15, 2026-11-01 07:15");
    // Lord Howe: half an hour. 2026-04-05 02:00 -> 01:30 (2026-04-04 15:00 UTC), 2026-10-04 02:00
    // -> 02:30 (2026-10-03 15:30 UTC)
    row("Lord Howe, autumn: fixed", "Australia/Lord_Howe", "45 1 * * *", "2026-04-04 00:00",
        "2026-04-04 14:45, 2026-04-05 15:15");
    row("Lord Howe, autumn: wildcard", "Australia/Lord_Howe", "45 * * * *", "2026-04-04 14:00",
        "2026-04-04 14:45, 2026-04-04 15:15, 2026-04-04 16:15");
    row("Lord Howe, spring: fixed", "Australia/Lord_Howe", "15 2 * * *", "2026-10-03 12:00",
        "2026-10-03 15:30, 2026-10-04 15:15");
    row("Lord Howe, spring: wildcard", "Australia/Lord_Howe", "15 * * * *", "2026-10-03 14:00",
        "2026-10-03 14:45, 2026-10-03 16:15");
    row("the seed's zone has no changes", "Asia/Shanghai", "0 2 * * *", "2026-03-28 00:00",
        "2026-03-28 18:00, 2026-03-29 18:00");
    row("a lost day is not made up for", "Pacific/Apia", "0 12 30 12 *", "2011-01-01 00:00",
        "2012-12-29 22:00");
    row("no zone is UTC", "", "0 2 * * *", "2026-03-28 00:00", "2026-03-28 02:00");
}

void tst_Cron::firesOverClockChanges()
{
    QFETCH(QString, zone);
    QFETCH(QString, expression);
    QFETCH(QString, from);
    QFETCH(QString, times);
    QCOMPARE(fires(expression, zone, from, int(times.count(u',')) + 1), times);
}

void tst_Cron::refuses_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("error"); // its beginning
    const auto row = [](const char *name, const char *expression, const char *zone,
                        const char *error) {
        QTest::newRow(name) << QString::fromUtf8(expression) << QString::fromUtf8(zone)
                            << QString::fromUtf8(error);
    };
    row("nothing", "", "UTC", "expression: it has 0 fields, not 5");
    row("six fields", "0 0 2 * * *", "UTC", "expression: it has 6 fields, not 5");
    row("minute 60", "60 * * * *", "UTC",
        "expression: the minute \"60\" is none: use *, 0 to 59, ranges a-b");
    row("hour 24", "0 24 * * *", "UTC", "expression: the hour \"24\" is none");
    row("day 0", "0 0 0 * *", "UTC", "expression: the day of month \"0\" is none: use *, 1 to 31");
    row("month by a wrong name", "0 0 1 foo *", "UTC",
        "expression: the month \"foo\" is none: use *, 1 to 12, jan to dec");
    row("day 8", "0 0 * * 8", "UTC",
        "expression: the day of week \"8\" is none: use *, 0 to 7, sun to sat");
    row("backward range", "30-10 * * * *", "UTC", "expression: the minute \"30-10\" is none");
    row("step of nothing", "*/0 * * * *", "UTC", "expression: the minute \"*/0\" is none");
    row("step without a range", "5/10 * * * *", "UTC", "expression: the minute \"5/10\" is none");
    row("empty item", "1,,2 * * * *", "UTC", "expression: the minute \"1,,2\" is none");
    row("open list", "1, * * * *", "UTC", "expression: the minute \"1,\" is none");
    row("negative", "-1 * * * *", "UTC", "expression: the minute \"-1\" is none");
    row("huge", "99999999999 * * * *", "UTC", "expression: the minute \"99999999999\" is none");
    row("never", "0 0 30 2 *", "UTC", "expression: it never fires");
    row("unknown shorthand", "@reboot", "UTC", "expression: \"@reboot\" is unknown");
    row("unknown zone", "0 0 * * *", "Mars/Olympus",
        "timezone: there is no time zone \"Mars/Olympus\"");
    row("a path is no zone", "0 0 * * *", "../../etc/passwd", "timezone: there is no time zone");
}

void tst_Cron::refuses()
{
    QFETCH(QString, expression);
    QFETCH(QString, zone);
    QFETCH(QString, error);
    QCOMPARE(fires(expression, zone, u"2026-01-01 00:00"_qs, 1).left(error.size()), error);
}

void tst_Cron::firesOnlyAfterTheGivenMoment()
{
    const WallMs noon = utc(u"2026-11-21 12:00"_qs);
    for (const char *expression : {"0 12 * * *", "0 * * * *"}) {
        QCOMPARE(*schedule::nextFire(expression, "UTC", noon - 1), noon);
        QVERIFY(*schedule::nextFire(expression, "UTC", noon) > noon);
        QVERIFY(*schedule::nextFire(expression, "UTC", noon + 1) > noon);
    }
}

void tst_Cron::neverGoesBackAndNeverRepeats_data()
{
    QTest::addColumn<QString>("zone");
    for (const char *zone :
         {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
          "Africa/Casablanca", "Asia/Kolkata", "Pacific/Chatham"})
        QTest::newRow(zone) << QString::fromUtf8(zone);
}

/// A year of fires: strictly rising, whole minutes, a fixed daily job 365 times.
void tst_Cron::neverGoesBackAndNeverRepeats()
{
    QFETCH(QString, zone);
    const WallMs begin = utc(u"2025-06-01 00:00"_qs);
    const WallMs end = utc(u"2026-06-01 00:00"_qs);
    for (const auto &[expression, wanted] :
         {std::pair("30 2 * * *", 365), std::pair("0 0 * * *", 365),
          std::pair("45 1,2,3 * * *", 1095), std::pair("0 * * * *", 8760),
          std::pair("0 */6 * * *", 1460)}) {
        int count = 0;
        for (WallMs at = begin;; ++count) {
            const Result<WallMs> next = schedule::nextFire(expression, zone.toStdString(), at);
            QVERIFY(next.has_value());
            QVERIFY(*next > at);
            QCOMPARE(*next % 60000, WallMs(0));
            if (*next > end)
                break;
            at = *next;
        }
        QVERIFY2(std::abs(count - wanted) <= 2,
                 qPrintable(u"%1: %2"_qs.arg(QLatin1String(expression)).arg(count)));
    }
}

void tst_Cron::servesTheToolkit()
{
    Schedule schedule;
    schedule.expression = "0 2 * * *";
    QVERIFY(!toolkit::nextFire(schedule, 0).has_value());
    schedule.type = "CRON";
    QCOMPARE(*toolkit::nextFire(schedule, 0), WallMs(7'200'000));
}

QTEST_APPLESS_MAIN(tst_Cron)
#include "tst_cron.moc"
