// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/diagnostics.h"

#include <QStandardPaths>

#include "editor/textarea.h"

namespace orrery::editor {
namespace {

/// Compiles what it reads and says where it cannot; nothing of it runs.
const QString compilerProgram = QStringLiteral(R"(import sys
try:
    compile(sys.stdin.buffer.read(), "script", "exec", dont_inherit=True)
except (SyntaxError, ValueError) as error:
    line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
    print(line, column, getattr(error, "msg", str(error)), sep="\t")
)");

QStringList installed(const QString &language)
{
    const auto program = [](const char *name) {
        return QStandardPaths::findExecutable(QString::fromLatin1(name));
    };
    QString found;
    if (language == QLatin1String("python"))
        found = program("pylsp");
    else if (language == QLatin1String("c++"))
        found = program("clangd");
    return found.isEmpty() ? QStringList() : QStringList{found};
}

} // namespace

QByteArray withoutHoles(QByteArray text)
{
    for (qsizetype at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
        const qsizetype end = text.indexOf('}', at);
        const qsizetype line = text.indexOf('\n', at);
        if (end < 0 || (line >= 0 && line < end))
            continue;
        for (qsizetype i = at; i <= end; ++i)
            text[i] = '0';
    }
    return text;
}

void LanguageServers::setCommand(const QString &language, const QStringList &command)
{
    m_commands[language] = command;
}

LanguageServer *LanguageServers::of(const QString &language)
{
    if (const auto known = m_servers.find(language); known != m_servers.end())
        return known->second && known->second->givenUp() ? nullptr : known->second;
    const auto given = m_commands.find(language);
    const QStringList command = given != m_commands.end() ? given->second : installed(language);
    return m_servers[language] = command.isEmpty() ? nullptr : new LanguageServer(command, this);
}

Diagnostics::Diagnostics(CodeEditor &editor, LanguageServers &servers, QString file)
    : QObject(&editor), m_editor(editor), m_servers(servers), m_file(std::move(file))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(350);
    connect(&m_rest, &QTimer::timeout, this, &Diagnostics::check);
    connect(&editor.area(), &QsciScintilla::textChanged, &m_rest, qOverload<>(&QTimer::start));
    connect(&m_compiler, &QProcess::finished, this, [this] {
        std::vector<Finding> findings;
        const QList<QByteArray> parts = m_compiler.readAllStandardOutput().trimmed().split('\t');
        if (parts.size() == 3) {
            Finding finding;
            finding.line = parts[0].toUInt();
            finding.column = parts[1].toUInt();
            finding.message = parts[2].toStdString();
            findings.push_back(std::move(finding));
        }
        m_editor.setFindings(std::move(findings));
        if (std::exchange(m_again, false))
            check();
    });
    m_rest.start();
}

Diagnostics::~Diagnostics()
{
    if (m_server)
        m_server->close(m_file);
    m_compiler.disconnect(this);
    m_compiler.kill();
    m_compiler.waitForFinished(500);
}

void Diagnostics::check()
{
    const QByteArray text = withoutHoles(m_editor.content());
    const QString language = m_editor.language();
    if (text.size() > TextArea::largeText)
        return m_editor.setFindings({});
    LanguageServer *server = m_servers.of(language);
    if (!server) {
        if (language == QLatin1String("python"))
            compile(text);
        return;
    }
    if (server != m_server) {
        m_server = server;
        m_opened = false;
        connect(server, &LanguageServer::found, this,
                [this](const QString &file, const std::vector<Finding> &findings) {
                    if (file == m_file)
                        m_editor.setFindings(findings);
                });
        // Without it Python still has its compiler.
        connect(server, &LanguageServer::gaveUp, this, [this] { m_rest.start(); });
    }
    if (std::exchange(m_opened, true))
        server->change(m_file, text);
    else
        server->open(m_file, language == QLatin1String("c++") ? QStringLiteral("cpp") : language,
                     text);
}

void Diagnostics::compile(const QByteArray &text)
{
    if (m_compiler.state() != QProcess::NotRunning) {
        m_again = true;
        return;
    }
    const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
    if (python.isEmpty())
        return;
    m_compiler.start(python, {QStringLiteral("-I"), QStringLiteral("-c"), compilerProgram});
    m_compiler.write(text);
    m_compiler.closeWriteChannel();
}

} // namespace orrery::editor
