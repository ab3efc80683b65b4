// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs and tasks as resources/proto/droplet.proto has them. What those messages cannot say travels
// in `extendArguments` of the tasks, as JSON: "orrery.dag" (the DAG without its nodes, on the first
// task) and "orrery.node" (on each task). On the way back a field of the message wins over what is
// carried when somebody changed it since: it then differs from what we would have written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/toolkit.h"
#include "model/findings.h"

namespace orrery::model {

/// A modelProto.DropletFile.
/// @param lost  receives a line for everything that no field says. A file with tasks carries it;
///              without one it is lost.
[[nodiscard]] std::string toDroplet(const DagSpec &dag, std::vector<std::string> &lost);

/// The same DAG as a JSON text with the keys of a DAG file, for readDag(). Fields that a DAG has no
/// place for are warnings by name; "" when nothing can be read at all.
[[nodiscard]] std::string jsonFromDroplet(std::string_view bytes, const toolkit::Limits &limits,
                                          Findings &findings);

} // namespace orrery::model
