// SPDX-License-Identifier: GPL-3.0-or-later
// The code editor, driven as its user does: by keys and mouse.
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "bridge/text.h"
#include "editor/codeeditor.h"
#include "editor/findbar.h"
#include "editor/indicators.h"
#include "editor/textarea.h"
#include "engine/edit.h"
#include "widgets/codestyle.h"
#include "widgets/skin.h"

using namespace orrery;
using namespace orrery::editor;

class tst_Editor final : public QObject {
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
        m_editor = std::make_unique<CodeEditor>(*m_theme);
        m_editor->resize(700, 500);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
        m_editor->activateWindow();
        area().setFocus();
        QTRY_VERIFY(area().hasFocus());
    }
    void cleanup() { m_editor.reset(); }

    void aLanguageIsToldByTheFile_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("language");
        QTest::newRow("YAML") << "dag.yaml"
                              << "yaml";
        QTest::newRow("JSON") << "a/b.JSON"
                              << "json";
        QTest::newRow("Python") << "x.py"
                                << "python";
        QTest::newRow("Shell") << "x.sh"
                               << "shell";
        QTest::newRow("SQL") << "x.sql"
                             << "sql";
        QTest::newRow("Java") << "X.java"
                              << "java";
        QTest::newRow("Scala") << "X.scala"
                               << "scala";
        QTest::newRow("Markdown") << "README.md"
                                  << "markdown";
        QTest::newRow("plain text") << "notes.txt"
                                    << "";
    }
    void aLanguageIsToldByTheFile()
    {
        QFETCH(QString, file);
        QFETCH(QString, language);
        QCOMPARE(widgets::languageOf(file), language);
        m_editor->setLanguage(language);
        QCOMPARE(area().lexer() != nullptr, !language.isEmpty());
    }

    void typingIsToldAsEdits()
    {
        set("a: 1\n", "yaml");
        std::string text = "a: 1\n";
        connect(&area(), &TextArea::edited, this,
                [&text](const TextEdits &edits) { text = toolkit::applied(text, edits); });
        QTest::keyClick(&area(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(&area(), QStringLiteral("b: 2"));
        QTest::keyClick(&area(), Qt::Key_Backspace);
        area().goTo(1, 4);
        QTest::keyClick(&area(), Qt::Key_Delete);
        QTest::keyClicks(&area(), QStringLiteral("9"));
        QCOMPARE(QString::fromStdString(text), QStringLiteral("a: 9\nb: "));
        QCOMPARE(QByteArray::fromStdString(text), m_editor->content());
    }

    void aNewLineIsIndented_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("as the line before")
            << "yaml" << QByteArray("  a: 1") << QByteArray("  a: 1\n  x");
        QTest::newRow("deeper behind a key")
            << "yaml" << QByteArray("nodes:") << QByteArray("nodes:\n  x");
        QTest::newRow("below the key of an element")
            << "yaml" << QByteArray("  - nodeId: a") << QByteArray("  - nodeId: a\n    x");
        QTest::newRow("deeper in a literal")
            << "yaml" << QByteArray("    script: |") << QByteArray("    script: |\n      x");
        QTest::newRow("Python's block")
            << "python" << QByteArray("def f():") << QByteArray("def f():\n    x");
        QTest::newRow("a brace") << "json" << QByteArray("{") << QByteArray("{\n  x");
    }
    void aNewLineIsIndented()
    {
        QFETCH(QString, language);
        QFETCH(QByteArray, before);
        set(before, language);
        QTest::keyClick(&area(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClick(&area(), Qt::Key_Return);
        QTest::keyClicks(&area(), QStringLiteral("x"));
        QTEST(m_editor->content(), "after");
    }

    void commentsComeAndGo()
    {
        set("a = 1\n\n  b = 2\nc = 3\n", "python");
        QTest::keyClick(&area(), Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&area(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&area(), Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(m_editor->content(), QByteArray("# a = 1\n\n#   b = 2\nc = 3\n"));
        QTest::keyClick(&area(), Qt::Key_Slash, Qt::ControlModifier);
        QCOMPARE(m_editor->content(), QByteArray("a = 1\n\n  b = 2\nc = 3\n"));
        QTest::keyClick(&area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->content(), QByteArray("# a = 1\n\n#   b = 2\nc = 3\n"));
    }

    void everyOccurrenceGetsACaret()
    {
        set("id nodeId id\nid\n", "");
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&area(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(area().SendScintilla(QsciScintilla::SCI_GETSELECTIONS), 3L);
        QTest::keyClicks(&area(), QStringLiteral("key"));
        QCOMPARE(m_editor->content(), QByteArray("key nodeId key\nkey\n"));
        QTest::keyClick(&area(), Qt::Key_Escape);
        QCOMPARE(area().SendScintilla(QsciScintilla::SCI_GETSELECTIONS), 1L);
    }

    void aClickWithCtrlAddsACaret()
    {
        set("one\ntwo\n", "");
        const auto at = [this](long position) {
            const long x =
                area().SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, position);
            const long y =
                area().SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, position);
            return QPoint(int(x) + 2, int(y) + 5);
        };
        QTest::mouseClick(area().viewport(), Qt::LeftButton, {}, at(0));
        QTest::mouseClick(area().viewport(), Qt::LeftButton, Qt::ControlModifier, at(4));
        QTest::keyClicks(&area(), QStringLiteral("- "));
        QCOMPARE(m_editor->content(), QByteArray("- one\n- two\n"));
    }

    void findingCountsAndWalks()
    {
        set("alpha beta\nalphabet ALPHA\n", "");
        QTest::keyClick(&area(), Qt::Key_F, Qt::ControlModifier);
        auto *field = m_editor->findChild<QLineEdit *>(QStringLiteral("findField"));
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("alpha"));
        QCOMPARE(m_editor->findBar().said(), QStringLiteral("1 of 3"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_editor->findBar().said(), QStringLiteral("2 of 3"));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(m_editor->findBar().said(), QStringLiteral("3 of 3"));
        click("matchCase");
        QCOMPARE(m_editor->findBar().matches().spans.size(), std::size_t{2});
        click("wholeWord");
        QCOMPARE(m_editor->findBar().matches().spans.size(), std::size_t{1});
        click("wholeWord");
        click("regex");
        field->setText(QStringLiteral("al("));
        QVERIFY2(m_editor->findBar().said().startsWith(QStringLiteral("at character ")),
                 qPrintable(m_editor->findBar().said()));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!m_editor->findBar().isVisible());
        QVERIFY(area().hasFocus());
    }

    void replacingAllIsOneStep()
    {
        set("a=1; b=2\nc=3\n", "");
        QSignalSpy edits(&area(), &TextArea::edited);
        QTest::keyClick(&area(), Qt::Key_H, Qt::ControlModifier);
        click("regex");
        m_editor->findChild<QLineEdit *>(QStringLiteral("findField"))
            ->setText(QStringLiteral("(\\w)=(\\d)"));
        auto *put = m_editor->findChild<QLineEdit *>(QStringLiteral("replaceField"));
        put->setText(QStringLiteral("$2 -> $1"));
        QTest::keyClick(put, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_editor->content(), QByteArray("1 -> a; 2 -> b\n3 -> c\n"));
        QCOMPARE(edits.count(), 1);
        area().setFocus();
        QTest::keyClick(&area(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->content(), QByteArray("a=1; b=2\nc=3\n"));
    }

    void replacingKeepsToTheSelection()
    {
        set("x\nx\nx\n", "");
        QTest::keyClick(&area(), Qt::Key_Home, Qt::ControlModifier);
        QTest::keyClick(&area(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&area(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&area(), Qt::Key_H, Qt::ControlModifier);
        QVERIFY(m_editor->findChild<QToolButton *>(QStringLiteral("inSelection"))->isChecked());
        m_editor->findChild<QLineEdit *>(QStringLiteral("findField"))->setText(QStringLiteral("x"));
        m_editor->findChild<QLineEdit *>(QStringLiteral("replaceField"))
            ->setText(QStringLiteral("long"));
        click("replaceAll");
        QCOMPARE(m_editor->content(), QByteArray("long\nlong\nx\n"));
        QCOMPARE(m_editor->findBar().said(), QStringLiteral("2 replaced"));
    }

    void aLineIsGoneTo()
    {
        set("one\ntwo\nthré e\n", "");
        QTest::keyClick(&area(), Qt::Key_G, Qt::ControlModifier);
        auto *field = m_editor->findChild<QLineEdit *>(QStringLiteral("lineField"));
        QTest::keyClicks(field, QStringLiteral("3:6"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(area().caret(), std::size_t{8 + 6});
        QVERIFY(area().hasFocus());
    }

    void wordsOfTheTextAreProposed()
    {
        set("threshold = 3\nthousand = 4\n", "python");
        QTest::keyClick(&area(), Qt::Key_End, Qt::ControlModifier);
        QTest::keyClicks(&area(), QStringLiteral("th"));
        QTRY_VERIFY(m_editor->popup().isVisible());
        QCOMPARE(m_editor->popup().texts().mid(0, 2),
                 (QStringList{QStringLiteral("thousand"), QStringLiteral("threshold")}));
        QTest::keyClicks(&area(), QStringLiteral("r"));
        QTRY_COMPARE(m_editor->popup().texts().value(0), QStringLiteral("threshold"));
        QTest::keyClick(&area(), Qt::Key_Return);
        QCOMPARE(m_editor->content(), QByteArray("threshold = 3\nthousand = 4\nthreshold"));
        QVERIFY(!m_editor->popup().isVisible());
    }

    void whatIsWrongIsMarkedAndSaid()
    {
        set("a: 1\nbad: value\n", "yaml");
        Finding finding;
        finding.line = 2;
        finding.column = 6;
        finding.message = "this is no number";
        finding.fix = "write digits";
        m_editor->setFindings({finding});
        QCOMPARE(m_editor->status(),
                 QStringLiteral("1 errors; the first in line 2: this is no number"));
        QCOMPARE(m_editor->hoverText(10), QStringLiteral("this is no number (write digits)"));
        QCOMPARE(m_editor->hoverText(1), QString());
        const auto painted = [this](long at) {
            return area().SendScintilla(QsciScintilla::SCI_INDICATORVALUEAT,
                                        (unsigned long)Indicator::Error, at);
        };
        QVERIFY(painted(10) != 0);
        QVERIFY(painted(14) != 0);
        QVERIFY(painted(8) == 0);
        QTest::keyClick(&area(), Qt::Key_F4);
        QCOMPARE(area().caret(), std::size_t{10});
        QTRY_COMPARE(m_editor->status(), QStringLiteral("this is no number (write digits)"));
    }

    void editsOfOthersKeepCaretAndFolds()
    {
        set("top:\n  a: 1\n  b: 2\nmid:\n  c: 3\nend: 4\n", "yaml");
        area().goTo(6, 6);
        const QByteArray before = m_editor->content();
        QTRY_VERIFY(area().SendScintilla(QsciScintilla::SCI_GETLASTCHILD, 0UL, -1L) == 2);
        area().foldLine(0);
        QVERIFY(!area().SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, 1UL));
        area().follow({{std::size_t(before.indexOf("3")), 1, "three"}});
        QCOMPARE(m_editor->content(), QByteArray(before).replace("3", "three"));
        QCOMPARE(area().lineAt(area().caret()), 5);
        QCOMPARE(area().columnAt(area().caret()), 5);
        QVERIFY(!area().SendScintilla(QsciScintilla::SCI_GETLINEVISIBLE, 1UL));
    }

    void aLargeTextStaysQuick()
    {
        QByteArray large;
        for (int i = 0; large.size() < 10'000'000; ++i)
            large += "  - nodeId: node-" + QByteArray::number(i) + "\n";
        QElapsedTimer clock;
        clock.start();
        set(large, "yaml");
        QTest::qWait(0);
        const qint64 opened = clock.restart();
        QTest::keyClick(&area(), Qt::Key_End, Qt::ControlModifier);
        constexpr int keys = 50;
        clock.restart();
        for (int i = 0; i < keys; ++i)
            QTest::keyClick(&area(), Qt::Key_A);
        const double perKey = double(clock.restart()) / keys;
        const auto found = find(m_editor->content(), {QStringLiteral("node-99999\\b"), true},
                                {0, area().size()}, 10);
        const qint64 searched = clock.elapsed();
        QVERIFY(found);
        QCOMPARE(found->spans.size(), std::size_t{1});
        QVERIFY(m_editor->content().endsWith("aaaaa"));
        qInfo("10 MB: opened in %lld ms, %.2f ms a key, searched in %lld ms", opened, perKey,
              searched);
    }

    void searchesByTheBytesOfTheText()
    {
        const auto found = find("äöü 𝄞x x", {QStringLiteral("x")}, {0, 100}, 10);
        QVERIFY(found);
        QCOMPARE(found->spans, (std::vector<Span>{{11, 12}, {13, 14}}));
    }

private:
    TextArea &area() { return m_editor->area(); }
    void set(const QByteArray &text, const QString &language)
    {
        m_editor->setLanguage(language);
        m_editor->setContent(text);
    }
    void click(const char *button)
    {
        QTest::mouseClick(m_editor->findChild<QToolButton *>(QString::fromLatin1(button)),
                          Qt::LeftButton);
    }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<CodeEditor> m_editor;
};

QTEST_MAIN(tst_Editor)
#include "tst_editor.moc"
