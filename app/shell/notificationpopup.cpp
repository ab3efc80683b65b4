// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/notificationpopup.h"

#include <QListView>
#include <QPushButton>

#include "widgets/delegates.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

NotificationPopup::NotificationPopup(theming::Theme &theme, models::NotificationModel &model,
                                     QWidget *parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint), m_theme(theme), m_model(model)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("notifications"));
    setAccessibleName(tr("Notifications"));
    setFixedSize(400, 340);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 6, 4, 8);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(14, 4, 10, 2);
    auto *title = new QLabel(tr("Notifications"));
    title->setFont(widgets::capsFont(theme));
    title->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    auto *clear = new QPushButton(tr("Clear"));
    clear->setEnabled(model.rowCount() > 0);
    head->addWidget(title, 1);
    head->addWidget(clear);
    column->addLayout(head);
    auto *list = new QListView;
    list->setModel(&model);
    list->setItemDelegate(new widgets::NotificationDelegate(theme, list));
    list->setMouseTracking(true);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setAccessibleName(tr("Notifications"));
    auto *frame = new widgets::StateFrame(theme, list);
    if (model.rowCount() == 0)
        frame->showMessage(tr("Nothing to tell"), tr("Ended and refused runs are announced here."));
    column->addWidget(frame, 1);
    const auto choose = [this](const QModelIndex &index) {
        const models::Notification *entry = m_model.at(index.row());
        const RunId run = entry ? entry->run : RunId{};
        close();
        if (!run.empty())
            emit runChosen(run);
    };
    connect(list, &QListView::clicked, this, choose);
    connect(list, &QListView::activated, this, choose);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_model.clear();
        close();
    });
}

void NotificationPopup::openAt(const QPoint &corner)
{
    move(corner.x() - width(), corner.y());
    show();
    m_model.markAllRead();
}

void NotificationPopup::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color().background);
    widgets::paintFrame(painter, rect(), m_theme, m_theme.color().accent);
}

} // namespace orrery::shell
