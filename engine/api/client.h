// SPDX-License-Identifier: GPL-3.0-or-later
// The Session of an engine in another process, over its home's socket.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/engine.h"

namespace orrery::api {

/// Connects and agrees on the protocol; blocks for at most `patience` ms.
/// @param post  where replies and observers are called; empty = the client's own thread
/// @param lost  called once on the client's thread when the engine went away; every call that waits
///              is answered Unreachable before
/// @error Unreachable (nobody serves), Conflict (another protocol version), Denied
[[nodiscard]] Result<std::unique_ptr<Session>> attach(const std::string &socket, Post post,
                                                      SpanMs patience,
                                                      std::function<void(std::string why)> lost);

} // namespace orrery::api
