// SPDX-License-Identifier: GPL-3.0-or-later
// Which ${ is a hole, what stands in its place in each language, and where errors point.
#include <QTest>

#include "model/template.h"

using namespace orrery;
using model::Json;
using model::Language;
using model::Template;

Q_DECLARE_METATYPE(orrery::model::Language)

class tst_Template : public QObject {
    Q_OBJECT

private slots:
    void fills_data();
    void fills();
    void refuses_data();
    void refuses();
    void namesTheValuesOfAProgram();
    void knowsTextWithoutHoles();
    void boundsTheNestingOfAScript();
    void survivesAnyText();
};

namespace {

const Json *scopeOf(std::string_view root)
{
    static const Json roots = Json::parse(R"({
        "params": {"x": "a b", "n": 3, "list": [1, "two"], "quote": "say \"hi\"", "url": "https://h/p", "nul": "a\u0000b"},
        "item": "it", "run": {"date": "2026-11-21"}
    })");
    const auto found = roots.find(root);
    return found == roots.end() ? nullptr : &*found;
}

/// The filled text, or "LINE:COLUMN: message".
std::string filled(const std::string &text, Language language)
{
    const auto parsed = Template::parse(text, language);
    if (!parsed)
        return parsed.error().where + ": " + parsed.error().what;
    const auto result = parsed->fill(scopeOf);
    return result ? result->text : result.error().where + ": " + result.error().what;
}

} // namespace

void tst_Template::fills_data()
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *name, Language language, const char *text, const char *result) {
        QTest::newRow(name) << language << QString::fromUtf8(text) << QString::fromUtf8(result);
    };
    using enum Language;
    row("no hole", Plain, "plain $text {here}", "plain $text {here}");
    row("two holes", Plain, "${params.x}/${run.date}.csv", "a b/2026-11-21.csv");
    row("expression", Plain, "${params.n * 2 + 1}", "7");
    row("array as compact JSON", Plain, "${params.list}", R"([1,"two"])");
    row("brace inside a text of the hole", Plain, "${ '}' + \"}\" }!", "}}!");
    row("literal", Plain, "$${params.x} and $$ and ${item}", "${params.x} and $$ and it");

    row("unquoted", Shell, "echo ${params.x}", "echo \"${ORRERY_ARG_1}\"");
    row("in double quotes", Shell, "echo \"<${params.x}>\"", "echo \"<${ORRERY_ARG_1}>\"");
    row("glued to other text", Shell, "cat in-${run.date}.csv", "cat in-\"${ORRERY_ARG_1}\".csv");
    row("after single quotes", Shell, "echo 'a \"b'${item}", "echo 'a \"b'\"${ORRERY_ARG_1}\"");
    row("escaped quote", Shell, "echo \\\"${item}", "echo \\\"\"${ORRERY_ARG_1}\"");
    row("escaped quote in quotes", Shell, "echo \"\\\"${item}\"", "echo \"\\\"${ORRERY_ARG_1}\"");
    row("command substitution in quotes is unquoted again", Shell, "x=\"$(cat ${item})${item}\"",
        "x=\"$(cat \"${ORRERY_ARG_1}\")${ORRERY_ARG_2}\"");
    row("quotes in a substitution in quotes", Shell, "x=\"$(cat \"${item}\")\"",
        "x=\"$(cat \"${ORRERY_ARG_1}\")\"");
    row("backticks", Shell, "x=`cat ${item}`${item}",
        "x=`cat \"${ORRERY_ARG_1}\"`\"${ORRERY_ARG_2}\"");
    row("case patterns inside a substitution", Shell,
        "x=\"$(case $a in b) echo ${item};; *) ;; esac)\" # '\necho ${item}",
        "x=\"$(case $a in b) echo \"${ORRERY_ARG_1}\";; *) ;; esac)\" # '\necho "
        "\"${ORRERY_ARG_2}\"");
    row("subshell inside a substitution", Shell, "$( (a) ; b ${item}) \"${item}\"",
        "$( (a) ; b \"${ORRERY_ARG_1}\") \"${ORRERY_ARG_2}\"");
    row("default of a shell variable", Shell, "${X:-${item}} \"${X:-${item}}\"",
        "${X:-\"${ORRERY_ARG_1}\"} \"${X:-${ORRERY_ARG_2}}\"");
    row("here-document", Shell, "cat <<EOF\n'${item}' \"x\n\tEOF\nEOF\necho ${item}",
        "cat <<EOF\n'${ORRERY_ARG_1}' \"x\n\tEOF\nEOF\necho \"${ORRERY_ARG_2}\"");
    row("here-document with tabs", Shell, "cat <<-E; echo ${item}\n\t${item}\n\tE\n${item}",
        "cat <<-E; echo \"${ORRERY_ARG_1}\"\n\t${ORRERY_ARG_2}\n\tE\n\"${ORRERY_ARG_3}\"");
    row("two here-documents", Shell, "cat <<A <<'B'\n${item}\nA\n'\nB\n${item}",
        "cat <<A <<'B'\n${ORRERY_ARG_1}\nA\n'\nB\n\"${ORRERY_ARG_2}\"");
    row("comment is left alone", Shell, "# it's ${params.x\necho a#b ${item} # don't ${item}\n",
        "# it's ${params.x\necho a#b \"${ORRERY_ARG_1}\" # don't ${item}\n");
    row("the shell's own variables", Shell,
        "${HOME} ${1:-x} ${#run} ${run} ${name%.csv} ${item#a} ${params} $x $$",
        "${HOME} ${1:-x} ${#run} ${run} ${name%.csv} ${item#a} ${params} $x $$");
    row("the shell's own in single quotes", Shell, "awk '{print $1 \"${x}\"}'",
        "awk '{print $1 \"${x}\"}'");
    row("blanks and brackets make it ours", Shell,
        "${ params.n } ${(params.n + 1) * 2} ${params[\"n\"]} ${len(item)} ${'a' + item}",
        "\"${ORRERY_ARG_1}\" \"${ORRERY_ARG_2}\" \"${ORRERY_ARG_3}\" \"${ORRERY_ARG_4}\" "
        "\"${ORRERY_ARG_5}\"");
    row("literal stays the shell's", Shell, "$${item} '$${item}' \"$${item}\" \\${item}",
        "${item} '${item}' \"${item}\" \\${item}");
    row("pid and braces", Shell, "echo $${HOME}", "echo $${HOME}");
    row("arithmetic of the shell", Shell, "echo $((1 + $x * (2 + ${y}))) ${item}",
        "echo $((1 + $x * (2 + ${y}))) \"${ORRERY_ARG_1}\"");

    row("string in Python", Python, "x = ${params.x}\n",
        "x = __import__(\"os\").environ[\"ORRERY_ARG_1\"]\n");
    row("number in Python", Python, "f(${params.n})",
        "f(__import__(\"json\").loads(__import__(\"os\").environ[\"ORRERY_ARG_1\"]))");
    row("Python text and comments are left alone", Python,
        "a = f\"${price}\" + '${x.y}' # ${params.x}\nb = '''it's ${z}''' + \"\\\"\"\nc = ${item}",
        "a = f\"${price}\" + '${x.y}' # ${params.x}\nb = '''it's ${z}''' + \"\\\"\"\n"
        "c = __import__(\"os\").environ[\"ORRERY_ARG_1\"]");
    row("literal in a Python text", Python, "s = \"$${item}\"", "s = \"${item}\"");

    row("SQL parameter", Sql,
        "SELECT 'it''s' WHERE a = ${params.x} -- ${y\n/* ${z */ AND b=${item};",
        "SELECT 'it''s' WHERE a = :arg_1 -- ${y\n/* ${z */ AND b=:arg_2;");

    row("JSON value and text", JsonBody,
        R"({"a": ${params.list}, "b": "q: ${params.quote} ${params.n}", "c": ${params.x}})",
        R"({"a": [1,"two"], "b": "q: say \"hi\" 3", "c": "a b"})");

    row("base of a URL is taken as it is", Url, "${params.url}?q=${params.quote}&d=${run.date}",
        "https://h/p?q=say%20%22hi%22&d=2026-11-21");
    row("part of a URL is encoded", Url, "https://h/${params.url}",
        "https://h/https%3A%2F%2Fh%2Fp");
}

void tst_Template::fills()
{
    QFETCH(Language, language);
    QFETCH(QString, text);
    QFETCH(QString, result);
    QCOMPARE(QString::fromStdString(filled(text.toStdString(), language)), result);
}

void tst_Template::refuses_data()
{
    QTest::addColumn<Language>("language");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("error"); // its beginning
    const auto row = [](const char *name, Language language, const char *text, const char *error) {
        QTest::newRow(name) << language << QString::fromUtf8(text) << QString::fromUtf8(error);
    };
    using enum Language;
    row("not closed", Plain, "a\nb ${params.x", "2:3: this ${ is not closed by a }");
    row("wrong expression", Plain, "é\n  ${params.x + }", "2:16: expected a value, found the end");
    row("empty hole", Plain, "${}", "1:3: the expression is empty");
    row("missing value", Plain, "x ${params.y}",
        "1:3: ${params.y}: params has no \"y\" (it has: list, n, nul, quote, url, x)");
    row("unknown root", Shell, "echo ${parms.x}", "1:6: ${parms.x}: there is no \"parms\" here");
    row("NUL byte", Plain, "${params.nul}",
        "1:1: ${params.nul}: the value holds a NUL byte, which no argument can");
    row("single quotes", Shell, "echo a\necho 'x ${params.x}'",
        "2:9: sh does not look into single quotes; use double quotes");
    row("quoted here-document", Shell, "cat <<'EOF'\n a ${item}\nEOF",
        "2:4: sh does not look into a here-document");
    row("arithmetic", Shell, "echo $((${params.n} + 1))",
        "1:9: inside $((...)) sh would read the value as an expression");
    row("Python text", Python, "x = 'a ${params.x}'",
        "1:8: a hole inside a Python string would be program text");
    row("long Python text", Python, "x = \"\"\"\n'a' ${item}\"\"\"",
        "2:5: a hole inside a Python string would be program text");
    row("SQL text", Sql, "SELECT '${params.x}'", "1:9: a hole inside quotes would be program text");
    row("SQL name", Sql, "SELECT [${params.x}]", "1:9: a hole inside quotes would be program text");
}

void tst_Template::refuses()
{
    QFETCH(Language, language);
    QFETCH(QString, text);
    QFETCH(QString, error);
    const QString given = QString::fromStdString(filled(text.toStdString(), language));
    QCOMPARE(given.left(error.size()), error);
}

void tst_Template::namesTheValuesOfAProgram()
{
    const auto shell =
        Template::parse("echo ${params.list} ${params.x}", Language::Shell)->fill(scopeOf);
    QCOMPARE(shell->values.size(), std::size_t(2));
    QCOMPARE(shell->values[0].first, std::string("ORRERY_ARG_1"));
    QCOMPARE(shell->values[0].second.dump(), std::string(R"([1,"two"])"));
    QCOMPARE(shell->values[1].first, std::string("ORRERY_ARG_2"));
    const auto sql = Template::parse("SELECT ${params.n}", Language::Sql)->fill(scopeOf);
    QCOMPARE(sql->values[0].first, std::string("arg_1"));
    QVERIFY(Template::parse("${params.x}", Language::Plain)->fill(scopeOf)->values.empty());
}

void tst_Template::knowsTextWithoutHoles()
{
    QVERIFY(Template::parse("echo ${HOME}", Language::Shell)->constant());
    QVERIFY(!Template::parse("echo ${item}", Language::Shell)->constant());
    QCOMPARE(Template::parse("", Language::Plain)->fill(scopeOf)->text, std::string());
    QCOMPARE(Template().fill(scopeOf)->text, std::string());
}

void tst_Template::boundsTheNestingOfAScript()
{
    std::string deep = "${item}";
    for (int i = 0; i < 5000; ++i)
        deep += "$(";
    QCOMPARE(QString::fromStdString(filled(deep, Language::Shell)).section(u' ', 1),
             u"more than 100 quotes and substitutions in one another"_qs);
    const std::string open = "${item} " + std::string(200000, '"');
    QVERIFY(Template::parse(open, Language::Shell).has_value());
}

/// Random pieces of every language in every language: never a crash; what parses fills, and what
/// was no hole is still there.
void tst_Template::survivesAnyText()
{
    const std::vector<std::string> pieces{"${item}",
                                          "${params.x}",
                                          "${",
                                          "}",
                                          "$${item}",
                                          "$(",
                                          "$((",
                                          ")",
                                          "`",
                                          "'",
                                          "\"",
                                          "\\",
                                          "<<E",
                                          "<<'E'",
                                          "\nE\n",
                                          "\n",
                                          " ",
                                          "#",
                                          "case a in a) ",
                                          " esac",
                                          "\"\"\"",
                                          "--",
                                          "/*",
                                          "*/",
                                          "[",
                                          "]",
                                          "é"};
    std::uint64_t state = 20261121;
    const auto random = [&state](std::size_t n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state >> 33U) % n;
    };
    int filledOnes = 0;
    for (int round = 0; round < 30000; ++round) {
        std::string text;
        for (std::size_t i = random(12) + 1; i > 0; --i)
            text += pieces[random(pieces.size())];
        const auto language = static_cast<Language>(random(6));
        const auto parsed = Template::parse(text, language);
        if (!parsed) {
            QVERIFY2(parsed.error().where.find(':') != std::string::npos, text.c_str());
            continue;
        }
        if (parsed->constant() && text.find("$${") == std::string::npos)
            QCOMPARE(parsed->fill(scopeOf)->text, text);
        filledOnes += !parsed->constant() && parsed->fill(scopeOf) ? 1 : 0;
    }
    QVERIFY(filledOnes > 3000);
}

QTEST_APPLESS_MAIN(tst_Template)
#include "tst_template.moc"
