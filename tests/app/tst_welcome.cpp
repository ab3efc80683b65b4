// SPDX-License-Identifier: GPL-3.0-or-later
// The start page, a DAG from an example, and the first tour by mouse and keys.
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "shell/mainwindow.h"
#include "shell/palette.h"
#include "shell/stage.h"
#include "shell/universepanel.h"
#include "welcome/newdagdialog.h"
#include "welcome/startpage.h"
#include "welcome/tour.h"
#include "widgets/recentfiles.h"

using namespace orrery;
using namespace orrery::shell;

class tst_Welcome final : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_stage = std::make_unique<Stage>(
            *m_bridge, Places{m_dir->filePath(QStringLiteral("cockpit.ini")), QString(),
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

    void thePageStandsThereWhileNoDagIsOpen()
    {
        QVERIFY(page().isVisible());
        QVERIFY(!window().universe().isVisible());
        auto *hello = page().findChild<QPushButton *>(QStringLiteral("example.hello"));
        QVERIFY(hello);
        QTest::mouseClick(hello, Qt::LeftButton);
        QTRY_VERIFY(window().document().isOpen() && window().universe().isVisible());
        QVERIFY(!page().isVisible());
        window().actions().action(QStringLiteral("file.close"))->trigger();
        QTRY_VERIFY(page().isVisible());
    }

    void everyExampleHasAPictureAndASentence()
    {
        const auto &examples = page().examples();
        QVERIFY(examples.size() >= 6);
        for (const auto &example : examples) {
            QVERIFY2(!example.dag.description.empty(), qPrintable(example.id));
            auto *card = page().findChild<QPushButton *>(QStringLiteral("example.") + example.id);
            QVERIFY2(card, qPrintable(example.id));
            // The picture differs from an empty card.
            const QImage image = card->grab(QRect(12, 10, 110, card->height() - 20)).toImage();
            QSet<QRgb> colours;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    colours.insert(image.pixel(x, y));
            QVERIFY2(colours.size() > 4, qPrintable(example.id));
        }
    }

    void recentFilesArePinnedRemovedAndGreyWhenGone()
    {
        const QString here = m_dir->filePath(QStringLiteral("here.yaml"));
        const QString gone = m_dir->filePath(QStringLiteral("gone.yaml"));
        QFile file(here);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("dagId: here\nnodes:\n  - {nodeId: a, taskDefinition: {runtime: NONE}}\n");
        file.close();
        widgets::RecentFiles recent(m_stage->desk().settings);
        recent.add(here);
        recent.add(gone);
        page().refreshRecent();
        const auto rows = [this] {
            QList<QPushButton *> live;
            for (auto *row : page().findChildren<QPushButton *>(QStringLiteral("recent.open")))
                if (row->isVisibleTo(&page()))
                    live << row;
            return live;
        };
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_COMPARE(rows().size(), 2);
        QVERIFY(!rows()[0]->isEnabled());
        QVERIFY(rows()[1]->isEnabled());
        QTest::mouseClick(page().findChildren<QToolButton *>(QStringLiteral("recent.pin"))[1],
                          Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_COMPARE(rows().size(), 2);
        QCOMPARE(recent.files().front(), here);
        QTest::mouseClick(page().findChild<QToolButton *>(QStringLiteral("recent.clear")),
                          Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QTRY_COMPARE(rows().size(), 1);
        QTest::mouseClick(rows().front(), Qt::LeftButton);
        QTRY_COMPARE(window().document().file(), here);
    }

    void aFileThatIsDroppedIsOpened()
    {
        const QString file = page().examples().front().file;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(640, 400), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(640, 400), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&window(), &drop);
        QTRY_COMPARE(window().document().file(), file);
    }

    void aDagIsMadeFromAnExample()
    {
        bool checked = false;
        QTimer::singleShot(0, this, [this, &checked] {
            auto *dialog = window().findChild<welcome::NewDagDialog *>();
            QVERIFY(dialog);
            auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("newDag.name"));
            auto *place = dialog->findChild<QLineEdit *>(QStringLiteral("newDag.place"));
            auto *problem = dialog->findChild<QLabel *>(QStringLiteral("newDag.problem"));
            auto *make = dialog->findChild<QPushButton *>(QStringLiteral("newDag.make"));
            place->setText(m_dir->path());
            name->clear();
            QTest::keyClicks(name, QStringLiteral("no spaces"));
            QTest::mouseClick(make, Qt::LeftButton);
            QVERIFY(problem->isVisible());
            name->clear();
            QTest::keyClicks(name, QStringLiteral("mine"));
            QTest::keyClick(name, Qt::Key_Return);
            QVERIFY(!dialog->isVisible());
            checked = true;
        });
        QTest::mouseClick(page().findChild<QPushButton *>(QStringLiteral("start.new")),
                          Qt::LeftButton);
        QVERIFY(checked);
        QTRY_COMPARE(window().document().file(), m_dir->filePath(QStringLiteral("mine/dag.yaml")));
        QTRY_COMPARE(QString::fromStdString(window().document().dag().id), QStringLiteral("mine"));
        const auto again = welcome::createFrom(page().examples().front().file,
                                               m_dir->filePath(QStringLiteral("mine")));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::InvalidSpec);
    }

    void theTourWaitsForWhatIsReallyDone()
    {
        QTest::mouseClick(page().findChild<QPushButton *>(QStringLiteral("start.tour")),
                          Qt::LeftButton);
        auto *tour = window().findChild<welcome::Tour *>();
        QVERIFY(tour && tour->isVisible());
        QCOMPARE(tour->step(), 0);
        auto *light = window().findChild<QWidget *>(QStringLiteral("spotlight"));
        QTRY_VERIFY(light->isVisible());
        // The frame lies around the real list.
        auto *list = window().findChild<QWidget *>(QStringLiteral("dock.workspace"));
        QVERIFY(light->geometry().contains(
            QRect(list->mapToGlobal(QPoint(0, 0)), list->size()).center()));
        window().openFile(page().examples().front().file);
        QTRY_COMPARE(tour->step(), 1);
        QTRY_VERIFY(window().document().layout() != nullptr);
        m_stage->desk().selection.selectNode(0);
        QTRY_COMPARE(tour->step(), 2);
        auto *next = tour->findChild<QPushButton *>(QStringLiteral("tour.next"));
        QTest::mouseClick(next, Qt::LeftButton); // nothing is to be done here
        QCOMPARE(tour->step(), 3);
        for (int step = 4; step <= 6; ++step) {
            QTest::mouseClick(next, Qt::LeftButton); // there is no engine: these are skipped
            QCOMPARE(tour->step(), step);
        }
        window().actions().action(QStringLiteral("view.search"))->trigger();
        QTRY_COMPARE(tour->step(), 7);
        window().findChild<CommandPalette *>()->close();
        QTest::mouseClick(next, Qt::LeftButton);
        QTRY_VERIFY(!window().findChild<welcome::Tour *>());
    }

    void theTourIsLeftAtAnyMoment()
    {
        window().actions().action(QStringLiteral("help.tour"))->trigger();
        auto *tour = window().findChild<welcome::Tour *>();
        QVERIFY(tour);
        QTest::keyClick(tour, Qt::Key_Escape);
        QTRY_VERIFY(!window().findChild<welcome::Tour *>());
        QVERIFY(!window().findChild<QWidget *>(QStringLiteral("spotlight")));
        window().actions().action(QStringLiteral("help.tour"))->trigger();
        tour = window().findChild<welcome::Tour *>();
        tour->goTo(2);
        // Another language: the tour goes on where it was.
        QVERIFY(
            m_stage->desk().settings.set(QStringLiteral("look.language"), QStringLiteral("zh_CN")));
        QTRY_COMPARE(m_stage->built(), 2);
        tour = window().findChild<welcome::Tour *>();
        QVERIFY(tour);
        QCOMPARE(tour->step(), 2);
        QTest::mouseClick(tour->findChild<QPushButton *>(QStringLiteral("tour.leave")),
                          Qt::LeftButton);
        QTRY_VERIFY(!window().findChild<welcome::Tour *>());
    }

private:
    MainWindow &window() { return m_stage->window(); }
    welcome::StartPage &page() { return *window().findChild<welcome::StartPage *>(); }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<Stage> m_stage;
};

QTEST_MAIN(tst_Welcome)
#include "tst_welcome.moc"
