// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of DAGs made by chance: a form that loses nothing gives back what was written, a form
// that does names everything that differs.
#include <QtTest>

#include <algorithm>
#include <set>

#include "model/formats/dot.h"
#include "model/formats/droplet.h"
#include "model/formats/proto.h"
#include "model/formats/wfformat.h"
#include "model/formats/write.h"
#include "model/parse.h"
#include "support/dag.h"
#include "support/randomdag.h"

using namespace orrery;
using model::OrderedJson;

namespace {

constexpr std::uint32_t dagSeeds = 400;

using Lines = std::vector<std::string>;

std::string droplet(const DagSpec &dag)
{
    Lines lost;
    return model::toDroplet(dag, lost);
}

// Keys of two objects that differ.
void compare(const OrderedJson &a, const OrderedJson &b, std::set<std::string> &keys)
{
    for (const auto &[one, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        for (const auto &[key, value] : one->items()) {
            const auto found = other->find(key);
            if (found == other->end() || *found != value)
                keys.insert(key);
        }
    }
}

// Edges by their ends: their order means nothing.
OrderedJson edgesOf(OrderedJson &tree)
{
    OrderedJson out = OrderedJson::object();
    const auto edges = tree.find("edges");
    for (const OrderedJson &edge : edges == tree.end() ? OrderedJson::array() : *edges)
        out[edge["from"].get<std::string>() + ">" + edge["to"].get<std::string>()] = edge;
    tree.erase("edges");
    return out;
}

std::set<std::string> differencesOfDags(const DagSpec &before, const DagSpec &after)
{
    std::set<std::string> keys;
    OrderedJson a = model::toTree(before), b = model::toTree(after);
    const OrderedJson edgesBefore = edgesOf(a), edgesAfter = edgesOf(b);
    const OrderedJson nodesBefore = a["nodes"], nodesAfter = b["nodes"];
    a.erase("nodes");
    b.erase("nodes");
    compare(a, b, keys);
    if (nodesBefore.size() != nodesAfter.size() || edgesBefore.size() != edgesAfter.size())
        keys.insert("nodes or edges");
    for (std::size_t i = 0; i < std::min(nodesBefore.size(), nodesAfter.size()); ++i)
        compare(nodesBefore[i], nodesAfter[i], keys);
    for (const auto &[ends, edge] : edgesBefore.items()) {
        if (edgesAfter.contains(ends))
            compare(edge, edgesAfter[ends], keys);
        else
            keys.insert("edge " + ends);
    }
    return keys;
}

// As orrery-layout gives a text back that it wrote.
DagSpec throughDot(const DagSpec &dag)
{
    nlohmann::json reply = nlohmann::json::parse(model::toDotJob(dag));
    reply.erase("job");
    return model::fromDotReply(reply.dump(), "x.dot").value();
}

DagSpec throughWfFormat(const DagSpec &dag)
{
    Lines lost;
    return model::parse(model::toWfFormat(dag, lost), "x.json").dag;
}

} // namespace

class TestRoundtrip : public QObject {
    Q_OBJECT

private slots:
    void madeDagsAreValid();
    void nothingIsLostIn_data();
    void nothingIsLostIn();
    void theListNamesWhatDiffersIn_data();
    void theListNamesWhatDiffersIn();
    void nothingIsListedForAPlainDag();
};

void TestRoundtrip::madeDagsAreValid()
{
    for (std::uint32_t seed = 1; seed <= dagSeeds; ++seed) {
        const toolkit::Parsed parsed =
            model::parse(model::toJson(support::randomDag(seed), 2), "x.json");
        for (const Finding &finding : parsed.findings)
            QVERIFY2(!finding.isError(), qPrintable(QString("seed %1: ").arg(seed) +
                                                    QString::fromStdString(finding.text())));
    }
}

void TestRoundtrip::nothingIsLostIn_data()
{
    QTest::addColumn<int>("form");
    QTest::newRow("json") << 0;
    QTest::newRow("yaml") << 1;
    QTest::newRow("proto") << 2;
    QTest::newRow("droplet, which carries what it cannot say") << 3;
}

void TestRoundtrip::nothingIsLostIn()
{
    QFETCH(int, form);
    for (std::uint32_t seed = 1; seed <= dagSeeds; ++seed) {
        const DagSpec dag = support::randomDag(seed);
        const std::string written = form == 0   ? model::toJson(dag, 2)
                                    : form == 1 ? model::toYaml(dag)
                                    : form == 2 ? model::toProto(dag)
                                                : droplet(dag);
        const char *names[] = {"x.json", "x.yaml", "x.pb", "x.pb"};
        const toolkit::Parsed parsed = model::parse(written, names[form]);
        const std::string first = parsed.findings.empty() ? "" : parsed.findings[0].text();
        QVERIFY2(parsed.ok(), qPrintable(QString("seed %1: %2").arg(seed).arg(first.c_str())));
        if (parsed.dag == dag)
            continue;
        QStringList keys;
        for (const std::string &key : differencesOfDags(dag, parsed.dag))
            keys << QString::fromStdString(key);
        QFAIL(qPrintable(QString("seed %1: %2 differ\n%3\n%4")
                             .arg(seed)
                             .arg(keys.join(", "), QString::fromStdString(model::toJson(dag, 1)),
                                  QString::fromStdString(model::toJson(parsed.dag, 1)))));
    }
}

void TestRoundtrip::theListNamesWhatDiffersIn_data()
{
    QTest::addColumn<bool>("dot");
    QTest::newRow("dot") << true;
    QTest::newRow("wfformat") << false;
}

void TestRoundtrip::theListNamesWhatDiffersIn()
{
    QFETCH(bool, dot);
    for (std::uint32_t seed = 1; seed <= dagSeeds; ++seed) {
        const DagSpec dag = support::randomDag(seed);
        Lines lost;
        if (dot)
            lost = model::lostInDot(dag);
        else
            static_cast<void>(model::toWfFormat(dag, lost));
        for (const std::string &key :
             differencesOfDags(dag, dot ? throughDot(dag) : throughWfFormat(dag)))
            QVERIFY2(
                std::any_of(
                    lost.begin(), lost.end(),
                    [&](const std::string &line) { return line.find(key) != std::string::npos; }),
                qPrintable(
                    QString("seed %1: %2 differs and is not listed").arg(seed).arg(key.c_str())));
    }
}

void TestRoundtrip::nothingIsListedForAPlainDag()
{
    const DagSpec dag = support::dag("a>b a>c b>d c>d");
    Lines lost = model::lostInDot(dag);
    static_cast<void>(model::toWfFormat(dag, lost));
    static_cast<void>(model::toDroplet(dag, lost));
    QCOMPARE(lost, Lines{});
    QVERIFY(throughDot(dag) == dag);
    QVERIFY(throughWfFormat(dag) == dag);
}

QTEST_APPLESS_MAIN(TestRoundtrip)
#include "tst_roundtrip.moc"
