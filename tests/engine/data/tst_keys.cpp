// SPDX-License-Identifier: GPL-3.0-or-later
// What a result depends on: each part of it is changed once, and named.
#include <functional>

#include <QTest>

#include "data/digest.h"
#include "data/keys.h"

using namespace orrery;
using data::Material;

class tst_Keys : public QObject {
    Q_OBJECT

private slots:
    void eachPartIsNamedWhenItChanges_data();
    void eachPartIsNamedWhenItChanges();
    void twoRunsGiveTheSameKey();
    void whatIsGoneOrNewIsNamed();
    void aKeyReadsBackAsItWasWritten();
    void textsNeverReadLikeOthers();
};

namespace {

Material material()
{
    Material m;
    m.node.id = "transform";
    m.node.task.runtime = Runtime::Python;
    m.node.task.runtimeName = "PYTHON_3";
    m.node.task.command = {"--rate", "${params.rate}"};
    m.node.task.environment = {{"MODE", "${params.mode}"}};
    m.parameters = R"({"rate": 2, "mode": "fast", "other": 1, "rateless": 1})";
    m.inputs = R"({"rows": 4, "table": "/home/runs/r1/clean.csv"})";
    m.argv = {"python3", "-u", "/d/x.py", "--rate", "2"};
    m.script = "print(1)";
    m.environment = {{"MODE", "fast"}};
    m.runtime = "/usr/bin/python3.11 Python 3.11.2";
    m.isolation = "process";
    m.files = {{"conf.yaml", "11"}};
    m.variables = {{"TZ", "UTC"}};
    m.homeOfRuns = "/home/runs/";
    m.fileHash = [](const std::string &text) {
        return text.ends_with("clean.csv") ? std::string("aa") : std::string();
    };
    return m;
}

} // namespace

void tst_Keys::eachPartIsNamedWhenItChanges_data()
{
    using Change = std::function<void(Material &)>;
    QTest::addColumn<std::function<void(Material &)>>("change");
    QTest::addColumn<QString>("names");
    const auto row = [](const char *name, const char *names, Change change) {
        QTest::newRow(name) << change << QString(names);
    };
    row("nothing", "", [](Material &) {});
    row("an unused parameter", "", [](Material &m) {
        m.parameters = R"({"rate": 2, "mode": "fast", "other": 9, "rateless": 9})";
    });
    row("the command", "command", [](Material &m) { m.node.task.command.push_back("-v"); });
    row("the script", "script", [](Material &m) { m.script = "print(2)"; });
    row("a parameter", "parameter rate", [](Material &m) {
        m.parameters = R"({"rate": 3, "mode": "fast", "other": 1, "rateless": 1})";
        m.argv.back() = "3";
    });
    row("an input's value", "input rows",
        [](Material &m) { m.inputs = R"({"rows": 5, "table": "/home/runs/r1/clean.csv"})"; });
    row("an input's file", "input table", [](Material &m) {
        m.fileHash = [](const std::string &text) {
            return text.ends_with("clean.csv") ? std::string("bb") : std::string();
        };
        m.inputs = R"({"rows": 4, "table": "/home/runs/r1/clean.csv"})";
    });
    row("the environment", "environment",
        [](Material &m) { m.node.task.environment[0].second = "not ${params.mode}"; });
    row("the interpreter", "runtime version",
        [](Material &m) { m.runtime = "/usr/bin/python3.12 Python 3.12.0"; });
    row("the program", "program", [](Material &m) { m.program = "cc"; });
    row("a declared file", "file conf.yaml", [](Material &m) { m.files[0].second = "22"; });
    row("a declared variable", "variable TZ", [](Material &m) { m.variables[0].second = "CET"; });
    row("the isolation", "isolation", [](Material &m) { m.isolation = "sandbox"; });
    row("the image", "image", [](Material &m) { m.node.task.image = "debian:12"; });
    row("the version", "version", [](Material &m) { m.cache.version = "2"; });
    row("the item", "item", [](Material &m) { m.item = "north"; });
    row("what only the filled-in text shows", "resolved command",
        [](Material &m) { m.argv.back() = "r2"; });
}

void tst_Keys::eachPartIsNamedWhenItChanges()
{
    QFETCH(std::function<void(Material &)>, change);
    QFETCH(QString, names);
    Material changed = material();
    change(changed);
    const data::Key before = data::keyOf(material()), now = data::keyOf(changed);
    const QString told = QString::fromStdString(data::difference(before, now));
    if (names.isEmpty()) {
        QCOMPARE(told, QString());
        QCOMPARE(data::hashOf(before), data::hashOf(now));
        return;
    }
    QVERIFY2(told.startsWith(names + " changed (") || told.startsWith(names + " is new ("),
             qPrintable(told));
    QVERIFY2(!told.contains("), "), qPrintable(told)); // it alone
    QVERIFY(data::hashOf(before) != data::hashOf(now));
}

void tst_Keys::twoRunsGiveTheSameKey()
{
    Material other = material();
    other.inputs = R"({"rows": 4, "table": "/home/runs/20261125-r2/clean.csv"})";
    QCOMPARE(data::hashOf(data::keyOf(other)), data::hashOf(data::keyOf(material())));
    QCOMPARE(data::withoutRun("a /home/runs/r.0.1/b /home/runs/x", "/home/runs/"),
             std::string("a ${run.dir}/b ${run.dir}"));
}

void tst_Keys::whatIsGoneOrNewIsNamed()
{
    Material other = material();
    other.files = {{"new.yaml", "3344556677"}};
    QCOMPARE(data::difference(data::keyOf(material()), data::keyOf(other)),
             std::string("file conf.yaml is gone (11), file new.yaml is new (33445566)"));
}

void tst_Keys::aKeyReadsBackAsItWasWritten()
{
    const data::Key key = data::keyOf(material());
    QCOMPARE(data::hashOf(data::keyFromJson(data::toJson(key))), data::hashOf(key));
    QVERIFY(data::keyFromJson("[1]").empty());
    QVERIFY(data::keyFromJson("{").empty());
}

void tst_Keys::textsNeverReadLikeOthers()
{
    data::Digest one, two;
    one.addText("ab");
    one.addText("c");
    two.addText("a");
    two.addText("bc");
    QVERIFY(one.take() != two.take());
    QCOMPARE(data::digestOf("abc"), std::string("ba7816bf8f01cfea414140de5dae2223")); // FIPS 180-2
}

QTEST_APPLESS_MAIN(tst_Keys)
#include "tst_keys.moc"
