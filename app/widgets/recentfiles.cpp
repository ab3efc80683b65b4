// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/recentfiles.h"

#include "widgets/settings.h"

namespace orrery::widgets {

static const QString filesKey = QStringLiteral("recent/files");
static const QString pinnedKey = QStringLiteral("recent/pinned");

QStringList RecentFiles::read(const QString &key) const
{
    return m_settings.kept(key).toStringList();
}

QStringList RecentFiles::files() const
{
    QStringList files = read(pinnedKey);
    for (const QString &file : read(filesKey))
        if (!files.contains(file))
            files << file;
    return files;
}

bool RecentFiles::pinned(const QString &file) const
{
    return read(pinnedKey).contains(file);
}

void RecentFiles::add(const QString &file)
{
    QStringList files = read(filesKey);
    files.removeAll(file);
    files.prepend(file);
    m_settings.keep(filesKey, QStringList(files.mid(0, capacity)));
}

void RecentFiles::pin(const QString &file, bool pinned)
{
    QStringList files = read(pinnedKey);
    files.removeAll(file);
    if (pinned)
        files << file;
    else
        add(file);
    m_settings.keep(pinnedKey, files);
}

void RecentFiles::remove(const QString &file)
{
    for (const QString &key : {filesKey, pinnedKey}) {
        QStringList files = read(key);
        if (files.removeAll(file) > 0)
            m_settings.keep(key, files);
    }
}

void RecentFiles::clear()
{
    m_settings.keep(filesKey, QStringList());
}

} // namespace orrery::widgets
