// SPDX-License-Identifier: GPL-3.0-or-later
// What went in and came out of a task, looked at: tables, trees, text, pictures, folders; logs.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

#include "bridge/text.h"
#include "data/datapanel.h"
#include "data/previews.h"
#include "data/tableview.h"
#include "support/cockpit.h"
#include "support/dag.h"
#include "widgets/logview.h"

using namespace orrery;

class tst_Data final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { m_theme = support::Cockpit::theme(); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_cockpit = std::make_unique<support::Cockpit>(*m_theme);
        m_cockpit->session.engine.home = m_dir->path().toStdString();
        m_cockpit->attach();
    }

    void cleanup() { m_cockpit.reset(); }

    void eachThingIsShownAsWhatItIs()
    {
        const QString csv = write("rows.csv", "id,name\n1,Oslo\n2,Bergen\n");
        const QString json = write("model.json", R"({"layers":[{"units":64}]})");
        const QString text = write("notes.txt", "first line\nsecond line\n");
        const QString broken = write("broken.json", "{\n  \"a\": ,\n}");
        const QString binary = write("weights.bin", QByteArray(64, '\0'));
        const QString picture = m_dir->filePath(QStringLiteral("chart.png"));
        QImage image(40, 30, QImage::Format_RGB32);
        image.fill(Qt::red);
        QVERIFY(image.save(picture));
        const QString svg =
            write("chart.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/>");
        data::DataPanel panel(m_cockpit->around);
        show(panel);
        taskWith({}, QStringLiteral(R"({"table":"%1","model":"%2","notes":"%3","broken":"%4",)"
                                    R"("weights":"%5","chart":"%6","svg":"%7","score":0.5,)"
                                    R"("gone":"/no/such/file"})")
                         .arg(csv, json, text, broken, binary, picture, svg));
        QTRY_VERIFY(item(panel, "table"));

        choose(panel, "table");
        QTRY_COMPARE(panel.message(), QString());
        QCOMPARE(panel.table()->model().rowCount(), 2);
        QVERIFY(panel.table()->isVisible());

        choose(panel, "model");
        auto *tree = panel.findChild<data::JsonTree *>();
        QTRY_VERIFY(tree->isVisible());
        QVERIFY(!tree->findItems(QStringLiteral("layers"), Qt::MatchExactly | Qt::MatchRecursive)
                     .isEmpty());

        choose(panel, "notes");
        auto *view = panel.findChild<widgets::LogView *>();
        QTRY_VERIFY(view->isVisible());
        QCOMPARE(view->line(1), QStringLiteral("second line"));

        choose(panel, "broken");
        QTRY_VERIFY(view->isVisible() && view->line(1).contains(QStringLiteral("\"a\"")));
        bool told = false;
        for (const QLabel *label : panel.findChildren<QLabel *>())
            told = told || label->text().contains(QStringLiteral("not JSON: line 2"));
        QVERIFY(told);

        choose(panel, "weights");
        QTRY_COMPARE(panel.message(), QStringLiteral("64 B of binary data"));

        choose(panel, "chart");
        auto *shown = panel.findChild<data::ImageView *>();
        QTRY_VERIFY(shown->isVisible());
        QCOMPARE(shown->image().size(), QSize(40, 30));
        choose(panel, "svg");
        QTRY_COMPARE(shown->image().size(), QSize(20, 10));

        choose(panel, "score");
        QTRY_VERIFY(view->isVisible() && view->line(0) == QStringLiteral("0.5"));
        choose(panel, "gone"); // a path of nothing is a text
        QTRY_VERIFY(view->line(0) == QStringLiteral("/no/such/file"));
        QVERIFY(QFile::remove(csv));
        choose(panel, "table");
        QTRY_COMPARE(panel.message(), QStringLiteral("The file is gone"));
    }

    void aTableIsFilteredAndSortedByHand()
    {
        QByteArray rows("city,amount\n");
        for (int i = 0; i < 1000; ++i)
            rows += (i % 2 ? "Oslo," : "Bergen,") + QByteArray::number((i * 7) % 1000) + '\n';
        data::TablePreview table(*m_theme);
        show(table);
        QVERIFY(table.open(write("t.csv", rows), false));
        QTRY_VERIFY(!table.model().busy());
        auto *view = table.findChild<QTableView *>(QStringLiteral("dataTable"));
        QHeaderView *header = view->horizontalHeader();
        const QPoint amount(header->sectionViewportPosition(1) + 10, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, amount);
        QTRY_COMPARE(view->model()->index(0, 1).data().toString(), QStringLiteral("0"));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, amount);
        QTRY_COMPARE(view->model()->index(0, 1).data().toString(), QStringLiteral("999"));
        auto *card = table.findChild<data::ColumnCard *>();
        const QString figures = card->lines().join(QLatin1Char('\n'));
        for (const char *told : {"integer", "count 1000", "missing 0", "distinct 1000", "min 0",
                                 "mean 499.5", "max 999"})
            QVERIFY2(figures.contains(QLatin1String(told)), qPrintable(figures));
        auto *filter = table.findChild<QLineEdit *>(QStringLiteral("tableFilter"));
        QTest::keyClicks(filter, QStringLiteral("oslo"));
        QTRY_COMPARE(view->model()->rowCount(), 500);
        auto *count = table.findChild<QLabel *>(QStringLiteral("tableCount"));
        QTRY_VERIFY2(count->text().startsWith(QStringLiteral("500 of 1000")),
                     qPrintable(count->text()));
    }

    void aFolderOpensInTheList()
    {
        QDir(m_dir->path()).mkpath(QStringLiteral("results/deep"));
        write("results/a.csv", "x\n1\n");
        write("results/deep/b.csv", "y\n2\n");
        data::DataPanel panel(m_cockpit->around);
        show(panel);
        taskWith({},
                 QStringLiteral(R"({"all":"%1"})").arg(m_dir->filePath(QStringLiteral("results"))));
        QTRY_VERIFY(item(panel, "all"));
        item(panel, "all")->setExpanded(true);
        QTRY_VERIFY(item(panel, "a.csv"));
        item(panel, "deep")->setExpanded(true);
        QTRY_VERIFY(item(panel, "b.csv"));
        choose(panel, "b.csv");
        QTRY_COMPARE(panel.table()->model().form().columns, QStringList("y"));
    }

    /// While it ran its directory stood in a slot; now it stands with its run.
    void aFileOfTheWorkDirectoryIsFoundWhereItIsNow()
    {
        QDir(m_dir->path()).mkpath(QStringLiteral("kept"));
        write("kept/mine.csv", "x\n1\n");
        m_cockpit->session.taskDetails[0].attempts.resize(1);
        m_cockpit->session.taskDetails[0].attempts[0].workDir =
            m_dir->filePath(QStringLiteral("kept")).toStdString();
        data::DataPanel panel(m_cockpit->around);
        show(panel);
        taskWith({}, QStringLiteral(R"({"out":"/gone/slots/0/work/mine.csv"})"));
        QTRY_COMPARE(panel.table()->model().rowCount(), 1);
    }

    /// Going into the list while it is being made does not leave it empty.
    void focusDoesNotStopTheListing()
    {
        data::DataPanel panel(m_cockpit->around);
        show(panel);
        taskWith({}, QStringLiteral(R"({"first":1})"));
        QTRY_VERIFY(item(panel, "first"));
        RunDetail &run = m_cockpit->session.details[RunId("run-1")];
        m_cockpit->session.taskDetails[0].attempts[0].outputs = R"({"second":2})";
        Delta delta;
        Delta::Tasks tasks;
        tasks.run = RunId("run-1");
        tasks.rows = run.tasks;
        tasks.rows[0].attempts = 2;
        delta.tasks.push_back(std::move(tasks));
        m_cockpit->session.push(RunId("run-1"), delta);
        panel.ports()->setCurrentItem(panel.ports()->topLevelItem(0));
        panel.ports()->setFocus();
        QTRY_VERIFY(item(panel, "second"));
    }

    void withoutATaskItSaysWhatToDo()
    {
        data::DataPanel panel(m_cockpit->around);
        show(panel);
        QCOMPARE(panel.message(), QStringLiteral("No run is watched"));
        taskWith({}, {});
        QTRY_COMPARE(panel.message(), QStringLiteral("a has left nothing"));
    }

    /// The promise: a large table opens at once and the window's thread is never kept for long.
    void aLargeTableDoesNotKeepTheWindow()
    {
        const QString path = m_dir->filePath(QStringLiteral("large.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("id,city,amount\n");
        QByteArray piece;
        for (int i = 0; i < 10'000; ++i)
            piece += QByteArray::number(i) + ",a city with a name,12.5\n";
        for (int i = 0; i < 200; ++i) // 2,000,000 rows
            file.write(piece);
        file.close();
        data::TablePreview table(*m_theme);
        show(table);
        QElapsedTimer since, beat;
        since.start();
        QVERIFY(table.open(path, false));
        QVERIFY2(since.elapsed() < 100, qPrintable(QString::number(since.elapsed())));
        beat.start();
        qint64 longest = 0;
        while (since.elapsed() < 30'000 && !table.model().complete()) {
            beat.restart();
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
            longest = std::max(longest, beat.elapsed());
        }
        QTRY_COMPARE(table.model().rowsShown(), 2'000'000);
        QTRY_COMPARE(table.model().partCount(), 2);
        QTRY_COMPARE(table.model().rowCount(), models::FileTableModel::rowsOfPart);
        table.model().setPart(1);
        QCOMPARE(table.model().index(999'999, 0).data().toString(), QStringLiteral("9999"));
        qInfo("the longest turn of the loop took %lld ms", static_cast<long long>(longest));
        QVERIFY2(longest < 200, qPrintable(QString::number(longest))); // a busy machine, too
    }

    void theLogOfAnEndedTaskIsItsFile()
    {
        QDir(m_dir->path()).mkpath(QStringLiteral("logs"));
        QByteArray log("of another task\n");
        const auto offset = std::uint64_t(log.size());
        for (int i = 0; i < 5000; ++i)
            log += QByteArray("line ") + QByteArray::number(i) +
                   (i % 100 == 3 ? " \x1b[31mERROR\x1b[0m\n" : "\n");
        write("logs/seg", log);
        TaskDetail &detail = m_cockpit->session.taskDetails[0];
        detail.attempts.resize(1);
        detail.attempts[0].attempt = 1;
        detail.attempts[0].state = TaskState::Succeeded;
        detail.attempts[0].log = {"seg", offset, std::uint64_t(log.size()) - offset};
        widgets::LogView view(*m_theme);
        show(view);
        connect(&m_cockpit->task, &bridge::TaskFacade::logFile, &view,
                [&view](const QString &file, qint64 from, qint64 size) {
                    QVERIFY(view.showFile({file, from, size}, true));
                });
        taskWith({}, {});
        QTRY_COMPARE(view.lineCount(), 5000);
        QCOMPARE(m_cockpit->session.followers(), std::size_t{0}); // nothing was copied
        QCOMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        QCOMPARE(view.line(0), QStringLiteral("line 0"));
        QVERIFY(view.find(QStringLiteral("error"), false));
        QTRY_COMPARE(view.searchText(), QStringLiteral("1 of 50"));
        QVERIFY(view.selectedText().startsWith(QStringLiteral("line 3 ")));
        QVERIFY(view.find(QStringLiteral("error"), false));
        QCOMPARE(view.searchText(), QStringLiteral("2 of 50"));
        QVERIFY(view.find(QStringLiteral("error"), true));
        QVERIFY(view.find(QStringLiteral("error"), true));
        QCOMPARE(view.searchText(), QStringLiteral("50 of 50"));
        QVERIFY(view.selectedText().startsWith(QStringLiteral("line 4903")));
        view.find(QStringLiteral("absent"), false);
        QTRY_COMPARE(view.searchText(), QStringLiteral("none"));
        // The red word is red.
        view.find(QStringLiteral("4903"), false);
        QTRY_COMPARE(view.searchText(), QStringLiteral("1 of 1"));
        const QImage image = view.viewport()->grab().toImage();
        const QColor red = m_theme->color().failed;
        bool seen = false;
        for (int y = 0; y < image.height() && !seen; ++y)
            for (int x = 0; x < image.width() && !seen; ++x) {
                const QColor color = image.pixelColor(x, y);
                seen = std::abs(color.red() - red.red()) < 30 &&
                       std::abs(color.green() - red.green()) < 30 &&
                       std::abs(color.blue() - red.blue()) < 30;
            }
        QVERIFY(seen);
    }

    void aLogThatIsGoneIsAskedForInstead()
    {
        TaskDetail &detail = m_cockpit->session.taskDetails[0];
        detail.attempts.resize(1);
        detail.attempts[0].attempt = 1;
        detail.attempts[0].state = TaskState::Succeeded;
        detail.attempts[0].log = {"missing", 0, 100};
        taskWith({}, {});
        QTRY_COMPARE(m_cockpit->session.followers(), std::size_t{1});
    }

private:
    void show(QWidget &widget)
    {
        widget.resize(1000, 260);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

    QString write(const char *name, const QByteArray &bytes)
    {
        const QString path = m_dir->filePath(QString::fromLatin1(name));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return path;
    }

    /// Watches a run of one task that has these ports.
    void taskWith(const QString &inputs, const QString &outputs)
    {
        RunDetail detail;
        detail.dag = std::make_shared<const DagSpec>(support::dag("a"));
        detail.summary = support::runSummary("run-1", RunState::Succeeded, 1'700'000'000'000);
        detail.tasks.push_back(support::taskRow(0, TaskState::Succeeded));
        detail.outputs.push_back(outputs.toStdString());
        m_cockpit->session.details[RunId("run-1")] = detail;
        TaskDetail &task = m_cockpit->session.taskDetails[0];
        task.row = detail.tasks[0];
        if (task.attempts.empty())
            task.attempts.resize(1);
        AttemptView &attempt = task.attempts.back();
        attempt.attempt = 1;
        attempt.inputs = inputs.toStdString();
        attempt.outputs = outputs.toStdString();
        m_cockpit->run.watch(RunId("run-1"));
        Delta delta;
        delta.snapshot = true;
        delta.runs.push_back(detail.summary);
        Delta::Tasks tasks;
        tasks.run = RunId("run-1");
        tasks.rows = detail.tasks;
        delta.tasks.push_back(std::move(tasks));
        m_cockpit->session.push(RunId("run-1"), delta);
        QTRY_COMPARE(m_cockpit->run.newestTasks().size(), std::size_t{1});
        m_cockpit->selection.selectTask(0);
    }

    [[nodiscard]] static QTreeWidgetItem *item(const data::DataPanel &panel, const char *name)
    {
        const auto found = panel.ports()->findItems(QString::fromLatin1(name),
                                                    Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? nullptr : found.front();
    }

    static void choose(const data::DataPanel &panel, const char *name)
    {
        QTreeWidgetItem *found = item(panel, name);
        QVERIFY(found);
        panel.ports()->scrollToItem(found);
        panel.ports()->setCurrentItem(nullptr);
        QTest::mouseClick(panel.ports()->viewport(), Qt::LeftButton, {},
                          panel.ports()->visualItemRect(found).center());
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<support::Cockpit> m_cockpit;
};

QTEST_MAIN(tst_Data)
#include "tst_data.moc"
