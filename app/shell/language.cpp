// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace orrery::shell {

Language::~Language()
{
    for (const auto &catalogue : m_catalogues)
        QCoreApplication::removeTranslator(catalogue.get());
}

QStringList Language::ids()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Language::nameOf(const QString &id)
{
    return id == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

QString Language::ofSystem()
{
    for (const QString &wanted : QLocale::system().uiLanguages()) {
        const QLocale locale(wanted);
        if (locale.language() == QLocale::Chinese &&
            locale.script() != QLocale::TraditionalHanScript)
            return QStringLiteral("zh_CN");
        if (locale.language() == QLocale::English)
            break;
    }
    return QStringLiteral("en");
}

void Language::speak(const QString &id)
{
    const QString wanted = ids().contains(id) ? id : ofSystem();
    if (wanted == m_spoken)
        return;
    for (const auto &catalogue : m_catalogues)
        QCoreApplication::removeTranslator(catalogue.get());
    m_catalogues.clear();
    m_spoken = wanted;
    QLocale::setDefault(QLocale(wanted));
    const auto load = [this](const QString &name, const QString &folder) {
        auto catalogue = std::make_unique<QTranslator>();
        if (!catalogue->load(name, folder))
            return;
        QCoreApplication::installTranslator(catalogue.get());
        m_catalogues.push_back(std::move(catalogue));
    };
    // Qt's own words first: ours win.
    load(QStringLiteral("qtbase_") + wanted, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    load(QStringLiteral("orrery_") + wanted, QStringLiteral(":/translations"));
}

} // namespace orrery::shell
