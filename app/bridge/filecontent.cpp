// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/filecontent.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include "bridge/text.h"

namespace orrery::bridge {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FileContent)
};

} // namespace

Result<QByteArray> contentOf(const QString &path, qint64 most)
{
    const auto refusal = [&path](const QString &why) {
        return fail(ErrorCode::Io, text(path), text(why));
    };
    const QFileInfo info(path);
    if (info.exists() && !info.isFile())
        return refusal(info.isDir() ? Words::tr("this is a directory")
                                    : Words::tr("this is a device or a pipe, not a file"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return refusal(file.errorString());
    // Its size may be told wrongly, as below /proc, or grow meanwhile.
    QByteArray content = file.read(most + 1);
    if (content.size() > most)
        return refusal(Words::tr("larger than %1: not opened").arg(bytesText(double(most))));
    if (file.error() != QFileDevice::NoError)
        return refusal(file.errorString());
    return content;
}

} // namespace orrery::bridge
