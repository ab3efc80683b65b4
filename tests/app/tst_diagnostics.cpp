// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong in a script: told by a language server, else by Python's compiler.
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "editor/diagnostics.h"
#include "editor/textarea.h"
#include "widgets/skin.h"

using namespace orrery;
using namespace orrery::editor;

namespace {

/// A server that finds every "bad" in a text, and dies of every "crash".
const char *const server = R"(
import json, os, sys
def send(message):
    body = json.dumps(message).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    sys.stdout.buffer.flush()
def check(document, text):
    if "crash" in text and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os._exit(3)
    found = []
    for number, line in enumerate(text.split("\n")):
        at = line.find("bad")
        if at >= 0:
            units = len(line[:at].encode("utf-16-le")) // 2
            found.append({"range": {"start": {"line": number, "character": units},
                                    "end": {"line": number, "character": units + 3}},
                          "severity": 2, "message": "this is bad"})
    send({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
          "params": {"uri": document["uri"], "diagnostics": found}})
while True:
    length = 0
    while True:
        line = sys.stdin.buffer.readline()
        if not line:
            sys.exit(0)
        if line in (b"\r\n", b"\n"):
            break
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    message = json.loads(sys.stdin.buffer.read(length))
    method, given = message.get("method"), message.get("params", {})
    if method == "initialize":
        send({"jsonrpc": "2.0", "id": message["id"], "result": {"capabilities": {}}})
    elif method == "textDocument/didOpen":
        check(given["textDocument"], given["textDocument"]["text"])
    elif method == "textDocument/didChange":
        check(given["textDocument"], given["contentChanges"][0]["text"])
    elif method == "exit":
        sys.exit(0)
)";

} // namespace

class tst_Diagnostics final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY2(loaded, loaded ? "" : loaded.error().what.c_str());
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
        QFile program(m_dir.filePath(QStringLiteral("server.py")));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.write(server);
    }

    void messagesAreCutFromTheStream_data()
    {
        QTest::addColumn<QList<QByteArray>>("pieces");
        QTest::addColumn<QList<QByteArray>>("messages");
        QTest::addColumn<bool>("broken");
        using List = QList<QByteArray>;
        QTest::newRow("one") << List{"Content-Length: 2\r\n\r\n{}"} << List{"{}"} << false;
        QTest::newRow("in pieces")
            << List{"Content-Le", "ngth: 2\r\n\r", "\n{", "}"} << List{"{}"} << false;
        QTest::newRow("two at once")
            << List{"Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]"} << List{"{}", "[1]"}
            << false;
        QTest::newRow("more headers")
            << List{"Content-Type: x\r\ncontent-length: 2\r\n\r\n{}"} << List{"{}"} << false;
        QTest::newRow("not whole yet") << List{"Content-Length: 20\r\n\r\n{}"} << List{} << false;
        QTest::newRow("no length") << List{"X: 1\r\n\r\n{}"} << List{} << true;
        QTest::newRow("a negative length")
            << List{"Content-Length: -5\r\n\r\n{}"} << List{} << true;
        QTest::newRow("beyond any sense")
            << List{"Content-Length: 99999999999\r\n\r\n"} << List{} << true;
        QTest::newRow("no protocol at all") << List{QByteArray(10'000, 'x')} << List{} << true;
    }
    void messagesAreCutFromTheStream()
    {
        QFETCH(QList<QByteArray>, pieces);
        Framing framing;
        QList<QByteArray> got;
        for (const QByteArray &piece : pieces) {
            framing.add(piece);
            while (const auto message = framing.next())
                got << *message;
        }
        QTEST(got, "messages");
        QTEST(!framing.broken().isEmpty(), "broken");
        framing = {};
        framing.add(Framing::framed("{\"a\": 1}"));
        QCOMPARE(framing.next().value_or("nothing"), QByteArray("{\"a\": 1}"));
    }

    void holesAreNoErrors()
    {
        QCOMPARE(withoutHoles("a = ${params.n}\nb = '${'\n"),
                 QByteArray("a = 00000000000\nb = '${'\n"));
    }

    void aServerMarksWhatIsBad()
    {
        LanguageServers servers;
        servers.setCommand(QStringLiteral("python"), command("one"));
        CodeEditor editor(*m_theme);
        editor.setLanguage(QStringLiteral("python"));
        editor.setContent("x = 1\n𝄞ä bad\n");
        new Diagnostics(editor, servers, QStringLiteral("/x/script.py"));
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{1}, 20'000);
        QCOMPARE(editor.findings()[0].line, 2U);
        QCOMPARE(editor.findings()[0].column, 4U); // characters, not UTF-16 units
        QVERIFY(!editor.findings()[0].isError());
        editor.area().perform({{6, 10, "fine"}});
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{0}, 20'000);
    }

    void aCrashIsSurvived()
    {
        LanguageServers servers;
        servers.setCommand(QStringLiteral("python"), command("two"));
        CodeEditor editor(*m_theme);
        editor.setLanguage(QStringLiteral("python"));
        editor.setContent("crash\nbad\n");
        new Diagnostics(editor, servers, QStringLiteral("/x/script.py"));
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{1}, 20'000);
        QCOMPARE(servers.of(QStringLiteral("python"))->restarts(), 1);
    }

    void aServerThatNeverWorksIsGivenUp()
    {
        LanguageServers servers;
        servers.setCommand(QStringLiteral("python"), {QStringLiteral("/bin/false")});
        CodeEditor editor(*m_theme);
        editor.setLanguage(QStringLiteral("python"));
        editor.setContent("def f(:\n");
        new Diagnostics(editor, servers, QStringLiteral("/x/script.py"));
        // Python's own compiler takes over.
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{1}, 30'000);
        QVERIFY(servers.of(QStringLiteral("python")) == nullptr);
    }

    void pythonIsCompiledWithoutAServer()
    {
        LanguageServers servers;
        servers.setCommand(QStringLiteral("python"), {});
        CodeEditor editor(*m_theme);
        editor.setLanguage(QStringLiteral("python"));
        editor.setContent("print(1)\nif True\n    pass\n");
        new Diagnostics(editor, servers, QStringLiteral("/x/script.py"));
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{1}, 20'000);
        QCOMPARE(editor.findings()[0].line, 2U);
        QVERIFY(editor.findings()[0].isError());
        QCOMPARE(editor.findings()[0].message, std::string("expected ':'"));
        editor.area().perform({{16, 0, ":"}});
        QTRY_COMPARE_WITH_TIMEOUT(editor.findings().size(), std::size_t{0}, 20'000);
    }

    void theServerOfPythonUnderstandsUs()
    {
        const QString pylsp = QStandardPaths::findExecutable(QStringLiteral("pylsp"));
        QVERIFY2(!pylsp.isEmpty(),
                 "python3-pylsp is among the packages of installers/deps.sh test");
        LanguageServers servers;
        CodeEditor editor(*m_theme);
        editor.setLanguage(QStringLiteral("python"));
        editor.setContent("import os\nprint(undefined_name)\n");
        new Diagnostics(editor, servers, m_dir.filePath(QStringLiteral("script.py")));
        QTRY_VERIFY_WITH_TIMEOUT(!editor.findings().empty(), 60'000);
        bool told = false;
        for (const Finding &finding : editor.findings())
            told = told || (finding.line == 2 &&
                            finding.message.find("undefined_name") != std::string::npos);
        QVERIFY2(told, editor.findings().front().message.c_str());
    }

private:
    QStringList command(const char *mark)
    {
        return {QStandardPaths::findExecutable(QStringLiteral("python3")),
                m_dir.filePath(QStringLiteral("server.py")),
                m_dir.filePath(QString::fromLatin1(mark))};
    }

    QTemporaryDir m_dir;
    std::unique_ptr<theming::Theme> m_theme;
};

QTEST_MAIN(tst_Diagnostics)
#include "tst_diagnostics.moc"
