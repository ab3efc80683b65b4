// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that belong to no feature of its own: looks, language, notifications, limits.
#pragma once

#include "engine/toolkit.h"

namespace orrery::widgets {
class Settings;
}

namespace orrery::shell {

/// Defines them in the present language; again after it changed.
void defineStandardSettings(widgets::Settings &settings);

/// What the settings limits.* say.
[[nodiscard]] toolkit::Limits limitsOf(const widgets::Settings &settings);

} // namespace orrery::shell
