// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/languageserver.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace orrery::editor {
namespace {

QString uriOf(const QString &file)
{
    return QString::fromUtf8(QUrl::fromLocalFile(file).toEncoded());
}

/// From UTF-16 units of a line to characters, from 1.
std::uint32_t columnOf(const QString &line, int units)
{
    std::uint32_t column = 1;
    for (int i = 0; i < std::min<qsizetype>(units, line.size()); ++i)
        if (!line[i].isLowSurrogate())
            ++column;
    return column;
}

} // namespace

LanguageServer::LanguageServer(QStringList command, QObject *parent)
    : QObject(parent), m_command(std::move(command))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LanguageServer::start);
    m_process.setProcessChannelMode(QProcess::SeparateChannels);
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LanguageServer::read);
    connect(&m_process, &QProcess::finished, this,
            [this](int code) { onEnd(tr("it ended with code %1").arg(code)); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            onEnd(m_process.errorString());
    });
}

LanguageServer::~LanguageServer()
{
    m_ending = true;
    if (m_process.state() == QProcess::NotRunning)
        return;
    send(QStringLiteral("exit"), {});
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(500)) {
        m_process.kill();
        m_process.waitForFinished(500);
    }
}

void LanguageServer::start()
{
    if (m_givenUp || m_process.state() != QProcess::NotRunning)
        return;
    m_framing = {};
    for (auto &[file, text] : m_texts)
        text.told = false;
    m_process.start(m_command.front(), m_command.mid(1));
    const QJsonObject documents{
        {QStringLiteral("publishDiagnostics"), QJsonObject()},
        {QStringLiteral("synchronization"), QJsonObject{{QStringLiteral("didSave"), false}}}};
    send(QStringLiteral("initialize"),
         {{QStringLiteral("processId"), qint64(QCoreApplication::applicationPid())},
          {QStringLiteral("rootUri"), QJsonValue::Null},
          {QStringLiteral("capabilities"),
           QJsonObject{{QStringLiteral("textDocument"), documents}}}},
         true);
}

void LanguageServer::send(const QString &method, const QJsonObject &parameters, bool request)
{
    QJsonObject message{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                        {QStringLiteral("method"), method},
                        {QStringLiteral("params"), parameters}};
    if (request)
        message.insert(QStringLiteral("id"), m_next++);
    m_process.write(Framing::framed(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void LanguageServer::read()
{
    m_framing.add(m_process.readAllStandardOutput());
    while (const auto message = m_framing.next())
        handle(QJsonDocument::fromJson(*message).object());
    if (!m_framing.broken().isEmpty())
        m_process.kill(); // it speaks another language; onEnd() follows
}

void LanguageServer::handle(const QJsonObject &message)
{
    const QString method = message.value(QStringLiteral("method")).toString();
    const bool asks = message.contains(QStringLiteral("id")) && !method.isEmpty();
    if (method == QStringLiteral("textDocument/publishDiagnostics"))
        return takeDiagnostics(message.value(QStringLiteral("params")).toObject());
    if (asks) { // what it wants to know (settings, progress) is not offered
        const QJsonObject answer{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                                 {QStringLiteral("id"), message.value(QStringLiteral("id"))},
                                 {QStringLiteral("result"), QJsonValue::Null}};
        m_process.write(Framing::framed(QJsonDocument(answer).toJson(QJsonDocument::Compact)));
        return;
    }
    if (m_ready || !message.contains(QStringLiteral("result")))
        return;
    m_ready = true; // the answer to `initialize`: nothing else was asked before it
    send(QStringLiteral("initialized"), {});
    for (auto &[file, text] : m_texts)
        tell(file, text);
}

void LanguageServer::open(const QString &file, const QString &language, const QByteArray &text)
{
    m_texts[file] = {language, text, 1, false};
    if (m_ready)
        tell(file, m_texts[file]);
    else if (!m_again.isActive())
        start();
}

void LanguageServer::change(const QString &file, const QByteArray &text)
{
    const auto known = m_texts.find(file);
    if (known == m_texts.end() || known->second.content == text)
        return;
    known->second.content = text;
    ++known->second.version;
    if (m_ready)
        tell(file, known->second);
}

void LanguageServer::close(const QString &file)
{
    const auto known = m_texts.find(file);
    if (known == m_texts.end())
        return;
    if (m_ready && known->second.told)
        send(QStringLiteral("textDocument/didClose"),
             {{QStringLiteral("textDocument"), QJsonObject{{QStringLiteral("uri"), uriOf(file)}}}});
    m_texts.erase(known);
}

void LanguageServer::tell(const QString &file, Text &text)
{
    QJsonObject document{{QStringLiteral("uri"), uriOf(file)},
                         {QStringLiteral("version"), text.version}};
    const QString content = QString::fromUtf8(text.content);
    if (std::exchange(text.told, true)) {
        send(QStringLiteral("textDocument/didChange"),
             {{QStringLiteral("textDocument"), document},
              {QStringLiteral("contentChanges"),
               QJsonArray{QJsonObject{{QStringLiteral("text"), content}}}}});
        return;
    }
    document.insert(QStringLiteral("languageId"), text.language);
    document.insert(QStringLiteral("text"), content);
    send(QStringLiteral("textDocument/didOpen"), {{QStringLiteral("textDocument"), document}});
}

void LanguageServer::takeDiagnostics(const QJsonObject &parameters)
{
    const QString file = QUrl(parameters.value(QStringLiteral("uri")).toString()).toLocalFile();
    const auto known = m_texts.find(file);
    if (known == m_texts.end())
        return;
    const QStringList lines = QString::fromUtf8(known->second.content).split(QLatin1Char('\n'));
    std::vector<Finding> findings;
    for (const QJsonValue &value : parameters.value(QStringLiteral("diagnostics")).toArray()) {
        const QJsonObject one = value.toObject();
        const QJsonObject start =
            one.value(QStringLiteral("range")).toObject().value(QStringLiteral("start")).toObject();
        const int line = start.value(QStringLiteral("line")).toInt();
        Finding finding;
        const bool error = one.value(QStringLiteral("severity")).toInt(1) == 1;
        finding.severity = error ? Finding::Severity::Error : Finding::Severity::Warning;
        finding.line = std::uint32_t(line + 1);
        finding.column =
            columnOf(lines.value(line), start.value(QStringLiteral("character")).toInt());
        finding.message = one.value(QStringLiteral("message")).toString().toStdString();
        findings.push_back(std::move(finding));
    }
    emit found(file, findings);
}

/// Crashes are survived: the texts are told to the next one.
void LanguageServer::onEnd(const QString &why)
{
    m_ready = false;
    if (m_ending || m_givenUp || m_again.isActive())
        return;
    if (m_restarts >= mostRestarts || !QFileInfo(m_command.front()).isExecutable()) {
        m_givenUp = true;
        emit gaveUp(why);
        return;
    }
    ++m_restarts;
    m_again.start(200 << m_restarts);
}

} // namespace orrery::editor
