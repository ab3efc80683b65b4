// SPDX-License-Identifier: GPL-3.0-or-later
// What the user was told: runs that ended, calls that were refused; newest first, bounded.
#pragma once

#include <deque>

#include <QAbstractListModel>

#include "engine/run.h"

namespace orrery::models {

struct Notification {
    TaskState sign = TaskState::Succeeded;
    QString title;
    QString text;
    RunId run; ///< what a click opens; may be empty
    WallMs at = 0;
    bool unread = true;
};

class NotificationModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int capacity = 200;

    explicit NotificationModel(QObject *parent = nullptr) : QAbstractListModel(parent) {}

    void add(Notification notification);
    void markAllRead();
    void clear();
    [[nodiscard]] int unread() const { return m_unread; }
    [[nodiscard]] const Notification *at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

signals:
    void unreadChanged(int unread);

private:
    void setUnread(int unread);

    std::deque<Notification> m_entries;
    int m_unread = 0;
};

} // namespace orrery::models
