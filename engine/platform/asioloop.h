// SPDX-License-Identifier: GPL-3.0-or-later
// The real twin of core::Loop, on Boost.Asio.
#pragma once

#include <memory>

#include "core/loop.h"

namespace orrery::platform {

[[nodiscard]] std::unique_ptr<core::Loop> makeAsioLoop();

} // namespace orrery::platform
