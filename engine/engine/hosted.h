// SPDX-License-Identifier: GPL-3.0-or-later
// The engine with its real parts: the only maker of concrete classes.
#pragma once

#include <memory>

#include "core/loop.h"
#include "engine/core.h"
#include "engine/engine.h"
#include "engine/localsession.h"

namespace orrery::engine {

/// An engine of `options.home` on `loop`, with this host's runner. Not opened yet.
[[nodiscard]] std::shared_ptr<Core> makeHostedCore(core::Loop &loop, const OpenOptions &options);

} // namespace orrery::engine
