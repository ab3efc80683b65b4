// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/settings.h"

#include <cmath>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>

namespace orrery::widgets {
namespace {

/// "look.theme" stands as theme= under [look].
QString inFile(QString key)
{
    return key.replace(key.indexOf(QLatin1Char('.')), 1, QLatin1Char('/'));
}

std::string named(const QString &key)
{
    return key.toStdString();
}

/// What a text of an INI file or an exact JSON value means.
Result<QVariantHash> readJson(const QByteArray &text)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(text, &problem);
    if (!document.isObject())
        return fail(ErrorCode::InvalidSpec, "byte " + std::to_string(problem.offset),
                    "not a JSON object of settings: " + problem.errorString().toStdString());
    return document.object().toVariantHash();
}

Result<QVariantHash> readIni(const QByteArray &text)
{
    QTemporaryFile file;
    if (!file.open() || file.write(text) != text.size() || !file.flush())
        return fail(ErrorCode::Io, file.fileName().toStdString(), file.errorString().toStdString());
    const QSettings ini(file.fileName(), QSettings::IniFormat);
    if (ini.status() != QSettings::NoError || ini.allKeys().isEmpty())
        return fail(ErrorCode::InvalidSpec, "settings",
                    "neither a JSON object nor an INI file; export one to see the form");
    QVariantHash values;
    for (QString key : ini.allKeys()) {
        const QVariant value = ini.value(key);
        values.insert(key.replace(QLatin1Char('/'), QLatin1Char('.')), value);
    }
    return values;
}

} // namespace

Settings::Settings(QString file, QObject *parent) : QObject(parent), m_file(std::move(file))
{
    if (m_file.isEmpty())
        return;
    const QSettings ini(m_file, QSettings::IniFormat);
    for (const QString &key : ini.allKeys())
        m_values.insert(key, ini.value(key));
}

void Settings::define(Setting setting)
{
    const auto known = std::find_if(m_all.begin(), m_all.end(),
                                    [&](const Setting &s) { return s.key == setting.key; });
    if (known == m_all.end())
        m_all.push_back(std::move(setting));
    else
        *known = std::move(setting);
}

const Setting *Settings::find(const QString &key) const
{
    const auto known =
        std::find_if(m_all.begin(), m_all.end(), [&](const Setting &s) { return s.key == key; });
    return known == m_all.end() ? nullptr : &*known;
}

Result<QVariant> Settings::allowed(const Setting &setting, const QVariant &value)
{
    const auto refuse = [&setting](const QString &why) {
        return fail(ErrorCode::InvalidSpec, named(setting.key), why.toStdString());
    };
    switch (setting.kind) {
    case Setting::Kind::Switch: {
        const QString text = value.toString();
        if (text != QStringLiteral("true") && text != QStringLiteral("false"))
            return refuse(tr("must be true or false"));
        return QVariant(text == QStringLiteral("true"));
    }
    case Setting::Kind::Choice: {
        QStringList known;
        for (const auto &[choice, title] : setting.choices)
            known << choice;
        if (!known.contains(value.toString()))
            return refuse(tr("must be one of %1").arg(known.join(QStringLiteral(", "))));
        return QVariant(value.toString());
    }
    case Setting::Kind::Number: {
        bool ok = false;
        const double number = value.toDouble(&ok);
        if (!ok || number < setting.least || number > setting.most || number != std::floor(number))
            return refuse(tr("must be a whole number from %1 to %2")
                              .arg(setting.least, 0, 'f', 0)
                              .arg(setting.most, 0, 'f', 0));
        return QVariant(qint64(number));
    }
    case Setting::Kind::Text:
        break;
    }
    return QVariant(value.toString());
}

QVariant Settings::value(const QString &key) const
{
    const Setting *setting = find(key);
    if (setting == nullptr)
        return {};
    const auto known = m_values.constFind(inFile(key));
    if (known == m_values.cend())
        return setting->byDefault;
    const Result<QVariant> value = allowed(*setting, *known);
    return value ? *value : setting->byDefault;
}

bool Settings::isDefault(const QString &key) const
{
    const Setting *setting = find(key);
    return setting == nullptr || value(key).toString() == setting->byDefault.toString();
}

Result<> Settings::set(const QString &key, const QVariant &value)
{
    const Setting *setting = find(key);
    if (setting == nullptr)
        return fail(ErrorCode::NotFound, named(key), tr("no such setting").toStdString());
    const Result<QVariant> fit = allowed(*setting, value);
    if (!fit)
        return tl::unexpected(fit.error());
    if (this->value(key).toString() == fit->toString())
        return {};
    keep(inFile(key), *fit);
    emit changed(key);
    return {};
}

void Settings::reset(const QString &key)
{
    const bool same = isDefault(key);
    m_values.remove(inFile(key));
    if (!m_file.isEmpty())
        QSettings(m_file, QSettings::IniFormat).remove(inFile(key));
    if (!same)
        emit changed(key);
}

void Settings::overrule(const QString &key, const QVariant &value)
{
    m_values.insert(inFile(key), value);
}

QByteArray Settings::exported(bool ini) const
{
    if (!ini) {
        QJsonObject json;
        for (const Setting &setting : m_all)
            json.insert(setting.key, QJsonValue::fromVariant(value(setting.key)));
        return QJsonDocument(json).toJson();
    }
    QTemporaryFile file;
    if (!file.open())
        return {};
    QSettings out(file.fileName(), QSettings::IniFormat);
    for (const Setting &setting : m_all)
        out.setValue(inFile(setting.key), value(setting.key));
    out.sync();
    QFile written(file.fileName());
    return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
}

Result<int> Settings::importText(const QByteArray &text)
{
    const Result<QVariantHash> values =
        text.trimmed().startsWith('{') ? readJson(text) : readIni(text);
    if (!values)
        return tl::unexpected(values.error());
    for (auto at = values->cbegin(); at != values->cend(); ++at) {
        const Setting *setting = find(at.key());
        if (setting == nullptr)
            return fail(ErrorCode::InvalidSpec, named(at.key()),
                        tr("no such setting").toStdString());
        if (const auto fit = allowed(*setting, *at); !fit)
            return tl::unexpected(fit.error());
    }
    int count = 0;
    for (auto at = values->cbegin(); at != values->cend(); ++at) {
        const QString before = value(at.key()).toString();
        if (const auto done = set(at.key(), *at); !done)
            return tl::unexpected(done.error());
        count += value(at.key()).toString() != before ? 1 : 0;
    }
    return count;
}

QVariant Settings::kept(const QString &key) const
{
    return m_values.value(key);
}

void Settings::keep(const QString &key, const QVariant &value)
{
    m_values.insert(key, value);
    if (!m_file.isEmpty())
        QSettings(m_file, QSettings::IniFormat).setValue(key, value);
}

} // namespace orrery::widgets
