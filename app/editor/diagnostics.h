// SPDX-License-Identifier: GPL-3.0-or-later
// Tells what is wrong in a script while it is written: by a language server where the host has
// one, for Python else by its compiler, which runs nothing of it.
#pragma once

#include <memory>

#include <QObject>
#include <QProcess>
#include <QTimer>

#include "editor/codeeditor.h"
#include "editor/languageserver.h"

namespace orrery::editor {

/// The servers that run, one a language; shared by all tabs.
class LanguageServers final : public QObject {
    Q_OBJECT
public:
    explicit LanguageServers(QObject *parent = nullptr) : QObject(parent) {}

    /// nullptr: this host has none for the language.
    [[nodiscard]] LanguageServer *of(const QString &language);
    /// In place of what is found on the host; an empty command = none. Before the first of().
    void setCommand(const QString &language, const QStringList &command);

private:
    std::map<QString, QStringList> m_commands;
    std::map<QString, LanguageServer *> m_servers;
};

class Diagnostics final : public QObject {
    Q_OBJECT
public:
    /// Belongs to the editor. @param file  of the script, or one that names an inline script
    Diagnostics(CodeEditor &editor, LanguageServers &servers, QString file);
    ~Diagnostics() override;

private:
    void check();
    void compile(const QByteArray &text);

    CodeEditor &m_editor;
    LanguageServers &m_servers;
    QString m_file;
    QPointer<LanguageServer> m_server;
    bool m_opened = false;
    QProcess m_compiler;
    bool m_again = false; ///< the text changed while the compiler ran
    QTimer m_rest;
};

/// The text with each ${...} replaced by zeros: what holes stand for is not known before a run.
[[nodiscard]] QByteArray withoutHoles(QByteArray text);

} // namespace orrery::editor
