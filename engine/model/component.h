// SPDX-License-Identifier: GPL-3.0-or-later
// Component files: read, checked, and their programs put together.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/component.h"

namespace orrery::model {

/// toolkit::parseComponent.
[[nodiscard]] Component parseComponent(std::string_view text, std::string_view file,
                                       const toolkit::ReadText &read);

/// A Python program that can import `modules` (name, text) though only one file is started.
[[nodiscard]] std::string
withModules(const std::string &script,
            const std::vector<std::pair<std::string, std::string>> &modules);

} // namespace orrery::model
