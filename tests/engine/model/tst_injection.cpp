// SPDX-License-Identifier: GPL-3.0-or-later
// Values with every meaning a program could give them arrive as the bytes they are, and nothing
// else happens: the filled scripts are run by the real sh and python3.
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "model/template.h"

using namespace orrery;
using model::Json;
using model::Language;
using model::Template;

namespace {

/// 500 and more texts: each piece alone, in quotes of all kinds, with breaks around it, in pairs.
std::vector<std::string> hostileValues()
{
    const std::vector<std::string> pieces{
        "$(touch CANARY)",
        "`touch CANARY`",
        "; touch CANARY",
        "| touch CANARY",
        "& touch CANARY",
        "&& touch CANARY",
        "\ntouch CANARY\n",
        "> CANARY",
        "${HOME}",
        "$HOME",
        "${item}",
        "$${item}",
        "%s%n%d",
        "*",
        "?",
        "[a-z]*",
        "~",
        "~root",
        "-n",
        "--help",
        "\\",
        "\\\\n",
        "\\x41",
        "\"",
        "'",
        "'\"'",
        "\"; touch CANARY; \"",
        "'; touch CANARY; '",
        "');import os;os.system('touch CANARY')#",
        "__import__('os').system('touch CANARY')",
        "{0}",
        "%(x)s",
        "\t",
        " ",
        "  ",
        "a b",
        "",
        "\r\n",
        "\x7f",
        "\x1b[31m",
        "é",
        "华东",
        "🚀",
        "\u202e",
        "EOF",
        "\nEOF\ntouch CANARY",
        "#",
        "!",
        "!!",
        "{a,b}",
        "$'\\n'",
        "$((1+1))",
        "a[$(touch CANARY)]",
        "<(touch CANARY)",
        "1 OR 1=1",
        "'; DROP TABLE t; --",
        "null",
        "true",
        "0",
        "-1e9",
    };
    std::vector<std::string> values;
    for (const std::string &piece : pieces) {
        for (const char *around : {"", "\"", "'", "`", "\n", "x", " "})
            values.push_back(around + piece + around);
    }
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
        values.push_back(pieces[i] + pieces[i + 1]);
        values.push_back(pieces[i + 1] + " " + pieces[i]);
    }
    return values;
}

/// Runs a filled template in a directory of its own; gives what it wrote to the file "out".
QByteArray runIn(const QDir &dir, const QString &program, const Template::Filled &filled)
{
    QFile script(dir.filePath(u"script"_qs));
    if (!script.open(QIODevice::WriteOnly))
        return "cannot write the script";
    script.write(QByteArray::fromStdString(filled.text));
    script.close();

    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &[name, value] : filled.values)
        environment.insert(QString::fromStdString(name),
                           QString::fromStdString(model::plainText(value)));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(dir.path());
    process.start(program, {u"script"_qs});
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        return "failed: " + process.readAllStandardError();
    QFile out(dir.filePath(u"out"_qs));
    return out.open(QIODevice::ReadOnly) ? out.readAll() : QByteArray("no output");
}

} // namespace

class tst_Injection : public QObject {
    Q_OBJECT

private slots:
    void arrivesByteIdentical_data();
    void arrivesByteIdentical();
};

/// One program per language reads every value in every place a hole may stand, so 500 values need
/// a few processes only.
void tst_Injection::arrivesByteIdentical_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<bool>("python");
    QTest::addColumn<QString>("statement"); // writes item to "out", followed by a separator
    const auto sh = [](const char *name, const char *statement) {
        QTest::newRow(name) << u"/bin/sh"_qs << false << QString::fromUtf8(statement);
    };
    sh("sh, unquoted", "printf '%s\\001' ITEM >>out");
    sh("sh, in double quotes", "printf '%s\\001' \"ITEM\" >>out");
    sh("sh, in a substitution", "x=\"$(printf %sE ITEM)\"; printf '%s\\001' \"${x%E}\" >>out");
    sh("sh, in backticks", "x=`printf %sE ITEM`; printf '%s\\001' \"${x%E}\" >>out");
    sh("sh, assigned", "x=ITEM\nprintf '%s\\001' \"$x\" >>out");
    sh("sh, in a default", "printf '%s\\001' \"${nothing:-ITEM}\" >>out");
    sh("sh, in a here-document", "cat >>out <<EOF\nITEM\nEOF\nprintf '\\001' >>out");
    sh("sh, in a case",
       "case ITEM in EOF) w=EOF;; *) w=ITEM;; esac; printf '%s\\001' \"$w\" >>out");
    QTest::newRow("python") << u"python3"_qs << true << u"w(ITEM)"_qs;
    QTest::newRow("python, in a call in a list")
        << u"python3"_qs << true << u"[w(x) for x in [ITEM]]"_qs;
}

void tst_Injection::arrivesByteIdentical()
{
    QFETCH(QString, program);
    QFETCH(bool, python);
    QFETCH(QString, statement);
    const std::vector<std::string> values = hostileValues();
    QVERIFY(values.size() >= 500);

    std::string text = python ? "from __future__ import annotations\n"
                                "def w(x):\n    open('out', 'ab').write(x.encode() + b'\\x01')\n"
                              : "set -u; nothing=\n";
    Json list = Json::array();
    QByteArray expected;
    const bool hereDoc = statement.contains(u"<<EOF"_qs);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const QString hole = u"${params.list[%1]}"_qs.arg(i);
        text += QString(statement).replace(u"ITEM"_qs, hole).toStdString() + "\n";
        list.push_back(values[i]);
        expected += QByteArray::fromStdString(values[i]) + (hereDoc ? "\n\1" : "\1");
    }
    const Json params{{"list", list}};
    const auto parsed = Template::parse(text, python ? Language::Python : Language::Shell);
    QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().what.c_str());
    const auto filled =
        parsed->fill([&](std::string_view root) { return root == "params" ? &params : nullptr; });
    QVERIFY(filled.has_value());

    const QTemporaryDir dir;
    const QByteArray out = runIn(QDir(dir.path()), program, *filled);
    const QList<QByteArray> given = out.split('\1');
    const QList<QByteArray> wanted = expected.split('\1');
    for (qsizetype i = 0; i < std::min(given.size(), wanted.size()); ++i)
        QCOMPARE(given[i], wanted[i]);
    QCOMPARE(given.size(), wanted.size());
    QVERIFY2(!QFile::exists(dir.filePath(u"CANARY"_qs)), "a value was run");
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(),
             qsizetype(2)); // script and out
}

QTEST_GUILESS_MAIN(tst_Injection)
#include "tst_injection.moc"
