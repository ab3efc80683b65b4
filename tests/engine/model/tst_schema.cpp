// SPDX-License-Identifier: GPL-3.0-or-later
// resources/rules/dag.schema.json documents exactly the keys that are read.
#include <QtTest>

#include <set>

#include <nlohmann/json.hpp>

#include "model/keys.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;
using Json = nlohmann::json;

class TestSchema : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_schema = Json::parse(support::sourceFile("resources/rules/dag.schema.json"));
    }
    void hasTheKeysOfTheReader_data();
    void hasTheKeysOfTheReader();
    void definesNothingElse();
    void describesEveryKey();
    void defaultsAreAccepted();

private:
    const Json &objectNamed(const std::string &name) const
    {
        return name == "dag" ? m_schema : m_schema.at("definitions").at(name);
    }
    Json m_schema;
};

void TestSchema::hasTheKeysOfTheReader_data()
{
    QTest::addColumn<int>("object");
    for (std::size_t i = 0; i < std::size(model::keys::all); ++i)
        QTest::newRow(std::string(model::keys::all[i]->name).c_str()) << static_cast<int>(i);
}

void TestSchema::hasTheKeysOfTheReader()
{
    QFETCH(int, object);
    const model::keys::ObjectKeys &keys = *model::keys::all[object];
    const Json &described = objectNamed(std::string(keys.name));
    std::set<std::string> inSchema, inReader(keys.keys.begin(), keys.keys.end());
    for (const auto &[key, value] : described.at("properties").items())
        inSchema.insert(key);
    QVERIFY2(inSchema == inReader, std::string(keys.name).c_str());
    QCOMPARE(described.at("additionalProperties"), Json(false));
}

void TestSchema::definesNothingElse()
{
    QCOMPARE(m_schema.at("definitions").size() + 1, std::size(model::keys::all));
}

void TestSchema::describesEveryKey()
{
    for (const model::keys::ObjectKeys *keys : model::keys::all) {
        for (const auto &[key, value] :
             objectNamed(std::string(keys->name)).at("properties").items())
            QVERIFY2(value.contains("description"), (std::string(keys->name) + "." + key).c_str());
    }
}

// A node that spells out the documented defaults is the node that leaves them out.
void TestSchema::defaultsAreAccepted()
{
    Json node = {{"nodeId", "a"}};
    for (const char *part : {"taskDefinition", "resourceRequirements", "executionConfig"}) {
        node[part] = Json::object();
        for (const auto &[key, value] : objectNamed(part).at("properties").items()) {
            if (value.contains("default"))
                node[part][key] = value.at("default");
        }
    }
    const auto read = [](const Json &one) {
        return model::parse(Json{{"dagId", "t"}, {"nodes", {one}}}.dump(), "t.json");
    };
    const toolkit::Parsed spelt = read(node), plain = read({{"nodeId", "a"}});
    for (const Finding &finding : spelt.findings)
        QFAIL(finding.text().c_str());
    QVERIFY(spelt.dag == plain.dag);
}

QTEST_APPLESS_MAIN(TestSchema)
#include "tst_schema.moc"
