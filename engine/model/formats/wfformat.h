// SPDX-License-Identifier: GPL-3.0-or-later
// WfCommons WfFormat 1.5, in and out: tasks with recorded run times, parents and children.
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
/// once. Keys that a DAG has no place for are passed over: instances carry many.
void readWfFormat(const Document &doc, Findings &findings, const toolkit::Limits &limits,
                  DagSpec &dag, Places &places);

/// @param lost  receives a line for every kind of thing left out
[[nodiscard]] std::string toWfFormat(const DagSpec &dag, std::vector<std::string> &lost);

} // namespace orrery::model
