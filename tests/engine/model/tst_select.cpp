// SPDX-License-Identifier: GPL-3.0-or-later
// Queries over a DAG: each row is a query and the nodes it names.
#include <QtTest>

#include "engine/toolkit.h"
#include "model/select.h"
#include "support/dag.h"

using namespace orrery;

namespace {

// extract-a > clean-a > join > train > report, extract-b > clean-b > join, join > audit
DagSpec selectable()
{
    DagSpec dag = support::dag("extract-a:shell>clean-a:python extract-b:shell>clean-b:python "
                               "clean-a>join:sql clean-b>join join>train:python train>report "
                               "join>audit all>2");
    dag.tags = {"daily", "Sales"};
    dag.owner = "ada";
    for (NodeSpec &node : dag.nodes) {
        if (node.id.starts_with("extract"))
            node.type = "EXTRACT";
        if (node.id.starts_with("clean"))
            node.type = "TRANSFORM";
        if (node.id == "train") {
            node.name = "Train the model";
            node.task.runtimeName = "PYTHON_3.9";
            node.execution.isolation = Isolation::Sandbox;
        }
    }
    dag.nodes[4].task.image = "quay.io/etl:1";
    dag.nodes[4].task.artifactId = "joiner-v2";
    return dag;
}

QString named(const DagSpec &dag, const Result<std::vector<bool>> &set)
{
    if (!set)
        return QString::fromStdString("! " + set.error().where + ": " + set.error().what);
    QStringList out;
    for (std::size_t n = 0; n < dag.nodes.size(); ++n)
        if ((*set)[n])
            out << QString::fromStdString(dag.nodes[n].id);
    return out.join(u' ');
}

} // namespace

class TestSelect : public QObject {
    Q_OBJECT

private slots:
    void selects_data();
    void selects();
    void refuses_data();
    void refuses();
    void matchesShapes_data();
    void matchesShapes();
    void staysQuickOnNastyShapes();
    void coversALargeGraph();
};

void TestSelect::selects_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("nodes");
    const QString everything = "extract-a clean-a extract-b clean-b join train report audit all 2";
    QTest::newRow("one name") << "join"
                              << "join";
    QTest::newRow("a name in quotes") << "\"join\""
                                      << "join";
    QTest::newRow("a name in single quotes") << "'join'"
                                             << "join";
    QTest::newRow("a word of the language as a name") << "\"all\""
                                                      << "all";
    QTest::newRow("every node") << "all" << everything;
    QTest::newRow("words in capitals") << "ALL AND NOT ROOTS AND Sinks"
                                       << "report audit 2";
    QTest::newRow("roots") << "roots"
                           << "extract-a extract-b all";
    QTest::newRow("sinks") << "sinks"
                           << "report audit 2";
    QTest::newRow("all upstream") << "+train"
                                  << "extract-a clean-a extract-b clean-b join train";
    QTest::newRow("all downstream") << "join+"
                                    << "join train report audit";
    QTest::newRow("both ways") << "+clean-a+"
                               << "extract-a clean-a join train report audit";
    QTest::newRow("one level up") << "1+join"
                                  << "clean-a clean-b join";
    QTest::newRow("one level down") << "join+1"
                                    << "join train audit";
    QTest::newRow("levels both ways") << "2+join+1"
                                      << "extract-a clean-a extract-b clean-b join train audit";
    QTest::newRow("no level at all") << "0+join+0"
                                     << "join";
    QTest::newRow("more levels than there are") << "99999999999+report"
                                                << "extract-a clean-a extract-b clean-b join train "
                                                   "report";
    QTest::newRow("a name of digits") << "2"
                                      << "2";
    QTest::newRow("a name of digits with its upstream") << "+2"
                                                        << "all 2";
    QTest::newRow("a name of digits with its downstream") << "2+"
                                                          << "2";
    QTest::newRow("levels before a name of digits") << "1+2"
                                                    << "all 2";
    QTest::newRow("a shape with a star") << "extract-*"
                                         << "extract-a extract-b";
    QTest::newRow("a shape with a question mark") << "clean-?"
                                                  << "clean-a clean-b";
    QTest::newRow("a shape that nothing has") << "zzz*"
                                              << "";
    QTest::newRow("what is after a shape") << "clean-*+1"
                                           << "clean-a clean-b join";
    QTest::newRow("by type") << "type:EXTRACT"
                             << "extract-a extract-b";
    QTest::newRow("by type in small letters") << "type:extract"
                                              << "extract-a extract-b";
    QTest::newRow("by type in quotes") << "type:\"EXTRACT\""
                                       << "extract-a extract-b";
    QTest::newRow("by type with a shape") << "type:*TRA*"
                                          << "extract-a clean-a extract-b clean-b";
    QTest::newRow("by type TRANSFORM") << "type:T*"
                                       << "clean-a clean-b";
    QTest::newRow("by runtime") << "runtime:SQL"
                                << "join";
    QTest::newRow("by runtime with its version") << "runtime:PYTHON_3.9"
                                                 << "train";
    QTest::newRow("by family of runtimes") << "runtime:python"
                                           << "clean-a clean-b train";
    QTest::newRow("by name") << "name:\"Train the model\""
                             << "train";
    QTest::newRow("by name, which is the id when there is none") << "name:join"
                                                                 << "join";
    QTest::newRow("by name with a shape in quotes") << "name:\"train *\""
                                                    << "train";
    QTest::newRow("by id") << "id:extract-*"
                           << "extract-a extract-b";
    QTest::newRow("by id, case matters") << "id:JOIN"
                                         << "";
    QTest::newRow("by isolation") << "isolation:sandbox"
                                  << "train";
    QTest::newRow("by image") << "image:quay.io/etl*"
                              << "join";
    QTest::newRow("by image in quotes") << "image:\"quay.io/etl:1\""
                                        << "join";
    QTest::newRow("by artifact") << "artifact:joiner-*"
                                 << "join";
    QTest::newRow("by a tag of the DAG") << "tag:sales and roots"
                                         << "extract-a extract-b all";
    QTest::newRow("by a tag it has not") << "tag:weekly"
                                         << "";
    QTest::newRow("by the owner of the DAG") << "owner:ada and sinks"
                                             << "report audit 2";
    QTest::newRow("a value that is a word of the language") << "name:all"
                                                            << "all";
    QTest::newRow("what is around a key") << "1+runtime:SQL+1"
                                          << "clean-a clean-b join train audit";
    QTest::newRow("around a quoted value") << "2+type:\"TRANSFORM\"+1"
                                           << "extract-a clean-a extract-b clean-b join";
    QTest::newRow("and") << "+train and runtime:python"
                         << "clean-a clean-b train";
    QTest::newRow("or") << "train or audit"
                        << "train audit";
    QTest::newRow("not") << "not (+report)"
                         << "audit all 2";
    QTest::newRow("not not") << "not not join"
                             << "join";
    QTest::newRow("and is stronger than or") << "audit or roots and runtime:SHELL"
                                             << "extract-a extract-b audit";
    QTest::newRow("parentheses change that") << "(audit or roots) and runtime:SHELL"
                                             << "extract-a extract-b";
    QTest::newRow("not is stronger than and") << "not roots and sinks"
                                              << "report audit 2";
    QTest::newRow("plus is stronger than not") << "not +report and sinks"
                                               << "audit 2";
    QTest::newRow("plus around parentheses") << "(train or audit)+1"
                                             << "train report audit";
    QTest::newRow("levels before parentheses") << "1+(train or clean-a)"
                                               << "extract-a clean-a join train";
    QTest::newRow("downstream of the roots is all") << "roots+" << everything;
    QTest::newRow("spaces do not matter") << "  ( join )or(audit)  "
                                          << "join audit";
}

void TestSelect::selects()
{
    QFETCH(QString, query);
    QFETCH(QString, nodes);
    const DagSpec dag = selectable();
    const QString found = named(dag, model::select(dag, query.toStdString()));
    QCOMPARE(found, nodes);
}

void TestSelect::refuses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << ""
                             << "query:1"
                             << "empty";
    QTest::newRow("only spaces") << "   "
                                 << "query:1"
                                 << "empty";
    QTest::newRow("a misspelt name") << "+joim"
                                     << "query:2"
                                     << "did you mean \"join\"?";
    QTest::newRow("a name far from all") << "join or qqqqqqqq"
                                         << "query:9"
                                         << "name:\"qqqqqqqq\"";
    QTest::newRow("a misspelt key") << "typ:ETL"
                                    << "query:1"
                                    << "did you mean \"type\"?";
    QTest::newRow("an unknown key") << "zzzzzz:1"
                                    << "query:1"
                                    << "keys: id, name, type";
    QTest::newRow("no value") << "type:"
                              << "query:6"
                              << "a value follows type:";
    QTest::newRow("a value after a space") << "type: ETL"
                                           << "query:7"
                                           << "right away";
    QTest::newRow("a colon in a value") << "image:quay.io/etl:1"
                                        << "query:18"
                                        << "in quotes";
    QTest::newRow("quotes never closed") << "join or \"audit"
                                         << "query:9"
                                         << "never closed";
    QTest::newRow("a parenthesis never closed") << "join or (audit"
                                                << "query:9"
                                                << "never closed";
    QTest::newRow("one parenthesis too many") << "join)"
                                              << "query:5"
                                              << "cannot stand here";
    QTest::newRow("two names in a row") << "join audit"
                                        << "query:6"
                                        << "join two parts with";
    QTest::newRow("an end after or") << "join or"
                                     << "query:8"
                                     << "a name, key:value";
    QTest::newRow("an end after not") << "not"
                                      << "query:4"
                                      << "the query ends here";
    QTest::newRow("and in front") << "and join"
                                  << "query:1"
                                  << "cannot stand here";
    QTest::newRow("a plus alone") << "+"
                                  << "query:2"
                                  << "the query ends here";
    QTest::newRow("a plus with a space") << "+ join"
                                         << "query:1"
                                         << "right beside";
    QTest::newRow("a plus between spaces") << "join + audit"
                                           << "query:6"
                                           << "right beside";
    QTest::newRow("a plus between names") << "join+audit"
                                          << "query:6"
                                          << "no number of levels";
    QTest::newRow("columns count characters")
        << QString::fromUtf8("name:\"\xC3\xA4\xC3\xB6\" or joim") << "query:14"
        << "join";
    QTest::newRow("nested too deeply") << QString(500, u'(') << "query:201"
                                       << "nested too deeply";
    QTest::newRow("negated too often") << QString("not ").repeated(500) + "join"
                                       << "query:801"
                                       << "nested too deeply";
    QTest::newRow("longer than 64 KiB") << QString(70000, u'a') << "query:1"
                                        << "64 KiB";
}

void TestSelect::refuses()
{
    QFETCH(QString, query);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const auto set = model::select(selectable(), query.toStdString());
    QVERIFY(!set);
    QCOMPARE(QString::fromStdString(set.error().where), where);
    QVERIFY2(QString::fromStdString(set.error().what).contains(what), set.error().what.c_str());
}

void TestSelect::matchesShapes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<bool>("fits");
    QTest::newRow("itself") << "abc"
                            << "abc" << true;
    QTest::newRow("longer") << "abcd"
                            << "abc" << false;
    QTest::newRow("a star for nothing") << "abc"
                                        << "abc*" << true;
    QTest::newRow("a star in the middle") << "aXXc"
                                          << "a*c" << true;
    QTest::newRow("a star that must go on") << "abcbc"
                                            << "a*bc" << true;
    QTest::newRow("two stars") << "xaybz"
                               << "*a*b*" << true;
    QTest::newRow("a question mark needs a character") << "ab"
                                                       << "ab?" << false;
    QTest::newRow("a question mark is one character, not one byte")
        << QString::fromUtf8("\xE6\x97\xA5x") << "?x" << true;
    QTest::newRow("nothing at all") << ""
                                    << "*" << true;
}

void TestSelect::matchesShapes()
{
    QFETCH(QString, text);
    QFETCH(QString, shape);
    QFETCH(bool, fits);
    QCOMPARE(model::matches(text.toStdString(), shape.toStdString(), false), fits);
}

void TestSelect::staysQuickOnNastyShapes()
{
    std::string shape;
    for (int i = 0; i < 100; ++i)
        shape += "a*";
    QVERIFY(!model::matches(std::string(5000, 'a') + "b", shape + "c", false));
}

void TestSelect::coversALargeGraph()
{
    DagSpec dag;
    constexpr std::uint32_t count = 100000;
    for (std::uint32_t i = 0; i < count; ++i) {
        dag.nodes.emplace_back().id = "n" + std::to_string(i);
        if (i > 0)
            dag.edges.emplace_back(i - 1, i);
    }
    const auto all = model::select(dag, "n0+ and +n99999");
    QVERIFY(all);
    QCOMPARE(std::count(all->begin(), all->end(), true), std::ptrdiff_t{count});
    const auto near = model::select(dag, "10+n500+10");
    QVERIFY(near);
    QCOMPARE(std::count(near->begin(), near->end(), true), std::ptrdiff_t{21});
}

QTEST_APPLESS_MAIN(TestSelect)
#include "tst_select.moc"
