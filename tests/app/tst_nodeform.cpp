// SPDX-License-Identifier: GPL-3.0-or-later
// The forms of nodes, edges and the DAG, driven by mouse and keys: each change is one line of the
// file and one step of undo.
#include <sys/stat.h>

#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QToolButton>

#include "designbench.h"
#include "designer/nodepanel.h"
#include "widgets/codeview.h"

using namespace orrery;
using designer::NodePanel;

namespace {

const QByteArray three = "# sales, by night\n"
                         "dagId: d\n"
                         "parameters:\n"
                         "  limit: {type: INTEGER, default: 5} # of rows\n"
                         "nodes:\n"
                         "  # the first\n"
                         "  - nodeId: load\n"
                         "    taskDefinition:\n"
                         "      runtime: SHELL\n"
                         "      script: echo hello\n"
                         "      outputSchema:\n"
                         "        path: {type: STRING}\n"
                         "        rows: {type: INTEGER}\n"
                         "    executionConfig: {timeout: PT5M} # generous\n"
                         "  - nodeId: keep\n"
                         "    component: filter@1\n"
                         "    arguments: {where: amount > 1}\n"
                         "  - nodeId: report\n"
                         "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n"
                         "    executionConfig: {timeout: PT7M}\n"
                         "edges:\n"
                         "  - {from: load, to: keep, dataMapping: {path: path}}\n"
                         "  - {from: keep, to: report}\n";

struct Desk {
    tests::DesignBench bench;
    NodePanel panel{bench};

    explicit Desk(const QByteArray &text = three) : bench(text)
    {
        panel.resize(330, 700);
        panel.show();
        if (!QTest::qWaitForWindowExposed(&panel))
            qFatal("the panel is not shown");
        QApplication::setActiveWindow(&panel);
    }
    /// That of the form that is seen, if there is one.
    template <typename W>
    W *control(const char *path)
    {
        const auto all = panel.findChildren<W *>(QString::fromLatin1(path));
        for (W *one : all)
            if (one->isVisible())
                return one;
        return all.isEmpty() ? nullptr : all.first();
    }
    /// What stands below a field.
    [[nodiscard]] QString told(const char *path)
    {
        auto *label = panel.findChild<QLabel *>(QString::fromLatin1(path) + ".told");
        return label != nullptr && label->isVisible() ? label->text() : QString();
    }
    void open(const char *section)
    {
        auto *head = panel.nodeView().isVisible()
                         ? panel.nodeView().findChild<QToolButton *>(QString("section.") + section)
                         : panel.dagView().findChild<QToolButton *>(QString("section.") + section);
        if (!head->isChecked())
            QTest::mouseClick(head, Qt::LeftButton);
    }
    void type(const char *path, const QString &text, bool enter = true)
    {
        auto *line = control<QLineEdit>(path);
        QVERIFY2(line != nullptr, path);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
        if (enter)
            QTest::keyClick(line, Qt::Key_Return);
    }
    [[nodiscard]] QStringList linesChanged() const
    {
        const auto before = three.split('\n');
        const auto after = bench.text().split('\n');
        QStringList out;
        if (before.size() != after.size())
            return {QStringLiteral("%1 lines became %2").arg(before.size()).arg(after.size())};
        for (qsizetype i = 0; i < before.size(); ++i)
            if (before[i] != after[i])
                out << QString::fromUtf8(after[i]);
        return out;
    }
};

} // namespace

class tst_NodeForm final : public QObject {
    Q_OBJECT
private slots:
    /// A file of a stranger's may name a pipe that nobody writes to: the window would wait for
    /// ever.
    void aScriptFileThatIsNoFileSaysSo()
    {
        QTemporaryDir dir;
        const QString pipe = dir.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(pipe.toLocal8Bit().constData(), 0600), 0);
        Desk desk("dagId: d\nnodes:\n  - {nodeId: a, taskDefinition: {runtime: PYTHON_3, "
                  "scriptFile: " +
                  pipe.toUtf8() + "}}\n");
        desk.bench.selection().selectNode(0);
        const auto views = desk.panel.findChildren<widgets::CodeView *>();
        QVERIFY(std::any_of(views.begin(), views.end(), [&pipe](const widgets::CodeView *view) {
            return view->text().contains(pipe) &&
                   view->text().contains(QStringLiteral("a device or a pipe"));
        }));
    }

    void aSpanIsTypedAsPeopleSayIt()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        auto *line = desk.control<QLineEdit>("executionConfig/timeout");
        QVERIFY(line != nullptr);
        QCOMPARE(line->text(), QStringLiteral("5 min"));
        desk.type("executionConfig/timeout", QStringLiteral("1 h 30 min"));
        QCOMPARE(desk.linesChanged(),
                 QStringList{"    executionConfig: {timeout: PT1H30M} # generous"});
        QCOMPARE(line->text(), QStringLiteral("1 h 30 min"));
        QCOMPARE(desk.bench.document().undoLabel(), QStringLiteral("Time-out of load"));
        desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), three);
        QCOMPARE(line->text(), QStringLiteral("5 min"));
    }

    void wrongInputStaysAtItsFieldWithTheReason()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        desk.type("executionConfig/timeout", QStringLiteral("soon"));
        QCOMPARE(desk.bench.text(), three);
        QVERIFY2(desk.told("executionConfig/timeout").contains(QStringLiteral("soon")),
                 qPrintable(desk.told("executionConfig/timeout")));
        QCOMPARE(desk.control<QLineEdit>("executionConfig/timeout")->text(),
                 QStringLiteral("soon"));
        QTest::keyClick(desk.control<QLineEdit>("executionConfig/timeout"), Qt::Key_Escape);
        QCOMPARE(desk.control<QLineEdit>("executionConfig/timeout")->text(),
                 QStringLiteral("5 min"));
        QVERIFY(!desk.told("executionConfig/timeout").contains(QStringLiteral("soon")));
    }

    void whoRestsWhileTypingGoesOnWhereHeWas()
    {
        Desk desk;
        desk.bench.selection().selectNode(2);
        desk.type("name", QStringLiteral("Monthly"), false);
        QTRY_COMPARE(desk.bench.document().dag().nodes[2].name, std::string("Monthly"));
        auto *line = desk.control<QLineEdit>("name");
        QTest::keyClicks(line, QStringLiteral(" report"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(QString::fromStdString(desk.bench.document().dag().nodes[2].name),
                 QStringLiteral("Monthly report"));
        auto *words = desk.control<QPlainTextEdit>("taskDefinition/command");
        words->setFocus();
        words->moveCursor(QTextCursor::End);
        QTest::keyClick(words, Qt::Key_Return);
        QTest::keyClicks(words, QStringLiteral("-v"));
        const std::vector<std::string> one{"/bin/true", "-v"}, two{"/bin/true", "-v", "all"};
        QTRY_VERIFY(desk.bench.document().dag().nodes[2].task.command == one);
        QTest::keyClick(words, Qt::Key_Return);
        QTest::keyClicks(words, QStringLiteral("all"));
        QTest::keyClick(words, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(desk.bench.document().dag().nodes[2].task.command == two);
    }

    void resetTakesTheKeyOutOfTheFile()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        auto *reset = desk.control<QToolButton>("executionConfig/timeout.reset");
        QVERIFY(reset != nullptr && reset->isVisible());
        QTest::mouseClick(reset, Qt::LeftButton);
        QVERIFY(!desk.bench.text().contains("PT5M"));
        QVERIFY(!desk.bench.text().contains("executionConfig: {}"));
        QVERIFY(!reset->isVisible());
        desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), three);
    }

    void aNewIdIsTakenUpByTheEdges()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        desk.type("nodeId", QStringLiteral("keep"), false);
        QCOMPARE(desk.told("nodeId"), QStringLiteral("another node is called keep"));
        desk.type("nodeId", QStringLiteral("fetch"));
        QVERIFY(desk.bench.text().contains("{from: fetch, to: keep"));
        QCOMPARE(desk.bench.selection().node(), NodeIndex(0));
        desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), three);
    }

    void aComponentShowsItsArguments()
    {
        Desk desk;
        desk.bench.selection().selectNode(1);
        QCOMPARE(desk.control<QLineEdit>("arguments/where")->text(), QStringLiteral("amount > 1"));
        desk.type("arguments/where", QStringLiteral("amount > 100"));
        QCOMPARE(desk.linesChanged(), QStringList{"    arguments: {where: \"amount > 100\"}"});
        auto *format = desk.control<QComboBox>("arguments/format");
        QVERIFY(format != nullptr);
        QCOMPARE(format->lineEdit()->placeholderText(), QStringLiteral("csv (default)"));
        desk.type("arguments/where", QString(QLatin1Char(' ')));
        QVERIFY2(!desk.told("arguments/where").isEmpty(), "it is required");
        auto *docs = desk.control<QLabel>("componentDocs");
        QVERIFY(docs->isVisible() && docs->text().contains(QStringLiteral("Keeps the rows")));
        QVERIFY(desk.control<QLineEdit>("taskDefinition/image") == nullptr ||
                !desk.control<QLineEdit>("taskDefinition/image")->isVisible());
    }

    void aChoiceAndASwitchAreOneClickEach()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        desk.open("when");
        auto *rule = desk.control<QComboBox>("executionConfig/triggerRule");
        QVERIFY(rule != nullptr);
        QCOMPARE(rule->currentText(), QStringLiteral("all (default)"));
        rule->setFocus();
        QTest::keyClicks(rule, QStringLiteral("first"));
        QTest::keyClick(rule, Qt::Key_Return);
        QTRY_VERIFY(desk.bench.text().contains("triggerRule: first"));
        desk.open("place");
        auto *network = desk.control<QCheckBox>("executionConfig/network");
        QTRY_VERIFY(network->height() >= 20);
        QTest::mouseClick(network, Qt::LeftButton, {}, QPoint(8, network->height() / 2));
        QVERIFY(desk.bench.text().contains("network: true"));
        QCOMPARE(desk.bench.document().dag().nodes[0].execution.network, true);
    }

    void severalNodesAreChangedInOneStep()
    {
        Desk desk;
        desk.bench.selection().selectNodes({0, 2});
        auto *line = desk.control<QLineEdit>("executionConfig/timeout");
        QCOMPARE(line->placeholderText(), QStringLiteral("mixed"));
        desk.type("executionConfig/timeout", QStringLiteral("2 min"));
        const auto &nodes = desk.bench.document().dag().nodes;
        QCOMPARE(nodes[0].execution.timeout, SpanMs(120'000));
        QCOMPARE(nodes[2].execution.timeout, SpanMs(120'000));
        QCOMPARE(line->text(), QStringLiteral("2 min"));
        desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), three);
    }

    void portsAreRowsOfATable()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        desk.open("ports");
        auto *table = desk.control<QTableWidget>("taskDefinition/outputSchema");
        QVERIFY(table != nullptr);
        QCOMPARE(table->rowCount(), 2);
        QCOMPARE(table->item(0, 0)->text(), QStringLiteral("path"));
        table->item(1, 1)->setText(QStringLiteral("NUMBER"));
        QCOMPARE(desk.linesChanged(), QStringList{"        rows: {type: NUMBER}"});
        // An edge goes with an output that gets another name.
        table->item(0, 0)->setText(QStringLiteral("file"));
        QVERIFY2(desk.bench.text().contains("dataMapping: {file: path}"),
                 desk.bench.text().constData());
        desk.bench.document().undo();
        QTest::mouseClick(desk.control<QToolButton>("taskDefinition/outputSchema.add"),
                          Qt::LeftButton);
        QCOMPARE(desk.bench.document().dag().nodes[0].task.outputs.size(), std::size_t{3});
        table->item(1, 1)->setText(QStringLiteral("STRNG"));
        QVERIFY2(desk.told("taskDefinition/outputSchema").contains(QStringLiteral("STRNG")),
                 qPrintable(desk.told("taskDefinition/outputSchema")));
        QCOMPARE(table->item(1, 1)->text(), QStringLiteral("NUMBER"));
    }

    void findingsStandAtTheirFields()
    {
        QByteArray bad = three;
        bad.replace("timeout: PT5M", "timeout: soon");
        Desk desk(bad);
        desk.bench.selection().selectNode(0);
        QVERIFY2(desk.told("executionConfig/timeout").contains(QStringLiteral("soon")),
                 qPrintable(desk.told("executionConfig/timeout")));
        QCOMPARE(desk.control<QLineEdit>("executionConfig/timeout")->text(),
                 QStringLiteral("soon"));
    }

    void nothingSelectedIsTheDagItself()
    {
        Desk desk;
        desk.bench.selection().selectNode(none);
        desk.open("schedule");
        auto *type = desk.panel.dagView().findChild<QComboBox *>(QStringLiteral("schedule/type"));
        type->setFocus();
        QTest::keyClicks(type, QStringLiteral("CRON"));
        QTest::keyClick(type, Qt::Key_Return);
        QTRY_VERIFY(desk.bench.text().contains("type: CRON"));
        auto *cron = desk.panel.dagView().findChild<QLineEdit *>("schedule/expression");
        QVERIFY(cron->isVisible());
        cron->setFocus();
        QTest::keyClicks(cron, QStringLiteral("0 25 * * *"));
        QTest::keyClick(cron, Qt::Key_Return);
        QVERIFY(!desk.told("schedule/expression").isEmpty());
        cron->selectAll();
        QTest::keyClicks(cron, QStringLiteral("0 2 * * *"));
        QTest::keyClick(cron, Qt::Key_Return);
        QCOMPARE(desk.bench.document().dag().schedule.expression, std::string("0 2 * * *"));
        auto *slots_ = desk.control<QLabel>("nextSlots");
        QCOMPARE(slots_->text().count(QStringLiteral("02:00")), 5);
        auto *parameters = desk.panel.dagView().findChild<QTableWidget *>("parameters");
        QCOMPARE(parameters->item(0, 0)->text(), QStringLiteral("limit"));
    }

    void anEdgeHasItsConditionAndItsData()
    {
        Desk desk;
        desk.bench.selection().selectEdge(0);
        auto *condition = desk.control<QComboBox>("condition");
        QVERIFY(condition->isVisible());
        condition->lineEdit()->setFocus();
        condition->lineEdit()->selectAll();
        QTest::keyClicks(condition->lineEdit(), QStringLiteral("outputs.rws > 0"));
        QTest::keyClick(condition->lineEdit(), Qt::Key_Return);
        QVERIFY2(desk.told("condition").contains(QStringLiteral("rws")),
                 qPrintable(desk.told("condition")));
        QCOMPARE(desk.bench.text(), three);
        condition->lineEdit()->selectAll();
        QTest::keyClicks(condition->lineEdit(), QStringLiteral("outputs.rows > 0"));
        QTest::keyClick(condition->lineEdit(), Qt::Key_Return);
        QCOMPARE(desk.bench.document().dag().edges[0].condition, std::string("outputs.rows > 0"));
        QCOMPARE(desk.bench.selection().edge(), bridge::EdgeIndex(0)); // it is still selected
        auto *feeds = desk.control<QComboBox>("feeds.path");
        QCOMPARE(feeds->currentData().toString(), QStringLiteral("path"));
        const int wrong = feeds->findData(QStringLiteral("rows"));
        QVERIFY(wrong > 0);
        QVERIFY(!(feeds->model()->index(wrong, 0).flags() & Qt::ItemIsEnabled));
        QVERIFY(feeds->itemData(wrong, Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("of type INTEGER")));
        feeds->setFocus();
        QTest::keyClick(feeds, Qt::Key_Up);
        QTRY_VERIFY(desk.bench.document().dag().edges[0].dataMapping.empty());
        QTest::mouseClick(desk.control<QPushButton>("suggestMapping"), Qt::LeftButton);
        QCOMPARE(desk.bench.document().dag().edges[0].dataMapping.size(), std::size_t{1});
        QTest::mouseClick(desk.control<QPushButton>("removeEdge"), Qt::LeftButton);
        QCOMPARE(desk.bench.document().dag().edges.size(), std::size_t{1});
    }

    void aFileThatIsNotEditedSaysWhy()
    {
        Desk desk("dagId: d\nnodes:\n  - {nodeId: a}\n");
        RunSummary run;
        run.id = RunId{"r7"};
        DagSpec dag = desk.bench.document().dag();
        desk.bench.document().showRun(run, dag);
        QTRY_VERIFY(desk.bench.document().recorded());
        desk.bench.selection().selectNode(0);
        auto *why = desk.control<QLabel>("readOnly");
        QVERIFY(why->isVisible() && why->text().contains(QStringLiteral("r7")));
        QVERIFY(desk.control<QLineEdit>("nodeId")->isReadOnly());
    }

    void aPathOpensItsField()
    {
        Desk desk;
        desk.bench.reveal().revealField(QStringLiteral("nodes/2/executionConfig/cache/maxAge"));
        QCOMPARE(desk.bench.selection().node(), NodeIndex(2));
        auto *line = desk.control<QLineEdit>("executionConfig/cache/maxAge");
        QVERIFY(line != nullptr && line->isVisible());
        QTRY_VERIFY(line->hasFocus());
        desk.bench.reveal().revealField(QStringLiteral("edges/0/condition"));
        QCOMPARE(desk.bench.selection().edge(), bridge::EdgeIndex(0));
        QVERIFY(desk.bench.raised().contains(QStringLiteral("node")));
    }

    void ofTenThousandNodesOneIsShownAtOnce()
    {
        QByteArray text = "dagId: big\nnodes:\n";
        for (int i = 0; i < 10'000; ++i)
            text += "  - {nodeId: n" + QByteArray::number(i) +
                    ", taskDefinition: {runtime: SHELL, script: echo hello}, executionConfig: "
                    "{timeout: PT5M}}\n";
        text += "edges:\n";
        for (int i = 1; i < 10'000; ++i)
            text += "  - {from: n" + QByteArray::number(i - 1) + ", to: n" + QByteArray::number(i) +
                    "}\n";
        Desk desk(text);
        desk.bench.selection().selectNode(9'000);
        QElapsedTimer timer;
        timer.start();
        constexpr int count = 20;
        for (int i = 0; i < count; ++i)
            desk.bench.selection().selectNode(NodeIndex(i * 400));
        const double each = double(timer.nsecsElapsed()) / 1e6 / count;
        qInfo("selecting one of 10,000 nodes: %.2f ms", each);
        QCOMPARE(desk.control<QLineEdit>("nodeId")->text(), QStringLiteral("n7600"));
        QVERIFY2(each < 50, qPrintable(QString::number(each)));
        timer.restart();
        desk.type("executionConfig/timeout", QStringLiteral("7 min"));
        qInfo("editing one of 10,000 nodes: %.0f ms", double(timer.nsecsElapsed()) / 1e6);
        QCOMPARE(desk.bench.document().dag().nodes[7600].execution.timeout, SpanMs(420'000));
    }
};

QTEST_MAIN(tst_NodeForm)
#include "tst_nodeform.moc"
