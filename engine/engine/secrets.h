// SPDX-License-Identifier: GPL-3.0-or-later
// Values of ${secret.name}: a file HOME/secrets/NAME (mode 0600), else $ORRERY_SECRET_NAME.
#pragma once

#include <string>
#include <vector>

#include "engine/result.h"

namespace orrery::engine {

class Secrets {
public:
    explicit Secrets(std::string home) : m_directory(std::move(home) + "/secrets") {}

    /// Replaces every secret mark (run::secretMark name run::secretMark) by its value.
    /// @error NotFound (no such secret), Denied (the file is readable by others)
    [[nodiscard]] Result<std::string> fill(const std::string &text) const;
    /// Replaces every secret mark by "***".
    [[nodiscard]] static std::string mask(const std::string &text);

private:
    [[nodiscard]] Result<std::string> value(const std::string &name) const;
    std::string m_directory;
};

}  // namespace orrery::engine
