// SPDX-License-Identifier: GPL-3.0-or-later
// A short look at an address: does it answer, and is its content still the same?
#pragma once

#include <string>

#include "engine/ids.h"
#include "engine/result.h"

namespace orrery::tasks {

struct HttpSight {
    long status = 0;
    std::string mark; ///< ETag, else Last-Modified, else a hash of the body
};

/// GET, without redirects, for at most `patience` ms. @error Unreachable, Timeout, Conflict (an
/// answer larger than 16 MiB)
[[nodiscard]] Result<HttpSight> lookAt(const std::string &url, SpanMs patience);

} // namespace orrery::tasks
