// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the cockpit: the catalogues that stand between tr() and the window.
#pragma once

#include <memory>
#include <vector>

#include <QStringList>
#include <QTranslator>

namespace orrery::shell {

class Language final {
public:
    Language() = default;
    ~Language();
    Language(const Language &) = delete;
    Language &operator=(const Language &) = delete;

    /// "en" and "zh_CN".
    [[nodiscard]] static QStringList ids();
    /// The name of a language in itself.
    [[nodiscard]] static QString nameOf(const QString &id);
    /// What the system's locale asks for, among ids().
    [[nodiscard]] static QString ofSystem();

    /// One of ids(), or "system". Texts that are asked for from now on are in this language.
    void speak(const QString &id);
    [[nodiscard]] const QString &spoken() const { return m_spoken; }

private:
    QString m_spoken;
    std::vector<std::unique_ptr<QTranslator>> m_catalogues;
};

} // namespace orrery::shell
