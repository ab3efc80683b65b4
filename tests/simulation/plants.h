// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the planted bugs is in the engine now.
#pragma once

#include "core/plant.h"

namespace orrery::plant {

void plant(Bug bug);

} // namespace orrery::plant
