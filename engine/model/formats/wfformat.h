// SPDX-License-Identifier: GPL-3.0-or-later
// WfCommons WfFormat, 1.4 and 1.5 in, 1.5 out: tasks with recorded run times, parents and children.
#pragma once

#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"
#include "model/reader.h"

namespace orrery::model {

/// Tasks become nodes of runtime NONE with `recorded`; parents and children become edges, each
/// once; machines become `recordedMachines`. One warning names the keys that a DAG has no place
/// for.
void readWfFormat(const Document &doc, Findings &findings, const toolkit::Limits &limits,
                  DagSpec &dag, Places &places);

/// @param lost  receives a line for every kind of thing left out
[[nodiscard]] std::string toWfFormat(const DagSpec &dag, std::vector<std::string> &lost);

} // namespace orrery::model
