// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG's own file as text: one document with the graph.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "bridge/runnodes.h"
#include "editor/sourcepanel.h"
#include "editor/textarea.h"
#include "engine/edit.h"
#include "support/cockpit.h"
#include "widgets/actionregistry.h"
#include "widgets/skin.h"

using namespace orrery;
using namespace orrery::editor;

namespace {

const QByteArray dag = R"(# sales, every night
dagId: sales
nodes:
  - nodeId: extract   # from the shop
    taskDefinition:
      runtime: EXEC
      command: [/bin/true]
    executionConfig:
      timeout: PT5M
  - nodeId: load
    taskDefinition:
      runtime: EXEC
      command: [/bin/true]
edges:
  - {from: extract, to: load}
)";

} // namespace

class tst_Source final : public QObject {
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
        m_file = m_dir->filePath(QStringLiteral("sales.yaml"));
        QFile file(m_file);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(dag), qint64(dag.size()));
        file.close();
        m_all = std::make_unique<support::Cockpit>(*m_theme);
        m_all->document.setHome(m_dir->path());
        m_panel = std::make_unique<SourcePanel>(m_all->around);
        m_panel->resize(500, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->activateWindow();
        m_all->document.open(m_file);
        QTRY_COMPARE(m_panel->places().size(), std::size_t{2});
        area().setFocus();
        QTRY_VERIFY(area().hasFocus());
    }
    void cleanup()
    {
        m_panel.reset();
        m_all.reset();
    }

    void typingEditsTheGraph()
    {
        area().goTo(14, 1); // before "edges:"
        QTest::keyClicks(&area(), QStringLiteral("  - nodeId: report"));
        QTest::keyClick(&area(), Qt::Key_Escape);
        QTest::keyClick(&area(), Qt::Key_Return);
        for (int i = 0; i < 2; ++i) // each takes an indentation back
            QTest::keyClick(&area(), Qt::Key_Backspace);
        QTRY_COMPARE(document().dag().nodes.size(), std::size_t{3});
        QCOMPARE(document().dag().nodes[2].id, std::string("report"));
        QVERIFY(document().modified());
        QCOMPARE(m_panel->editor().content().toStdString(), document().text());
    }

    void aGraphCommandChangesOnlyItsLine()
    {
        area().goTo(11, 5);
        const std::size_t caret = area().caret();
        const QByteArray before = m_panel->editor().content();
        const std::vector<Change> changes{
            change::Set{"nodes/extract/executionConfig/timeout", "\"PT7M\""}};
        QVERIFY(document().perform(QStringLiteral("Set time-out"), changes));
        QCOMPARE(m_panel->editor().content(), QByteArray(before).replace("PT5M", "PT7M"));
        QCOMPARE(area().caret() >= caret - 100, true);
        QTest::keyClick(&area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_panel->editor().content(), before);
        QTest::keyClick(&area(), Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(QString::fromStdString(document().dag().nodes[0].execution.timeout == 420'000
                                            ? "seven minutes"
                                            : "something else"),
                 QStringLiteral("seven minutes"));
    }

    void whileTheTextIsBrokenTheGraphStays()
    {
        QSignalSpy titles(m_panel.get(), &SourcePanel::titleChanged);
        area().goTo(2, 1);
        QTest::keyClicks(&area(), QStringLiteral("[ "));
        QTRY_VERIFY(document().stale());
        QCOMPARE(document().dag().nodes.size(), std::size_t{2});
        QVERIFY(m_panel->editor().notice().contains(QStringLiteral("last valid")));
        QVERIFY(!m_panel->editor().findings().empty());
        QVERIFY(m_panel->editor().findings().front().line > 0);
        QVERIFY(titles.last()[0].toString().endsWith(QLatin1Char('*')));
        QTest::keyClick(&area(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!document().stale());
        QCOMPARE(m_panel->editor().content(), dag);
        QCOMPARE(m_panel->editor().notice(), QString());
    }

    void aFindingIsMarkedWhereItStands()
    {
        area().goTo(15, 16);
        QTest::keyClick(&area(), Qt::Key_X);
        QTRY_COMPARE(m_panel->editor().findings().size(), std::size_t{1});
        const Finding &finding = m_panel->editor().findings().front();
        QCOMPARE(finding.line, 15U);
        const std::size_t at = area().positionAt(15, int(finding.column));
        QVERIFY2(m_panel->editor().hoverText(at).contains(QStringLiteral("did you mean")),
                 qPrintable(m_panel->editor().hoverText(at)));
    }

    void selectionAndCaretFollowEachOther()
    {
        m_panel->setFocus();
        area().clearFocus();
        m_all->selection.selectNode(1);
        QCOMPARE(m_panel->editor().markedLines(), std::pair(10, 13));
        area().setFocus();
        QTRY_VERIFY(area().hasFocus());
        area().goTo(6, 8);
        QTRY_COMPARE(m_all->selection.node(), NodeIndex(0));
        QCOMPARE(m_panel->editor().markedLines(), std::pair(4, 9));
        // Typing moves the mark along.
        area().goTo(1, 1);
        QTest::keyClick(&area(), Qt::Key_Return);
        QCOMPARE(m_panel->editor().markedLines(), std::pair(5, 10));
    }

    void keysAndNodesAreProposed()
    {
        area().goTo(9, 20);
        QTest::keyClick(&area(), Qt::Key_End);
        QTest::keyClick(&area(), Qt::Key_Return);
        QTest::keyClicks(&area(), QStringLiteral("retr"));
        auto &popup = m_panel->editor().popup();
        QTRY_VERIFY(popup.isVisible());
        QCOMPARE(popup.texts().value(0), QStringLiteral("retryPolicy"));
        QVERIFY(!popup.help().isEmpty());
        QTest::keyClick(&area(), Qt::Key_Tab);
        QVERIFY2(m_panel->editor().content().contains("\n      retryPolicy: "),
                 m_panel->editor().content().constData());
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(&area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_panel->editor().content(), dag);
        area().goTo(15, 24);
        QTest::keyClick(&area(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(popup.isVisible());
        QVERIFY2(popup.texts().contains(QStringLiteral("extract")),
                 qPrintable(popup.texts().join(QLatin1Char(' '))));
    }

    void aKeyIsExplained()
    {
        QVERIFY2(m_panel->editor()
                     .hoverText(area().positionAt(9, 9))
                     .startsWith(QStringLiteral("timeout: string\n")),
                 qPrintable(m_panel->editor().hoverText(area().positionAt(9, 9))));
    }

    void anotherFileIsAnotherText()
    {
        const QString other = m_dir->filePath(QStringLiteral("other.json"));
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"dagId\": \"o\", \"nodes\": [{\"nodeId\": \"a\"}]}");
        file.close();
        document().open(other);
        QTRY_VERIFY(m_panel->editor().content().startsWith("{\"dagId\""));
        QCOMPARE(m_panel->editor().language(), QStringLiteral("json"));
        document().close();
        QCOMPARE(m_panel->editor().content(), QByteArray());
    }

private:
    TextArea &area() { return m_panel->editor().area(); }
    bridge::DagDocument &document() { return m_all->document; }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_file;
    std::unique_ptr<support::Cockpit> m_all;
    std::unique_ptr<SourcePanel> m_panel;
};

QTEST_MAIN(tst_Source)
#include "tst_source.moc"
