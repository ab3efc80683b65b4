// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a task prints, the log stays bounded and readable.
#include <QTest>

#include "models/logbuffer.h"
#include "models/styledtext.h"

using orrery::models::LogBuffer;

class tst_Log final : public QObject {
    Q_OBJECT
private slots:
    void linesAreShownAsATerminalWould_data()
    {
        QTest::addColumn<QByteArray>("printed");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << QByteArray("hello") << QStringLiteral("hello");
        QTest::newRow("Windows end of line") << QByteArray("hello\r\n") << QStringLiteral("hello");
        QTest::newRow("overwritten progress")
            << QByteArray("10 %\r99 %\r100 %") << QStringLiteral("100 %");
        QTest::newRow("colours") << QByteArray("\x1b[31mred\x1b[0m!") << QStringLiteral("red!");
        QTest::newRow("tabs") << QByteArray("ab\tc") << QStringLiteral("ab      c");
        QTest::newRow("not UTF-8")
            << QByteArray("a\xff\xfe z")
            << QString(QStringLiteral("a") + QChar(0xfffd) + QChar(0xfffd) + QStringLiteral(" z"));
        QTest::newRow("UTF-8") << QByteArray("\xe9\x94\x80\xe5\x94\xae") << QStringLiteral("销售");
        QTest::newRow("markup stays text") << QByteArray("<b>&amp;") << QStringLiteral("<b>&amp;");
    }
    void linesAreShownAsATerminalWould()
    {
        QFETCH(QByteArray, printed);
        LogBuffer log;
        log.append(printed);
        QTEST(log.line(0), "shown");
    }

    void aCharacterMayBeSplitBetweenPieces()
    {
        LogBuffer log;
        log.append(QByteArray("\xe9\x94"));
        log.append(QByteArray("\x80\nnext"));
        QCOMPARE(log.line(0), QStringLiteral("销"));
        QCOMPARE(log.line(1), QStringLiteral("next"));
    }

    void oneLineOfTenMegabytesIsShortened()
    {
        LogBuffer log;
        const QByteArray piece(64 << 10, 'x');
        for (int i = 0; i < 160; ++i)
            log.append(piece);
        log.append(QByteArray("\nend\n"));
        QCOMPARE(log.lineCount(), 2);
        QCOMPARE(log.raw(0).size(), 10 << 20);
        QVERIFY(log.line(0).size() < 2 * orrery::models::shownOfLine);
        QVERIFY(log.line(0).endsWith(QStringLiteral("more on this line")));
        QCOMPARE(log.line(1), QStringLiteral("end"));
    }

    void theOldestLinesGoFirst()
    {
        LogBuffer log;
        const QByteArray line = QByteArray(1023, 'y') + '\n';
        for (int i = 0; i < 30'000; ++i)
            log.append(line);
        QVERIFY(log.bytes() <= LogBuffer::maxBytes);
        QVERIFY(log.firstNumber() > 9000);
        QCOMPARE(log.firstNumber() + log.lineCount() - 1, 30'000);
        log.clear();
        log.append(QByteArray(300'000, '\n'));
        QVERIFY(log.lineCount() <= LogBuffer::maxLines);
    }

    void anEndlessLineKeepsItsTail()
    {
        LogBuffer log;
        for (int i = 0; i < 50; ++i)
            log.append(QByteArray(1 << 20, char('a' + i % 26)));
        QVERIFY(log.bytes() <= 2 * LogBuffer::maxBytes + 1);
        QVERIFY(log.raw(0).endsWith(QByteArray(1000, char('a' + 49 % 26))));
    }

    void searchGoesRound()
    {
        LogBuffer log;
        log.append(QByteArray("one\nTwo\nthree\ntwo again\n"));
        QCOMPARE(log.find(QStringLiteral("two"), 0, false), 1);
        QCOMPARE(log.find(QStringLiteral("two"), 2, false), 3);
        QCOMPARE(log.find(QStringLiteral("one"), 1, false), 0);
        QCOMPARE(log.find(QStringLiteral("two"), 2, true), 1);
        QCOMPARE(log.find(QStringLiteral("absent"), 0, false), -1);
    }
};

QTEST_APPLESS_MAIN(tst_Log)
#include "tst_log.moc"
