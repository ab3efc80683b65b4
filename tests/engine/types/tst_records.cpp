// SPDX-License-Identifier: GPL-3.0-or-later
// Words and sentences of records, as every face shows them.
#include <QTest>

#include "engine/run.h"
#include "engine/version.h"

using namespace orrery;

class tst_Records : public QObject {
    Q_OBJECT

private slots:
    void versionsAreNamed_data();
    void versionsAreNamed();
    void everyStateHasItsWord();
    void aCauseIsOneSentence_data();
    void aCauseIsOneSentence();
    void countsTasks();
    void namesATask();
};

void tst_Records::everyStateHasItsWord()
{
    std::string words;
    for (int s = 0; s < 6; ++s)
        words.append(text(static_cast<RunState>(s))).append(" ");
    QCOMPARE(words, std::string("pending running paused succeeded failed cancelled "));
    words.clear();
    for (int s = 0; s < static_cast<int>(taskStateCount); ++s)
        words.append(text(static_cast<TaskState>(s))).append(" ");
    QCOMPARE(words, std::string(
                        "pending waiting held queued running succeeded failed cancelled skipped "));
}

void tst_Records::aCauseIsOneSentence_data()
{
    QTest::addColumn<int>("cause");
    QTest::addColumn<int>("number"); // exit code or signal
    QTest::addColumn<QString>("detail");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, Cause cause, int number, const QString &detail,
                        const QString &sentence) {
        QTest::newRow(name) << static_cast<int>(cause) << number << detail << sentence;
    };
    row("exit code", Cause::Exited, 3, u""_qs, u"It exited with code 3."_qs);
    row("known signal", Cause::Signalled, 11, u""_qs,
        u"It was killed by signal 11 (segmentation fault)."_qs);
    row("other signal", Cause::Signalled, 40, u""_qs, u"It was killed by signal 40."_qs);
    row("out of memory", Cause::OutOfMemory, 9, u"limit 512 MiB"_qs,
        u"It was killed because it needed more memory than its limit: limit 512 MiB."_qs);
    row("time-out", Cause::TimedOut, 15, u""_qs,
        u"It was killed because it ran longer than its time-out."_qs);
    row("cancelled", Cause::Cancelled, 0, u""_qs, u"It was cancelled."_qs);
    row("missing program", Cause::MissingProgram, 127, u"no program \"xyz\" in PATH"_qs,
        u"Its program could not be started: no program \"xyz\" in PATH."_qs);
    row("no sandbox", Cause::SpawnFailed, 0, u"bwrap: no user namespaces"_qs,
        u"It could not be started: bwrap: no user namespaces."_qs);
    row("log", Cause::LogTooLarge, 0, u""_qs,
        u"It was killed because its log grew beyond the limit."_qs);
    row("outputs", Cause::BadOutput, 0, u"rows is a string."_qs,
        u"Its outputs cannot be used: rows is a string."_qs);
    row("lost", Cause::Lost, 0, u"the runner ended"_qs,
        u"The host or its runner died under it: the runner ended."_qs);
    row("template", Cause::BadTemplate, 0, u"params has no \"x\""_qs,
        u"It could not be made ready: params has no \"x\"."_qs);
}

void tst_Records::aCauseIsOneSentence()
{
    QFETCH(int, cause);
    QFETCH(int, number);
    QFETCH(QString, detail);
    QFETCH(QString, sentence);
    Exit exit;
    exit.cause = static_cast<Cause>(cause);
    exit.exitCode = exit.signal = number;
    exit.detail = detail.toStdString();
    QCOMPARE(QString::fromStdString(causeText(exit)), sentence);
}

void tst_Records::countsTasks()
{
    RunSummary summary;
    summary.counts = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    QCOMPARE(summary.taskCount(), 45U);
    QCOMPARE(summary.finishedCount(), 30U);
}

void tst_Records::namesATask()
{
    DagSpec dag;
    dag.nodes = {{.id = "load"}, {.id = "clean"}};
    QCOMPARE(taskName(dag, {.node = 0}), std::string("load"));
    QCOMPARE(taskName(dag, {.node = 1, .item = 12}), std::string("clean[12]"));
}

void tst_Records::versionsAreNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meaning"); // "dag number content"; "" = no version
    QTest::newRow("a number") << "sales@3"
                              << "sales 3 ";
    QTest::newRow("an id with an @") << "a@b@12"
                                     << "a@b 12 ";
    QTest::newRow("a content") << "0123456789abcdef"
                               << " 0 0123456789abcdef";
    QTest::newRow("a content in capitals") << "0123456789ABCDEF"
                                           << "";
    QTest::newRow("too few digits") << "0123456789abcde"
                                    << "";
    QTest::newRow("no number") << "sales@"
                               << "";
    QTest::newRow("no DAG") << "@3"
                            << "";
    QTest::newRow("a word behind the @") << "sales@latest"
                                         << "";
    QTest::newRow("a number beyond all") << "sales@99999999999"
                                         << "";
    QTest::newRow("a file") << "sales.yaml"
                            << "";
}

void tst_Records::versionsAreNamed()
{
    QFETCH(QString, text);
    QFETCH(QString, meaning);
    const auto ref = parseVersionRef(text.toStdString());
    QCOMPARE(ref ? QStringLiteral("%1 %2 %3")
                       .arg(QString::fromStdString(ref->dag.text))
                       .arg(ref->number)
                       .arg(QString::fromStdString(ref->version.text))
                 : QString(),
             meaning);
}

QTEST_APPLESS_MAIN(tst_Records)
#include "tst_records.moc"
