// SPDX-License-Identifier: GPL-3.0-or-later
// Serves a home's socket: other processes of this user hold the same Session through it.
#pragma once

#include <memory>
#include <string>

#include "core/loop.h"
#include "engine/result.h"
#include "engine/session.h"

namespace orrery::api {

/// Loop thread only.
class Server {
public:
    virtual ~Server() = default;
    [[nodiscard]] virtual std::size_t clients() const = 0;
};

/// @param session  answers on the loop's thread; outlives the server
/// @error Io
[[nodiscard]] Result<std::unique_ptr<Server>> serveSocket(core::Loop &loop, const std::string &path,
                                                          Session &session);

} // namespace orrery::api
