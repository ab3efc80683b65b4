// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows, apart from the window: it stays when the window is built anew.
#pragma once

#include <functional>
#include <map>

#include <QObject>

#include "bridge/dagdocument.h"
#include "bridge/playback.h"
#include "bridge/runfacade.h"
#include "bridge/runnodes.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"
#include "bridge/taskfacade.h"
#include "models/daglistmodel.h"
#include "models/notificationmodel.h"
#include "models/runtablemodel.h"
#include "widgets/settings.h"

namespace orrery::shell {

/// Where things stand that the window needs.
struct Places {
    QString settingsFile; ///< "" = nothing is kept
    QString programs;     ///< the helper programs
    QString examples;     ///< folders with a dag.yaml each; may be empty
    QVariantHash given{}; ///< settings for this start only: "look.theme"
};

class Desk final : public QObject {
    Q_OBJECT
public:
    Desk(bridge::SessionBridge &bridge, const Places &places, QObject *parent = nullptr);

    /// Announces all of it once more, for a window that was built meanwhile. The objects here hear
    /// it too, and it is no news to them.
    void tellAgain();

    bridge::SessionBridge &bridge;
    const Places places;
    widgets::Settings settings;
    bridge::DagDocument document;
    bridge::RunFacade run;
    bridge::Playback playback;
    bridge::TaskFacade task;
    bridge::RunNodes runNodes;
    bridge::Selection selection;
    models::DagListModel dags;
    models::RunTableModel runs;
    models::NotificationModel notifications;
};

} // namespace orrery::shell
