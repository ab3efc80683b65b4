// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/examples.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

#include "bridge/text.h"

namespace orrery::welcome {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Examples)
};

Result<> copyFolder(const QString &from, const QString &to)
{
    const QDir source(from);
    QDirIterator at(from, QDir::Files, QDirIterator::Subdirectories);
    while (at.hasNext()) {
        const QString file = at.next();
        const QString target = QDir(to).filePath(source.relativeFilePath(file));
        if (!QDir().mkpath(QFileInfo(target).path()) || !QFile::copy(file, target))
            return fail(ErrorCode::Io, bridge::text(target),
                        Words::tr("cannot be written").toStdString());
        QFile::setPermissions(target, QFile::permissions(target) | QFile::WriteUser);
    }
    return {};
}

Result<> giveId(const QString &file, const QString &id)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Io, bridge::text(file), bridge::text(in.errorString()));
    QString text = QString::fromUtf8(in.readAll());
    static const QRegularExpression line(QStringLiteral("^dagId:.*$"),
                                         QRegularExpression::MultilineOption);
    if (const auto match = line.match(text); match.hasMatch())
        text.replace(match.capturedStart(), match.capturedLength(), QStringLiteral("dagId: ") + id);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0 || !out.commit())
        return fail(ErrorCode::Io, bridge::text(file), bridge::text(out.errorString()));
    return {};
}

} // namespace

std::vector<Example> readExamples(const QString &dir)
{
    std::vector<Example> examples;
    if (dir.isEmpty())
        return examples;
    for (const QString &name : QDir(dir).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString file = QDir(dir).filePath(name + QStringLiteral("/dag.yaml"));
        QFile in(file);
        constexpr qint64 most = 4 << 20;
        if (!in.open(QIODevice::ReadOnly) || in.size() > most)
            continue;
        toolkit::Parsed parsed = toolkit::parse(in.readAll().toStdString(), bridge::text(file));
        if (parsed.dag.nodes.empty())
            continue;
        toolkit::Layout layout = toolkit::layout(parsed.dag);
        examples.push_back({name, file, std::move(parsed.dag), std::move(layout)});
    }
    std::stable_sort(examples.begin(), examples.end(), [](const Example &a, const Example &b) {
        return a.dag.nodes.size() < b.dag.nodes.size();
    });
    return examples;
}

Result<QString> createFrom(const QString &exampleFile, const QString &target)
{
    const QString id = QFileInfo(target).fileName();
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_.-]+$"));
    if (!plain.match(id).hasMatch())
        return fail(ErrorCode::InvalidSpec, bridge::text(id),
                    Words::tr("a name holds letters, digits, '-', '_' and '.'").toStdString());
    if (QFileInfo::exists(target))
        return fail(ErrorCode::InvalidSpec, bridge::text(target),
                    Words::tr("exists already; choose another name").toStdString());
    if (const auto copied = copyFolder(QFileInfo(exampleFile).path(), target); !copied)
        return tl::unexpected(copied.error());
    const QString file = QDir(target).filePath(QStringLiteral("dag.yaml"));
    if (const auto named = giveId(file, id); !named)
        return tl::unexpected(named.error());
    return file;
}

} // namespace orrery::welcome
