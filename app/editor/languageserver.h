// SPDX-License-Identifier: GPL-3.0-or-later
// A language server as a process of its own: told what the texts are, it answers what is wrong in
// them. When it crashes it is started again, a few times.
#pragma once

#include <map>
#include <vector>

#include <QJsonObject>
#include <QProcess>
#include <QTimer>

#include "editor/framing.h"
#include "engine/dag.h"

namespace orrery::editor {

class LanguageServer final : public QObject {
    Q_OBJECT
public:
    static constexpr int mostRestarts = 3;

    /// Starts with the first text.
    LanguageServer(QStringList command, QObject *parent = nullptr);
    ~LanguageServer() override;

    /// @param file      its path; need not exist
    /// @param language  "python", "cpp"
    void open(const QString &file, const QString &language, const QByteArray &text);
    void change(const QString &file, const QByteArray &text);
    void close(const QString &file);
    [[nodiscard]] bool running() const { return m_ready; }
    [[nodiscard]] int restarts() const { return m_restarts; }
    /// It crashed too often, or cannot be started.
    [[nodiscard]] bool givenUp() const { return m_givenUp; }

signals:
    /// Lines and columns from 1, in characters. Empty: nothing is wrong any more.
    void found(const QString &file, const std::vector<orrery::Finding> &findings);
    void gaveUp(const QString &why);

private:
    struct Text {
        QString language;
        QByteArray content;
        int version = 0;
        bool told = false;
    };
    void start();
    void send(const QString &method, const QJsonObject &parameters, bool request = false);
    void read();
    void handle(const QJsonObject &message);
    void tell(const QString &file, Text &text);
    void takeDiagnostics(const QJsonObject &parameters);
    void onEnd(const QString &why);

    QStringList m_command;
    QProcess m_process;
    Framing m_framing;
    std::map<QString, Text> m_texts;
    QTimer m_again;
    int m_next = 1; ///< id of the next request
    int m_restarts = 0;
    bool m_ready = false; ///< it answered `initialize`
    bool m_givenUp = false;
    bool m_ending = false;
};

} // namespace orrery::editor
