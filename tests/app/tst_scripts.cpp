// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts of nodes in tabs: edited, saved, tried with sample inputs through a real engine.
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "bridge/runnodes.h"
#include "editor/scriptspanel.h"
#include "editor/textarea.h"
#include "engine/engine.h"
#include "support/cockpit.h"
#include "widgets/actionregistry.h"
#include "widgets/skin.h"

using namespace orrery;
using namespace orrery::editor;

namespace {

const QByteArray dag = R"(dagId: sales
parameters:
  region: {type: STRING, required: true}
nodes:
  - nodeId: count
    taskDefinition:
      runtime: PYTHON_3
      inputSchema:
        rows: {type: INTEGER, required: true}
      outputSchema:
        double: {type: INTEGER}
      script: |
        import json, os
        rows = json.load(open(os.environ["ORRERY_INPUTS"]))["rows"]
        print("counting", rows, "in", ${params.region})
        json.dump({"double": rows * 2}, open(os.environ["ORRERY_OUTPUTS"], "w"))
  - nodeId: load
    taskDefinition: {runtime: SHELL, scriptFile: load.sh}
  - nodeId: end
    taskDefinition: {runtime: EXEC, command: [/bin/true]}
edges:
  - {from: load, to: count}
)";

} // namespace

class tst_Scripts final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY2(loaded, loaded ? "" : loaded.error().what.c_str());
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        write(path("sales.yaml"), dag);
        write(path("load.sh"), "echo loading\n");
        m_all = std::make_unique<support::Cockpit>(*m_theme);
        m_all->document.setHome(m_dir->path());
        m_panel = std::make_unique<ScriptsPanel>(m_all->around, path("cockpit.ini"));
        m_panel->ask = [this](const QStringList &names) {
            m_asked = names;
            return m_answer;
        };
        m_panel->resize(1000, 420);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->activateWindow();
        m_all->document.open(path("sales.yaml"));
        QTRY_COMPARE(m_all->document.dag().nodes.size(), std::size_t{3});
        m_asked.clear();
    }
    void cleanup()
    {
        m_panel.reset();
        m_all->bridge.attach(nullptr);
        m_all.reset();
        if (m_home)
            m_home->abandon();
        m_home.reset();
    }

    void anInlineScriptIsTheDocumentsText()
    {
        QVERIFY(m_panel->openNode(0));
        CodeEditor &editor = m_panel->current()->editor();
        QCOMPARE(editor.language(), QStringLiteral("python"));
        QVERIFY(editor.content().startsWith("import json, os\n"));
        editor.area().goTo(1, 16);
        QTest::keyClicks(&editor.area(), QStringLiteral(", sys"));
        QTRY_VERIFY(document().text().find("        import json, os, sys\n") != std::string::npos);
        // One line of the file is another one, no more.
        const auto hunks = toolkit::linesChanged(dag.toStdString(), document().text());
        QCOMPARE(hunks.size(), std::size_t{1});
        QCOMPARE(document().undoLabel(), QStringLiteral("Edit the script of count"));
        QTest::keyClick(&editor.area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(QByteArray::fromStdString(document().text()), dag);
        QVERIFY(editor.content().startsWith("import json, os\n"));
    }

    void aRenamedNodeKeepsItsTab()
    {
        QVERIFY(m_panel->openNode(0));
        const std::vector<Change> rename{change::RenameNode{"count", "tally"}};
        QVERIFY(document().perform(QStringLiteral("Rename"), rename));
        QCOMPARE(m_panel->current()->title(), QStringLiteral("tally"));
        const std::vector<Change> gone{change::DeleteNodes{{"tally"}, false}};
        QVERIFY(document().perform(QStringLiteral("Delete"), gone));
        QVERIFY(m_panel->current()->editor().notice().contains(QStringLiteral("gone")));
        QVERIFY(m_panel->current()->editor().content().contains("counting"));
    }

    void aNodeWithoutAScriptSaysSo()
    {
        const auto opened = m_panel->openNode(2);
        QVERIFY(!opened);
        QCOMPARE(opened.error().what, std::string("a node of runtime EXEC has no script"));
        QCOMPARE(m_panel->count(), 0);
    }

    void aFileIsSavedWhole()
    {
        QVERIFY(m_panel->openNode(1));
        QCOMPARE(m_panel->current()->file(), path("load.sh"));
        CodeEditor &editor = m_panel->current()->editor();
        QCOMPARE(editor.language(), QStringLiteral("shell"));
        QVERIFY(QFile::setPermissions(path("load.sh"),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QTest::keyClicks(&editor.area(), QStringLiteral("#!"));
        QVERIFY(m_panel->current()->modified());
        QTest::keyClick(&editor.area(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(!m_panel->current()->modified());
        QCOMPARE(read(path("load.sh")), QByteArray("#!echo loading\n"));
        QVERIFY(QFile::permissions(path("load.sh")) & QFile::ExeOwner);
    }

    void achangeOutsideIsTakenWhenNothingIsLost()
    {
        QVERIFY(m_panel->openNode(1));
        write(path("load.sh"), "echo other\n");
        CodeEditor &editor = m_panel->current()->editor();
        QTRY_COMPARE(editor.content(), QByteArray("echo other\n"));
        QVERIFY(!m_panel->current()->modified());
    }

    void aConflictIsDecidedByTheUser_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("the file's counts") << "takeOutside" << QByteArray("echo theirs\n");
        QTest::newRow("mine counts") << "keepMine" << QByteArray("xecho loading\n");
    }
    void aConflictIsDecidedByTheUser()
    {
        QFETCH(QString, button);
        QVERIFY(m_panel->openNode(1));
        CodeEditor &editor = m_panel->current()->editor();
        QTest::keyClicks(&editor.area(), QStringLiteral("x"));
        write(path("load.sh"), "echo theirs\n");
        QTRY_VERIFY(m_panel->current()->conflict());
        QSignalSpy refused(m_panel.get(), &ScriptsPanel::refused);
        QTest::keyClick(&editor.area(), Qt::Key_S, Qt::ControlModifier);
        QCOMPARE(refused.count(), 1);
        QCOMPARE(read(path("load.sh")), QByteArray("echo theirs\n"));
        QTest::mouseClick(m_panel->current()->findChild<QPushButton *>(button), Qt::LeftButton);
        QTEST(editor.content(), "shown");
        QVERIFY(!m_panel->current()->conflict());
        m_panel->saveCurrent();
        QTEST(read(path("load.sh")), "shown");
        if (button == QStringLiteral("takeOutside")) {
            QTest::keyClick(&editor.area(), Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(editor.content(), QByteArray("xecho loading\n")); // not lost
        }
    }

    void closingAsks_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<int>("tabs");
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("save") << int(ScriptsPanel::Answer::Save) << 0
                              << QByteArray("xecho loading\n");
        QTest::newRow("discard") << int(ScriptsPanel::Answer::Discard) << 0
                                 << QByteArray("echo loading\n");
        QTest::newRow("stay") << int(ScriptsPanel::Answer::Stay) << 1
                              << QByteArray("echo loading\n");
    }
    void closingAsks()
    {
        QFETCH(int, answer);
        m_answer = ScriptsPanel::Answer(answer);
        QVERIFY(m_panel->openNode(1));
        TextArea &area = m_panel->current()->editor().area();
        QTest::keyClicks(&area, QStringLiteral("x"));
        QTest::keyClick(&area, Qt::Key_W, Qt::ControlModifier);
        QTRY_COMPARE(m_asked, QStringList{QStringLiteral("load.sh")});
        QTEST(m_panel->count(), "tabs");
        QTEST(read(path("load.sh")), "file");
    }

    void whatIsNotSavedOutlivesTheWindow()
    {
        QVERIFY(m_panel->openNode(1));
        QTest::keyClicks(&m_panel->current()->editor().area(), QStringLiteral("x"));
        const QVariant kept = m_panel->kept();
        ScriptsPanel next(m_all->around, {});
        next.restore(kept);
        QCOMPARE(next.count(), 1);
        QVERIFY(next.current()->modified());
        QCOMPARE(next.current()->editor().content(), QByteArray("xecho loading\n"));
    }

    void aTrialHasNothingOfTheOthers()
    {
        const DagSpec &all = document().dag();
        auto samples = samplesOf(all, 0);
        QCOMPARE(samples.size(), std::size_t{2});
        const auto missing = trialOf(all, 0, samples);
        QVERIFY(!missing);
        QCOMPARE(missing.error().where, std::string("rows"));
        samples[0].value = "21";
        samples[1].value = "\"north\"";
        const auto trial = trialOf(all, 0, samples);
        QVERIFY(trial);
        QCOMPARE(trial->nodes.size(), std::size_t{1});
        QVERIFY(trial->edges.empty());
        QCOMPARE(trial->nodes[0].task.inputs[0].defaultValue, std::string("21"));
        QVERIFY(toolkit::parse(toolkit::toJson(*trial), "t.json").ok());
        QVERIFY(!sampleFromText("INTEGER", QStringLiteral("many")));
        QCOMPARE(*sampleFromText("STRING", QStringLiteral("a \"b\"")),
                 std::string("\"a \\\"b\\\"\""));
    }

    void aScriptIsTriedWithSamples()
    {
        openEngine();
        QVERIFY(m_panel->openNode(0));
        auto *rows = m_panel->findChild<QLineEdit *>(QStringLiteral("inputs.rows"));
        auto *region = m_panel->findChild<QLineEdit *>(QStringLiteral("params.region"));
        QVERIFY(rows && region);
        auto *result = m_panel->findChild<QLabel *>(QStringLiteral("trialResult"));
        TextArea &area = m_panel->current()->editor().area();
        area.setFocus();
        QTest::keyClick(&area, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(result->text().startsWith(QStringLiteral("rows: ")), qPrintable(result->text()));
        rows->setText(QStringLiteral("21"));
        region->setText(QStringLiteral("north"));
        QTest::keyClick(&area, Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(result->text().startsWith(QStringLiteral("succeeded")) ||
                                     result->text().startsWith(QStringLiteral("failed")),
                                 20'000);
        QVERIFY2(result->text().contains(QStringLiteral("\"double\":42")) ||
                     result->text().contains(QStringLiteral("\"double\": 42")),
                 qPrintable(result->text()));
        auto *output = m_panel->findChild<QPlainTextEdit *>(QStringLiteral("trialOutput"));
        QTRY_COMPARE(output->toPlainText(), QStringLiteral("counting 21 in north\n"));
        // The next time they are there again.
        m_panel->closeTab(0);
        QVERIFY(m_panel->openNode(0));
        QCOMPARE(m_panel->findChild<QLineEdit *>(QStringLiteral("inputs.rows"))->text(),
                 QStringLiteral("21"));
    }

private:
    void openEngine()
    {
        OpenOptions options;
        options.home = path("home").toStdString();
        options.role = "cockpit";
        options.programDir = qEnvironmentVariable("ORRERY_BIN_DIR").toStdString();
        options.post = [](std::function<void()> work) {
            QMetaObject::invokeMethod(qApp, std::move(work), Qt::QueuedConnection);
        };
        auto home = openHome(options);
        QVERIFY2(home, home ? "" : home.error().what.c_str());
        m_home = std::move(*home);
        m_all->bridge.attach(&m_home->session());
    }
    QString path(const char *name) const { return m_dir->filePath(QString::fromLatin1(name)); }
    static void write(const QString &file, const QByteArray &text)
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(out.write(text), text.size());
    }
    static QByteArray read(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("unreadable");
    }
    bridge::DagDocument &document() { return m_all->document; }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Home> m_home;
    std::unique_ptr<support::Cockpit> m_all;
    std::unique_ptr<ScriptsPanel> m_panel;
    ScriptsPanel::Answer m_answer = ScriptsPanel::Answer::Stay;
    QStringList m_asked;
};

QTEST_MAIN(tst_Scripts)
#include "tst_scripts.moc"
