// SPDX-License-Identifier: GPL-3.0-or-later
// A commented file of 300 lines and its JSON twin: `diff` shows the lines of a change and no other.
#include <QtTest>

#include <algorithm>
#include <chrono>

#include "model/diff.h"
#include "model/diff/lines.h"
#include "model/edit.h"
#include "model/edit/textedits.h"
#include "support/dag.h"

using namespace orrery;

namespace {

Result<Edited> editedFile(const std::string &text, const std::string &file, const Change &change)
{
    return model::edit(text, file, std::vector<Change>{change});
}

// "-old line", "+new line" in file order.
QStringList changedLines(const std::string &before, const std::string &after)
{
    QStringList out;
    for (const DiffHunk &hunk : model::lineDiff(before, after, 0))
        for (const DiffLine &line : hunk.lines)
            out << (line.kind == DiffLine::Kind::Added ? "+" : "-") +
                       QString::fromStdString(line.text);
    return out;
}

std::string dataFile(const QString &name)
{
    return support::sourceFile("tests/data/edit/" + name.toStdString());
}

// Ten thousand nodes in layers of a hundred, as people write them.
std::string large()
{
    std::string text = "dagId: large\nnodes:\n";
    std::string edges = "edges:\n";
    for (int n = 0; n < 10'000; ++n) {
        const std::string id = "n" + std::to_string(n);
        text += "  # number " + std::to_string(n) + "\n  - nodeId: " + id +
                "\n    position: {x: " + std::to_string(n / 100) +
                ", y: " + std::to_string(n % 100) +
                "}\n    taskDefinition:\n      runtime: EXEC\n      command: "
                "[/bin/echo, \"" +
                id + "\"]\n    executionConfig:\n      timeout: PT5M\n";
        if (n >= 100)
            edges += "  - {from: n" + std::to_string(n - 100) + ", to: " + id + "}\n";
    }
    return text + edges;
}

} // namespace

class tst_EditFile : public QObject {
    Q_OBJECT

private slots:
    void theTwinsSayTheSame();
    void linesOfAChange_data();
    void linesOfAChange();
    void deletedNodesTakeTheirLines_data();
    void deletedNodesTakeTheirLines();
    void parametersFollowARename_data();
    void parametersFollowARename();
    void severalChangesAreOneUndo();
    void howLongAnEditTakes();
};

void tst_EditFile::theTwinsSayTheSame()
{
    const auto yaml = model::parse(dataFile("retail.yaml"), "retail.yaml");
    const auto json = model::parse(dataFile("retail.json"), "retail.json");
    QVERIFY2(yaml.ok(), yaml.findings.empty() ? "" : yaml.findings[0].text().c_str());
    QCOMPARE(yaml.dag.nodes.size(), std::size_t(14));
    QVERIFY(model::diff(yaml.dag, json.dag).changes.empty());
    QVERIFY(changedLines(dataFile("retail.yaml"), {}).size() >= 300);
}

void tst_EditFile::linesOfAChange_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("change");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("YAML: time-out")
        << "retail.yaml" << 0
        << QStringList{"-      timeout: PT4H   # measured: a third of it",
                       "+      timeout: PT5H   # measured: a third of it"};
    QTest::newRow("JSON: time-out")
        << "retail.json" << 0
        << QStringList{"-        \"timeout\": \"PT4H\", // measured: a third of it",
                       "+        \"timeout\": \"PT5H\", // measured: a third of it"};
    QTest::newRow("YAML: add edge")
        << "retail.yaml" << 1 << QStringList{"+  - {from: report, to: tidy, condition: ALWAYS}"};
    QTest::newRow("JSON: add edge")
        << "retail.json" << 1
        << QStringList{
               "-    {\"from\": \"fetch-orders\", \"to\": \"tidy\", \"condition\": \"ALWAYS\"}",
               "+    {\"from\": \"fetch-orders\", \"to\": \"tidy\", \"condition\": \"ALWAYS\"},",
               "+    {\"from\": \"report\", \"to\": \"tidy\", \"condition\": \"ALWAYS\"}"};
    QTest::newRow("YAML: rename")
        << "retail.yaml" << 2
        << QStringList{
               "-  - nodeId: check-orders",
               "+  - nodeId: judge",
               "-  - {from: clean-orders, to: check-orders, dataMapping: {rows: rows}}",
               "-  - {from: check-orders, to: warn, condition: FAILURE}   # the day looks wrong",
               "-  - {from: check-orders, to: join-stock}",
               "+  - {from: clean-orders, to: judge, dataMapping: {rows: rows}}",
               "+  - {from: judge, to: warn, condition: FAILURE}   # the day looks wrong",
               "+  - {from: judge, to: join-stock}"};
    QTest::newRow("YAML: delete edge")
        << "retail.yaml" << 3
        << QStringList{"-  - {from: train, to: publish, dataMapping: {model: model}}"};
    QTest::newRow("JSON: delete edge")
        << "retail.json" << 3
        << QStringList{"-    {\"from\": \"train\", \"to\": \"publish\", \"dataMapping\": "
                       "{\"model\": \"model\"}},"};
    QTest::newRow("YAML: condition")
        << "retail.yaml" << 4
        << QStringList{"-  - {from: evaluate, to: publish, condition: outputs.better}   # else the "
                       "old one stays",
                       "+  - {from: evaluate, to: publish, condition: outputs.better == true}   # "
                       "else the old one stays"};
    QTest::newRow("YAML: a line of a script")
        << "retail.yaml" << 5
        << QStringList{"-        test -s orders.csv",
                       "+        test -s orders.csv && wc -l orders.csv"};
    QTest::newRow("JSON: position")
        << "retail.json" << 6
        << QStringList{"-      \"position\": {\"x\": 14, \"y\": 0, \"z\": 0},",
                       "+      \"position\": {\"x\": 15.5, \"y\": -1, \"z\": 0},"};
    QTest::newRow("YAML: position") << "retail.yaml" << 6
                                    << QStringList{"-    position: {x: 14, y: 0, z: 0}",
                                                   "+    position: {x: 15.5, y: -1, z: 0}"};
    QTest::newRow("YAML: output") << "retail.yaml" << 7 << QStringList{"+  model: train.model"};
}

void tst_EditFile::linesOfAChange()
{
    QFETCH(QString, file);
    QFETCH(int, change);
    QFETCH(QStringList, lines);
    const std::string script =
        "set -eu\ncurl --fail --silent \"$SHOP/orders?day=$1\" > orders.csv  # one "
        "file\n\n# an empty file is an error\ntest -s orders.csv && wc -l orders.csv\n";
    const std::vector<Change> all{
        change::Set{"nodes/train/executionConfig/timeout", "\"PT5H\""},
        change::AddEdge{{"report", "tidy", "ALWAYS", {}}},
        change::RenameNode{"check-orders", "judge"},
        change::DeleteEdge{"train", "publish"},
        change::SetEdge{"evaluate", "publish", "outputs.better == true", {}},
        change::Set{"nodes/fetch-orders/taskDefinition/script", nlohmann::json(script).dump()},
        change::MoveNodes{{{"publish", Position{15.5, -1, 0}}}},
        change::Set{"outputs/model", "\"train.model\""},
    };
    const std::string before = dataFile(file);
    const auto done = editedFile(before, file.toStdString(), all[std::size_t(change)]);
    QVERIFY2(done, done ? "" : (done.error().where + ": " + done.error().what).c_str());
    QCOMPARE(changedLines(before, done->text), lines);
    QCOMPARE(model::applied(done->text, done->inverse), before);
}

void tst_EditFile::deletedNodesTakeTheirLines_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("lines");
    QTest::newRow("YAML") << "retail.yaml" << 13 + 2; // with comment and empty line, and its edge
    QTest::newRow("JSON") << "retail.json" << 18 + 2;
}

void tst_EditFile::deletedNodesTakeTheirLines()
{
    QFETCH(QString, file);
    QFETCH(int, lines);
    const std::string before = dataFile(file);
    const auto done = editedFile(before, file.toStdString(), change::DeleteNodes{{"warn"}, false});
    QVERIFY(done);
    const QStringList changed = changedLines(before, done->text);
    QCOMPARE(changed.size(), lines);
    QVERIFY(std::all_of(changed.begin(), changed.end(),
                        [](const QString &line) { return line.startsWith('-'); }));
    QVERIFY(done->text.find("warn") == std::string::npos);
    QVERIFY(done->text.find("the day looks wrong") == std::string::npos);
    QCOMPARE(model::applied(done->text, done->inverse), before);
}

void tst_EditFile::parametersFollowARename_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("lines");
    QTest::newRow("YAML") << "retail.yaml" << 6;
    QTest::newRow("JSON") << "retail.json" << 6;
}

void tst_EditFile::parametersFollowARename()
{
    QFETCH(QString, file);
    QFETCH(int, lines);
    const std::string before = dataFile(file);
    const auto done =
        editedFile(before, file.toStdString(), change::RenameNode{"fetch-orders", "get"});
    QVERIFY2(done, done ? "" : done.error().what.c_str());
    QVERIFY(done->text.find("fetch-orders") == std::string::npos);
    QCOMPARE(changedLines(before, done->text).filter(QRegularExpression("^\\+")).size(), lines);
    const DagSpec &dag = done->parsed.dag;
    QCOMPARE(dag.parameters.back().name, std::string("get.day"));
    const auto archive = std::find_if(dag.nodes.begin(), dag.nodes.end(),
                                      [](const NodeSpec &node) { return node.id == "archive"; });
    QCOMPARE(archive->task.environment[0].second, std::string("${params[\"get.day\"]}"));
    QCOMPARE(dag.nodes.back().execution.teardownOf, std::string("get"));
}

void tst_EditFile::severalChangesAreOneUndo()
{
    const std::string before = dataFile("retail.yaml");
    const std::vector<Change> changes{
        change::DeleteNodes{{"features", "evaluate"}, true},
        change::DuplicateNodes{{"report", "dashboard"}, true},
        change::RenameNode{"report-2", "weekly"},
        change::Set{"nodes/weekly/executionConfig/timeout", "\"PT11M\""},
        change::AddEdge{{"weekly", "dashboard-2", {}, {}}},
    };
    const auto done = model::edit(before, "retail.yaml", changes);
    QVERIFY2(done, done ? "" : (done.error().where + ": " + done.error().what).c_str());
    QCOMPARE(done->copies.size(), std::size_t(2));
    const auto has = [&](const char *line) { return done->text.find(line) != std::string::npos; };
    QVERIFY(has("  - {from: join-stock, to: train}\n"));
    QVERIFY(has("  - {from: join-stock, to: weekly, dataMapping: {path: path}}\n"));
    QVERIFY(has("  - {from: weekly, to: dashboard-2}\n"));
    QVERIFY(!done->notes.empty()); // evaluate's outputs decided about publish
    QCOMPARE(model::applied(done->text, done->inverse), before);
}

void tst_EditFile::howLongAnEditTakes()
{
    using Clock = std::chrono::steady_clock;
    const auto milliseconds = [](const std::string &text, const Change &change) {
        double best = 1e9;
        for (int round = 0; round < 3; ++round) {
            const auto start = Clock::now();
            if (!editedFile(text, "d.yaml", change))
                return -1.0;
            best = std::min(
                best, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        }
        return best;
    };
    const double small = milliseconds(
        dataFile("retail.yaml"), change::Set{"nodes/train/executionConfig/timeout", "\"PT5H\""});
    const std::string many = large();
    const double one =
        milliseconds(many, change::Set{"nodes/n5000/executionConfig/timeout", "\"PT9M\""});
    const double named = milliseconds(many, change::RenameNode{"n5000", "x"});
    const double gone = milliseconds(many, change::DeleteNodes{{"n5000"}, true});
    QVERIFY(small > 0 && one > 0 && named > 0 && gone > 0);
    qInfo("300 lines: %.2f ms; 10,000 nodes: set %.0f ms, rename %.0f ms, delete %.0f ms", small,
          one, named, gone);
}

QTEST_GUILESS_MAIN(tst_EditFile)
#include "tst_editfile.moc"
