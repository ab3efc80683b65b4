// SPDX-License-Identifier: GPL-3.0-or-later
// Settings, shortcuts and the cheat sheet: their actions in the window.
#pragma once

#include "widgets/workbench.h"

namespace orrery::preferences {

/// Adds "edit.settings", "edit.shortcuts" and "help.shortcuts".
void addPreferences(widgets::Workbench &bench);

} // namespace orrery::preferences
