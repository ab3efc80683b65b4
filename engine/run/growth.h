// SPDX-License-Identifier: GPL-3.0-or-later
// What it takes to add nodes and edges to a run that goes on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/component.h"
#include "engine/dag.h"
#include "engine/ids.h"
#include "model/fragment.h"

namespace orrery::run {

/// How far a run may grow; each message that names a limit names its setting.
struct GrowthLimits {
    std::uint32_t maxNodes = 100'000;     ///< setting limits.maxGrownNodes: beside the file's
    std::uint32_t maxGenerations = 1'000; ///< setting limits.maxGenerations: growths by grown nodes
};

/// Who adds what.
struct Writer {
    std::string_view text; ///< {nodes, edges}, JSON or YAML
    std::string file;      ///< its name, for messages; "" = grow.json or grow.yaml
    TaskIndex task = none; ///< that wrote it; none = somebody outside
    JsonText outputs;      ///< of the task: new edges may read them
    GrowthLimits limits;
    const Catalogue *catalogue = nullptr; ///< null: no component is known
};

/// "grow.json" or "grow.yaml", by how a text begins: what messages call a fragment without a file.
[[nodiscard]] std::string fragmentName(std::string_view text);

/// What came of it: a fragment to journal, or what is wrong with it.
struct Growing {
    model::Fragment fragment;
    std::string problem; ///< every error, a line each, with file:line:column; "" = it can be added
};

} // namespace orrery::run
