// SPDX-License-Identifier: GPL-3.0-or-later
// From what a DAG asks for and what a host has to what the allocator counts. The engine and a
// rehearsal ask the same questions, so their answers are the same. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/resource.h"
#include "resources/allocator.h"

namespace orrery::resources {

/// What the allocator is asked for a task's resources; a task that asks for no CPU takes 0.01 core.
[[nodiscard]] Demand demandOf(const Resources &wanted);
/// All cores, memory and devices of a host, with the usual backlog.
[[nodiscard]] Capacity capacityOf(const HostInfo &host);

/// Can the hosts ever hold each node of a DAG?
struct Admission {
    std::vector<Resources> fitted;    ///< per node, scaled down; empty = all as in the file
    std::vector<std::string> notes;   ///< "NODE: scaled from 8 cores to 2 cores to fit this host"
    std::vector<std::string> refused; ///< "NODE: needs 8 cores; the largest host, local, has ..."
};
/// @param fit  scale what no host can hold down to the largest that one can
[[nodiscard]] Admission admit(const Allocator &allocator, const DagSpec &dag, bool fit);

} // namespace orrery::resources
