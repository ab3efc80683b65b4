// SPDX-License-Identifier: GPL-3.0-or-later
// Values of ${secret.name}: a file HOME/secrets/NAME (mode 0600), else $ORRERY_SECRET_NAME.
#pragma once

#include <string>
#include <utility>

#include "engine/result.h"

namespace orrery::engine {

class Secrets {
public:
    explicit Secrets(std::string home) : m_directory(std::move(home) + "/secrets") {}

    /// @error NotFound (no such secret), Denied (the file is readable by others)
    [[nodiscard]] Result<std::string> value(const std::string &name) const;

private:
    std::string m_directory;
};

} // namespace orrery::engine
