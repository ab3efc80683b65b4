// SPDX-License-Identifier: GPL-3.0-or-later
// Every scenario of tests/cases/run: events in, the whole log compared. And for each of them: a
// machine that replays any beginning of the journal stands where the first one stood.
#include <QDir>
#include <QTest>

#include "scenario.h"

using namespace orrery;

class tst_Scenarios : public QObject {
    Q_OBJECT

private slots:
    void thereAreMany();
    void logsAreAsWritten_data();
    void logsAreAsWritten();
    void replayOfAnyBeginningStandsTheSame_data();
    void replayOfAnyBeginningStandsTheSame();
};

namespace {

QString folder()
{
    return qEnvironmentVariable("ORRERY_SOURCE_DIR", QStringLiteral(QT_TESTCASE_SOURCEDIR "/..")) +
           u"/tests/cases/run"_qs;
}

/// Title -> lines, comments left out.
QList<std::pair<QString, QStringList>> scenarios()
{
    QList<std::pair<QString, QStringList>> all;
    const QDir dir(folder());
    for (const QString &name : dir.entryList({u"*.txt"_qs}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        for (const QString &line : lines) {
            if (line.startsWith(u"== "))
                all.append({name.chopped(4) + u": "_qs + line.mid(3), {}});
            if (!line.isEmpty() && !line.startsWith(u'#') && !all.isEmpty())
                all.last().second.append(line);
        }
    }
    return all;
}

void addRows()
{
    QTest::addColumn<QStringList>("lines");
    for (const auto &[title, lines] : scenarios())
        QTest::newRow(title.toUtf8().constData()) << lines;
}

std::vector<std::string> standard(const QStringList &lines)
{
    std::vector<std::string> all;
    for (const QString &line : lines)
        all.push_back(line.toStdString());
    return all;
}

/// Everything that can be seen of a machine.
std::string picture(const run::Machine &machine)
{
    std::string out =
        std::string(text(machine.summary().state)) + " " + machine.summary().cause + "\n";
    for (const std::uint32_t count : machine.summary().counts)
        out += std::to_string(count) + " ";
    out += "\n";
    for (TaskIndex task = 0; task < machine.taskCount(); ++task) {
        const TaskRow &row = machine.task(task);
        out += test::rowText(machine, task) + " #" + std::to_string(row.attempts) + " " +
               std::to_string(row.start) + "-" + std::to_string(row.end) + " " +
               machine.outputs(task) + "\n";
    }
    for (const run::Command &command : machine.outstanding())
        out += test::commandText(machine, command) + "\n";
    return out;
}

} // namespace

void tst_Scenarios::thereAreMany()
{
    QVERIFY2(scenarios().size() >= 40, qPrintable(folder()));
}

void tst_Scenarios::logsAreAsWritten_data()
{
    addRows();
}

void tst_Scenarios::logsAreAsWritten()
{
    QFETCH(QStringList, lines);
    const QString actual = QString::fromStdString(test::Scenario().run(standard(lines)));
    const QString expected = lines.join(u'\n') + u'\n';
    if (actual != expected) {
        const QStringList given = actual.split(u'\n');
        qsizetype at = 0;
        while (at < std::min(given.size(), lines.size()) && given[at] == lines[at])
            ++at;
        qInfo("line %lld differs; the whole log:\n%s", static_cast<long long>(at + 1),
              qPrintable(actual));
        QFAIL("the log differs");
    }
}

void tst_Scenarios::replayOfAnyBeginningStandsTheSame_data()
{
    addRows();
}

/// At each point of the journal, a machine that applied the events with others in between being
/// asked for everything equals one that replays them at once; and a log's end continued from a
/// replay gives the same log.
void tst_Scenarios::replayOfAnyBeginningStandsTheSame()
{
    QFETCH(QStringList, lines);
    test::Scenario scenario;
    (void)scenario.run(standard(lines));
    run::Machine live(RunId("r"), scenario.dag());
    std::vector<run::Command> ignored;
    for (std::size_t end = 0; end < scenario.events().size(); ++end) {
        live.apply(scenario.events()[end], ignored);
        for (TaskIndex task = 0; task < live.taskCount(); ++task)
            (void)live.resolve(task); // questions change nothing
        run::Machine replayed(RunId("r"), scenario.dag());
        for (std::size_t i = 0; i <= end; ++i)
            replayed.apply(scenario.events()[i], ignored);
        QCOMPARE(QString::fromStdString(picture(live)), QString::fromStdString(picture(replayed)));
    }
}

QTEST_GUILESS_MAIN(tst_Scenarios)
#include "tst_scenarios.moc"
