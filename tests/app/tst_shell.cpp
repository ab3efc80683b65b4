// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the shell by themselves: actions, palette, parameter form, close dialog, plots.
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include "bridge/text.h"
#include "monitors/plotwidget.h"
#include "widgets/actionregistry.h"
#include "shell/closedialog.h"
#include "widgets/logview.h"
#include "shell/mainwindow.h"
#include "shell/palette.h"
#include "shell/parameterdialog.h"
#include "widgets/skin.h"
#include "support/fakesession.h"

using namespace orrery;
using namespace orrery::shell;

namespace {

toolkit::Parsed withParameters()
{
    const std::string text = R"(
dagId: p
parameters:
  region: {type: STRING, required: true, description: where to look}
  rows: {type: INTEGER, default: 100}
  strict: {type: BOOLEAN, default: false}
nodes:
  - {nodeId: a, taskDefinition: {runtime: EXEC, command: [/bin/echo, "${params.region}"]}}
)";
    return toolkit::parse(text, "p.yaml");
}

} // namespace

class tst_Shell final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY2(loaded, loaded ? "" : loaded.error().what.c_str());
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
    }

    void noTwoActionsShareAShortcut()
    {
        bridge::SessionBridge bridge;
        MainWindow window(*m_theme, bridge, {}, {});
        QCOMPARE(window.actions().conflicts(), QStringList());
        QVERIFY(window.actions().actions().size() > 20);
        for (const QAction *action : window.actions().actions()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            QVERIFY2(!window.actions().menuOf(action).isEmpty(), qPrintable(action->objectName()));
        }
    }

    void aSharedShortcutIsFound()
    {
        QWidget window;
        widgets::ActionRegistry actions(&window);
        actions.add(QStringLiteral("a"), QStringLiteral("M"), QStringLiteral("A"), Qt::Key_F8);
        actions.add(QStringLiteral("b"), QStringLiteral("M"), QStringLiteral("B"), Qt::Key_F8);
        QCOMPARE(actions.conflicts(), QStringList{QStringLiteral("F8: a and b")});
    }

    void everyWidgetOneCanReachHasAName()
    {
        bridge::SessionBridge bridge;
        MainWindow window(*m_theme, bridge, {}, {});
        window.resize(1280, 720);
        window.show();
        QStringList nameless;
        for (const QWidget *widget : window.findChildren<QWidget *>())
            if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() &&
                widget->accessibleName().isEmpty() && widget->toolTip().isEmpty() &&
                !qobject_cast<const QPushButton *>(widget))
                nameless << QStringLiteral("%1 %2").arg(
                    QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        QCOMPARE(nameless, QStringList());
    }

    void thePaletteFindsAndOpens()
    {
        QWidget window;
        window.resize(800, 600);
        QString opened;
        std::vector<PaletteEntry> entries;
        for (const char *name : {"Run", "Reload", "transform-sales", "extract-sales"})
            entries.push_back({QStringLiteral("node"),
                               QString::fromLatin1(name),
                               {},
                               [&opened, name] { opened = QString::fromLatin1(name); },
                               true});
        auto *palette = new CommandPalette(*m_theme, std::move(entries), &window);
        palette->openAt({400, 100});
        QCOMPARE(palette->matchCount(), 4);
        QTest::keyClicks(palette->field(), QStringLiteral("sales"));
        QCOMPARE(palette->matchCount(), 2);
        QTest::keyClick(palette->field(), Qt::Key_Down);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QCOMPARE(opened, QStringLiteral("transform-sales"));
    }

    void theFormAsksForWhatIsRequired()
    {
        const auto parsed = withParameters();
        QVERIFY2(parsed.ok(),
                 parsed.findings.empty() ? "" : parsed.findings.front().text().c_str());
        QVERIFY(needsParameters(parsed));
        ParameterDialog form(*m_theme, parsed, nullptr);
        const auto *run = form.findChild<QPushButton *>(QString(), Qt::FindChildrenRecursively);
        const auto buttons = form.findChildren<QPushButton *>();
        const auto found = std::find_if(buttons.begin(), buttons.end(), [](const auto *b) {
            return b->text() == QStringLiteral("Run");
        });
        QVERIFY(found != buttons.end());
        run = *found;
        QVERIFY(!run->isEnabled());
        auto *region = form.findChild<QLineEdit *>(QStringLiteral("region"));
        QTest::keyClicks(region, QStringLiteral("EU"));
        QVERIFY(run->isEnabled());
        auto *rows = form.findChild<QLineEdit *>(QStringLiteral("rows"));
        QCOMPARE(rows->text(), QStringLiteral("100"));
        rows->clear();
        QTest::keyClicks(rows, QStringLiteral("2x5"));
        QCOMPARE(rows->text(), QStringLiteral("25"));
        const ParameterValues values = form.values();
        QCOMPARE(values.size(), std::size_t{2});
        QCOMPARE(values[0], (std::pair<std::string, std::string>("region", "EU")));
        QCOMPARE(values[1], (std::pair<std::string, std::string>("rows", "25")));
    }

    void theFormShowsWhatIsAllowed()
    {
        const auto parsed = toolkit::parse(R"(
dagId: p
parameters:
  mode: {type: STRING, default: fast, check: {enum: [fast, exact]}}
  level: {type: INTEGER, required: true, check: {enum: [1, 2]}}
  rows: {type: INTEGER, default: 10, check: {min: 1, max: 100}, description: How many}
  code: {type: STRING, check: {pattern: "[A-Z]{2}", message: two capital letters}}
nodes: [{nodeId: a}]
)",
                                           "p.yaml");
        QVERIFY(parsed.ok());
        ParameterDialog form(*m_theme, parsed, nullptr);
        const auto buttons = form.findChildren<QPushButton *>();
        const auto run = std::find_if(buttons.begin(), buttons.end(), [](const auto *b) {
            return b->text() == QStringLiteral("Run");
        });
        const auto problem = [&form](const char *name) {
            return form.findChild<QLabel *>(QString::fromLatin1(name) + ".problem")->text();
        };
        auto *mode = form.findChild<QComboBox *>(QStringLiteral("mode"));
        QCOMPARE(mode->count(), 2);
        QCOMPARE(mode->currentText(), QStringLiteral("fast"));
        auto *level = form.findChild<QComboBox *>(QStringLiteral("level"));
        QCOMPARE(level->currentText(), QStringLiteral("Choose"));
        QVERIFY(!(*run)->isEnabled());
        level->setCurrentIndex(2);
        QVERIFY((*run)->isEnabled());
        QCOMPARE(form.values(), (ParameterValues{{"level", "2"}}));

        QStringList hints;
        for (const QLabel *label : form.findChildren<QLabel *>())
            hints << label->text();
        QVERIFY(hints.contains(QStringLiteral("How many · 1 to 100")));
        auto *rows = form.findChild<QLineEdit *>(QStringLiteral("rows"));
        rows->setText(QStringLiteral("101"));
        QCOMPARE(problem("rows"), QStringLiteral("101 is not allowed: 1 to 100"));
        QVERIFY(!(*run)->isEnabled());
        rows->setText(QStringLiteral("100"));
        QCOMPARE(problem("rows"), QString());
        auto *code = form.findChild<QLineEdit *>(QStringLiteral("code"));
        code->setText(QStringLiteral("x"));
        QCOMPARE(problem("code"), QStringLiteral("two capital letters (found \"x\")"));
        code->setText(QStringLiteral("DE"));
        QVERIFY((*run)->isEnabled());
    }

    void closingSaysWhatGoesOn_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("choice");
        QTest::newRow("keep") << "keepRunning" << int(CloseDialog::Choice::KeepRunning);
        QTest::newRow("cancel") << "cancelRuns" << int(CloseDialog::Choice::CancelRuns);
        QTest::newRow("stay") << "stay" << int(CloseDialog::Choice::Stay);
    }
    void closingSaysWhatGoesOn()
    {
        QFETCH(QString, button);
        QFETCH(int, choice);
        CloseDialog dialog(*m_theme, {support::runSummary("run-7", RunState::Running, 1)},
                           QStringLiteral("/h"), nullptr);
        QString all;
        for (const QLabel *label : dialog.findChildren<QLabel *>())
            all += label->text() + QLatin1Char('\n');
        QVERIFY(all.contains(QStringLiteral("run-7")));
        QVERIFY(all.contains(QStringLiteral("orrery runs list --home /h")));
        auto *pressed = dialog.findChild<QPushButton *>(button);
        QCOMPARE(pressed->isDefault(), button == QStringLiteral("keepRunning"));
        QTest::mouseClick(pressed, Qt::LeftButton);
        QCOMPARE(int(dialog.choice()), choice);
    }

    void aDismissedCloseDialogStays()
    {
        CloseDialog dialog(*m_theme, {}, {}, nullptr);
        QTest::keyClick(&dialog, Qt::Key_Escape);
        QCOMPARE(dialog.choice(), CloseDialog::Choice::Stay);
    }

    void theTopOfAnAxisIsRound_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("binary");
        QTest::addColumn<double>("top");
        QTest::newRow("nothing yet") << 0.0 << false << 1.0;
        QTest::newRow("cores") << 1.7 << false << 2.0;
        QTest::newRow("exact") << 4.0 << false << 4.0;
        QTest::newRow("memory") << 700.0 * 1024 * 1024 << true << 1024.0 * 1024 * 1024;
    }
    void theTopOfAnAxisIsRound()
    {
        QFETCH(double, value);
        QFETCH(bool, binary);
        QTEST(monitors::niceTop(value, binary), "top");
    }

    void theLogFollowsUntilOneScrollsUp()
    {
        widgets::LogView view(*m_theme);
        view.resize(400, 200);
        view.show();
        for (int i = 0; i < 500; ++i)
            view.append(QByteArray("line ") + QByteArray::number(i) + '\n');
        QVERIFY(view.following());
        QTest::keyClick(&view, Qt::Key_PageUp);
        QVERIFY(!view.following());
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(view.following());
        QVERIFY(view.find(QStringLiteral("line 42"), false));
        QVERIFY(!view.following());
        QCOMPARE(view.selectedText(), QStringLiteral("line 42\n"));
    }

    void aBrokenFileLeavesTheWindowUp()
    {
        bridge::SessionBridge bridge;
        MainWindow window(*m_theme, bridge, {}, {});
        window.resize(1280, 720);
        window.show();
        window.openFile(QStringLiteral("/nonexistent/file.yaml"));
        QTRY_VERIFY(window.document().isOpen());
        const auto *banner = window.findChild<QWidget *>(QStringLiteral("banner"));
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(!window.actions().action(QStringLiteral("run.start"))->isEnabled());
    }

private:
    std::unique_ptr<theming::Theme> m_theme;
};

QTEST_MAIN(tst_Shell)
#include "tst_shell.moc"
