// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language: values, errors with their column, what is read, and its bounds.
#include <QTest>

#include "model/expression.h"

using namespace orrery;
using model::Expression;
using model::Json;

namespace {

const Json &roots()
{
    static const Json values = Json::parse(R"({
        "params": {"mode": "full", "size": 12, "ratio": 0.5, "regions": ["eu", "us"], "empty": [], "none": null,
                   "a.b": "dotted", "flag": true, "deep": {"x": {"y": [1, [2, 3]]}}},
        "outputs": {"rows": 7, "big": 9223372036854775807, "区域": "华东"}
    })");
    return values;
}

const Json *scope(std::string_view root)
{
    const auto found = roots().find(root);
    return found == roots().end() ? nullptr : &*found;
}

/// The value as compact JSON, or "COLUMN: message".
std::string evaluated(const std::string &text)
{
    const auto expression = Expression::parse(text);
    if (!expression)
        return expression.error().where + ": " + expression.error().what;
    const auto value = expression->evaluate(scope);
    return value ? value->dump() : value.error().where + ": " + value.error().what;
}

} // namespace

class tst_Expression : public QObject {
    Q_OBJECT

private slots:
    void gives_data();
    void gives();
    void refuses_data();
    void refuses();
    void tellsWhatItReads();
    void isBoundedInDepthAndLength();
    void survivesAnyText();
    void judgesTruth();
};

void tst_Expression::gives_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const char *text, const char *value) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(value);
    };
    row("whole number", "42", "42");
    row("decimal with exponent", "2.5e1", "25.0");
    row("text in either quotes", R"('a"b' + "c'd")", R"("a\"bc'd")");
    row("escapes", R"("\u00e9\n\t\\")", R"("é\n\t\\")");
    row("array of values", "[1, 'a', params.flag, []]", R"([1,"a",true,[]])");
    row("path", "params.deep.x.y[1][0]", "2");
    row("key in brackets", R"(params["a.b"])", R"("dotted")");
    row("name in another script", "outputs.区域", R"("华东")");
    row("multiplication before addition", "1 + 2 * 3", "7");
    row("left to right", "10 - 4 - 3", "3");
    row("brackets first", "(1 + 2) * 3", "9");
    row("minus binds tighter", "-2 * -3", "6");
    row("exact quotient stays whole", "12 / 4", "3");
    row("other quotient is decimal", "7 / 2", "3.5");
    row("remainder", "7 % 4", "3");
    row("lowest remainder does not trap", "(-9223372036854775807 - 1) % -1", "0");
    row("lowest quotient leaves 64 bits", "(-9223372036854775807 - 1) / -1",
        "9.223372036854776e+18");
    row("overflow becomes decimal", "outputs.big + 1", "9.223372036854776e+18");
    row("texts join", "'a' + 'b'", R"("ab")");
    row("arrays join", "params.regions + ['cn']", R"(["eu","us","cn"])");
    row("comparison of numbers", "outputs.rows > 6.5 && outputs.rows <= 7", "true");
    row("comparison of dates as text", "'2026-02-01' < '2026-11-21'", "true");
    row("equality across number kinds", "1 == 1.0", "true");
    row("equality of different kinds is false", "1 == '1'", "false");
    row("deep equality", "params.regions == ['eu', 'us']", "true");
    row("comparison before equality", "1 < 2 == true", "true");
    row("and before or", "true || false && false", "true");
    row("right side of or is not read", "true || missing.x", "true");
    row("right side of and is not read", "false && missing.x", "false");
    row("logic gives booleans", "'a' && 3", "true");
    row("not", "!params.empty", "true");
    row("choice reads one side", "params.flag ? 'yes' : missing.x", R"("yes")");
    row("choices nest to the right", "false ? 1 : false ? 2 : 3", "3");
    row("length in characters", "len('华东é')", "3");
    row("length of array and object", "len(params.regions) + len(params.deep)", "3");
    row("contains: text, array, object",
        "contains('abc', 'b') && contains(params.regions, 'us') && contains(params, 'size')",
        "true");
    row("starts and ends", "startsWith('abc', 'ab') && endsWith('abc', 'bc')", "true");
    row("case", "upper('aé') + lower('AÉ')", R"("AéaÉ")");
    row("extremes", "[min(3, 1, 2), max([3, 1, 2]), max('a', 'b')]", R"([1,3,"b"])");
    row("sum", "sum([1, 2, 3.5])", "6.5");
    row("absolute", "[abs(-3), abs(2.5)]", "[3,2.5]");
    row("round", "[round(2.5), round(-2.5), round(2.345, 2)]", "[3,-3,2.35]");
    row("text of a value", "string(params.regions) + string('x')", R"("[\"eu\",\"us\"]x")");
    row("number of a text", "number('1e2') + number(1)", "101.0");
    row("keys", "keys(params.deep)", R"(["x"])");
    row("join and split", "join(split('a,b,,c', ','), '-')", R"("a-b--c")");
    row("range", "range(4)", "[0,1,2,3]");
    row("defined: there, missing, under a missing one",
        "[defined(params.mode), defined(params.nix), defined(nix.a.b), defined(params.mode.x)]",
        "[true,false,false,false]");
    row("null is defined", "defined(params.none)", "true");
    row("a guarded use", "defined(params.nix) ? params.nix : 'default'", R"("default")");
}

void tst_Expression::gives()
{
    QFETCH(QString, text);
    QFETCH(QString, value);
    QCOMPARE(QString::fromStdString(evaluated(text.toStdString())), value);
}

void tst_Expression::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *text, const char *error) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(error);
    };
    row("nothing", "  ", "1: the expression is empty");
    row("an open end", "1 +", "4: expected a value, found the end");
    row("two values", "1 2", "3: expected the end or an operator, found \"2\"");
    row("column counts characters, not bytes", "'é' + ?", "7: expected a value, found \"?\"");
    row("assignment", "a = 1", "3: \"=\" is no operator; compare with \"==\"");
    row("single ampersand", "a & b", "3: \"&\" is no operator; write it twice");
    row("unclosed text", "'abc", "1: the string is not closed");
    row("unknown escape", R"('a\q')",
        R"(4: unknown escape in a string; \" \' \\ \n \r \t and \uXXXX are known)");
    row("unclosed bracket", "(1", "3: expected \")\", found the end");
    row("step that is no name", "params.1",
        "8: expected a name after \".\", found \"1\"; write [\"...\"] for other keys");
    row("unknown function", "size(1)",
        "1: there is no function \"size\"; known are abs, contains, defined, endsWith, join, keys, "
        "len, lower, max, min, "
        "number, range, round, split, startsWith, string, sum, upper");
    row("wrong number of arguments", "len(1, 2)", "1: len() takes 1 argument");
    row("range of arguments", "round()", "1: round() takes 1 to 2 arguments");
    row("many arguments", "min()", "1: min() takes 1 or more arguments");
    row("defined of a value", "defined(1 + 1)",
        "1: defined() takes a path such as defined(inputs.mode)");
    row("unknown root", "1 + parms.x", "5: there is no \"parms\" here");
    row("missing key", "params.deep.z", "12: params.deep has no \"z\" (it has: x)");
    row("key of a text", "params.mode.x", "12: params.mode is a string and has no \"x\"");
    row("index beyond the end", "params.regions[2]",
        "15: params.regions has 2 elements, there is no [2]");
    row("index of an object by number", "params[0]", "7: params is an object, not an array");
    row("text plus number", "'a' + 1",
        "5: cannot add a string and a number; string(x) makes a string, number(x) a number");
    row("order of different kinds", "1 < 'a'", "3: cannot order a number and a string");
    row("product of texts", "'a' * 2", "5: cannot calculate with a string and a number");
    row("division by zero", "1 / 0", "3: division by zero");
    row("remainder by zero", "1 % 0", "3: division by zero");
    row("remainder of decimals", "1.5 % 1", "5: % takes two integers");
    row("function of the wrong kind", "1 + len(3)",
        "5: len() takes a string, an array or an object, not a number");
    row("number of a word", "number('abc')", "1: number(): \"abc\" is not a number");
    row("range too long", "range(1000001)", "1: range() takes 0 to 1000000");
}

void tst_Expression::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, error);
    QCOMPARE(QString::fromStdString(evaluated(text.toStdString())), error);
}

void tst_Expression::tellsWhatItReads()
{
    const auto expression = Expression::parse(
        R"(outputs.rows + params["a.b"].c + len(item) + (defined(inputs.x) ? 1 : 2))");
    QVERIFY(expression.has_value());
    std::string text;
    for (const Expression::Use &use : expression->uses())
        text += std::to_string(use.column) + " " + use.root + "/" + use.key +
                (use.guarded ? " guarded" : "") + "\n";
    QCOMPARE(text, std::string("1 outputs/rows\n16 params/a.b\n38 item/\n55 inputs/x guarded\n"));
}

void tst_Expression::isBoundedInDepthAndLength()
{
    const std::string limit = "more than 200 levels or operators in a row";
    const auto ends = [&](const std::string &text) { return evaluated(text).ends_with(limit); };
    QVERIFY(ends(std::string(5000, '(') + "1" + std::string(5000, ')')));
    QVERIFY(ends(std::string(5000, '!') + "1"));
    QVERIFY(ends(std::string(5000, '[')));
    std::string sum = "1";
    for (int i = 0; i < 1000; ++i)
        sum += "+1";
    QVERIFY(ends(sum));
    QCOMPARE(evaluated(std::string(16385, ' ')),
             std::string("1: the expression is longer than 16384 bytes"));
    QCOMPARE(evaluated(std::string(80, '(') + "1" + std::string(80, ')')), std::string("1"));
}

/// Random pieces of the language: never a crash, and every error has a column inside the text.
void tst_Expression::survivesAnyText()
{
    const std::vector<std::string> pieces{
        "params", ".",    "[",        "]", "(", ")", "1",  "'a'", "+",     "-",  "!", "&&", "?",
        ":",      "len(", "defined(", ",", " ", "é", "\"", "\\",  "9e999", "==", "%", "/",  "0"};
    std::uint64_t state = 20261121;
    int good = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        state = state * 6364136223846793005U + 1442695040888963407U;
        const std::size_t count = 1 + (state >> 60U);
        for (std::size_t i = 0; i < count; ++i) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            text += pieces[(state >> 33U) % pieces.size()];
        }
        const auto expression = Expression::parse(text);
        if (expression) {
            ++good;
            (void)expression->evaluate(scope);
            continue;
        }
        const int column = std::stoi(expression.error().where);
        QVERIFY2(column >= 1 && column <= static_cast<int>(text.size()) + 1, text.c_str());
    }
    QVERIFY(good > 100);
}

void tst_Expression::judgesTruth()
{
    for (const char *no : {"false", "0", "0.0", "\"\"", "null", "[]", "{}"})
        QVERIFY2(!model::truthy(Json::parse(no)), no);
    for (const char *yes : {"true", "-1", "0.1", "\"0\"", "[0]", "{\"a\":null}"})
        QVERIFY2(model::truthy(Json::parse(yes)), yes);
}

QTEST_APPLESS_MAIN(tst_Expression)
#include "tst_expression.moc"
