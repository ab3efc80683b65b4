// SPDX-License-Identifier: GPL-3.0-or-later
// Theme and language change while one works: the window is another one and stands as it stood.
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "preferences/settingsdialog.h"
#include "preferences/shortcutdialog.h"
#include "shell/mainwindow.h"
#include "shell/palette.h"
#include "shell/stage.h"
#include "shell/universepanel.h"

using namespace orrery;
using namespace orrery::shell;

class tst_Stage final : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        start();
    }
    void cleanup()
    {
        m_stage.reset();
        m_bridge.reset();
    }

    void anotherThemeTakesEffectAtOnce()
    {
        openDag(5);
        MainWindow *before = &window();
        window().resize(1300, 800);
        m_stage->desk().selection.selectNode(3);
        window().universe().view().setPose(QStringLiteral("1 2 3 40 20 15"));
        window().actions().action(QStringLiteral("go.dock.log"))->trigger();
        window()
            .findChild<QLineEdit *>(QStringLiteral("workspaceFilter"))
            ->setText(QStringLiteral("abc"));
        const auto reading = window().document().reading();

        // By hand: settings, search, the list of themes.
        QTest::keyClick(&window(), Qt::Key_Comma, Qt::ControlModifier);
        auto *dialog = window().findChild<preferences::SettingsDialog *>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        QTest::keyClicks(dialog->search(), QStringLiteral("theme"));
        QVERIFY(dialog->shownCount() >= 1);
        auto *themes = dialog->findChild<QComboBox *>(QStringLiteral("setting.look.theme"));
        QVERIFY(themes->isVisible());
        choose(themes, QStringLiteral("light"));
        QTRY_COMPARE(m_stage->built(), 2);

        QVERIFY(&window() != before || m_stage->built() == 2);
        QVERIFY(m_stage->theme().paper());
        QVERIFY2(m_stage->buildTime() < 1000, qPrintable(QString::number(m_stage->buildTime())));
        QVERIFY(window().isVisible());
        QCOMPARE(window().size(), QSize(1300, 800));
        QCOMPARE(window().document().reading(), reading);
        QCOMPARE(window().selection().node(), NodeIndex{3});
        QCOMPARE(window().universe().view().pose(), QStringLiteral("1 2 3 40 20 15"));
        QVERIFY(!window()
                     .findChild<QDockWidget *>(QStringLiteral("dock.log"))
                     ->widget()
                     ->visibleRegion()
                     .isEmpty());
        // The dialog that it was chosen in is still there, with its search.
        auto *again = window().findChild<preferences::SettingsDialog *>();
        QVERIFY(again && again->isVisible());
        QCOMPARE(again->search()->text(), QStringLiteral("theme"));
    }

    void noEditIsLost()
    {
        openDag(3);
        auto &document = window().document();
        QVERIFY(document.editable());
        const Change rename{change::RenameNode{"n1", "cleaned"}};
        QVERIFY(document.perform(QStringLiteral("Rename n1"), std::span(&rename, 1)));
        QVERIFY(document.modified() && document.canUndo());
        const std::string text = document.text();
        QVERIFY(settings().set(QStringLiteral("look.theme"), QStringLiteral("dark")));
        QVERIFY(settings().set(QStringLiteral("look.language"), QStringLiteral("zh_CN")));
        QTRY_COMPARE(m_stage->built(), 2);
        QVERIFY(document.modified());
        QVERIFY(document.text() == text);
        QCOMPARE(QString::fromStdString(window().document().dag().nodes[1].id),
                 QStringLiteral("cleaned"));
        window().document().undo();
        QCOMPARE(QString::fromStdString(window().document().dag().nodes[1].id),
                 QStringLiteral("n1"));
        QVERIFY(!document.modified());
    }

    void anotherLanguageTakesEffectAtOnce()
    {
        openDag(2);
        QCOMPARE(window().actions().action(QStringLiteral("run.start"))->text(),
                 QStringLiteral("Run"));
        QVERIFY(settings().set(QStringLiteral("look.language"), QStringLiteral("zh_CN")));
        QTRY_COMPARE(m_stage->built(), 2);
        QCOMPARE(window().actions().action(QStringLiteral("run.start"))->text(),
                 QStringLiteral("运行"));
        // Everything that is said is said in it.
        for (const QAction *action : window().actions().actions())
            QVERIFY2(isChinese(action->text()), qPrintable(action->text()));
        for (const auto &setting : settings().all())
            QVERIFY2(isChinese(setting.title + setting.help), qPrintable(setting.key));
        QVERIFY(settings().set(QStringLiteral("look.language"), QStringLiteral("en")));
        QTRY_COMPARE(m_stage->built(), 3);
        QCOMPARE(window().actions().action(QStringLiteral("run.start"))->text(),
                 QStringLiteral("Run"));
    }

    void severalSettingsBuildOneWindow()
    {
        QVERIFY(settings().set(QStringLiteral("look.theme"), QStringLiteral("dark")));
        QVERIFY(settings().set(QStringLiteral("look.language"), QStringLiteral("zh_CN")));
        QVERIFY(settings().set(QStringLiteral("look.theme"), QStringLiteral("high-contrast")));
        QTRY_COMPARE(m_stage->built(), 2);
        QTest::qWait(0);
        QCOMPARE(m_stage->built(), 2);
        QCOMPARE(m_stage->theme().space().hairline, 2);
    }

    void reducedMotionNeedsNoNewWindow()
    {
        QVERIFY(settings().set(QStringLiteral("look.reducedMotion"), true));
        QVERIFY(m_stage->theme().motion().reduced);
        QCOMPARE(m_stage->built(), 1);
    }

    void aChosenThemeIsThereAtTheNextStart()
    {
        QVERIFY(settings().set(QStringLiteral("look.theme"), QStringLiteral("light")));
        start();
        QVERIFY(m_stage->theme().paper());
        QCOMPARE(m_stage->built(), 1);
    }

    void theNextStartStandsWhereThisOneStood()
    {
        const QString file = openDag(5);
        window().resize(1234, 777);
        m_stage->desk().selection.selectNode(2);
        window().universe().view().setPose(QStringLiteral("1 2 3 40 20 15"));
        window().findChild<QDockWidget *>(QStringLiteral("dock.monitors"))->hide();
        window().close();
        start();
        QCOMPARE(window().size(), QSize(1234, 777));
        QVERIFY(!window().findChild<QDockWidget *>(QStringLiteral("dock.monitors"))->isVisible());
        window().reopenLast();
        QTRY_COMPARE(window().selection().node(), NodeIndex{2});
        QCOMPARE(window().document().file(), file);
        QCOMPARE(window().universe().view().pose(), QStringLiteral("1 2 3 40 20 15"));
    }

    void limitsHoldForTheNextFile()
    {
        QVERIFY(settings().set(QStringLiteral("limits.maxNodes"), 3));
        const QString path = write(5);
        window().openFile(path);
        QTRY_VERIFY(!window().document().reading()->ok());
        QVERIFY(window().document().parsed().findings.front().text().find("limits.maxNodes") !=
                std::string::npos);
    }

    void keysAreGivenAndKept()
    {
        window().actions().action(QStringLiteral("edit.shortcuts"))->trigger();
        auto *editor =
            window().findChild<preferences::ShortcutDialog *>(QStringLiteral("shortcutEditor"));
        QVERIFY(editor);
        chooseAction(editor, QStringLiteral("file.reload"));
        auto *keys = editor->findChild<QKeySequenceEdit *>(QStringLiteral("newKeys"));
        auto *give = editor->findChild<QPushButton *>(QStringLiteral("giveKeys"));
        // F8 runs: it cannot reload too.
        keys->setKeySequence(QKeySequence(Qt::Key_F8));
        QTest::mouseClick(give, Qt::LeftButton);
        auto *message = editor->findChild<QLabel *>(QStringLiteral("shortcutMessage"));
        QVERIFY2(message->text().contains(QStringLiteral("Run")), qPrintable(message->text()));
        QAction *reload = window().actions().action(QStringLiteral("file.reload"));
        QCOMPARE(reload->shortcut(), QKeySequence(Qt::Key_F5));
        keys->setFocus();
        QTest::keyClick(keys, Qt::Key_F6);
        QTRY_COMPARE(keys->keySequence(), QKeySequence(Qt::Key_F6));
        QTest::mouseClick(give, Qt::LeftButton);
        QCOMPARE(reload->shortcut(), QKeySequence(Qt::Key_F6));

        const QString file = m_dir->filePath(QStringLiteral("keys.json"));
        QCOMPARE(editor->exportTo(file), QString());
        start();
        reload = window().actions().action(QStringLiteral("file.reload"));
        QCOMPARE(reload->shortcut(), QKeySequence(Qt::Key_F6));
        window().actions().action(QStringLiteral("edit.shortcuts"))->trigger();
        editor =
            window().findChild<preferences::ShortcutDialog *>(QStringLiteral("shortcutEditor"));
        chooseAction(editor, QStringLiteral("file.reload"));
        QTest::mouseClick(editor->findChild<QPushButton *>(QStringLiteral("resetKeys")),
                          Qt::LeftButton);
        QCOMPARE(reload->shortcut(), QKeySequence(Qt::Key_F5));
        QCOMPARE(editor->importFrom(file), QString());
        QCOMPARE(reload->shortcut(), QKeySequence(Qt::Key_F6));
    }

    void importedKeysMustNotCollide()
    {
        window().actions().action(QStringLiteral("edit.shortcuts"))->trigger();
        auto *editor =
            window().findChild<preferences::ShortcutDialog *>(QStringLiteral("shortcutEditor"));
        QFile file(m_dir->filePath(QStringLiteral("keys.json")));
        const auto refused = [&](const QByteArray &text) {
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() &&
                   (file.close(), !editor->importFrom(file.fileName()).isEmpty());
        };
        QVERIFY(refused(R"({"file.reload": "F8"})"));
        QVERIFY(refused(R"({"no.such": "F6"})"));
        QVERIFY(refused("nonsense"));
        QCOMPARE(window().actions().action(QStringLiteral("file.reload"))->shortcut(),
                 QKeySequence(Qt::Key_F5));
    }

    void theCheatSheetIsSearched()
    {
        QTest::keyClick(&window(), Qt::Key_Slash, Qt::ControlModifier);
        auto *sheet =
            window().findChild<preferences::ShortcutDialog *>(QStringLiteral("shortcuts"));
        QTRY_VERIFY(sheet && sheet->isVisible());
        const int all = sheet->shownCount();
        QVERIFY(all > 20);
        QTest::keyClicks(sheet->findChild<QLineEdit *>(), QStringLiteral("palette"));
        QTest::keyClick(sheet->findChild<QLineEdit *>(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(sheet->findChild<QLineEdit *>(), QStringLiteral("ctrl+k"));
        QVERIFY(sheet->shownCount() >= 1 && sheet->shownCount() < all);
    }

    void settingsTravelAsAFile()
    {
        window().actions().action(QStringLiteral("edit.settings"))->trigger();
        auto *dialog = window().findChild<preferences::SettingsDialog *>();
        QVERIFY(settings().set(QStringLiteral("wall.seconds"), 33));
        const QString file = m_dir->filePath(QStringLiteral("s.json"));
        QCOMPARE(dialog->exportTo(file), QString());
        QTest::mouseClick(dialog->findChild<QToolButton *>(QStringLiteral("reset.wall.seconds")),
                          Qt::LeftButton);
        QVERIFY(settings().isDefault(QStringLiteral("wall.seconds")));
        QCOMPARE(dialog->importFrom(file), QString());
        QCOMPARE(settings().value(QStringLiteral("wall.seconds")).toInt(), 33);
        QVERIFY(!dialog->importFrom(m_dir->filePath(QStringLiteral("none.json"))).isEmpty());
        auto *field = dialog->findChild<QLineEdit *>(QStringLiteral("setting.wall.seconds"));
        field->setText(QStringLiteral("1"));
        QTest::keyClick(field, Qt::Key_Tab);
        field->clearFocus();
        emit field->editingFinished();
        QCOMPARE(settings().value(QStringLiteral("wall.seconds")).toInt(), 33);
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("settingsMessage"))
                    ->text()
                    .contains(QStringLiteral("3600")));
    }

    void thePaletteNarrowsAndRemembers()
    {
        openDag(5);
        CommandPalette *palette = openPalette();
        QTest::keyClicks(palette->field(), QStringLiteral("@n3"));
        QVERIFY(palette->matchCount() == 1);
        QTest::keyClick(palette->field(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(palette->field(), QStringLiteral(">reset the layout"));
        QVERIFY(palette->matchCount() >= 1);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        palette = openPalette();
        QCOMPARE(palette->titleAt(0), QStringLiteral("Reset the layout"));
        palette->close();
    }

    void thePaletteOpensAtOnceOverTenThousandNodes()
    {
        openDag(10'000);
        std::vector<qint64> times;
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer clock;
            clock.start();
            CommandPalette *palette = openPalette();
            times.push_back(clock.elapsed());
            palette->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        std::sort(times.begin(), times.end());
        qInfo("palette over 10,000 nodes: %lld ms", times[2]);
        QVERIFY2(times.front() < 50, qPrintable(QString::number(times.front())));
    }

private:
    void start()
    {
        m_stage.reset();
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_stage = std::make_unique<Stage>(
            *m_bridge, Places{m_dir->filePath(QStringLiteral("cockpit.ini")), QString(),
                              qEnvironmentVariable("ORRERY_SOURCE_DIR") +
                                  QStringLiteral("/resources/examples")});
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
        QApplication::setActiveWindow(&window());
    }

    MainWindow &window() { return m_stage->window(); }
    widgets::Settings &settings() { return m_stage->desk().settings; }

    QString write(int nodes)
    {
        QFile file(m_dir->filePath(QStringLiteral("chain%1.yaml").arg(nodes)));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        QByteArray text = "dagId: chain\nnodes:\n";
        for (int i = 0; i < nodes; ++i)
            text +=
                "  - {nodeId: n" + QByteArray::number(i) + ", taskDefinition: {runtime: NONE}}\n";
        text += "edges:\n";
        for (int i = 1; i < nodes; ++i)
            text += "  - {from: n" + QByteArray::number((i - 1) / 3) + ", to: n" +
                    QByteArray::number(i) + "}\n";
        file.write(text);
        return file.fileName();
    }

    QString openDag(int nodes)
    {
        const QString path = write(nodes);
        QSignalSpy laidOut(&window().document(), &bridge::DagDocument::laidOut);
        window().openFile(path);
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(!laidOut.isEmpty() && laidOut.last().first().toBool(), 20'000);
        }();
        return path;
    }

    static void choose(QComboBox *box, const QString &value)
    {
        box->setCurrentIndex(box->findData(value));
        emit box->activated(box->currentIndex());
    }

    static void chooseAction(preferences::ShortcutDialog *dialog, const QString &id)
    {
        auto *tree = dialog->findChild<QTreeWidget *>();
        for (QTreeWidgetItemIterator at(tree); *at; ++at)
            if ((*at)->data(0, Qt::UserRole).toString() == id)
                tree->setCurrentItem(*at);
    }

    CommandPalette *openPalette()
    {
        window().actions().action(QStringLiteral("view.search"))->trigger();
        const auto palettes = window().findChildren<CommandPalette *>();
        return palettes.isEmpty() ? nullptr : palettes.last();
    }

    static bool isChinese(const QString &text)
    {
        return std::any_of(text.cbegin(), text.cend(),
                           [](QChar c) { return c.script() == QChar::Script_Han; });
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<Stage> m_stage;
};

QTEST_MAIN(tst_Stage)
#include "tst_stage.moc"
