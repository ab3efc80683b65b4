// SPDX-License-Identifier: GPL-3.0-or-later
// Published versions: numbers, files as they were, the runs that used them.
#include <QTemporaryDir>
#include <QTest>

#include "store/store.h"
#include "support/journalevents.h"

using namespace orrery;
using store::Store;

namespace {

std::unique_ptr<Store> mustOpenFor(const QTemporaryDir &dir)
{
    auto opened = Store::open(
        dir.path().toStdString(), [](Seq) {}, [](const Error &) {});
    if (!opened)
        qFatal("%s", opened.error().what.c_str());
    return std::move(*opened);
}

/// A content becomes number `number`; not committed yet.
void publish(Store &store, std::uint32_t number, const std::string &version,
             const std::string &text)
{
    DagSpec dag;
    dag.id = "sales";
    dag.nodes.resize(2);
    VersionText published;
    published.summary.dag = DagId("sales");
    published.summary.number = number;
    published.summary.version = VersionId(version);
    published.summary.at = 1000 + number;
    published.summary.by = "ann";
    published.summary.message = "m" + std::to_string(number);
    published.summary.file = "/d/sales.yaml";
    published.summary.status = "valid";
    published.summary.rolledBackTo = number == 3 ? 1 : 0;
    published.format = "yaml";
    published.text = text;
    store.putVersion(published.summary.version, dag, "{\"dagId\":\"sales\"}");
    store.putPublication(published);
    Event event{0, {}, DagPublished{DagId("sales"), number, VersionId(version), "ann", "", 0, 1}};
    store.append(event);
}

QString told(const std::vector<VersionSummary> &all)
{
    QStringList out;
    for (const VersionSummary &one : all)
        out << QStringLiteral("%1 %2 %3 %4")
                   .arg(one.number)
                   .arg(QString::fromStdString(one.version.text.substr(14)))
                   .arg(one.rolledBackTo)
                   .arg(one.runCount);
    return out.join(u", ");
}

} // namespace

class tst_Publications : public QObject {
    Q_OBJECT
private slots:
    void numbersAndFilesComeBack();
    void aContentThatWasOnlyRunHasNoNumber();
    void anOpenTransactionIsSeen();
    void aDiscardedOneIsGone();
    void unknownOnesAreNotFound();
    void theyOutliveARebuild();
};

void tst_Publications::numbersAndFilesComeBack()
{
    const QTemporaryDir dir;
    {
        const auto store = mustOpenFor(dir);
        publish(*store, 1, "00000000000000aa", "# one\n");
        QVERIFY(store->commit());
        publish(*store, 2, "00000000000000bb", "# two\n");
        publish(*store, 3, "00000000000000aa", "# three: back to one\n");
        QVERIFY(store->commit());
    }
    const auto store = mustOpenFor(dir);
    QCOMPARE(told(store->versions(DagId("sales"))), QString("3 aa 1 0, 2 bb 0 0, 1 aa 0 0"));
    const auto two = store->published({DagId("sales"), 2, {}});
    QVERIFY(two);
    QCOMPARE(two->text, std::string("# two\n"));
    QCOMPARE(two->format, std::string("yaml"));
    QCOMPARE(two->summary.message, std::string("m2"));
    QCOMPARE(two->summary.nodes, std::uint64_t{2});
    // By content: the newest file of it.
    QCOMPARE(store->published({{}, 0, VersionId("00000000000000aa")})->summary.number, 3U);
}

void tst_Publications::aContentThatWasOnlyRunHasNoNumber()
{
    const QTemporaryDir dir;
    const auto store = mustOpenFor(dir);
    DagSpec dag;
    dag.id = "sales";
    store->putVersion(VersionId("00000000000000aa"), dag, "{\"dagId\":\"sales\"}");
    for (Event event : support::runEvents("r1", 2))
        store->append(event);
    QVERIFY(store->commit());
    QCOMPARE(told(store->versions(DagId("sales"))), QString("0 aa 0 1"));
    QCOMPARE(store->versions(DagId("sales"))[0].runs, std::vector<RunId>{RunId("r1")});
    const auto text = store->published({{}, 0, VersionId("00000000000000aa")});
    QVERIFY(text);
    QCOMPARE(text->format, std::string("json"));
    QCOMPARE(text->text, std::string("{\"dagId\":\"sales\"}"));
}

void tst_Publications::anOpenTransactionIsSeen()
{
    const QTemporaryDir dir;
    const auto store = mustOpenFor(dir);
    publish(*store, 1, "00000000000000aa", "x");
    QCOMPARE(store->versions(DagId("sales")).size(), std::size_t{1});
    QVERIFY(store->versions(DagId("other")).empty());
}

void tst_Publications::aDiscardedOneIsGone()
{
    const QTemporaryDir dir;
    const auto store = mustOpenFor(dir);
    publish(*store, 1, "00000000000000aa", "x");
    store->discard();
    QVERIFY(store->commit());
    QVERIFY(store->versions(DagId("sales")).empty());
}

void tst_Publications::unknownOnesAreNotFound()
{
    const QTemporaryDir dir;
    const auto store = mustOpenFor(dir);
    for (const VersionRef &ref :
         {VersionRef{DagId("sales"), 1, {}}, VersionRef{{}, 0, VersionId("00000000000000aa")}}) {
        const auto found = store->published(ref);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::NotFound);
    }
}

void tst_Publications::theyOutliveARebuild()
{
    const QTemporaryDir dir;
    const auto store = mustOpenFor(dir);
    publish(*store, 1, "00000000000000aa", "x");
    QVERIFY(store->commit());
    QVERIFY(store->rebuild());
    QCOMPARE(told(store->versions(DagId("sales"))), QString("1 aa 0 0"));
}

QTEST_APPLESS_MAIN(tst_Publications)
#include "tst_publications.moc"
