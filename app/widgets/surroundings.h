// SPDX-License-Identifier: GPL-3.0-or-later
// What every panel is given by the window: nothing is global, nothing is owned here.
#pragma once

#include "bridge/dagdocument.h"
#include "bridge/playback.h"
#include "bridge/runfacade.h"
#include "bridge/runnodes.h"
#include "bridge/selection.h"
#include "bridge/sessionbridge.h"
#include "bridge/taskfacade.h"
#include "theming/theme.h"

namespace orrery::widgets {

class ActionRegistry;

struct Surroundings {
    theming::Theme &theme;
    bridge::SessionBridge &bridge;
    bridge::DagDocument &document;
    bridge::RunFacade &run;
    bridge::TaskFacade &task;
    bridge::Selection &selection;
    ActionRegistry &actions;
    bridge::Playback &playback;
    bridge::RunNodes &runNodes;
};

} // namespace orrery::widgets
