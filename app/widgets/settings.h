// SPDX-License-Identifier: GPL-3.0-or-later
// Every setting of the cockpit, once: what it means, what it may be, where it is kept.
#pragma once

#include <vector>

#include <QList>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QVariant>

#include "engine/result.h"

namespace orrery::widgets {

struct Setting {
    enum class Kind { Switch, Choice, Number, Text };
    QString key;   ///< stable: "look.theme"; the part before the dot is its section in the file
    QString group; ///< heading, translated
    QString title; ///< translated
    QString help;  ///< a sentence or two, translated
    Kind kind = Kind::Switch;
    QVariant byDefault;
    QList<std::pair<QString, QString>> choices{}; ///< of a Choice: value and translated title
    double least = 0, most = 0;                   ///< of a Number
    QString unit{};                               ///< of a Number, translated
};

class Settings final : public QObject {
    Q_OBJECT
public:
    /// @param file  INI; "" = in memory only
    explicit Settings(QString file, QObject *parent = nullptr);

    /// A setting that is defined again (in another language) keeps its value.
    void define(Setting setting);
    [[nodiscard]] const std::vector<Setting> &all() const { return m_all; }
    [[nodiscard]] const Setting *find(const QString &key) const;
    [[nodiscard]] const QString &file() const { return m_file; }

    /// The kept value if it is allowed, else the default. An unknown key gives an invalid QVariant.
    [[nodiscard]] QVariant value(const QString &key) const;
    [[nodiscard]] bool isDefault(const QString &key) const;
    /// @error NotFound no such setting; InvalidSpec not an allowed value, with what is allowed
    Result<> set(const QString &key, const QVariant &value);
    void reset(const QString &key);
    /// For this start only: nothing is written down. A value that is not allowed gives the default.
    void overrule(const QString &key, const QVariant &value);

    /// All settings with their values. @param ini  else JSON
    [[nodiscard]] QByteArray exported(bool ini) const;
    /// Takes over values from either form: all of them or, on an error, none.
    /// @return how many were changed
    /// @error InvalidSpec no JSON object, an unknown setting or a value that is not allowed (named)
    Result<int> importText(const QByteArray &text);

    /// Free space for what is remembered and not chosen: "window/geometry".
    [[nodiscard]] QVariant kept(const QString &key) const;
    void keep(const QString &key, const QVariant &value);

signals:
    void changed(const QString &key);

private:
    [[nodiscard]] static Result<QVariant> allowed(const Setting &setting, const QVariant &value);

    QString m_file;
    std::vector<Setting> m_all;
    QVariantHash m_values; ///< of keys in the file's form, written through
};

} // namespace orrery::widgets
