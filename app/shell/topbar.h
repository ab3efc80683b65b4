// SPDX-License-Identifier: GPL-3.0-or-later
// The bar over everything: wordmark, run buttons, search, resource overview, notifications, menu.
#pragma once

#include <QWidget>

#include "models/notificationmodel.h"
#include "widgets/surroundings.h"

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace orrery::monitors {
class ResourceOverview;
}

namespace orrery::shell {

class TopBar final : public QWidget {
    Q_OBJECT
public:
    TopBar(const widgets::Surroundings &around, models::NotificationModel &notifications,
           QWidget *parent = nullptr);

    /// Second line under the wordmark: what is open, which run is watched.
    void setWhere(const QString &text);
    [[nodiscard]] QPushButton *searchButton() const { return m_search; }
    void showNotifications();

signals:
    void searchRequested();
    void runChosen(const orrery::RunId &run);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *actionButton(const QString &id, const QString &tone);
    QMenu *makeMenu();
    void showUnread(int unread);

    widgets::Surroundings m_around;
    models::NotificationModel &m_notifications;
    QLabel *m_where;
    QPushButton *m_search;
    QToolButton *m_bell;
    QToolButton *m_user;
    monitors::ResourceOverview *m_overview;
};

} // namespace orrery::shell
