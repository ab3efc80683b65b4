// SPDX-License-Identifier: GPL-3.0-or-later
// The problems of a file: shown as it is edited, jumped to, mended by a click.
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include "designbench.h"
#include "designer/fixits.h"
#include "designer/problemspanel.h"

using namespace orrery;
using designer::ProblemsPanel;

namespace {

const QByteArray misspelt = "dagId: d # ä\n"
                            "nodes:\n"
                            "  - nodeId: a\n"
                            "    taskDefinition: {runtime: SHEL, script: echo}\n"
                            "  - nodeId: b\n"
                            "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n"
                            "    executionConfig: {trigerRule: all}\n"
                            "edges:\n"
                            "  - {from: a, to: b}\n"
                            "  - {from: b, to: b}\n";

struct Desk {
    tests::DesignBench bench;
    ProblemsPanel panel{bench};

    explicit Desk(const QByteArray &text = misspelt) : bench(text)
    {
        panel.resize(900, 240);
        panel.show();
        if (!QTest::qWaitForWindowExposed(&panel))
            qFatal("the panel is not shown");
    }
    [[nodiscard]] QTableView &table() { return *panel.findChild<QTableView *>(); }
    [[nodiscard]] int rowOf(const char *word)
    {
        const auto *model = table().model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, models::FindingsModel::Message)
                    .data()
                    .toString()
                    .contains(QLatin1String(word)))
                return row;
        return -1;
    }
    [[nodiscard]] QPushButton *fixOf(const char *word)
    {
        return qobject_cast<QPushButton *>(
            table().indexWidget(table().model()->index(rowOf(word), models::FindingsModel::Fix)));
    }
};

} // namespace

class tst_Problems final : public QObject {
    Q_OBJECT
private slots:
    void aClickShowsTheFieldAndTheLine()
    {
        Desk desk;
        QSignalSpy field(&desk.bench.reveal(), &widgets::Reveal::fieldWanted);
        QSignalSpy line(&desk.bench.reveal(), &widgets::Reveal::textWanted);
        const int row = desk.rowOf("SHEL");
        QVERIFY(row >= 0);
        const QRect cell = desk.table().visualRect(desk.table().model()->index(row, 2));
        QTest::mouseClick(desk.table().viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(field.count(), 1);
        QCOMPARE(field[0][0].toString(), QStringLiteral("nodes/0/taskDefinition/runtime"));
        QCOMPARE(line.count(), 1);
        QCOMPARE(line[0][0].toInt(), 4);
        QCOMPARE(line[0][1].toInt(), 31);
    }

    void aMisspeltWordIsMendedByOneClick()
    {
        Desk desk;
        auto *fix = desk.fixOf("SHEL");
        QVERIFY(fix != nullptr);
        QCOMPARE(fix->text(), QStringLiteral("Write SHELL instead of SHEL"));
        QTest::mouseClick(fix, Qt::LeftButton);
        QByteArray mended = misspelt;
        QCOMPARE(desk.bench.text(), mended.replace("runtime: SHEL,", "runtime: SHELL,"));
        QCOMPARE(desk.rowOf("SHEL"), -1);
        QCOMPARE(desk.bench.document().undoLabel(), QStringLiteral("Write SHELL instead of SHEL"));
        QTest::mouseClick(desk.fixOf("trigerRule"), Qt::LeftButton);
        QVERIFY(desk.bench.text().contains("{triggerRule: all}"));
        QTest::mouseClick(desk.fixOf("itself"), Qt::LeftButton);
        QCOMPARE(desk.bench.document().dag().edges.size(), std::size_t{1});
        QVERIFY(desk.bench.document().reading()->ok());
        for (int i = 0; i < 3; ++i)
            desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), misspelt);
    }

    void anInputIsFedByTheOnlyNodeThatCan()
    {
        Desk desk("dagId: d\n"
                  "nodes:\n"
                  "  - {nodeId: a, component: read-csv@1, arguments: {file: x.csv}}\n"
                  "  - {nodeId: b, component: filter@1, arguments: {where: n > 1}}\n"
                  "edges:\n"
                  "  - {from: a, to: b}\n");
        auto *fix = desk.fixOf("nothing feeds");
        QVERIFY(fix != nullptr);
        QCOMPARE(fix->text(), QStringLiteral("Feed it with a.path"));
        QTest::mouseClick(fix, Qt::LeftButton);
        QVERIFY2(desk.bench.text().contains("dataMapping"), desk.bench.text().constData());
        QVERIFY(desk.bench.document().reading()->ok());
    }

    void onlyErrorsCanBeShown()
    {
        Desk desk("dagId: d\nnodes:\n  - {nodeId: a, taskDefinition: {runtime: SHEL, scriptFile: "
                  "none.sh}}\n");
        auto *severity = desk.panel.findChild<QComboBox *>(QStringLiteral("severity"));
        const int all = desk.table().model()->rowCount();
        QVERIFY(desk.panel.model().warnings() > 0);
        severity->setCurrentIndex(1);
        QCOMPARE(desk.table().model()->rowCount(), desk.panel.model().errors());
        severity->setCurrentIndex(2);
        QCOMPARE(desk.table().model()->rowCount(), desk.panel.model().warnings());
        severity->setCurrentIndex(0);
        QCOMPARE(desk.table().model()->rowCount(), all);
    }

    void theListFollowsTheTyping()
    {
        Desk desk;
        const int before = desk.table().model()->rowCount();
        const std::size_t at = desk.bench.document().text().find("trigerRule");
        desk.bench.document().type({{at, 10, "triggerRule"}}, this);
        QTRY_COMPARE(desk.table().model()->rowCount(), before - 1);
        QVERIFY(desk.bench.contextOf(QStringLiteral("problems"))
                    .startsWith(QString::number(before - 1)));
    }

    void whatNeedsThoughtIsNotMended_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("fix");
        QTest::newRow("no word is near") << "there is no node \"c\""
                                         << "";
        QTest::newRow("the word stands elsewhere") << "unknown key \"zzz\""
                                                   << "did you mean \"z\"?";
        QTest::newRow("advice") << "the edges form a cycle: a -> b -> a"
                                << "remove one of its edges";
    }
    void whatNeedsThoughtIsNotMended()
    {
        QFETCH(QString, message);
        QFETCH(QString, fix);
        Finding finding;
        finding.line = 1;
        finding.column = 1;
        finding.message = message.toStdString();
        finding.fix = fix.toStdString();
        QVERIFY(!designer::fixOf(finding, "dagId: d\nnodes: []\n", {}));
    }
};

QTEST_MAIN(tst_Problems)
#include "tst_problems.moc"
