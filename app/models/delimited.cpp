// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/delimited.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace orrery::models {
namespace {

constexpr qsizetype mostColumns = 2000;

QString jsonText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return {};
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::Array:
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    case QJsonValue::Object:
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    }
    return {};
}

std::vector<QString> split(const QByteArray &record, char delimiter)
{
    std::vector<QString> fields;
    qsizetype at = 0;
    while (qsizetype(fields.size()) < mostColumns) {
        if (at < record.size() && record[at] == '"') {
            QByteArray field;
            for (++at; at < record.size(); ++at) {
                if (record[at] != '"')
                    field += record[at];
                else if (at + 1 < record.size() && record[at + 1] == '"')
                    field += record[++at];
                else
                    break;
            }
            const qsizetype end = record.indexOf(delimiter, std::min(at + 1, record.size()));
            if (at + 1 < record.size()) // what follows a closing quote belongs to it, too
                field += record.mid(at + 1, (end < 0 ? record.size() : end) - at - 1);
            fields.push_back(QString::fromUtf8(field));
            if (end < 0)
                break;
            at = end + 1;
            continue;
        }
        const qsizetype end = record.indexOf(delimiter, at);
        fields.push_back(QString::fromUtf8(record.mid(at, (end < 0 ? record.size() : end) - at)));
        if (end < 0)
            break;
        at = end + 1;
    }
    return fields;
}

char delimiterOf(const std::vector<QByteArray> &records)
{
    char best = ',';
    std::size_t most = 1;
    // Of equal ones the rarer: a comma is also what many write in numbers.
    for (const char candidate : {'\t', ';', '|', ','}) {
        const std::size_t columns = split(records.front(), candidate).size();
        bool alike = true;
        for (const QByteArray &record : records)
            alike = alike && (record.isEmpty() || split(record, candidate).size() == columns);
        const std::size_t score = alike ? 2 * columns : columns;
        if (columns > 1 && score > most) {
            most = score;
            best = candidate;
        }
    }
    return best;
}

} // namespace

bool isMissing(QStringView field)
{
    const QStringView text = field.trimmed();
    if (text.isEmpty())
        return true;
    if (text.size() > 4)
        return false;
    for (const char *word : {"na", "n/a", "null", "nan", "none"})
        if (text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0)
            return true;
    return false;
}

std::vector<QString> fieldsOf(const QByteArray &record, const TableForm &form)
{
    if (!form.json)
        return split(record, form.delimiter);
    std::vector<QString> fields(std::size_t(form.columns.size()));
    const QJsonDocument line = QJsonDocument::fromJson(record);
    if (!line.isObject()) {
        if (!fields.empty())
            fields.front() = QString::fromUtf8(record); // a broken line is seen, not hidden
        return fields;
    }
    const QJsonObject object = line.object();
    for (qsizetype i = 0; i < form.columns.size(); ++i)
        fields[std::size_t(i)] = jsonText(object.value(form.columns[i]));
    return fields;
}

TableForm detectForm(const std::vector<QByteArray> &records, bool json, char preferred)
{
    TableForm form;
    form.json = json;
    if (records.empty())
        return form;
    if (json) {
        form.header = false;
        for (const QByteArray &record : records)
            for (const QString &key : QJsonDocument::fromJson(record).object().keys())
                if (!form.columns.contains(key) && form.columns.size() < mostColumns)
                    form.columns << key;
        if (form.columns.isEmpty())
            form.columns << QCoreApplication::translate("Table", "line");
        return form;
    }
    form.delimiter = preferred != 0 ? preferred : delimiterOf(records);
    QByteArray first = records.front();
    if (first.startsWith("\xEF\xBB\xBF"))
        first.remove(0, 3);
    const std::vector<QString> names = split(first, form.delimiter);
    for (const QString &name : names) {
        bool number = false;
        (void)name.trimmed().toDouble(&number);
        if (number || name.trimmed().isEmpty() || form.columns.contains(name))
            form.header = false;
        form.columns << name;
    }
    if (!form.header) {
        form.columns.clear();
        std::size_t most = 0;
        for (const QByteArray &record : records)
            most = std::max(most, split(record, form.delimiter).size());
        for (std::size_t i = 0; i < most; ++i)
            form.columns << QCoreApplication::translate("Table", "column %1").arg(i + 1);
    }
    return form;
}

} // namespace orrery::models
