// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/notificationmodel.h"

#include <QDateTime>

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::models {

void NotificationModel::setUnread(int unread)
{
    if (std::exchange(m_unread, unread) != unread)
        emit unreadChanged(unread);
}

void NotificationModel::add(Notification notification)
{
    if (notification.at == 0)
        notification.at = QDateTime::currentMSecsSinceEpoch();
    const bool unread = notification.unread;
    beginInsertRows({}, 0, 0);
    m_entries.push_front(std::move(notification));
    endInsertRows();
    int count = m_unread + (unread ? 1 : 0);
    if (int(m_entries.size()) > capacity) {
        count -= m_entries.back().unread ? 1 : 0;
        beginRemoveRows({}, capacity, capacity);
        m_entries.pop_back();
        endRemoveRows();
    }
    setUnread(count);
}

void NotificationModel::markAllRead()
{
    for (Notification &entry : m_entries)
        entry.unread = false;
    if (!m_entries.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {UnreadRole});
    setUnread(0);
}

void NotificationModel::clear()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
    setUnread(0);
}

const Notification *NotificationModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_entries[std::size_t(row)] : nullptr;
}

int NotificationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant NotificationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Notification &entry = *at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case DetailRole:
        return entry.text;
    case Qt::ToolTipRole:
        return entry.title + QLatin1Char('\n') + entry.text;
    case Qt::AccessibleTextRole:
        return entry.title + QStringLiteral(", ") + entry.text;
    case SignRole:
        return int(entry.sign);
    case UnreadRole:
        return entry.unread;
    case TimeRole:
        return qint64(entry.at);
    case IdRole:
        return bridge::qs(entry.run.text);
    default:
        return {};
    }
}

} // namespace orrery::models
