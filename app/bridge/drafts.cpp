// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/drafts.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "bridge/filecontent.h"
#include "bridge/text.h"

namespace orrery::bridge {

static constexpr qint64 mostBytes = 256LL << 20;

Drafts::Drafts(const QString &home)
    : m_directory(home.isEmpty() ? QString() : home + QStringLiteral("/drafts"))
{
}

/// The hash keeps two files of one name apart, the name tells a person what it is.
QString Drafts::pathOf(const QString &file) const
{
    const QByteArray hash =
        QCryptographicHash::hash(file.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
    return QStringLiteral("%1/%2-%3")
        .arg(m_directory, QString::fromLatin1(hash), QFileInfo(file).fileName());
}

Result<> Drafts::keep(const QString &file, const std::string &text) const
{
    if (m_directory.isEmpty())
        return {};
    const auto refusal = [&](const QString &why) {
        return fail(ErrorCode::Io, bridge::text(m_directory),
                    bridge::text(QStringLiteral("unsaved edits cannot be kept: %1").arg(why)));
    };
    if (!QDir().mkpath(m_directory))
        return refusal(QStringLiteral("the directory cannot be made"));
    QSaveFile out(pathOf(file));
    if (!out.open(QIODevice::WriteOnly))
        return refusal(out.errorString());
    out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (out.write(text.data(), qint64(text.size())) != qint64(text.size()) || !out.commit())
        return refusal(out.errorString());
    return {};
}

std::optional<Draft> Drafts::find(const QString &file) const
{
    if (m_directory.isEmpty())
        return {};
    const QString path = pathOf(file);
    const auto content = contentOf(path, mostBytes);
    if (!content)
        return {};
    return Draft{content->toStdString(), QFileInfo(path).lastModified()};
}

void Drafts::drop(const QString &file) const
{
    if (!m_directory.isEmpty())
        QFile::remove(pathOf(file));
}

} // namespace orrery::bridge
