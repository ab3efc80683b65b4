// SPDX-License-Identifier: GPL-3.0-or-later
// Large files looked at where one looks: records, search, fields, columns in figures.
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "models/columnstats.h"
#include "models/delimited.h"
#include "models/filetablemodel.h"
#include "models/linesearch.h"
#include "models/recordfile.h"
#include "models/styledtext.h"

using namespace orrery;
using namespace orrery::models;

class tst_Records final : public QObject {
    Q_OBJECT
private slots:
    void everyLineIsFoundAgain()
    {
        QByteArray text;
        for (int i = 0; i < 20'000; ++i)
            text += QByteArray("line ") + QByteArray::number(i) + QByteArray(i % 97, 'x') + '\n';
        text += "the last, without an end";
        auto opened = RecordFile::open({write("lines", text)}, RecordForm::Lines);
        QVERIFY(opened);
        RecordFile &file = **opened;
        QTRY_VERIFY(file.complete());
        QCOMPARE(file.count(), 20'001);
        for (const int i : {0, 1, 127, 128, 129, 10'000, 19'999})
            QVERIFY(file.record(i).startsWith(QByteArray("line ") + QByteArray::number(i)));
        QCOMPARE(file.record(20'000), QByteArray("the last, without an end"));
        QVERIFY(file.record(20'001).isEmpty());
    }

    void windowsLineEndsAreNoPartOfALine()
    {
        auto opened = RecordFile::open({write("crlf", "a\r\nb\r\n")}, RecordForm::Lines);
        QVERIFY(opened);
        QCOMPARE((*opened)->count(), 2);
        QCOMPARE((*opened)->record(1), QByteArray("b"));
    }

    void aQuotedFieldMayHoldLineEnds()
    {
        auto opened =
            RecordFile::open({write("q.csv", "a,b\n1,\"two\nlines\"\n3,4\n")}, RecordForm::Csv);
        QVERIFY(opened);
        QCOMPARE((*opened)->count(), 3);
        QCOMPARE((*opened)->record(1), QByteArray("1,\"two\nlines\""));
    }

    void aStretchOfAFileIsAFileOfItsOwn()
    {
        const QString path = write("segment", "before\nfirst\nsecond\nafter\n");
        auto opened = RecordFile::open({path, 7, 13}, RecordForm::Lines);
        QVERIFY(opened);
        QCOMPARE((*opened)->count(), 2);
        QCOMPARE((*opened)->record(0), QByteArray("first"));
        QCOMPARE((*opened)->record(1), QByteArray("second"));
    }

    void aFileThatShrinksIsNoCrash()
    {
        const QString path = write("shrinks", QByteArray(3'000'000, 'a').replace(1000, 1, "\n"));
        auto opened = RecordFile::open({path}, RecordForm::Lines);
        QVERIFY(opened);
        QTRY_VERIFY((*opened)->complete());
        QVERIFY(QFile::resize(path, 10));
        QVERIFY((*opened)->record(1).size() < 1'000'000);
    }

    void whatIsNotThereIsAnError()
    {
        const auto missing =
            RecordFile::open({m_dir.filePath(QStringLiteral("no"))}, RecordForm::Lines);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().where.ends_with("/no"));
        QVERIFY(!RecordFile::open({m_dir.path()}, RecordForm::Lines));
    }

    /// The promise: at once, whatever its size; and the window's thread is never kept.
    void aLargeFileOpensAtOnce()
    {
        const QString path = m_dir.filePath(QStringLiteral("large.log"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray piece;
        for (int i = 0; i < 10'000; ++i)
            piece += "2026-11-25 12:00:00 INFO step of a task that prints a lot of lines\n";
        for (int i = 0; i < 300; ++i) // some 200 MB
            file.write(piece);
        file.write("NEEDLE at the end\n");
        file.close();
        QElapsedTimer since;
        since.start();
        auto opened = RecordFile::open({path}, RecordForm::Lines);
        QVERIFY(opened);
        QVERIFY((*opened)->record(0).startsWith("2026"));
        QVERIFY2(since.elapsed() < 50, qPrintable(QString::number(since.elapsed())));
        QTRY_VERIFY_WITH_TIMEOUT((*opened)->complete(), 20'000);
        QCOMPARE((*opened)->count(), 3'000'001);
        since.restart();
        QCOMPARE((*opened)->record(3'000'000), QByteArray("NEEDLE at the end"));
        QVERIFY2(since.elapsed() < 50, qPrintable(QString::number(since.elapsed())));
        LineSearch search;
        search.start((*opened)->range(), QStringLiteral("needle"));
        QTRY_VERIFY_WITH_TIMEOUT(!search.running(), 20'000);
        QCOMPARE(search.lines(), std::vector<qint64>{3'000'000});
    }

    void searchFindsAllLinesOnce()
    {
        QByteArray text;
        for (int i = 0; i < 50'000; ++i)
            text += i % 1000 == 7 ? "an Error, and another error here\n" : "nothing of that kind\n";
        const QString path = write("search", text);
        LineSearch search;
        search.start({path, 0, text.size()}, QStringLiteral("ERROR"));
        QTRY_VERIFY(!search.running());
        QCOMPARE(search.count(), 50);
        QCOMPARE(search.lines().front(), 7);
        QCOMPARE(search.lines().back(), 49'007);
        QCOMPARE(search.from(7, false), 1007);
        QCOMPARE(search.from(49'007, false), 7);
        QCOMPARE(search.from(7, true), 49'007);
        search.start({path, 0, text.size()}, QStringLiteral("absent"));
        QTRY_VERIFY(!search.running());
        QCOMPARE(search.from(0, false), -1);
    }

    void aMatchAcrossTwoPiecesIsFound()
    {
        QByteArray text((1 << 20) - 3, 'x');
        text[1000] = '\n';
        text += "needle\nneedle\n";
        const QString path = write("across", text);
        LineSearch search;
        search.start({path, 0, text.size()}, QStringLiteral("needle"));
        QTRY_VERIFY(!search.running());
        QCOMPARE(search.lines(), (std::vector<qint64>{1, 2}));
    }

    void fieldsAreSplit_data()
    {
        QTest::addColumn<QByteArray>("record");
        QTest::addColumn<QStringList>("fields");
        QTest::newRow("plain") << QByteArray("a,b,c") << QStringList{"a", "b", "c"};
        QTest::newRow("empty ones") << QByteArray(",,") << QStringList{"", "", ""};
        QTest::newRow("a quoted comma") << QByteArray("\"a,b\",c") << QStringList{"a,b", "c"};
        QTest::newRow("a quoted quote")
            << QByteArray("\"say \"\"hi\"\"\",x") << QStringList{"say \"hi\"", "x"};
        QTest::newRow("never closed") << QByteArray("\"a,b") << QStringList{"a,b"};
        QTest::newRow("text behind a quote") << QByteArray("\"a\"b,c") << QStringList{"ab", "c"};
    }
    void fieldsAreSplit()
    {
        QFETCH(QByteArray, record);
        QFETCH(QStringList, fields);
        const auto got = fieldsOf(record, {});
        QCOMPARE(QStringList(got.begin(), got.end()), fields);
    }

    void theFormIsFoundOut()
    {
        const TableForm comma = detectForm({"id,name", "1,a", "2,b"}, false);
        QCOMPARE(comma.delimiter, ',');
        QVERIFY(comma.header);
        QCOMPARE(comma.columns, (QStringList{"id", "name"}));
        QCOMPARE(detectForm({"id;x,y", "1;2,3"}, false).delimiter, ';');
        QCOMPARE(detectForm({"a\tb", "1\t2"}, false).delimiter, '\t');
        const TableForm bare = detectForm({"1,2", "3,4"}, false);
        QVERIFY(!bare.header);
        QCOMPARE(bare.columns.size(), 2);
        const TableForm lines = detectForm({R"({"b":1,"ü":"x"})", R"({"c":2})"}, true);
        QCOMPARE(lines.columns, (QStringList{"b", "ü", "c"}));
        const auto fields = fieldsOf(R"({"ü":"y","c":[1,2]})", lines);
        QCOMPARE(QStringList(fields.begin(), fields.end()), (QStringList{"", "y", "[1,2]"}));
    }

    void aColumnIsToldInFigures()
    {
        ColumnStats numbers;
        for (int i = 1; i <= 100; ++i)
            numbers.add(QString::number(i));
        numbers.add(QString());
        numbers.add(QStringLiteral("NA"));
        QCOMPARE(numbers.type(), ColumnStats::Type::Integer);
        QCOMPARE(numbers.count(), std::uint64_t{102});
        QCOMPARE(numbers.missing(), std::uint64_t{2});
        QCOMPARE(numbers.distinct(), std::size_t{100});
        QCOMPARE(numbers.min(), 1.0);
        QCOMPARE(numbers.max(), 100.0);
        QCOMPARE(numbers.mean(), 50.5);
        QCOMPARE(int(numbers.histogram().size()), ColumnStats::bins);
        ColumnStats words;
        for (const char *word : {"tea", "tea", "milk"})
            words.add(QString::fromLatin1(word));
        QCOMPARE(words.type(), ColumnStats::Type::Text);
        QCOMPARE(words.frequent(1).front().first, QStringLiteral("tea"));
        ColumnStats dates;
        dates.add(QStringLiteral("2026-11-25"));
        QCOMPARE(dates.type(), ColumnStats::Type::Date);
        dates.add(QStringLiteral("1.5"));
        QCOMPARE(dates.type(), ColumnStats::Type::Text);
        ColumnStats many;
        for (int i = 0; i < 20'000; ++i)
            many.add(QString::number(i * 0.5));
        QVERIFY(many.distinctIsMore());
        QCOMPARE(many.type(), ColumnStats::Type::Number);
    }

    void aTableIsSortedAndFilteredByAWorker()
    {
        QByteArray text("id,city,amount\n");
        for (int i = 0; i < 5000; ++i)
            text += QByteArray::number(i) + (i % 2 ? ",Oslo," : ",Bergen,") +
                    (i == 77 ? QByteArray() : QByteArray::number((i * 37) % 5000)) + '\n';
        FileTableModel model;
        QVERIFY(model.open(write("table.csv", text), false));
        QTRY_VERIFY(!model.busy());
        QCOMPARE(model.rowCount(), 5000);
        QCOMPARE(model.stats()[2].missing(), std::uint64_t{1});
        model.sort(2, Qt::DescendingOrder);
        QTRY_VERIFY(!model.busy());
        QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("4999"));
        QCOMPARE(model.index(4999, 0).data().toString(), QStringLiteral("77"));
        model.setFilter(QStringLiteral("oslo"));
        QTRY_VERIFY(!model.busy());
        QCOMPARE(model.rowCount(), 2500);
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("Oslo"));
        model.sort(-1, Qt::AscendingOrder);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 5000);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("0"));
    }

    void coloursOfATerminalAreKept()
    {
        const StyledText line = styledText("ok \x1b[31mred\x1b[0m \x1b[1;38;5;208mbold\x1b[m end");
        QCOMPARE(line.text, QStringLiteral("ok red bold end"));
        QCOMPARE(line.styles.size(), std::size_t{4});
        QCOMPARE(line.styles[0].from, 3);
        QCOMPARE(line.styles[0].color, 1);
        QCOMPARE(line.styles[1].color, -1);
        QCOMPARE(line.styles[2].color, 256);
        QCOMPARE(line.styles[2].rgb, 0xff8700U);
        QVERIFY(line.styles[2].bold);
        QVERIFY(!line.styles[3].bold);
        QVERIFY(styledText("plain").styles.empty());
        QCOMPARE(styledText("10%\r20%\r30%").text, QStringLiteral("30%"));
        QCOMPARE(styledText("\x1b[38;2;1").text, QString()); // cut in the middle
    }

private:
    QString write(const char *name, const QByteArray &bytes)
    {
        const QString path = m_dir.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return path;
    }
    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(tst_Records)
#include "tst_records.moc"
