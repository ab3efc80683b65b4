// SPDX-License-Identifier: GPL-3.0-or-later
// Values as people read them.
#include <QDateTime>
#include <QTest>

#include "bridge/text.h"

using namespace orrery;
using namespace orrery::bridge;

class tst_Text final : public QObject {
    Q_OBJECT
private slots:
    void spans_data()
    {
        QTest::addColumn<qint64>("span");
        QTest::addColumn<QString>("shown");
        QTest::newRow("not started") << qint64(-1) << QString();
        QTest::newRow("milliseconds") << qint64(850) << "850 ms";
        QTest::newRow("seconds") << qint64(12'449) << "12.4 s";
        QTest::newRow("minutes") << qint64(184'000) << "3 m 04 s";
        QTest::newRow("hours") << qint64(7'500'000) << "2 h 05 m";
    }
    void spans()
    {
        QFETCH(qint64, span);
        QTEST(spanText(span), "shown");
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("secondsBack");
        QTest::addColumn<QString>("shown");
        QTest::newRow("now") << qint64(3) << "just now";
        QTest::newRow("minutes") << qint64(250) << "4 min ago";
        QTest::newRow("one day") << qint64(90'000) << "1 day ago";
        QTest::newRow("days") << qint64(260'000) << "3 days ago";
        QTest::newRow("ahead") << qint64(-310) << "in 5 min";
    }
    void ages()
    {
        QFETCH(qint64, secondsBack);
        const WallMs now = 1'790'000'000'000;
        QTEST(agoText(now - secondsBack * 1000, now), "shown");
    }

    void aCachedTaskTellsItsOrigin()
    {
        TaskRow row;
        row.reason = "cached from run r1";
        row.cachedFrom = RunId("r1");
        row.cachedAt = 1'790'000'000'000;
        QCOMPARE(reasonText(row, row.cachedAt + 172'800'000),
                 QStringLiteral("cached from run r1, 2 days ago"));
    }

    void sizes_data()
    {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("none") << 0.0 << "0 B";
        QTest::newRow("bytes") << 512.0 << "512 B";
        QTest::newRow("kibibytes") << 3481.0 << "3.4 KiB";
        QTest::newRow("just below a unit") << 1'048'575.0 << "1 MiB";
        QTest::newRow("gibibytes") << 1.25 * 1024 * 1024 * 1024 << "1.3 GiB";
    }
    void sizes()
    {
        QFETCH(double, bytes);
        QTEST(bytesText(bytes), "shown");
    }

    void aShellCommandCanBePastedBack()
    {
        AttemptView attempt;
        attempt.workDir = "/tmp/a b";
        attempt.environment = {{"REGION", "it's"}, {"TOKEN", "***"}};
        attempt.command = {"/usr/bin/python3", "-c", "print('x')", ""};
        QCOMPARE(shellCommand(attempt),
                 QStringLiteral("cd '/tmp/a b' && env 'REGION=it'\\''s' 'TOKEN=***' "
                                "/usr/bin/python3 -c 'print('\\''x'\\'')' ''"));
    }

    void anErrorSaysWhereAndWhat()
    {
        QCOMPARE(errorText({ErrorCode::NotFound, "run/r1", "no such run"}),
                 QStringLiteral("run/r1: no such run"));
        QCOMPARE(errorText({ErrorCode::NotFound, "", "no such run"}),
                 QStringLiteral("no such run"));
    }
};

QTEST_APPLESS_MAIN(tst_Text)
#include "tst_text.moc"
