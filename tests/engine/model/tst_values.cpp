// SPDX-License-Identifier: GPL-3.0-or-later
// Types, durations, runtimes, and the values that a user gives to parameters.
#include <QtTest>

#include "model/duration.h"
#include "model/parameters.h"
#include "model/parse.h"
#include "model/runtime.h"
#include "model/text.h"
#include "model/types.h"

using namespace orrery;

namespace {

model::Type typeOf(const QString &text)
{
    return model::parseType(text.toStdString()).value();
}

} // namespace

class TestValues : public QObject {
    Q_OBJECT

private slots:
    void readsDurations_data();
    void readsDurations();
    void writesDurationsThatReadBack();
    void readsTypes_data();
    void readsTypes();
    void judgesValuesByType_data();
    void judgesValuesByType();
    void knowsWhichTypesFit_data();
    void knowsWhichTypesFit();
    void knowsRuntimes_data();
    void knowsRuntimes();
    void suggestsWhatWasMeant_data();
    void suggestsWhatWasMeant();
    void findsTheFirstByteThatIsNotUtf8_data();
    void findsTheFirstByteThatIsNotUtf8();
    void bindsParameters_data();
    void bindsParameters();
};

void TestValues::readsDurations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qlonglong>("ms"); // -1 = refused
    QTest::newRow("minutes") << "PT30M" << 1'800'000LL;
    QTest::newRow("hours and minutes") << "PT1H30M" << 5'400'000LL;
    QTest::newRow("a day") << "P1D" << 86'400'000LL;
    QTest::newRow("days and hours") << "P1DT2H" << 93'600'000LL;
    QTest::newRow("half a second") << "PT0.5S" << 500LL;
    QTest::newRow("weeks") << "P2W" << 1'209'600'000LL;
    QTest::newRow("nothing") << "PT0S" << 0LL;
    for (const char *bad :
         {"",       "P",     "PT",          "P1DT",   "1H",     "PT1",      "PT1X", "PTH",
          "PT1M1H", "PT-5M", "-PT5M",       "pt5m",   "PT1,5S", "PT1.5M5S", "P1Y",  "P1M",
          "PT 5M",  "PT5M ", "P999999999D", "PT1e3S", "PT.S",   "PTT5M"})
        QTest::newRow(QByteArray("refused: ") + bad) << bad << -1LL;
}

void TestValues::readsDurations()
{
    QFETCH(QString, text);
    QFETCH(qlonglong, ms);
    const Result<SpanMs> span = model::parseDuration(text.toStdString());
    QCOMPARE(span ? *span : -1, ms);
}

void TestValues::writesDurationsThatReadBack()
{
    QCOMPARE(model::formatDuration(5'400'000), std::string("PT1H30M"));
    QCOMPARE(model::formatDuration(500), std::string("PT0.5S"));
    QCOMPARE(model::formatDuration(86'400'000), std::string("P1D"));
    QCOMPARE(model::formatDuration(0), std::string("PT0S"));
    for (SpanMs span = 1; span < 4'000'000'000'000; span = span * 7 + 13)
        QCOMPARE(model::parseDuration(model::formatDuration(span)).value_or(-1), span);
}

void TestValues::readsTypes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical"); // empty = refused
    QTest::newRow("lower case") << "string"
                                << "STRING";
    QTest::newRow("array") << "ARRAY<string>"
                           << "ARRAY<STRING>";
    QTest::newRow("map") << "MAP<string,number>"
                         << "MAP<STRING, NUMBER>";
    QTest::newRow("nested") << "map< string , array<map<string, any>> >"
                            << "MAP<STRING, ARRAY<MAP<STRING, ANY>>>";
    QTest::newRow("array of anything") << "ARRAY"
                                       << "ARRAY<ANY>";
    QTest::newRow("range") << "date_range"
                           << "DATE_RANGE";
    for (const char *bad :
         {"", "STRNG", "ARRAY<", "ARRAY<>", "ARRAY<STRING", "ARRAY<STRING,STRING>", "MAP<STRING>",
          "STRING<INTEGER>", "STRING STRING",
          "ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<ARRAY<STRING>>>>>>>>>>"})
        QTest::newRow(QByteArray("refused: ") + bad) << bad << "";
}

void TestValues::readsTypes()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const Result<model::Type> type = model::parseType(text.toStdString());
    QCOMPARE(type ? QString::fromStdString(type->text()) : QString(), canonical);
}

void TestValues::judgesValuesByType_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("path"); // of the mismatch; "ok" = none
    const auto row = [](const char *type, const char *value, const char *path) {
        QTest::newRow((QByteArray(value) + " as " + type)) << type << value << path;
    };
    row("ANY", "null", "ok");
    row("STRING", "\"x\"", "ok");
    row("STRING", "1", "");
    row("STRING", "null", "");
    row("NUMBER", "1.5", "ok");
    row("NUMBER", "\"1\"", "");
    row("INTEGER", "2.0", "ok");
    row("INTEGER", "2.5", "");
    row("INTEGER", "1e3", "ok");
    row("INTEGER", "18446744073709551615", "ok");
    row("INTEGER", "99999999999999999999999", "");
    row("INTEGER", "-9223372036854775809", "");
    row("BOOLEAN", "1", "");
    row("DATE", "\"2024-02-29\"", "ok");
    row("DATE", "\"2023-02-29\"", "");
    row("DATE", "\"2023-2-9\"", "");
    row("DATE_RANGE", "\"2023-01-01/2023-12-31\"", "ok");
    row("DATE_RANGE", "{\"start\": \"2023-01-01\", \"end\": \"2023-12-31\"}", "ok");
    row("DATE_RANGE", "\"2023-12-31/2023-01-01\"", "");
    row("DATE_RANGE", "\"2023-12-31\"", "");
    row("OBJECT", "[]", "");
    row("ARRAY<INTEGER>", "[1, 2, \"x\"]", "2");
    row("MAP<STRING, ARRAY<NUMBER>>", "{\"a\": [1], \"b\": [1, null]}", "b/1");
    row("MAP<INTEGER, ANY>", "{\"1\": 0, \"x\": 0}", "x");
}

void TestValues::judgesValuesByType()
{
    QFETCH(QString, type);
    QFETCH(QString, value);
    QFETCH(QString, path);
    const auto wrong = model::mismatch(nlohmann::json::parse(value.toStdString()), typeOf(type));
    QCOMPARE(wrong ? QString::fromStdString(wrong->path) : QString("ok"), path);
}

void TestValues::knowsWhichTypesFit_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("fits");
    const auto row = [](const char *from, const char *to, bool fits) {
        QTest::newRow(QByteArray(from) + " to " + to) << from << to << fits;
    };
    row("INTEGER", "NUMBER", true);
    row("NUMBER", "INTEGER", false);
    row("DATE", "STRING", true);
    row("STRING", "DATE", false);
    row("MAP<STRING, NUMBER>", "OBJECT", true);
    row("OBJECT", "MAP<STRING, ANY>", true);
    row("OBJECT", "MAP<STRING, NUMBER>", false);
    row("ARRAY<INTEGER>", "ARRAY<NUMBER>", true);
    row("ARRAY<ANY>", "ARRAY<NUMBER>", true);
    row("ARRAY<STRING>", "STRING", false);
    row("STRING", "ANY", true);
}

void TestValues::knowsWhichTypesFit()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(bool, fits);
    QCOMPARE(model::fits(typeOf(from), typeOf(to)), fits);
}

void TestValues::knowsRuntimes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("runtime"); // -1 = unknown
    const auto row = [](const char *name, Runtime runtime) {
        QTest::newRow(name) << name << static_cast<int>(runtime);
    };
    row("exec", Runtime::Exec);
    row("PYTHON_3", Runtime::Python);
    row("PYTHON_3.9", Runtime::Python);
    row("JAVA_17", Runtime::Java);
    row("SCALA_2.12", Runtime::Scala);
    row("NONE", Runtime::None);
    for (const char *unknown :
         {"", "BASH", "PYTHON_2", "PYTHON_3.", "PYTHON_3x", "JAVA_", "JAVA_x", "JAVA17"})
        QTest::newRow(QByteArray("unknown: ") + unknown) << unknown << -1;
}

void TestValues::knowsRuntimes()
{
    QFETCH(QString, name);
    QFETCH(int, runtime);
    const auto known = model::runtimeNamed(name.toStdString());
    QCOMPARE(known ? static_cast<int>(*known) : -1, runtime);
}

void TestValues::suggestsWhatWasMeant_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("meant");
    QTest::newRow("one letter") << "tmeout"
                                << "timeout";
    QTest::newRow("two letters swapped") << "timeuot"
                                         << "timeout";
    QTest::newRow("another case") << "TIMEOUT"
                                  << "timeout";
    QTest::newRow("nothing like it") << "colour"
                                     << "";
    QTest::newRow("another letter") << "c"
                                    << "";
    QTest::newRow("empty") << ""
                           << "";
}

void TestValues::suggestsWhatWasMeant()
{
    QFETCH(QString, word);
    QFETCH(QString, meant);
    constexpr std::string_view candidates[] = {"parallelism", "timeout", "network", "a"};
    QCOMPARE(QString::fromStdString(model::closest(word.toStdString(), candidates)), meant);
}

void TestValues::findsTheFirstByteThatIsNotUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("at"); // -1 = none
    QTest::newRow("ascii") << QByteArray("abcdefghijklmnop") << -1;
    QTest::newRow("all lengths") << QByteArray("a\xC3\xA9\xE9\x94\x80\xF0\x9F\x98\x80") << -1;
    QTest::newRow("lone continuation") << QByteArray("abcdefghij\x80") << 10;
    QTest::newRow("cut off") << QByteArray("ab\xE9\x94") << 2;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << 0;
    QTest::newRow("surrogate") << QByteArray("a\xED\xA0\x80") << 1;
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << 0;
}

void TestValues::findsTheFirstByteThatIsNotUtf8()
{
    QFETCH(QByteArray, text);
    QFETCH(int, at);
    const auto found =
        model::firstInvalidUtf8({text.constData(), static_cast<std::size_t>(text.size())});
    QCOMPARE(found ? static_cast<int>(*found) : -1, at);
}

void TestValues::bindsParameters_data()
{
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QString>("values");  // JSON, or
    QTest::addColumn<QString>("problem"); // part of the message
    const QString dates = "a.dates=2023-01-01/2023-12-31";
    QTest::newRow("what is required")
        << QStringList{dates} << R"({"a.dates":"2023-01-01/2023-12-31","size":5})"
        << "";
    QTest::newRow("a number") << QStringList{dates, "size=7"}
                              << R"({"a.dates":"2023-01-01/2023-12-31","size":7})"
                              << "";
    QTest::newRow("an array") << QStringList{dates, "names=[\"x\"]"}
                              << R"({"a.dates":"2023-01-01/2023-12-31","names":["x"],"size":5})"
                              << "";
    QTest::newRow("an input's default replaced")
        << QStringList{dates, "a.mode=dry"}
        << R"({"a.dates":"2023-01-01/2023-12-31","a.mode":"dry","size":5})"
        << "";
    QTest::newRow("text with an equals sign")
        << QStringList{dates, "a.mode=x=y"}
        << R"({"a.dates":"2023-01-01/2023-12-31","a.mode":"x=y","size":5})"
        << "";
    QTest::newRow("nothing given")
        << QStringList() << ""
        << "\"a.dates\" (DATE_RANGE) is required: give it with -p a.dates=VALUE";
    QTest::newRow("unknown") << QStringList{dates, "sise=1"} << ""
                             << "no parameter \"sise\", did you mean \"size\"?";
    QTest::newRow("fed by an edge") << QStringList{dates, "b.x=1"} << ""
                                    << "no parameter \"b.x\"";
    QTest::newRow("of another type") << QStringList{dates, "size=x"} << ""
                                     << "\"size\": expected INTEGER as JSON, found \"x\"";
    QTest::newRow("range backwards") << QStringList{"a.dates=2023-12-31/2023-01-01"} << ""
                                     << "ends before it starts";
    QTest::newRow("twice") << QStringList{dates, "size=1", "size=2"} << ""
                           << "\"size\" is given twice";
    QTest::newRow("all problems at once") << QStringList{"size=x", "q=1"} << ""
                                          << "; ";
}

void TestValues::bindsParameters()
{
    QFETCH(QStringList, given);
    QFETCH(QString, values);
    QFETCH(QString, problem);
    const toolkit::Parsed parsed =
        model::parse("dagId: t\nparameters: {size: {type: INTEGER, default: 5}, names: {type: "
                     "ARRAY<STRING>}}\nnodes:\n"
                     "  - {nodeId: a, taskDefinition: {inputSchema: {dates: {type: DATE_RANGE, "
                     "required: true}, mode: {default: wet}}, outputSchema: {y: {}}}}\n"
                     "  - {nodeId: b, taskDefinition: {inputSchema: {x: {}}}}\nedges: [{from: a, "
                     "to: b, dataMapping: {y: x}}]\n",
                     "t.yaml");
    QVERIFY(parsed.ok());
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const QString &one : given)
        pairs.emplace_back(one.section('=', 0, 0).toStdString(), one.section('=', 1).toStdString());
    const Result<JsonText> bound = model::bindParameters(parsed, pairs);
    if (problem.isEmpty()) {
        QVERIFY2(bound.has_value(), bound ? "" : bound.error().what.c_str());
        QCOMPARE(nlohmann::json::parse(*bound), nlohmann::json::parse(values.toStdString()));
    } else {
        QVERIFY(!bound);
        QVERIFY2(QString::fromStdString(bound.error().what).contains(problem),
                 bound.error().what.c_str());
    }
}

QTEST_APPLESS_MAIN(TestValues)
#include "tst_values.moc"
