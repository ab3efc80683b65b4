// SPDX-License-Identifier: GPL-3.0-or-later
// The start page and the first tour, as the window takes them.
#pragma once

#include "widgets/workbench.h"

namespace orrery::welcome {

class StartPage;

/// Adds "file.newFrom" and "help.tour" and joins the page with them.
void addWelcome(widgets::Workbench &bench, StartPage &page);

} // namespace orrery::welcome
