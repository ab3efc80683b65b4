// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes run, are kept or are left out in a run of parts.
#include <QTest>

#include "run/choice.h"

using namespace orrery;

class tst_Choice : public QObject {
    Q_OBJECT

private slots:
    void parts_data();
    void parts();
    void whatIsNeededAndNowhereIsAnError();
    void aDefaultStandsInForWhatIsNowhere();
    void theNewestRunThatHasItIsKept();
    void unfinishedReachesWhatFollows();
    void whatWasTornDownIsSetUpAgain();
};

namespace {

/// a -> b -> c -> d, and e on its own; b reads an output of a.
DagSpec chain()
{
    DagSpec dag;
    dag.id = "d";
    for (const char *id : {"a", "b", "c", "d", "e"}) {
        dag.nodes.emplace_back();
        dag.nodes.back().id = id;
    }
    dag.nodes[0].task.outputs.push_back({.name = "n", .required = true});
    dag.nodes[1].task.inputs.push_back({.name = "n", .required = true});
    dag.edges = {{0, 1, "SUCCESS", {{"n", "n"}}}, {1, 2}, {2, 3}};
    return dag;
}

run::Earlier earlier(const std::string &id, const std::string &succeeded)
{
    run::Earlier run{RunId(id), {}};
    for (const char node : succeeded)
        run.nodes[std::string(1, node)] = {TaskState::Succeeded, "{\"from\":\"" + id + "\"}",
                                           false};
    return run;
}

std::vector<bool> nodes(const QString &names)
{
    std::vector<bool> out;
    for (const char name : {'a', 'b', 'c', 'd', 'e'})
        out.push_back(names.contains(QLatin1Char(name)));
    return out;
}

/// "KKRL-": a letter a node: Run, Keep, Leave out.
QString letters(const std::vector<PlannedNode> &plan)
{
    QString out;
    for (const PlannedNode &node : plan)
        out += u"RKL"[static_cast<int>(node.part)];
    return out;
}

} // namespace

void tst_Choice::parts_data()
{
    QTest::addColumn<QString>("selected");
    QTest::addColumn<QString>("succeeded"); // in the earlier run
    QTest::addColumn<QString>("plan");
    QTest::newRow("everything") << "abcde"
                                << ""
                                << "RRRRR";
    QTest::newRow("the middle, all before it is kept") << "c"
                                                       << "abcd"
                                                       << "KKRLL";
    QTest::newRow("what follows is left out") << "ab"
                                              << "abcd"
                                              << "RRLLL";
    QTest::newRow("nothing recorded, nothing needed") << "d"
                                                      << ""
                                                      << "LLLRL";
    QTest::newRow("only part of it recorded") << "d"
                                              << "a"
                                              << "KLLRL";
    QTest::newRow("alone") << "e"
                           << "abcde"
                           << "LLLLR";
}

void tst_Choice::parts()
{
    QFETCH(QString, selected);
    QFETCH(QString, succeeded);
    QFETCH(QString, plan);
    const auto made =
        run::choose(chain(), nodes(selected), {earlier("r1", succeeded.toStdString())});
    QVERIFY(made);
    QCOMPARE(letters(*made), plan);
}

void tst_Choice::whatIsNeededAndNowhereIsAnError()
{
    const auto made = run::choose(chain(), nodes("b"), {});
    QVERIFY(!made);
    QCOMPARE(made.error().code, ErrorCode::InvalidSpec);
    QVERIFY(made.error().what.starts_with("b needs the output n of a"));
    QVERIFY(!run::choose(chain(), nodes(""), {}));
}

void tst_Choice::aDefaultStandsInForWhatIsNowhere()
{
    DagSpec dag = chain();
    dag.nodes[1].task.inputs[0].defaultValue = "1";
    const auto made = run::choose(dag, nodes("b"), {});
    QVERIFY(made);
    QCOMPARE(letters(*made), u"LRLLL");
}

void tst_Choice::theNewestRunThatHasItIsKept()
{
    const auto made = run::choose(chain(), nodes("c"), {earlier("new", "b"), earlier("old", "ab")});
    QVERIFY(made);
    QCOMPARE((*made)[0].from, RunId("old"));
    QCOMPARE((*made)[1].from, RunId("new"));
    const std::vector<KeptNode> kept = run::keptNodes(*made);
    QCOMPARE(kept.size(), std::size_t(4));
    QCOMPARE(kept[1].outputs, std::string("{\"from\":\"new\"}"));
    QVERIFY(kept[3].from.empty());
}

void tst_Choice::unfinishedReachesWhatFollows()
{
    QCOMPARE(run::unfinished(chain(), earlier("r", "acde")), nodes("bcd"));
    QCOMPARE(run::unfinished(chain(), earlier("r", "abcde")), nodes(""));
    QCOMPARE(run::unfinished(chain(), earlier("r", "abcd")), nodes("e"));
}

void tst_Choice::whatWasTornDownIsSetUpAgain()
{
    DagSpec dag = chain(); // b sets up, d cleans up
    dag.edges.push_back({1, 3});
    dag.nodes[3].execution.teardownOf = "b";
    QCOMPARE(run::unfinished(dag, earlier("c failed", "abde")), nodes("bcd"));
    QCOMPARE(run::unfinished(dag, earlier("all went well", "abcde")), nodes(""));
    run::Earlier failed = earlier("c and the teardown failed", "abe");
    failed.nodes["d"].state = TaskState::Failed;
    QCOMPARE(run::unfinished(dag, failed), nodes("bcd"));
    failed.nodes["d"].state = TaskState::Cancelled; // so what b set up still stands
    QCOMPARE(run::unfinished(dag, failed), nodes("cd"));
}

QTEST_GUILESS_MAIN(tst_Choice)
#include "tst_choice.moc"
