// SPDX-License-Identifier: GPL-3.0-or-later
// The open DAG: read and laid out in the background, read again when its file changes.
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "bridge/dagdocument.h"

using namespace orrery;
using bridge::DagDocument;

namespace {

const char *const twoNodes =
    "dagId: d\n"
    "nodes:\n"
    "  - {nodeId: a, taskDefinition: {runtime: EXEC, command: [/bin/true]}}\n"
    "  - {nodeId: b, taskDefinition: {runtime: EXEC, command: [/bin/true]}}\n"
    "edges:\n"
    "  - {from: a, to: b}\n";

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

} // namespace

class tst_Document final : public QObject {
    Q_OBJECT
private slots:
    void aFileIsReadAndLaidOut()
    {
        QTemporaryDir dir;
        write(dir.filePath("d.yaml"), twoNodes);
        DagDocument document{QString()};
        QSignalSpy laidOut(&document, &DagDocument::laidOut);
        document.open(dir.filePath("d.yaml"));
        QVERIFY(document.loading());
        QTRY_VERIFY(!laidOut.isEmpty() && laidOut.last()[0].toBool());
        QVERIFY(document.reading()->ok());
        QCOMPARE(document.dag().nodes.size(), std::size_t{2});
        QCOMPARE(document.layout()->nodes.size(), std::size_t{2});
        QVERIFY(laidOut.count() >= 2);
        QVERIFY(!laidOut.first()[0].toBool());
    }

    void aChangedFileIsReadAgain_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("written in place") << false;
        QTest::newRow("replaced by renaming, as editors do") << true;
    }
    void aChangedFileIsReadAgain()
    {
        QFETCH(bool, replaced);
        QTemporaryDir dir;
        const QString path = dir.filePath("d.yaml");
        write(path, twoNodes);
        DagDocument document{QString()};
        document.open(path);
        QTRY_COMPARE(document.dag().nodes.size(), std::size_t{2});
        QSignalSpy changed(&document, &DagDocument::changed);
        const QByteArray one = "dagId: d\nnodes:\n  - {nodeId: only}\n";
        if (replaced) {
            write(dir.filePath("new"), one);
            QVERIFY(QFile::remove(path));
            QVERIFY(QFile::rename(dir.filePath("new"), path));
        } else {
            write(path, one);
        }
        QTRY_COMPARE(document.dag().nodes.size(), std::size_t{1});
        QCOMPARE(changed.last()[0].toBool(), true);
    }

    void aBrokenFileGivesFindingsWithTheirPlace()
    {
        QTemporaryDir dir;
        write(dir.filePath("d.yaml"),
              "dagId: d\nnodes:\n  - {nodeId: a}\nedges:\n  - {from: a, to: nowhere}\n");
        DagDocument document{QString()};
        document.open(dir.filePath("d.yaml"));
        QTRY_VERIFY(document.isOpen());
        QVERIFY(!document.reading()->ok());
        QCOMPARE(document.parsed().findings.front().line, 5U);
    }

    void whatIsNotAFileSaysWhy_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("missing") << "missing.yaml";
        QTest::newRow("a directory") << ".";
        QTest::newRow("a device without an end") << "/dev/zero";
        QTest::newRow("a pipe that nobody writes to") << "pipe";
    }
    void whatIsNotAFileSaysWhy()
    {
        QFETCH(QString, path);
        QTemporaryDir dir;
        QCOMPARE(::mkfifo(dir.filePath(QStringLiteral("pipe")).toLocal8Bit().constData(), 0600), 0);
        DagDocument document{QString()};
        document.open(QDir(dir.path()).filePath(path));
        QTRY_VERIFY(document.isOpen());
        QVERIFY(!document.reading()->problem.isEmpty());
        QVERIFY(!document.reading()->ok());
    }

    void aDirectoryStandsForTheDagInIt()
    {
        QTemporaryDir dir;
        write(dir.filePath("dag.yaml"), twoNodes);
        DagDocument document{QString()};
        document.open(dir.path());
        QTRY_COMPARE(document.dag().nodes.size(), std::size_t{2});
        QCOMPARE(document.file(), dir.filePath("dag.yaml"));
    }

    void theNewestOpenWins()
    {
        QTemporaryDir dir;
        QByteArray large = "dagId: large\nnodes:\n";
        for (int i = 0; i < 4000; ++i)
            large += "  - {nodeId: n" + QByteArray::number(i) + "}\n";
        write(dir.filePath("large.yaml"), large);
        write(dir.filePath("small.yaml"), twoNodes);
        DagDocument document{QString()};
        QSignalSpy changed(&document, &DagDocument::changed);
        document.open(dir.filePath("large.yaml"));
        document.open(dir.filePath("small.yaml"));
        QTRY_COMPARE(document.dag().nodes.size(), std::size_t{2});
        QTRY_VERIFY(document.layout());
        QCOMPARE(changed.count(), 1);
    }

    void aRecordedDagIsNotReadFromDisk()
    {
        DagDocument document{QString()};
        DagSpec dag;
        dag.id = "from-a-run";
        dag.nodes.resize(3);
        QSignalSpy laidOut(&document, &DagDocument::laidOut);
        RunSummary run;
        run.id = RunId("r");
        run.version = VersionId("0123456789abcdef");
        document.showRun(run, dag);
        QVERIFY(document.recorded());
        QCOMPARE(document.file(), QStringLiteral("record of run r"));
        QCOMPARE(document.reading()->version, run.version);
        QCOMPARE(document.title(), QStringLiteral("from-a-run"));
        QTRY_VERIFY(!laidOut.isEmpty());
        document.close();
        QVERIFY(!document.isOpen());
    }
};

QTEST_GUILESS_MAIN(tst_Document)
#include "tst_document.moc"
