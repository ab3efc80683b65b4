// SPDX-License-Identifier: GPL-3.0-or-later
// The document as it is edited: one text and one undo stack for graph and editor, nothing lost.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "bridge/dagdocument.h"
#include "bridge/placement.h"
#include "bridge/runfacade.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"

using namespace orrery;
using bridge::DagDocument;

namespace {

const QByteArray twoNodes = "# sales, by night\n"
                            "dagId: d\n"
                            "nodes:\n"
                            "  # the first\n"
                            "  - nodeId: a\n"
                            "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n"
                            "    executionConfig: {timeout: PT5M} # generous\n"
                            "  - nodeId: b\n"
                            "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n"
                            "edges:\n"
                            "  - {from: a, to: b}\n";

void write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(text), text.size());
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// An open document over a file of its own.
struct Desk {
    QTemporaryDir dir;
    QString path = dir.filePath(QStringLiteral("d.yaml"));
    DagDocument document{QString()};

    explicit Desk(const QByteArray &text = twoNodes)
    {
        write(path, text);
        document.setHome(dir.filePath(QStringLiteral("home")));
        open();
    }
    void open()
    {
        document.open(path);
        QTRY_VERIFY(document.isOpen() && !document.loading());
        if (!document.dag().nodes.empty())
            QTRY_VERIFY(document.layout());
    }
    [[nodiscard]] QByteArray text() const { return QByteArray::fromStdString(document.text()); }
    Result<Edited> perform(const Change &change, const QString &subject = {})
    {
        return document.perform(QStringLiteral("Change"), std::array{change}, subject);
    }
};

std::string id(const DagDocument &document, std::size_t node)
{
    return document.dag().nodes.at(node).id;
}

} // namespace

class tst_Editing final : public QObject {
    Q_OBJECT
private slots:
    void aCommandChangesItsLineAndTheGraphAtOnce()
    {
        Desk desk;
        QVERIFY(desk.document.editable() && !desk.document.modified());
        QSignalSpy changed(&desk.document, &DagDocument::changed);
        QVERIFY(
            desk.perform(change::Set{"nodes/a/executionConfig/timeout", JsonText{"\"PT10M\""}}));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(desk.document.dag().nodes[0].execution.timeout, SpanMs(600'000));
        QByteArray expected = twoNodes;
        QCOMPARE(desk.text(), expected.replace("PT5M", "PT10M"));
        QVERIFY(desk.document.modified());
        QCOMPARE(read(desk.path), twoNodes); // until it is saved
    }

    void undoReachesBackBehindASave()
    {
        Desk desk;
        QVERIFY(desk.perform(change::RenameNode{"a", "load"}));
        QVERIFY(desk.document.save());
        QVERIFY(!desk.document.modified());
        QVERIFY(read(desk.path).contains("nodeId: load"));
        QVERIFY(desk.document.canUndo());
        desk.document.undo();
        QCOMPARE(desk.text(), twoNodes);
        QVERIFY(desk.document.modified());
        desk.document.redo();
        QVERIFY(!desk.document.modified());
    }

    void whatWasTypedMovesTheGraphWhenItRests()
    {
        Desk desk;
        const std::size_t at = desk.document.text().find("PT5M");
        QSignalSpy told(&desk.document, &DagDocument::textChanged);
        desk.document.type({{at, 4, "PT7M"}}, this);
        QCOMPARE(told.count(), 1);
        QCOMPARE(told[0][1].value<const QObject *>(), this);
        QCOMPARE(desk.document.dag().nodes[0].execution.timeout, SpanMs(300'000));
        QTRY_COMPARE(desk.document.dag().nodes[0].execution.timeout, SpanMs(420'000));
    }

    void aBrokenTextLeavesTheLastGraphMarkedStale()
    {
        Desk desk;
        const std::string good = desk.document.text();
        desk.document.type({{0, 0, "dagId: [\n"}}, this);
        desk.document.settle();
        QVERIFY(desk.document.stale());
        QCOMPARE(desk.document.dag().nodes.size(), std::size_t{2});
        QVERIFY(!desk.document.reading()->ok());
        const auto refused = desk.perform(change::RenameNode{"a", "load"});
        QVERIFY(!refused);
        QVERIFY(!refused.error().where.empty());
        desk.document.type({{0, 9, ""}}, this);
        desk.document.settle();
        QVERIFY(!desk.document.stale());
        QCOMPARE(desk.document.text(), good);
    }

    void aDagMayBeUnfinishedWhileItIsBuilt()
    {
        Desk desk("dagId: d\nnodes: []\n");
        for (const char *node : {R"({"nodeId": "first"})", R"({"nodeId": "second"})"})
            QVERIFY(desk.perform(change::AddNode{JsonText{node}}));
        QVERIFY(desk.perform(change::AddEdge{{"first", "second"}}));
        QCOMPARE(desk.document.dag().nodes.size(), std::size_t{2});
        QCOMPARE(desk.document.dag().edges.size(), std::size_t{1});
        for (int i = 0; i < 3; ++i)
            desk.document.undo();
        QCOMPARE(desk.text(), QByteArray("dagId: d\nnodes: []\n"));
        QVERIFY(desk.document.dag().nodes.empty());
    }

    void theSelectionFollowsItsNodes()
    {
        Desk desk;
        bridge::SessionBridge session;
        bridge::RunFacade run(session);
        bridge::Selection selection(run);
        connect(&desk.document, &DagDocument::renumbered, &selection, &bridge::Selection::renumber);
        selection.selectNode(1);
        QVERIFY(desk.perform(change::RenameNode{"b", "clean"}));
        QCOMPARE(selection.node(), NodeIndex(1));
        QVERIFY(desk.perform(change::DeleteNodes{{"a"}}));
        QCOMPARE(selection.node(), NodeIndex(0));
        QCOMPARE(id(desk.document, 0), std::string("clean"));
        QVERIFY(desk.perform(change::DeleteNodes{{"clean"}}));
        QCOMPARE(selection.node(), none);
    }

    void aFileThatWasChangedOutsideIsAStepOfItsOwn()
    {
        Desk desk;
        QByteArray other = twoNodes;
        write(desk.path, other.replace("PT5M", "PT9M"));
        QTRY_COMPARE(desk.text(), other);
        QVERIFY(!desk.document.modified());
        desk.document.undo();
        QCOMPARE(desk.text(), twoNodes);
    }

    void neitherSideOfAConflictIsLost_data()
    {
        QTest::addColumn<bool>("mine");
        QTest::newRow("mine counts") << true;
        QTest::newRow("the file's counts") << false;
    }
    void neitherSideOfAConflictIsLost()
    {
        QFETCH(bool, mine);
        Desk desk;
        QVERIFY(desk.perform(change::RenameNode{"a", "load"}));
        const QByteArray edited = desk.text();
        QByteArray other = twoNodes;
        write(desk.path, other.replace("PT5M", "PT9M"));
        QTRY_VERIFY(desk.document.conflict());
        QCOMPARE(desk.text(), edited);
        const auto refused = desk.document.save();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QCOMPARE(read(desk.path), other);
        if (mine) {
            desk.document.keepMine();
            QVERIFY(desk.document.save());
            QCOMPARE(read(desk.path), edited);
        } else {
            desk.document.takeOutside();
            QCOMPARE(desk.text(), other);
            QVERIFY(!desk.document.modified());
            desk.document.undo();
            QCOMPARE(desk.text(), edited);
        }
    }

    void unsavedEditsOutliveACrash()
    {
        Desk desk;
        QVERIFY(desk.perform(change::RenameNode{"a", "load"}));
        const QByteArray edited = desk.text();
        const QDir drafts(desk.dir.filePath(QStringLiteral("home/drafts")));
        QTRY_COMPARE(drafts.entryList(QDir::Files).size(), 1);
        // What another process finds when this one has been killed.
        DagDocument next{QString()};
        next.setHome(desk.dir.filePath(QStringLiteral("home")));
        next.open(desk.path);
        QTRY_VERIFY(next.draftFound());
        QCOMPARE(QByteArray::fromStdString(next.text()), twoNodes);
        next.takeDraft();
        QCOMPARE(QByteArray::fromStdString(next.text()), edited);
        QVERIFY(next.modified());
        next.undo();
        QCOMPARE(QByteArray::fromStdString(next.text()), twoNodes);
        next.redo();
        QVERIFY(next.save());
        QCOMPARE(drafts.entryList(QDir::Files).size(), 0);
    }

    void aNameThatMeansAnotherFormatIsRefused()
    {
        Desk desk;
        const QString path = desk.dir.filePath(QStringLiteral("d.dot"));
        const auto refused = desk.document.saveAs(path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidSpec);
        QVERIFY(!QFile::exists(path));
    }

    void aFileThatCannotBeWrittenSaysWhy()
    {
        Desk desk;
        QVERIFY(desk.perform(change::RenameNode{"a", "load"}));
        const auto refused =
            desk.document.saveAs(desk.dir.filePath(QStringLiteral("nowhere/d.yaml")));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Io);
        QVERIFY(desk.document.modified());
    }

    void aPlaceInTheFileIsThePlaceInSpace()
    {
        Desk desk;
        const toolkit::Point3 wanted{4, -2, 1};
        QVERIFY(desk.perform(change::MoveNodes{{{"a", bridge::toFile(wanted)}}}));
        QVERIFY(desk.text().contains("position"));
        const toolkit::Point3 at = desk.document.layout()->nodes[0];
        QCOMPARE(at.x, wanted.x);
        QCOMPARE(at.y, wanted.y);
        QCOMPARE(at.z, wanted.z);
        desk.document.undo();
        QCOMPARE(desk.text(), twoNodes);
    }

    void nodesWithoutAPlaceStandAmongThoseThatHaveOne()
    {
        DagSpec dag;
        dag.nodes.resize(4);
        toolkit::Layout automatic;
        for (int i = 0; i < 4; ++i)
            automatic.nodes.push_back({float(i), 0, 0});
        for (std::size_t i = 0; i < 3; ++i)
            dag.nodes[i].position = Position{5000 + 50.0 * double(i), 0, 0};
        const auto layout = bridge::placed(dag, automatic);
        QCOMPARE(layout.nodes[0].x, 100.0F);
        QCOMPARE(layout.nodes[3].x, 103.0F);
    }
};

QTEST_GUILESS_MAIN(tst_Editing)
#include "tst_editing.moc"
