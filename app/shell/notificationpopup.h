// SPDX-License-Identifier: GPL-3.0-or-later
// The notification centre: a list that drops down from the bell.
#pragma once

#include <QWidget>

#include "models/notificationmodel.h"
#include "theming/theme.h"

namespace orrery::shell {

class NotificationPopup final : public QWidget {
    Q_OBJECT
public:
    NotificationPopup(theming::Theme &theme, models::NotificationModel &model, QWidget *parent);
    /// Opens with its upper right corner at this point of the screen; everything counts as read.
    void openAt(const QPoint &corner);

signals:
    void runChosen(const orrery::RunId &run);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theming::Theme &m_theme;
    models::NotificationModel &m_model;
};

} // namespace orrery::shell
