// SPDX-License-Identifier: GPL-3.0-or-later
// Headers of others that most files of the engine include anyway, compiled once. Each file still
// includes what it uses: this only saves time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tl/expected.hpp>
