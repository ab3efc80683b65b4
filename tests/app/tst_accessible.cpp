// SPDX-License-Identifier: GPL-3.0-or-later
// The window without a mouse and without eyes: names, tab order, the table that mirrors the graph.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "graphtable/graphtablemodel.h"
#include "models/roles.h"
#include "preferences/settingsdialog.h"
#include "preferences/shortcutdialog.h"
#include "shell/mainwindow.h"
#include "shell/stage.h"
#include "shell/universepanel.h"

using namespace orrery;
using namespace orrery::shell;

class tst_Accessible final : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_stage =
            std::make_unique<Stage>(*m_bridge, Places{QString(), QString(),
                                                      qEnvironmentVariable("ORRERY_SOURCE_DIR") +
                                                          QStringLiteral("/resources/examples")});
        window().resize(1280, 760);
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    void cleanup()
    {
        m_stage.reset();
        m_bridge.reset();
    }

    void everythingThatIsUsedHasAName_data()
    {
        QTest::addColumn<QString>("action"); // opens a dialog; "" = the window itself
        QTest::newRow("window") << QString();
        QTest::newRow("settings") << "edit.settings";
        QTest::newRow("shortcut editor") << "edit.shortcuts";
        QTest::newRow("cheat sheet") << "help.shortcuts";
        QTest::newRow("tour") << "help.tour";
    }
    void everythingThatIsUsedHasAName()
    {
        QFETCH(QString, action);
        openDag();
        if (!action.isEmpty())
            window().actions().action(action)->trigger();
        QStringList nameless;
        int seen = 0;
        for (QWidget *widget : window().findChildren<QWidget *>()) {
            const bool used =
                qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget) ||
                qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QComboBox *>(widget);
            // Parts of a control are named by it.
            const bool part =
                widget->objectName().startsWith(QStringLiteral("qt_")) ||
                qobject_cast<QComboBox *>(widget->parentWidget()) ||
                qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) ||
                widget->inherits("QHeaderView") || widget->inherits("QTableCornerButton") ||
                widget->inherits("QComboBoxListView") || widget->inherits("QKeySequenceEdit") ||
                widget->parentWidget()->inherits("QLineEdit") ||
                widget->parentWidget()->inherits("QTabBar") ||
                widget->parentWidget()->inherits("QKeySequenceEdit");
            // Hidden until there is something to say: it has its words by then.
            if (!used || part || widget->isHidden() || widget->parentWidget()->isHidden())
                continue;
            ++seen;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
                nameless << QStringLiteral("%1 \"%2\" in %3")
                                .arg(QLatin1String(widget->metaObject()->className()),
                                     widget->objectName(), widget->parentWidget()->objectName());
        }
        QVERIFY(seen > 10);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
    }

    void everyControlIsReachedByTab()
    {
        openDag();
        QApplication::setActiveWindow(&window());
        // A window of its own, which takes the focus from the widgets when the screen gets to it.
        window().universe().container()->setFocusPolicy(Qt::NoFocus);
        QSet<const QWidget *> reached{QApplication::focusWidget()}; // where one begins
        QStringList way;
        for (int i = 0; i < 400; ++i) {
            QWidget *now = QApplication::focusWidget();
            QTest::keyClick(now ? now : &window(), Qt::Key_Tab);
            QWidget *focus = QApplication::focusWidget();
            if (focus && reached.contains(focus))
                break; // once around
            reached.insert(focus);
            way << (focus ? focus->objectName() + QLatin1Char('/') +
                                QLatin1String(focus->metaObject()->className())
                          : QStringLiteral("-"));
        }
        QStringList missed;
        for (QWidget *widget : window().findChildren<QWidget *>())
            if (widget->window() == &window() && widget->isVisible() && widget->isEnabled() &&
                (widget->focusPolicy() & Qt::TabFocus) && !widget->visibleRegion().isEmpty() &&
                !widget->focusProxy() && !reached.contains(widget) &&
                !widget->inherits("QWindowContainer"))
                missed << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                              widget->objectName();
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QStringLiteral("; ")) +
                                              QStringLiteral(" were not on the way ") +
                                              way.join(QStringLiteral(", "))));
        QVERIFY(reached.size() > 8);
    }

    void noKeyIsGivenTwice()
    {
        QCOMPARE(window().actions().conflicts(), QStringList());
        QHash<QString, QString> owners;
        for (const QAction *action : window().actions().actions())
            for (const QKeySequence &key : action->shortcuts())
                owners.insert(key.toString(), action->objectName());
        for (const QShortcut *shortcut : window().findChildren<QShortcut *>())
            if (shortcut->context() != Qt::WidgetShortcut &&
                shortcut->context() != Qt::WidgetWithChildrenShortcut)
                QVERIFY2(!owners.contains(shortcut->key().toString()),
                         qPrintable(shortcut->key().toString()));
    }

    void theOutlineSaysWhatTheGraphShows()
    {
        openDag();
        QTableView &table = outline();
        QCOMPARE(table.model()->rowCount(), 4);
        const auto text = [&](int row, int column) {
            return table.model()->index(row, column).data().toString();
        };
        using Column = graphtable::GraphTableModel::Column;
        QCOMPARE(text(1, Column::Node), QStringLiteral("b"));
        QCOMPARE(text(1, Column::From), QStringLiteral("a"));
        QCOMPARE(text(0, Column::To), QStringLiteral("b, c"));
        QCOMPARE(text(3, Column::From), QStringLiteral("b, c"));
        QCOMPARE(text(3, Column::To), QString());
        QVERIFY(!text(0, Column::State).isEmpty());
    }

    void outlineAndUniverseFollowEachOther()
    {
        openDag();
        window().actions().action(QStringLiteral("go.dock.graphtable"))->trigger();
        QTableView &table = outline();
        QTRY_VERIFY(table.isVisible());
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {},
                          table.visualRect(table.model()->index(2, 0)).center());
        QCOMPARE(window().selection().node(), NodeIndex{2});
        QTest::keyClick(&table, Qt::Key_Down);
        QCOMPARE(window().selection().node(), NodeIndex{3});
        window().universe().view().select(1);
        QTRY_COMPARE(table.currentIndex().data(models::IndexRole).toUInt(), 1U);
        auto *filter = window().findChild<QLineEdit *>(QStringLiteral("graphTableFilter"));
        QTest::keyClicks(filter, QStringLiteral("d"));
        QVERIFY(table.model()->rowCount() < 4);
    }

    void tenThousandNodesAreListedAtOnce()
    {
        QByteArray text = "dagId: big\nnodes:\n";
        for (int i = 0; i < 10'000; ++i)
            text +=
                "  - {nodeId: n" + QByteArray::number(i) + ", taskDefinition: {runtime: NONE}}\n";
        open(text);
        QElapsedTimer clock;
        clock.start();
        m_stage->desk().selection.selectNode(9'999);
        QVERIFY2(clock.elapsed() < 200, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(outline().model()->rowCount(), 10'000);
        QCOMPARE(outline().currentIndex().row(), 9'999);
    }

private:
    MainWindow &window() { return m_stage->window(); }
    QTableView &outline()
    {
        return *window().findChild<QTableView *>(QStringLiteral("graphTable"));
    }

    void open(const QByteArray &text)
    {
        QFile file(m_dir->filePath(QStringLiteral("d.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        QSignalSpy laidOut(&window().document(), &bridge::DagDocument::laidOut);
        window().openFile(file.fileName());
        QTRY_VERIFY_WITH_TIMEOUT(!laidOut.isEmpty(), 20'000);
    }
    void openDag()
    {
        open("dagId: d\nnodes:\n"
             "  - {nodeId: a, taskDefinition: {runtime: NONE}}\n"
             "  - {nodeId: b, taskDefinition: {runtime: NONE}}\n"
             "  - {nodeId: c, taskDefinition: {runtime: NONE}}\n"
             "  - {nodeId: d, taskDefinition: {runtime: NONE}}\n"
             "edges:\n  - {from: a, to: b}\n  - {from: a, to: c}\n  - {from: b, to: d}\n"
             "  - {from: c, to: d}\n");
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<Stage> m_stage;
};

QTEST_MAIN(tst_Accessible)
#include "tst_accessible.moc"
