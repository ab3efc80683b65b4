// SPDX-License-Identifier: GPL-3.0-or-later
// The Session of an engine in this process: calls go to the loop's thread, answers to the caller's.
#pragma once

#include <memory>

#include "core/loop.h"
#include "engine/core.h"
#include "engine/engine.h"

namespace orrery::engine {

/// @param core  dereferenced on the loop's thread only; gone = every reply is Unreachable
[[nodiscard]] std::unique_ptr<Session> makeLocalSession(core::Loop &loop, std::weak_ptr<Core> core,
                                                        Post post);

} // namespace orrery::engine
