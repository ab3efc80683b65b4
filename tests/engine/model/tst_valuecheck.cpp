// SPDX-License-Identifier: GPL-3.0-or-later
// Checks of values, where they are written and where they are asked.
#include <QtTest>

#include "model/parameters.h"
#include "model/parse.h"
#include "model/valuecheck.h"

using namespace orrery;

namespace {

QStringList valueErrorsOf(const std::string &parameter)
{
    QStringList out;
    for (const Finding &finding :
         model::parse("dagId: t\nparameters:\n  p: " + parameter + "\nnodes: []\n", "t.yaml")
             .findings)
        out << QString::fromStdString(finding.path + ": " + finding.message);
    return out;
}

ValueCheck checkOf(const QString &yaml)
{
    const auto parsed = model::parse(
        "dagId: t\nparameters:\n  p: {check: " + yaml.toStdString() + "}\nnodes: []\n", "t.yaml");
    return parsed.dag.parameters.at(0).check;
}

} // namespace

class TestValueCheck : public QObject {
    Q_OBJECT

private slots:
    void judgesValues_data();
    void judgesValues();
    void saysWhatIsAllowed_data();
    void saysWhatIsAllowed();
    void refusesChecksThatCannotBeMeant_data();
    void refusesChecksThatCannotBeMeant();
    void refusesAParameterAtTheStart_data();
    void refusesAParameterAtTheStart();
    void aPatternIsBounded();
};

void TestValueCheck::judgesValues_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("why"); // empty = good
    const auto row = [](const char *name, const char *check, const char *value, const char *why) {
        QTest::newRow(name) << check << value << why;
    };
    row("inside", "{min: 1, max: 3}", "2", "");
    row("both ends belong to it", "{min: 1, max: 3}", "3", "");
    row("below", "{min: 1, max: 3}", "0.5", "0.5 is not allowed: 1 to 3");
    row("above", "{max: 3}", "4", "4 is not allowed: at most 3");
    row("a date before", "{min: '2024-01-01'}", "\"2023-12-31\"",
        "\"2023-12-31\" is not allowed: at least 2024-01-01");
    row("listed", "{enum: [a, b]}", "\"b\"", "");
    row("not listed", "{enum: [a, b]}", "\"c\"", "\"c\" is not allowed: one of a, b");
    row("a whole match", "{pattern: '[a-z]+'}", "\"abc\"", "");
    row("a match in the middle is none", "{pattern: '[a-z]+'}", "\"abc1\"",
        "\"abc1\" is not allowed: a text that matches [a-z]+");
    row("every element", "{enum: [1, 2]}", "[1, 3]", "element 1: 3 is not allowed: one of 1, 2");
    row("an expression", "{expression: value % 2 == 0}", "3", "3 is not allowed: value % 2 == 0");
    row("an expression over a whole array", "{expression: len(value) > 0}", "[]",
        "[] is not allowed: len(value) > 0");
    row("an expression that fails", "{expression: value.a > 0}", "{}", "{} cannot be checked");
    row("with a message", "{min: 1, message: pick some}", "0",
        "pick some (found 0, allowed: at least 1)");
    row("a message instead of a formula", "{expression: value > 0, message: pick some}", "0",
        "pick some (found 0)");
    row("numbers compare as numbers", "{max: 10}", "9", "");
}

void TestValueCheck::judgesValues()
{
    QFETCH(QString, check);
    QFETCH(QString, value);
    QFETCH(QString, why);
    const QString found = QString::fromStdString(
        model::violation(nlohmann::json::parse(value.toStdString()), checkOf(check)));
    QVERIFY2(why.isEmpty() ? found.isEmpty() : found.startsWith(why), qPrintable(found));
}

void TestValueCheck::saysWhatIsAllowed_data()
{
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("allowed");
    QTest::newRow("nothing") << "{}"
                             << "";
    QTest::newRow("a range") << "{min: 1, max: 1000000}"
                             << "1 to 1000000";
    QTest::newRow("all at once") << "{min: 1, enum: [1, 2], expression: value > 0}"
                                 << "at least 1, one of 1, 2, value > 0";
}

void TestValueCheck::saysWhatIsAllowed()
{
    QFETCH(QString, check);
    QFETCH(QString, allowed);
    QCOMPARE(QString::fromStdString(model::allowedText(checkOf(check))), allowed);
}

void TestValueCheck::refusesChecksThatCannotBeMeant_data()
{
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *parameter, const char *error) {
        QTest::newRow(name) << parameter << error;
    };
    row("unknown key", "{check: {mim: 1}}", "parameters/p/check/mim: unknown key \"mim\" in check");
    row("min of a text", "{type: STRING, check: {min: 1}}",
        "parameters/p/check/min: min is for numbers and dates, not for STRING");
    row("min of another type", "{type: DATE, check: {min: 1}}",
        "parameters/p/check/min: min: expected a date");
    row("upside down", "{type: INTEGER, check: {min: 3, max: 1}}",
        "parameters/p/check/max: max is smaller than min");
    row("pattern of a number", "{type: NUMBER, check: {pattern: x}}",
        "parameters/p/check/pattern: pattern is for texts, not for NUMBER");
    row("broken pattern", "{check: {pattern: '[a'}}",
        "parameters/p/check/pattern: pattern is no regular expression");
    row("enum of another type", "{type: INTEGER, check: {enum: [1, b]}}",
        "parameters/p/check/enum/1: enum: expected an integer, found \"b\"");
    row("broken expression", "{check: {expression: 'value >'}}",
        "parameters/p/check/expression: expression, character");
    row("an unknown name", "{check: {expression: params.x > 0}}",
        "parameters/p/check/expression: expression: unknown name \"params\"");
    row("a default that is refused", "{type: INTEGER, default: 0, check: {min: 1}}",
        "parameters/p/default: the default: 0 is not allowed: at least 1");
}

void TestValueCheck::refusesChecksThatCannotBeMeant()
{
    QFETCH(QString, parameter);
    QFETCH(QString, error);
    const QStringList errors = valueErrorsOf(parameter.toStdString());
    QCOMPARE(errors.size(), 1);
    QVERIFY2(errors.at(0).startsWith(error), qPrintable(errors.at(0)));
}

void TestValueCheck::refusesAParameterAtTheStart_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("problem");
    QTest::newRow("good") << "5"
                          << "";
    QTest::newRow("out of range") << "0"
                                  << "the parameter \"rows\": 0 is not allowed: 1 to 1000000";
    QTest::newRow("of another type") << "x"
                                     << "the parameter \"rows\": expected INTEGER";
}

void TestValueCheck::refusesAParameterAtTheStart()
{
    QFETCH(QString, given);
    QFETCH(QString, problem);
    const auto parsed = model::parse("dagId: t\nparameters: {rows: {type: INTEGER, default: 10, "
                                     "check: {min: 1, max: 1000000}}}\nnodes: []\n",
                                     "t.yaml");
    QVERIFY(parsed.ok());
    const auto bound = model::bindParameters(parsed, {{"rows", given.toStdString()}});
    const QString what = bound ? QString() : QString::fromStdString(bound.error().what);
    QVERIFY2(problem.isEmpty() ? bound.has_value() : what.startsWith(problem), qPrintable(what));
}

// A pattern that would need longer than the universe has is given up.
void TestValueCheck::aPatternIsBounded()
{
    ValueCheck check;
    check.pattern = "(a|aa|aaa|b?)*c";
    const nlohmann::json value = std::string(2000, 'a');
    QVERIFY(!model::violation(value, check).empty());
    check.pattern = "a*";
    QVERIFY(model::violation(value, check).empty());
    QVERIFY(!model::violation(std::string(70000, 'a'), check).empty());
}

QTEST_APPLESS_MAIN(TestValueCheck)
#include "tst_valuecheck.moc"
