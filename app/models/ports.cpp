// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ports.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "bridge/text.h"

namespace orrery::models {
namespace {

constexpr qsizetype mostInner = 500; ///< members of one list that are listed
constexpr qsizetype shortest = 60;   ///< characters of a value in the list
constexpr qsizetype longestPath = 4096;

/// Its sentences stand under this name in the translations.
struct Ports {
    Q_DECLARE_TR_FUNCTIONS(Ports)
};

QString compact(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    QByteArray boxed = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(boxed.mid(1, boxed.size() - 2));
}

/// The file that a path means, as far as it is there.
QString fileOf(const QString &path, const QString &workDir)
{
    if (QFileInfo::exists(path) || workDir.isEmpty())
        return path;
    const QString mark = QStringLiteral("/work/");
    const qsizetype at = path.indexOf(mark);
    return at < 0 ? path : workDir + QLatin1Char('/') + path.mid(at + mark.size());
}

PortItem itemOf(const QString &name, const QJsonValue &value, const QString &workDir)
{
    PortItem item;
    item.name = name;
    if (value.isString()) {
        const QString text = value.toString();
        if (text.startsWith(QLatin1Char('/')) && text.size() < longestPath) {
            const QFileInfo info(fileOf(text, workDir));
            if (info.exists()) {
                item.kind = info.isDir() ? PortItem::Kind::Folder : PortItem::Kind::File;
                item.path = info.absoluteFilePath();
                item.text =
                    info.isDir() ? Ports::tr("folder") : bridge::bytesText(double(info.size()));
                return item;
            }
        }
    }
    item.json = compact(value);
    item.text = item.json.left(shortest * 2).simplified();
    if (item.json.size() > shortest)
        item.text = item.text.left(shortest) + QStringLiteral("…");
    const auto add = [&item, &workDir](const QString &key, const QJsonValue &inner) {
        if (qsizetype(item.inner.size()) < mostInner)
            item.inner.push_back(itemOf(key, inner, workDir));
    };
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            add(QStringLiteral("[%1]").arg(i), array[i]);
        item.text = Ports::tr("list of %1").arg(array.size());
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry)
            add(entry.key(), entry.value());
    }
    return item;
}

void addHeading(std::vector<PortItem> &out, const QString &title, const JsonText &values,
                const QString &workDir)
{
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(values)).object();
    if (object.isEmpty())
        return;
    PortItem heading{PortItem::Kind::Heading, title, {}, {}, {}, {}};
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        heading.inner.push_back(itemOf(entry.key(), entry.value(), workDir));
    out.push_back(std::move(heading));
}

} // namespace

Preview previewOf(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Preview::Missing;
    if (info.isDir())
        return Preview::Folder;
    static const std::pair<const char *, Preview> endings[] = {
        {"csv", Preview::Table},       {"tsv", Preview::Table},        {"tab", Preview::Table},
        {"jsonl", Preview::JsonLines}, {"ndjson", Preview::JsonLines}, {"json", Preview::Json},
        {"ipynb", Preview::Json},      {"geojson", Preview::Json},     {"png", Preview::Image},
        {"jpg", Preview::Image},       {"jpeg", Preview::Image},       {"svg", Preview::Image},
        {"gif", Preview::Image},       {"bmp", Preview::Image},        {"webp", Preview::Image},
        {"parquet", Preview::Parquet}};
    const QString ending = info.suffix().toLower();
    for (const auto &[name, kind] : endings)
        if (ending == QLatin1String(name))
            return kind;
    QFile file(path);
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return Preview::Binary;
    constexpr qint64 looked = 4096;
    const QByteArray first = file.read(looked);
    if (first.startsWith("PAR1"))
        return Preview::Parquet;
    if (first.startsWith("\x89PNG") || first.startsWith("\xFF\xD8\xFF") || first.startsWith("GIF8"))
        return Preview::Image;
    return first.contains('\0') ? Preview::Binary : Preview::Text;
}

std::vector<PortItem> portItems(const JsonText &inputs, const JsonText &outputs,
                                const QString &workDir)
{
    std::vector<PortItem> out;
    addHeading(out, Ports::tr("Outputs"), outputs, workDir);
    addHeading(out, Ports::tr("Inputs"), inputs, workDir);
    return out;
}

std::vector<PortItem> folderItems(const QString &path, std::size_t most)
{
    std::vector<PortItem> out;
    std::size_t more = 0;
    for (QDirIterator it(path, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
         it.hasNext();) {
        it.next();
        if (out.size() >= most) {
            ++more;
            continue;
        }
        const QFileInfo info = it.fileInfo();
        PortItem item;
        item.kind = info.isDir() ? PortItem::Kind::Folder : PortItem::Kind::File;
        item.name = info.fileName();
        item.path = info.absoluteFilePath();
        item.text = info.isDir() ? Ports::tr("folder") : bridge::bytesText(double(info.size()));
        out.push_back(std::move(item));
    }
    std::sort(out.begin(), out.end(), [](const PortItem &a, const PortItem &b) {
        return a.kind != b.kind ? a.kind == PortItem::Kind::Folder
                                : a.name.localeAwareCompare(b.name) < 0;
    });
    if (more > 0) {
        PortItem rest;
        rest.name = Ports::tr("and %1 more").arg(more);
        out.push_back(rest);
    }
    return out;
}

} // namespace orrery::models
