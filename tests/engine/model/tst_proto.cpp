// SPDX-License-Identifier: GPL-3.0-or-later
// The lossless protobuf form: a field for every key, limits before objects, errors with a path.
// That nothing is lost is proved in tst_roundtrip.cpp.
#include <QtTest>

#include <cmath>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>

#include "model/formats/proto.h"
#include "model/keys.h"
#include "model/parse.h"
#include "orrery.pb.h"
#include "support/dag.h"
#include "support/randomdag.h"

using namespace orrery;
namespace dagpb = orrery::dag::v1;

namespace {

dagpb::Dag message()
{
    dagpb::Dag dag;
    dag.set_format("orrery.dag/1");
    dag.set_dag_id("t");
    dag.add_nodes()->set_node_id("a");
    return dag;
}

google::protobuf::UnknownFieldSet *unknown(google::protobuf::Message &message)
{
    return message.GetReflection()->MutableUnknownFields(&message);
}

QStringList findingsOf(const std::string &bytes, const toolkit::Limits &limits = {})
{
    QStringList out;
    for (const Finding &finding : model::parse(bytes, "x.pb", limits).findings)
        out << QString::fromStdString(finding.text());
    return out;
}

} // namespace

class TestProto : public QObject {
    Q_OBJECT

private slots:
    void everyKeyHasAField_data();
    void everyKeyHasAField();
    void aKeyWithoutAFieldTravelsInOther();
    void startsWithItsMark();
    void isToldByItsBytesWhateverItsName();
    void mistakesTellTheirPath_data();
    void mistakesTellTheirPath();
    void limitsNameTheirSetting_data();
    void limitsNameTheirSetting();
    void everyCutIsAnError();
};

void TestProto::everyKeyHasAField_data()
{
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("name");
    // Kept as JSON text: globalConfigs, mapReduceConfig and limits, a number or an object. Ports
    // and parameters are Typed.
    for (const model::keys::ObjectKeys *keys : model::keys::all) {
        const std::string object(keys->name);
        if (object == "globalConfigs" || object == "mapReduceConfig" || object == "limit")
            continue;
        std::string type = object == "port" || object == "parameter" ? "Typed" : object;
        type[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(type[0])));
        QTest::newRow(object.c_str())
            << QString::fromStdString(object) << QString::fromStdString(type);
    }
}

void TestProto::everyKeyHasAField()
{
    QFETCH(QString, object);
    QFETCH(QString, name);
    const auto *type = dagpb::Dag::descriptor()->file()->FindMessageTypeByName(name.toStdString());
    QVERIFY2(type != nullptr, qPrintable("add the message " + name + " to resources/proto"));
    for (const model::keys::ObjectKeys *keys : model::keys::all) {
        if (keys->name != object.toStdString())
            continue;
        for (const std::string_view key : keys->keys) {
            bool found = false;
            for (int i = 0; i < type->field_count(); ++i)
                found = found || type->field(i)->json_name() == key;
            QVERIFY2(found, (std::string(key) +
                             ": add a field with the next free number to the "
                             "message " +
                             type->name() + " of resources/proto/orrery.proto")
                                .c_str());
        }
    }
}

void TestProto::aKeyWithoutAFieldTravelsInOther()
{
    dagpb::Dag dag = message();
    dagpb::Other &other = *dag.add_other();
    other.set_key("description");
    other.mutable_value()->set_text("\"by another way\"");
    const toolkit::Parsed parsed = model::parse(dag.SerializeAsString(), "x.pb");
    QVERIFY(parsed.ok());
    QCOMPARE(parsed.dag.description, std::string("by another way"));
    other.set_key("colour");
    QVERIFY(findingsOf(dag.SerializeAsString())[0].startsWith(
        "x.pb: error: colour: unknown key \"colour\" in dag"));
    other.set_key("dagId");
    QVERIFY(!findingsOf(dag.SerializeAsString()).filter("dagId").isEmpty());
}

void TestProto::startsWithItsMark()
{
    QVERIFY(model::toProto(support::dag("a>b")).starts_with(model::protoMagic));
}

void TestProto::isToldByItsBytesWhateverItsName()
{
    const DagSpec dag = support::dag("a>b");
    for (const char *name : {"x.pb", "x", "x.json", "x.yaml", "-"}) {
        QCOMPARE(static_cast<int>(model::detectFormat(model::toProto(dag), name)),
                 static_cast<int>(toolkit::Format::Proto));
        QVERIFY(model::parse(model::toProto(dag), name).dag == dag);
    }
}

void TestProto::mistakesTellTheirPath_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("finding");
    const auto row = [](const char *name, const dagpb::Dag &dag, const char *finding) {
        QTest::newRow(name) << QByteArray::fromStdString(dag.SerializeAsString())
                            << QString::fromUtf8(finding);
    };
    dagpb::Dag dag = message();
    dag.mutable_nodes(0)->mutable_execution_config()->set_timeout("soon");
    row("a value that a DAG file may not have either", dag,
        "x.pb: error: nodes/0/executionConfig/timeout: ");
    dag = message();
    dag.mutable_nodes(0)->mutable_position()->set_x(std::nan(""));
    row("not a number", dag, "x.pb: error: nodes/0/position/x is no finite number");
    dag = message();
    dag.mutable_global_configs()->set_text("{");
    row("JSON that is none", dag, "x.pb: error: globalConfigs holds no JSON value");
    dag = message();
    dag.mutable_global_configs()->set_text(std::string(1000, '['));
    row("JSON that nests too deep", dag, "x.pb: error: globalConfigs holds no JSON value");
    dag = message();
    dag.add_edges()->set_from("b");
    dag.mutable_edges(0)->set_to("a");
    row("an edge from nowhere", dag, "x.pb: error: edges/0/from: there is no node \"b\"");
    dag = message();
    dag.set_format("orrery.dag/2");
    QTest::newRow("a newer format") << QByteArray::fromStdString(dag.SerializeAsString())
                                    << "x.pb: error: field 1 (format) is not";
    dag = message();
    unknown(dag)->AddVarint(77, 1);
    row("an unknown field", dag, "x.pb: error: unknown field number 77");
    dag = message();
    unknown(*dag.mutable_nodes(0))->AddLengthDelimited(78, "x");
    row("an unknown field of a node", dag, "x.pb: error: nodes: unknown field number 78");
    dag = message();
    unknown(dag)->AddVarint(3, 1);
    row("a field of another kind", dag, "name: the value is of another kind than the field");
    dag = message();
    unknown(dag)->AddLengthDelimited(4, "\xFF");
    row("a text that is not UTF-8", dag, "description: the text is not UTF-8 at its byte 0");
}

void TestProto::mistakesTellTheirPath()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, finding);
    const QStringList found = findingsOf(bytes.toStdString());
    QVERIFY2(!found.isEmpty() && found[0].contains(finding), qPrintable(found.join("\n")));
}

void TestProto::limitsNameTheirSetting_data()
{
    QTest::addColumn<QString>("setting");
    QTest::newRow("bytes") << "limits.maxBytes";
    QTest::newRow("nodes") << "limits.maxNodes";
    QTest::newRow("edges") << "limits.maxEdges";
    QTest::newRow("values") << "limits.maxValues";
    QTest::newRow("depth") << "limits.maxDepth";
}

void TestProto::limitsNameTheirSetting()
{
    QFETCH(QString, setting);
    toolkit::Limits limits;
    if (setting == "limits.maxBytes")
        limits.maxBytes = 10;
    else if (setting == "limits.maxNodes")
        limits.maxNodes = 2;
    else if (setting == "limits.maxEdges")
        limits.maxEdges = 1;
    else if (setting == "limits.maxValues")
        limits.maxValues = 5;
    else
        limits.maxDepth = 0;
    const QStringList found = findingsOf(model::toProto(support::dag("a>b>c")), limits);
    QCOMPARE(found.size(), 1);
    QVERIFY2(found[0].contains(setting), qPrintable(found[0]));
}

// A file that lost its end is never taken for a whole one.
void TestProto::everyCutIsAnError()
{
    const DagSpec dag = support::randomDag(5, 3);
    const std::string whole = model::toProto(dag);
    int readable = 0;
    for (std::size_t size = model::protoMagic.size(); size < whole.size(); ++size) {
        const toolkit::Parsed parsed = model::parse(whole.substr(0, size), "x.pb");
        readable += parsed.ok() ? 1 : 0;
    }
    // Between two fields of the outermost message there is nothing to tell it by: those that stand
    // once, and behind the nodes each edge.
    constexpr int single = 12;
    QVERIFY(readable <= single + int(dag.edges.size()));
    QVERIFY(model::parse(whole, "x.pb").ok());
}

QTEST_APPLESS_MAIN(TestProto)
#include "tst_proto.moc"
